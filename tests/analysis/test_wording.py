"""The one sentence, and figures in words: modest, and right about what cannot be told."""

from __future__ import annotations

import pytest

from curtain.analysis import Difference, Estimate, analyse
from curtain.analysis.wording import difference, estimate
from scenarios.decision import Worth
from tests.analysis.panels import PLAN, Maker, Trial, bad, good


def panel(n: int, *, better: int = 2, origin: str = "real") -> Maker:
    """`n` people in each of the two compared arms; `with-reason` has `better` more right trials of eight."""
    made = Maker()
    for person in range(n):
        right = 4 + 2 * (person % 2)
        made.person("no-warning", [*good(right), *bad(8 - right)], origin=origin)
        made.person("with-reason", [*good(right + better), *bad(8 - right - better)], origin=origin)
    return made


def said(made: Maker, planned: int | None = 60, origin: str = "real") -> str:
    return analyse(made.frames(), PLAN._replace(people=None), origin=origin, planned=planned).sentence


def test_before_the_planned_number_it_is_not_a_decision_point() -> None:
    assert said(panel(20)) == (
        "So far with-reason 88% right decisions (20 people), no-warning 62% (20 people): "
        "25 points more [17, 33]. 40 of 60 people: not a decision point yet."
    )


def test_an_interval_over_zero_may_as_well_be_no_difference() -> None:
    assert "which may as well be no difference" in said(panel(20, better=0))
    assert "which may as well be no difference" not in said(panel(20))


def test_one_person_in_each_arm_cannot_tell() -> None:
    assert said(panel(1)).endswith("cannot tell: one person only. 2 of 60 people: not a decision point yet.")


def test_people_who_are_all_alike_cannot_tell() -> None:
    made = Maker()
    for arm in ("no-warning", "with-reason"):
        for _ in range(5):
            made.person(arm, good())
    assert "cannot tell: all 5 people have the same value" in said(made)


def test_an_arm_without_people_is_named() -> None:
    made = Maker()
    made.person("no-warning", good())
    assert said(made).startswith("So far with-reason has no right decisions yet, no-warning 100% (1 person)")


def test_nobody_finished_says_so() -> None:
    made = Maker()
    made.person("short", [Trial(True, True, "accept")], status="running")
    assert said(made) == "1 person began and nobody has finished yet: nothing can be said."


@pytest.mark.parametrize(
    ("planned", "end"),
    [
        (None, "40 people finished and no number was planned: not a decision point."),
        (40, "40 of 40 people: the planned number is in. Hold the interval against the 10 points asked for."),
        (38, "40 people finished, 2 more than the 38 planned: the planned look has passed."),
    ],
)
def test_the_sentence_says_how_far_the_panel_is(planned: int | None, end: str) -> None:
    assert said(panel(20), planned).endswith(end)


@pytest.mark.parametrize("origin", ["simulated", "practice"])
def test_people_who_are_not_real_are_called_so_first(origin: str) -> None:
    start = {"simulated": "Simulated people, ", "practice": "A practice run, "}[origin]
    assert said(panel(5, origin=origin), origin=origin).startswith(start)


def test_the_sentence_never_names_a_winner() -> None:
    for made in (panel(20), panel(2), panel(20, better=0)):
        told = said(made, 40).lower()
        assert not {"winner", "wins", "significant", "ship", "proves"} & set(told.replace(".", "").split())


def told(unit: str, value: float | None, low: float | None = None, high: float | None = None) -> Difference:
    return Difference("m", "a", "b", 9, 9, value, low, high, unit, "", "")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (told("percentage points", 14.2, 5, 23.4), "14 points more [5, 23]"),
        (told("percentage points", -1, -5, 3), "1 point fewer [5 fewer, 3 more]"),
        (told("percentage points", 0.2, -9, 9), "0 points apart [9 fewer, 9 more]"),
        (told("points", 3.25, None, None), "3.2 points more"),
        (told("per person", -0.5, -0.71, -0.29), "0.50 fewer per person [0.29, 0.71]"),
        (told("times", 1.2, 0.94, 1.53), "1.20 times as long [0.94, 1.53]"),
        (told("points", None), "–"),
    ],
)
def test_differences_are_said_in_natural_units(found: Difference, words: str) -> None:
    assert difference(found) == words


def test_an_estimate_is_said_with_its_interval_and_its_unit() -> None:
    assert estimate(Estimate("m", "a", 20, 78.4, 69.0, 87.2, "%", "", "")) == "78% [69, 87]"
    assert estimate(Estimate("m", "a", 20, 71.25, 60.0, 82.0, "of 100", "", "")) == "71.2 of 100 [60.0, 82.0]"
    assert estimate(Estimate("m", "a", 0, None, None, None, "%", "", "")) == "–"


def test_what_would_make_the_team_ship_is_said_when_the_number_is_in() -> None:
    plan = PLAN._replace(
        people=40, worth_it_from=Worth(amount=2, unit="s", less=True), ship_when="Support agrees."
    )
    assert analyse(panel(20).frames(), plan).sentence.endswith(
        "Hold the interval against the 2 seconds less asked for. What you wrote before you looked: Support agrees."
    )


def test_results_of_people_who_were_sent_where_more_came_of_it_warn_of_that() -> None:
    frames = panel(20).frames()
    assert "no ground for a decision" in analyse(frames, PLAN._replace(by_reward=True)).sentence
    assert "no ground" not in analyse(frames, PLAN).sentence
