"""The guards: each speaks where something is wrong, and is silent where nothing is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.analysis.carried import carried
from curtain.analysis.guards import Guard, guards, reasons
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import a_share
from curtain.analysis.study import Study, study
from scenarios.decision import Worth
from tests.analysis.made import study_of, within_study
from tests.analysis.panels import PLAN as COURIER
from tests.analysis.panels import Maker
from tests.analysis.tables import Tables

RIGHT = a_share("right", "Right decisions", "", "decisions")
FALLBACK = a_share("fallback", "Stand-in answers", "", "health")
PLAN = Plan(("old", "new"), ("old", "new"), "right", people=40, worth_it_from=Worth(amount=10))
GOOD = list(np.linspace(0.3, 0.9, 20))


def panel(old: int = 20, new: int = 20, **columns: Any) -> Study:
    """A panel in which nothing is wrong but the columns, which are those of all people, the old arm's first."""
    values = [0.3 + 0.6 * (n % 20) / 20 for n in range(max(old, new))]
    made = study_of([RIGHT, FALLBACK], {"old": {"right": values[:old]}, "new": {"right": values[:new]}})
    return made._replace(people=made.people.assign(**columns))


def one(name: str, found: list[Guard]) -> Guard:
    return next(guard for guard in found if guard.name == name)


def test_a_healthy_panel_is_fine() -> None:
    found = guards(panel(), PLAN)
    assert {guard.state for guard in found} == {"fine"}
    assert reasons(found) == ()


@pytest.mark.parametrize(
    ("old", "new", "state"), [(20, 20, "fine"), (40, 8, "invalid"), (33, 14, "look"), (1, 0, "cannot tell")]
)
def test_people_are_sent_as_planned(old: int, new: int, state: str) -> None:
    assert one("allocation", guards(panel(old, new), PLAN)).state == state


def test_weights_are_what_was_planned() -> None:
    assert one("allocation", guards(panel(40, 10), PLAN, {"old": 4, "new": 1})).state == "fine"
    assert one("allocation", guards(panel(25, 25), PLAN, {"old": 4, "new": 1})).state == "invalid"


def test_uneven_loss_is_told() -> None:
    gone = panel(30, 30)
    left = gone.people["arm"].eq("new") & gone.people["number"].le(12)
    people = gone.people.assign(counts=~left, status=np.where(left, "withdrawn", "completed"))
    found = one("drop_out", guards(gone._replace(people=people), PLAN))
    assert found.state == "look"
    assert "new 12 of 30" in found.says


def test_an_arm_without_people_stops_everything() -> None:
    found = guards(panel(40, 0), PLAN)
    assert one("cells", found).state == "invalid"
    assert any("Nobody has finished in new" in reason for reason in reasons(found))


def test_a_measure_at_the_end_of_its_scale_is_told() -> None:
    made = study_of([RIGHT], {"old": {"right": [1.0] * 20}, "new": {"right": [1.0] * 15 + [0.5] * 5}})
    found = one("ends", guards(made, PLAN))
    assert (found.state, found.do) == ("look", "Make the task harder.")


@pytest.mark.parametrize(("share", "state"), [(0.0, "fine"), (0.3, "look"), (0.7, "invalid")])
def test_stand_in_answers_are_told(share: float, state: str) -> None:
    made = panel(fallback=[0.0] * 20 + [share] * 20)
    assert one("fallback", guards(made, PLAN)).state == state


def test_waiting_that_differs_is_told() -> None:
    made = panel(latency=[1.0] * 20 + [4.0] * 20)
    found = one("latency", guards(made, PLAN))
    assert (found.state, found.says) == ("look", "From request to screen: old 1.0 s, new 4.0 s.")
    assert one("latency", guards(panel(latency=[1.0, 1.2] * 20), PLAN)).state == "fine"


def test_operators_who_played_in_one_arm_are_told() -> None:
    assert one("operators", guards(panel(operator=["ann"] * 20 + ["ben"] * 20), PLAN)).state == "look"
    assert one("operators", guards(panel(operator=["ann", "ben"] * 20), PLAN)).state == "fine"


