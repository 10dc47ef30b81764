"""What carries the effect: what else differed is held equal where it can be, and named where it cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.analysis.carried import Carried, carried
from curtain.analysis.plan import Plan, Preference
from curtain.analysis.quantities import Measure, a_share, a_time
from curtain.analysis.study import Study
from scenarios.decision import Worth
from tests.analysis.made import study_of, within_study

RIGHT = a_share("right", "Right decisions", "", "decisions")
LIKED = a_share("liked", "Liked", "", "experience")._replace(binary=True)
TOOK = a_time("took", "Time to finish", "")
FALLBACK = a_share("fallback", "Stand-in answers", "", "health")
PLAN = Plan(("old", "new"), ("old", "new"), "right", people=80, worth_it_from=Worth(amount=10))
RNG = np.random.default_rng


def people(values: Any, measure: Measure = RIGHT, **columns: Any) -> Study:
    """Two arms with as many people each; the columns are those of all people, the old arm's first."""
    half = len(values) // 2
    told = {"old": {measure.name: list(values[:half])}, "new": {measure.name: list(values[half:])}}
    made = study_of([measure, FALLBACK], told)
    return replace(made, people=made.people.assign(**columns))


def of(study: Study, plan: Plan = PLAN) -> Carried:
    (found,) = carried(study, plan)
    return found


def waiting(effect: float = 0.0, n: int = 40) -> tuple[Any, Any]:
    """People of whom the new arm's waited 2 s and the old one's 1 s, and who do better by 20 points for each second."""
    rng = RNG(3)
    wait = np.concatenate([rng.normal(1, 0.5, n), rng.normal(2, 0.5, n)])
    right = 0.3 + 0.2 * wait + effect * np.repeat([0.0, 1.0], n) + rng.normal(0, 0.05, 2 * n)
    return wait, right.clip(0, 1)


def test_what_came_with_an_arm_takes_its_share_of_the_effect() -> None:
    wait, right = waiting()
    found = of(people(right, latency=wait))
    assert found.raw.estimate == pytest.approx(20, abs=4)
    assert found.adjusted.estimate == pytest.approx(0, abs=4)
    assert found.held == ("how long answers took",)
    assert found.says.endswith("With how long answers took held equal: 2 points fewer [5 fewer, 2 more].")


def test_what_the_arm_does_itself_remains() -> None:
    wait, right = waiting(effect=0.15)
    found = of(people(right, latency=wait, fallback=RNG(1).uniform(0, 0.2, 80)))
    lower, upper = found.adjusted.ci_lower, found.adjusted.ci_upper
    assert lower is not None
    assert upper is not None
    assert lower < 15 < upper
    assert lower > 5
    assert found.held == ("how long answers took", "stand-in answers")
    assert "With how long answers took and stand-in answers held equal: 1" in found.says


def test_an_operator_who_is_better_is_held_equal() -> None:
    who = ["ann"] * 10 + ["ben"] * 30 + ["ann"] * 30 + ["ben"] * 10
    right = np.array([0.8 if each == "ann" else 0.4 for each in who]) + RNG(2).normal(0, 0.05, 80)
    found = of(people(right, operator=who))
    assert found.raw.estimate == pytest.approx(20, abs=4)
    assert found.adjusted.estimate == pytest.approx(0, abs=4)


@pytest.mark.parametrize(
    "columns",
    [
        {"latency": [1.0, 1.1] * 20 + [4.0, 4.2] * 20},
        {"latency": [None] * 40 + [1.0, 3.0] * 20},
        {"operator": ["ann"] * 40 + ["ben"] * 40},
        {"operator": [None] * 40 + ["ann", "ben"] * 20},
    ],
)
def test_what_is_one_thing_with_the_arm_is_said_to_be(columns: dict[str, Any]) -> None:
    found = of(people(waiting()[1], **columns))
    assert (found.held, len(found.one_thing)) == ((), 1)
    assert found.adjusted.estimate is None
    assert found.says.endswith("came together with the arm, so nobody can tell them apart.")


def test_what_can_be_held_equal_is_although_something_else_cannot() -> None:
    wait, right = waiting(effect=0.15)
    found = of(people(right, latency=wait, operator=["ann"] * 40 + ["ben"] * 40))
    assert (found.held, found.one_thing) == (("how long answers took",), ("who answered",))
    assert found.adjusted.estimate is not None
    assert "Who answered came together with the arm" in found.says


def test_times_are_ratios_here_too() -> None:
    wait, _ = waiting()
    took = 60 * np.exp(0.3 * wait + RNG(5).normal(0, 0.05, 80))
    found = of(people(took, TOOK, latency=wait), PLAN._replace(primary="took"))
    assert found.raw.estimate == pytest.approx(np.exp(0.3), abs=0.1)
    assert found.adjusted.estimate == pytest.approx(1, abs=0.05)
    assert "times as long" in found.says


def test_a_yes_or_no_of_each_person_is_adjusted_likewise() -> None:
    wait, _ = waiting()
    liked = RNG(6).uniform(size=80) < 1 / (1 + np.exp(3 - 2 * wait))
    found = of(people(liked.astype(float), LIKED, latency=wait), PLAN._replace(primary="liked"))
    assert found.raw.estimate is not None
    assert found.adjusted.estimate is not None
    assert abs(found.adjusted.estimate) < abs(found.raw.estimate)


def test_the_order_of_arms_is_held_equal_where_everybody_meets_both() -> None:
    values = RNG(7).uniform(0.3, 0.7, 30)
    told = {"old": {"right": list(values)}, "new": {"right": list(values + RNG(8).normal(0.1, 0.03, 30))}}
    found = of(within_study([RIGHT], told), PLAN._replace(within=True))
    assert found.held == ("the order of arms",)
    assert found.adjusted.estimate == pytest.approx(10, abs=2)


def test_nothing_that_differed_and_preferences_have_nothing_to_be_carried_by() -> None:
    assert carried(people(waiting()[1]), PLAN) == []
    wait, right = waiting()
    preferred = PLAN._replace(asked=(Preference("right", "end", "which", ("old", "new"), "by name"),))
    assert carried(people(right, latency=wait), preferred) == []


@given(
    st.integers(0, 8), st.integers(0, 8), st.sampled_from([None, 0.0, 1.0]),
    st.lists(st.sampled_from([None, 0.0, 1.0, 2.0]), min_size=16, max_size=16),
    st.lists(st.sampled_from([None, "ann", "ben"]), min_size=16, max_size=16), st.booleans(),
)  # fmt: skip
@settings(deadline=None, max_examples=40)
def test_no_panel_whatever_makes_nonsense(
    old: int, new: int, value: float | None, wait: list[float | None], who: list[str | None], within: bool
) -> None:
    told = {"old": {"right": [value] * old}, "new": {"right": [0.5, 1.0, value][:3] * new}}
    made = study_of([RIGHT, FALLBACK], told)  # type: ignore[arg-type]
    n = len(made.people)
    made = replace(
        made,
        people=made.people.assign(
            latency=np.array((wait * 2)[:n], dtype=object), operator=np.array((who * 2)[:n], dtype=object)
        ),
    )
    for each in carried(made, PLAN._replace(within=within)):
        assert "nan" not in each.says
        assert "inf" not in each.says
        assert each.says.endswith(".")
