"""People who meet several arms: each of their arms is a row of its own, and each of them is one person."""

from __future__ import annotations

from typing import Any

from curtain.analysis import People, Results, analyse
from curtain.analysis.plan import Plan, RightShare
from tests.analysis.tables import Tables

PLAN = Plan(
    arms=("a", "b"),
    compare=("a", "b"),
    primary="right",
    shares=(RightShare("right", "warning", {"accept": "late", "dismiss": "ok"}),),
    reactions=frozenset({"accept", "dismiss", "contact"}),
    people=3,
)


def three_people() -> Tables:
    """In arm a everybody is right once in two trials; in arm b always. The second person began with b."""
    made = Tables().person("p", "a", "b").person("q", "b", "a").person("r", "a", "b")
    for who in ("p", "q", "r"):
        for arm, second in (("a", "dismiss"), ("b", "accept")):
            made.did(who, arm, 1, "accept", truth="late", ms=1000)
            made.did(who, arm, 2, second, truth="late", ms=1000)
    return made


def told(made: Tables) -> Results:
    return analyse(made.frames(), PLAN)


def rights(results: Results) -> list[Any]:
    return [(each.arm, each.n, each.estimate) for each in results.of("right")]


def test_the_arm_of_what_somebody_did_is_that_of_the_row() -> None:
    assert rights(told(three_people())) == [("a", 3, 50), ("b", 3, 100)]


def test_somebody_who_meets_two_arms_is_counted_in_both_and_is_one_person() -> None:
    results = told(three_people())
    assert results.people == [People("a", 3, 3, 0, 0, 6), People("b", 3, 3, 0, 0, 6)]
    assert (results.started, results.completed) == (3, 3)
    assert "3 of 3 people: the planned number is in." in results.sentence


def test_who_has_no_arm_yet_or_was_screened_out_never_counts() -> None:
    made = three_people().person("early", status="running").person("other", status="screened")
    made.person("late", "a", status="screened")
    made.did("other", "", 1, "accept", truth="late")
    results = told(made)
    assert results.started == 3
    assert rights(results) == rights(told(three_people()))
    assert results.arms == ("a", "b")


def test_everybody_counts_in_each_of_their_arms_where_something_never_happened() -> None:
    made = three_people().did("p", "b", 1, "contact").did("p", "b", 2, "contact")
    found = [(each.arm, each.n, each.estimate) for each in told(made).of("contacts")]
    assert found == [("a", 3, 0), ("b", 3, 2 / 3)]


def test_the_same_trial_in_another_arm_is_another_trial() -> None:
    made = Tables().person("p", "a", "b")
    made.did("p", "a", 1, "accept", truth="late").did("p", "b", 1, "dismiss", truth="late")
    assert rights(told(made)) == [("a", 1, 100), ("b", 1, 0)]


def test_a_row_of_an_arm_that_the_person_never_met_counts_nowhere() -> None:
    made = Tables().person("p", "a").did("p", "b", 1, "accept", truth="late")
    assert rights(told(made)) == [("a", 0, None), ("b", 0, None)]
