"""How far people come: stage by stage, arm by arm, without those whose way went with their data."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import scenarios
from curtain import charts
from curtain.analysis.funnel import EVERYBODY, Funnel, Stage, Way, funnel, sentence, way
from curtain.analysis.study import Study
from scenarios import LIBRARY
from tests.analysis.made import study_of

STAGES = (("Consent", 0), ("Parcel 1", 1), ("Parcel 2", 3), ("End", 5))
WAY: Way = {"plain": STAGES, "warned": STAGES}


def at(plain: list[tuple[str, int]], warned: list[tuple[str, int]]) -> Study:
    """People by arm: their status, and how many screens are behind them."""
    made = study_of([], {"plain": {"": [0.0] * len(plain)}, "warned": {"": [0.0] * len(warned)}})
    told = plain + warned
    people = made.people.assign(status=[status for status, _ in told], done=[done for _, done in told])
    return replace(made, people=people)


def test_a_stage_counts_whoever_came_to_its_first_screen() -> None:
    found = funnel(at([("completed", 5), ("running", 2)], [("running", 1), ("running", 3)]), WAY)
    assert [each.arm for each in found] == [EVERYBODY, "plain", "warned"]
    assert [stage.reached for stage in found[0].stages] == [4, 4, 2, 1]
    assert [stage.reached for stage in found[1].stages] == [2, 2, 1, 1]
    assert found[0].stages[2] == Stage("Parcel 2", 2, 4)
    assert sentence(found[0]) == "Most stayed behind between “Parcel 1” and “Parcel 2”: 2 people of 4."


def test_who_took_their_data_back_is_counted_and_stands_nowhere() -> None:
    found = funnel(at([("withdrawn", 0), ("completed", 5)], []), WAY)[0]
    assert (found.deleted, found.stages[0].of) == (1, 1)
    assert sentence(found) == "Nobody stayed behind on the way."


def test_a_screen_that_an_arm_does_not_have_is_not_counted_for_its_people() -> None:
    along = {"plain": (("Consent", 0), ("End", 1)), "warned": STAGES}
    found = funnel(at([("completed", 1)], [("completed", 5)]), along)[0]
    assert found.stages == (
        Stage("Consent", 2, 2), Stage("Parcel 1", 1, 1), Stage("Parcel 2", 1, 1), Stage("End", 2, 2),
    )  # fmt: skip


def test_nobody_has_begun() -> None:
    found = funnel(at([], []), WAY)
    assert sentence(found[0]) == "Nobody has begun yet."
    assert found[0].stages[0].share is None
    json.dumps(charts.funnel(found).to_dict(), allow_nan=False)


def test_the_chart_marks_arms_by_shape_where_there_are_few() -> None:
    found = funnel(at([("completed", 5)], [("running", 2)]), WAY)
    assert "triangle-up" in json.dumps(charts.funnel(found).to_dict())
    many = [found[0], *(Funnel(f"arm-{n}", found[1].stages, 0) for n in range(9))]
    assert "triangle-up" not in json.dumps(charts.funnel(many).to_dict())


@pytest.mark.parametrize("slug", sorted(path.parent.name for path in LIBRARY.glob("*/*.yaml")))
def test_the_way_of_every_scenario_of_the_library_begins_and_ends(slug: str) -> None:
    scenario = scenarios.load(LIBRARY / slug / f"{slug}.yaml")
    found = way(scenario)
    assert set(found) == ({EVERYBODY} if scenario.within else set(scenario.arms))
    for stages in found.values():
        places = [place for _, place in stages]
        assert places[0] == 0
        assert places == sorted(set(places))
        assert len(stages) >= 4
