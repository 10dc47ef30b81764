"""The verdict: one word for each way that a panel can come out, at the decision points and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curtain.analysis.deciding import decide, depending
from curtain.analysis.looks import looks
from curtain.analysis.plan import Plan, Preference
from curtain.analysis.quantities import a_score, a_share, a_time
from curtain.analysis.study import Study
from curtain.analysis.verdict import Verdict
from scenarios.decision import Bound, Worth
from tests.analysis.made import study_of, within_study

RIGHT = a_share("right", "Right decisions", "", "decisions")
SUS = a_score("sus", "Usability", "", 0.0, 100.0)
TIME = a_time("time", "Time", "")
PLAN = Plan(("old", "new"), ("old", "new"), "right", people=40, worth_it_from=Worth(amount=10))


def shares(mean: float, n: int = 20, spread: float = 0.1) -> list[float]:
    """The same spread around a mean, each time."""
    return list(mean + spread * np.linspace(-1, 1, n))


def verdict(
    old: Sequence[float], new: Sequence[float], plan: Plan = PLAN, **more: Sequence[float]
) -> Verdict:
    return decide(study_of([RIGHT], {"old": {"right": old}, "new": {"right": new}}), plan)


def test_a_difference_that_is_large_and_sure_is_shipped() -> None:
    told = verdict(shares(0.5), shares(0.7))
    assert (told.word, told.arm, told.headline) == ("ship", "new", "Ship new")
    assert told.why[0].startswith(
        "new: 70% [67, 73] right decisions, old 50% [47, 53]: 20 points more [16, 24]"
    )
    assert "fewer than 1 panel in 1,000" in told.why[0]


def test_one_that_is_sure_and_small_is_to_be_worked_on() -> None:
    told = verdict(shares(0.5), shares(0.55, spread=0.05))
    assert (told.word, told.arm) == ("iterate", "new")
    assert told.headline == "Iterate on new: it helps, but by less than 10 points"


def test_one_that_cannot_be_large_is_stopped() -> None:
    told = verdict(shares(0.5), shares(0.5))
    assert (told.word, told.arm) == ("stop", None)
    assert "10 points" in told.headline


def test_a_harm_is_stopped() -> None:
    assert verdict(shares(0.7), shares(0.5)).word == "stop"


def test_what_may_be_either_cannot_be_told_and_says_how_many_people_it_takes() -> None:
    told = verdict(shares(0.5, spread=0.5), shares(0.6, spread=0.5))
    assert (told.word, told.headline) == ("cannot tell", "This panel cannot tell")
    assert "in 8 of 10 such panels" in told.next
    assert "takes about" in told.next


def test_until_the_planned_number_is_in_there_is_no_verdict() -> None:
    told = verdict(shares(0.1, 10), shares(0.9, 10))
    assert (told.word, told.headline) == ("keep going", "Keep going: 20 people more")
    assert "not a decision point" in told.next
    assert told.why[0].endswith("so far.")


def test_who_comes_after_the_decision_changes_nothing() -> None:
    before = verdict(shares(0.5), shares(0.7))
    late = verdict([*shares(0.5), *[1.0] * 30], [*shares(0.7), *[0.0] * 30])
    assert (late.word, late.arm) == (before.word, before.arm)
    assert "60 people came later" in late.why[-1]


def test_a_limit_that_is_broken_stands_in_the_way() -> None:
    plan = PLAN._replace(must_hold={"sus": [Bound(op="at least", value=68)]})
    measured = {"old": {"right": shares(0.5), "sus": shares(60, spread=5)}}
    for level, word in ((80, "ship"), (50, "iterate"), (68, "cannot tell")):
        measured["new"] = {"right": shares(0.8), "sus": shares(level, spread=5)}
        told = decide(study_of([RIGHT, SUS], measured), plan)
        assert told.word == word
        assert any(reason.startswith("Limit") for reason in told.why)


def test_a_limit_beside_the_baseline_is_held_against_the_difference() -> None:
    plan = PLAN._replace(must_hold={"sus": [Bound(op="not below", value=5, unit="points")]})
    measured = {
        "old": {"right": shares(0.5), "sus": shares(70, spread=4)},
        "new": {"right": shares(0.8), "sus": shares(60, spread=4)},
    }
    told = decide(study_of([RIGHT, SUS], measured), plan)
    assert (told.word, told.headline) == ("iterate", "Iterate on new: it helps, but breaks a limit")


def test_less_may_be_better_and_times_are_ratios() -> None:
    plan = PLAN._replace(primary="time", worth_it_from=Worth(amount=5, unit="s", less=True))
    made = study_of([TIME], {"old": {"time": shares(30, spread=3)}, "new": {"time": shares(20, spread=3)}})
    told = decide(made, plan)
    assert (told.word, told.arm) == ("ship", "new")
    assert "0.67 times as long" in told.why[0]
    slow = study_of([TIME], {"old": {"time": shares(20, spread=3)}, "new": {"time": shares(30, spread=3)}})
    assert decide(slow, plan).word == "stop"


def test_a_fault_of_the_data_stands_before_everything() -> None:
    made = study_of([RIGHT], {"old": {"right": shares(0.5)}, "new": {"right": shares(0.9)}})
    told = decide(made, PLAN, invalid=["Twice as many people were sent to new."])
    assert (told.word, told.why) == ("invalid", ("Twice as many people were sent to new.",))


def test_with_looks_an_early_one_needs_much_more() -> None:
    five = PLAN._replace(looks=5, people=100)
    small = verdict(shares(0.5, 10, 0.3), shares(0.66, 10, 0.3), five)
    assert small.word == "keep going"
    assert "20, 40, 60, 80 and 100" in small.next
    large = verdict(shares(0.3, 10), shares(0.9, 10), five)
    assert (large.word, large.look and large.look.people) == ("ship", 20)
    # It stays, whatever comes.
    later = verdict([*shares(0.3, 10), *[1.0] * 60], [*shares(0.9, 10), *[0.0] * 60], five)
    assert (later.word, later.arm) == ("ship", "new")


def test_the_looks_are_those_of_the_textbook() -> None:
    levels = [look.level for look in looks(100, 5, 1)]
    # Nominal two-sided levels of z = 4.877, 3.357, 2.680, 2.290, 2.031 (Lan and DeMets; Jennison and Turnbull 2000).
    assert levels == pytest.approx([0.000001, 0.00079, 0.00736, 0.0220, 0.0423], abs=5e-5)
    assert [look.people for look in looks(100, 3, 1)] == [34, 67, 100]


def test_no_early_look_at_fewer_than_ten_people_in_each_arm() -> None:
    assert [look.people for look in looks(60, 5, 1, arms=2)] == [24, 36, 48, 60]
    assert [(look.people, look.level) for look in looks(15, 5, 1, arms=2)] == [(15, pytest.approx(0.05))]
    assert looks(None, 1, 1) == []


def test_of_several_arms_the_best_is_named_and_the_others_said() -> None:
    plan = Plan(("old", "a", "b"), ("old", "a", "b"), "right", people=60, worth_it_from=Worth(amount=10))
    arms = {"old": {"right": shares(0.4)}, "a": {"right": shares(0.7)}, "b": {"right": shares(0.8)}}
    told = decide(study_of([RIGHT], arms), plan)
    assert (told.word, told.arm) == ("ship", "b")
    assert "a would do as well" in told.next
    assert "2 arms were compared" in told.why[0]


def test_people_who_meet_both_arms_are_compared_with_themselves() -> None:
    plan = PLAN._replace(within=True, people=20)
    own = shares(0.5, spread=0.4)
    made = within_study(
        [RIGHT], {"old": {"right": own}, "new": {"right": [value + 0.15 for value in own[:-1]] + [0.95]}}
    )
    told = decide(made, plan)
    assert (told.word, told.arm) == ("ship", "new")
    apart = decide(made, plan._replace(within=False))
    assert apart.word == "cannot tell"


def test_a_preference_may_be_decided_at_any_time() -> None:
    plan = Plan(
        ("old", "new"), ("old", "new"), "liked", people=60, worth_it_from=Worth(amount=10), within=True,
        asked=(Preference("liked", "end", "which", ("old", "new"), "by name"),),
    )  # fmt: skip
    liked = a_share("liked", "Liked", "", "decisions")._replace(binary=True)
    # 14 of 20 is cannot tell; 13 of 14 is plenty.
    for first, second, word in ((14, 6, "keep going"), (14, 1, "ship")):
        new = [1.0, 0.0] * second + [1.0] * (first - second)
        made = within_study([liked], {"old": {"liked": [1 - one for one in new]}, "new": {"liked": new}})
        told = decide(made, plan)
        assert told.word == word
    assert "however often you look" in told.why[0]
    assert (
        "at any time"
        in decide(within_study([liked], {"old": {"liked": [0]}, "new": {"liked": [1]}}), plan).next
    )
    half = {"old": {"liked": [0, 1] * 30}, "new": {"liked": [1, 0] * 30}}
    assert decide(within_study([liked], half), plan).word == "cannot tell"


def test_the_verdict_says_when_it_hangs_on_people_who_may_be_left_out() -> None:
    made = study_of(
        [RIGHT], {"old": {"right": shares(0.5)}, "new": {"right": [*shares(0.5, 14, 0.05), *[1.0] * 6]}},
        inattentive={"new": [False] * 14 + [True] * 6},
    )  # fmt: skip
    told = decide(made, PLAN)
    assert told.word == "ship"
    assert depending(made, PLAN, told, ["inattentive", "stood_in"]).depends_on == ("inattentive",)


@given(
    st.lists(st.floats(0, 1), max_size=8), st.lists(st.floats(0, 1), max_size=8),
    st.sampled_from(["points", "%", "times"]), st.booleans(), st.integers(1, 4),
)  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_any_panel_has_a_verdict_in_words(
    old: list[float], new: list[float], unit: str, less: bool, count: int
) -> None:
    worth = Worth(amount=1.5, unit=unit, less=less)  # type: ignore[arg-type]
    told = verdict(old, new, PLAN._replace(people=8, looks=count, worth_it_from=worth))
    words = " ".join([told.headline, *told.why, told.next])
    assert told.headline
    assert "nan" not in words
    assert "inf" not in words.replace("information", "")


def test_without_a_rule_there_is_nothing_to_decide() -> None:
    made: Study = study_of([RIGHT], {"old": {"right": [0.5]}})
    assert decide(made, PLAN._replace(worth_it_from=None)).headline == "There is no rule to decide by"