def test_people_who_met_two_arms_are_evidence() -> None:
    made = within_study([RIGHT], {"old": {"right": GOOD}, "new": {"right": GOOD}})
    assert len(one("cells", guards(made, PLAN)).sessions) == 20
    assert not [guard for guard in guards(made, PLAN._replace(within=True)) if guard.name == "cells"]


def test_the_order_of_arms_is_told() -> None:
    plan = PLAN._replace(within=True)
    made = within_study([RIGHT], {"old": {"right": GOOD}, "new": {"right": GOOD}})
    assert one("order", guards(made, plan)).state == "fine"
    always = made.people.assign(period=np.where(made.people["arm"].eq("old"), 1, 2))
    assert one("order", guards(made._replace(people=always), plan)).state == "look"


def test_few_people_and_hurried_people_are_told() -> None:
    assert one("few", guards(panel(5, 5), PLAN)).state == "look"
    made = panel()
    ends = pd.to_datetime(made.people["started_at"]) + pd.to_timedelta([60] + [600] * 39, unit="s")
    found = one("hurry", guards(made._replace(people=made.people.assign(completed_at=ends.map(str))), PLAN))
    assert (found.state, len(found.sessions)) == ("look", 1)


def test_people_who_may_be_left_out_are_counted_with_their_sessions() -> None:
    made = panel(suspected=[True] * 8 + [False] * 32)
    found = one("suspected", guards(made, PLAN))
    assert (found.state, len(found.sessions), found.flag) == ("look", 8, "suspected")
    assert found.says.startswith("8 of 40 people: asked what was going on")


def test_answering_all_alike_and_seeing_through_it_are_flags() -> None:
    made = Maker()
    made.person("short", answers={f"sus{n}": 3 for n in range(1, 11)})
    made.person("short", answers={f"sus{n}": 1 + n % 5 for n in range(1, 11)})
    assert study(made.frames(), COURIER).people["straight_lined"].tolist() == [True, False]
    told = Tables().person("p", "a").person("q", "a")
    told.said("p", "", "end", "guess", "a person").said("q", "", "end", "guess", "a program")
    plan = PLAN._replace(arms=("a",), suspects={"end": frozenset({"a person"})})
    assert study(told.frames(), plan).people["suspected"].tolist() == [True, False]


def test_what_came_with_an_arm_takes_its_share_of_the_effect() -> None:
    rng = np.random.default_rng(3)
    wait = [*rng.normal(1, 0.5, 40), *rng.normal(2, 0.5, 40)]
    right = [min(1.0, max(0.0, 0.3 + 0.2 * one + rng.normal(0, 0.05))) for one in wait]
    made = study_of([RIGHT, FALLBACK], {"old": {"right": right[:40]}, "new": {"right": right[40:]}})
    (found,) = carried(made._replace(people=made.people.assign(latency=wait)), PLAN)
    assert found.raw.estimate == pytest.approx(20, abs=4)
    assert found.adjusted.estimate == pytest.approx(0, abs=4)
    assert "with how long answers took held equal" in found.says


def test_what_always_came_with_the_arm_cannot_be_told_apart() -> None:
    made = panel(latency=[1.0] * 20 + [4.0] * 20)
    (found,) = carried(made, PLAN)
    assert found.adjusted.estimate is None
    assert "nobody can tell them apart" in found.says
    assert carried(panel(), PLAN) == []


@given(st.integers(0, 12), st.integers(0, 12), st.sampled_from([None, 0.0, 1.0]), st.booleans())
@settings(deadline=None, max_examples=60)
def test_no_panel_whatever_makes_nonsense(old: int, new: int, value: float | None, within: bool) -> None:
    made = study_of([RIGHT, FALLBACK], {"old": {"right": [value] * old}, "new": {"right": [value] * new}})  # type: ignore[list-item]
    plan = PLAN._replace(within=within)
    words = " ".join(guard.says for guard in guards(made, plan)) + " ".join(
        each.says for each in carried(made, plan)
    )
    assert "nan" not in words
