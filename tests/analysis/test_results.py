"""What counts, per person and per arm: worked examples small enough to check by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain.analysis import Difference, Estimate, Frames, Results, analyse
from tests.analysis.panels import PLAN, Maker, Trial, bad, good


def found(results: Results, measure: str, arm: str) -> Estimate:
    return next(each for each in results.of(measure) if each.arm == arm)


def value(results: Results, measure: str, arm: str = "short") -> float | None:
    return found(results, measure, arm).estimate


def panel(*shares: tuple[str, int, int]) -> Maker:
    """People by (arm, good trials, bad trials)."""
    made = Maker()
    for arm, right, wrong in shares:
        made.person(arm, [*good(right), *bad(wrong)])
    return made


def test_right_decisions_are_the_mean_of_what_each_person_got_right() -> None:
    made = panel(("short", 4, 0), ("short", 2, 2), ("short", 2, 6))
    told = found(analyse(made.frames(), PLAN), "right_decisions", "short")
    assert (told.n, told.unit) == (3, "%")
    assert told.estimate == pytest.approx((100 + 50 + 25) / 3)
    # By hand: s = 38.19, t(2) = 4.3027, half width 94.87; shares end at 0 and 100.
    assert (told.ci_lower, told.ci_upper) == (0, 100)


def test_following_a_wrong_warning_is_no_right_decision() -> None:
    made = Maker()
    made.person("short", [Trial(True, False, "accept"), Trial(True, False, "dismiss")])
    assert value(analyse(made.frames(), PLAN), "right_decisions") == 50


def test_each_case_has_its_own_acceptance() -> None:
    made = Maker()
    made.person(
        "short",
        [
            *[Trial(True, True, "accept"), Trial(True, True, "accept")],
            *[Trial(True, False, "accept"), Trial(True, False, "dismiss")],
            *[Trial(False, True, "dismiss"), Trial(False, True, "dismiss")],
            *[Trial(False, False, "dismiss"), Trial(False, False, "accept")],
        ],
    )
    results = analyse(made.frames(), PLAN)
    names = ("accepted_when_right", "accepted_false_alarm", "accepted_miss", "accepted_quiet")
    assert [value(results, name) for name in names] == [100, 50, 0, 50]


def test_an_arm_without_warnings_says_that_the_case_did_not_occur() -> None:
    made = Maker()
    for _ in range(3):
        made.person("no-warning", [Trial(False, True, "dismiss"), Trial(False, False, "dismiss")])
    results = analyse(made.frames(), PLAN)
    told = found(results, "accepted_when_right", "no-warning")
    assert (told.n, told.estimate, told.note) == (0, None, "cannot tell: did not occur in 'no-warning'")
    against = results.difference("accepted_when_right", "short")
    assert against
    assert against.note == "cannot tell: did not occur in 'no-warning'"


def test_contacts_count_trials_and_everybody_who_made_none() -> None:
    made = Maker()
    made.person("short", good(), contacts=[1, 3, 3])
    made.person("short", good())
    assert value(analyse(made.frames(), PLAN), "contacts") == 1


def test_a_thumb_taken_back_or_turned_counts_as_it_stands_last() -> None:
    made = Maker()
    made.person("short", good(), thumbs=["up", "up", "down"])
    who = {"session": "s1", "participant": "p1", "arm": "short"}
    made.reaction(who, 1, "thumb", revision=1, value="down")
    made.reaction(who, 2, "thumb", revision=1, value=None)
    made.person("short", good())
    told = found(analyse(made.frames(), PLAN), "thumbs_up", "short")
    assert (told.n, told.estimate) == (1, 0)


def test_accepting_after_dismissing_counts_once_as_accepting() -> None:
    made = Maker()
    made.person("short", [Trial(True, True, "dismiss")])
    who = {"session": "s1", "participant": "p1", "arm": "short"}
    made.reaction(who, 1, "accept", revision=1, warned=True, truth="delayed", ms=900)
    results = analyse(made.frames(), PLAN)
    assert value(results, "right_decisions") == 100
    assert results.people[1].decisions == 1


def test_time_per_decision_is_a_geometric_mean_within_and_between_people() -> None:
    made = Maker()
    made.person("short", [Trial(True, True, "accept", 1000), Trial(True, True, "accept", 4000)])
    made.person("short", [Trial(True, True, "accept", 8000), Trial(True, True, "accept", None)])
    made.person("no-warning", [Trial(False, True, "accept", 1000)])
    results = analyse(made.frames(), PLAN)
    assert value(results, "decision_time") == pytest.approx(4)
    against = results.difference("decision_time", "short")
    assert against
    assert against.estimate == pytest.approx(4)
    assert against.unit == "times"


def test_the_worked_example_of_the_system_usability_scale_scores_55() -> None:
    # Brooke, "SUS: a quick and dirty usability scale" (1996): the filled-in form in the chapter.
    made = Maker()
    example = (5, 4, 2, 1, 2, 3, 2, 4, 5, 2)
    made.person("short", answers={f"sus{n}": value for n, value in enumerate(example, 1)})
    told = found(analyse(made.frames(), PLAN), "sus", "short")
    assert (told.estimate, told.unit) == (55, "of 100")


def test_a_questionnaire_with_a_missing_item_gives_no_score() -> None:
    made = Maker()
    made.person("short", answers={"stias1": 7, "stias2": 6, "stias3": 5})
    made.person("short", answers={"stias1": 1, "stias2": 1})
    told = found(analyse(made.frames(), PLAN), "s-tias", "short")
    assert (told.n, told.estimate, told.unit) == (1, 6, "of 7")


def test_late_answers_are_counted_per_person() -> None:
    made = Maker()
    made.person("short", late=[1, 0, 0, 0])
    made.person("short", late=[1, 1])
    assert value(analyse(made.frames(), PLAN), "late") == 62.5


def test_only_one_origin_counts() -> None:
    made = panel(("short", 4, 0))
    for origin in ("preview", "practice", "simulated", "test"):
        made.person("short", bad(), origin=origin)
    results = analyse(made.frames(), PLAN)
    assert (results.started, value(results, "right_decisions")) == (1, 100)
    assert value(analyse(made.frames(), PLAN, origin="simulated"), "right_decisions") == 0


def test_withdrawn_people_are_counted_and_vanish_from_the_measures() -> None:
    made = panel(("short", 4, 0))
    made.person("short", bad(), status="withdrawn", contacts=[1])
    made.person("short", bad(), status="running")
    results = analyse(made.frames(), PLAN)
    told = next(people for people in results.people if people.arm == "short")
    assert (told.started, told.completed, told.withdrawn, told.running) == (3, 1, 1, 1)
    assert found(results, "right_decisions", "short").n == 1
    assert (value(results, "right_decisions"), value(results, "contacts")) == (100, 0)


def test_a_person_who_withdrew_after_the_end_is_withdrawn() -> None:
    made = panel(("short", 4, 0))
    made.rows["participant"][0]["withdrawn_at"] = "2026-01-02"
    told = analyse(made.frames(), PLAN).people[1]
    assert (told.completed, told.withdrawn) == (0, 1)


def test_finishing_is_a_share_of_people() -> None:
    made = panel(*[("short", 4, 0)] * 14)
    for _ in range(6):
        made.person("short", status="running")
    told = found(analyse(made.frames(), PLAN), "finished", "short")
    assert (told.estimate, round(told.ci_lower or 0, 1), round(told.ci_upper or 0, 1)) == (70, 48.1, 85.5)


def test_a_difference_is_in_points_against_the_arm_that_the_decision_block_names() -> None:
    made = panel(("no-warning", 2, 2), ("no-warning", 2, 6), ("with-reason", 4, 0), ("with-reason", 6, 2))
    results = analyse(made.frames(), PLAN)
    told = results.difference("right_decisions", "with-reason")
    assert told
    assert (told.baseline, told.n, told.n_baseline, told.unit) == ("no-warning", 2, 2, "percentage points")
    assert told.estimate == pytest.approx(87.5 - 37.5)
    assert results.difference("right_decisions", "no-warning") is None


def test_an_arm_that_the_scenario_does_not_name_is_shown_after_the_others() -> None:
    made = panel(("from-elsewhere", 4, 0))
    assert analyse(made.frames(), PLAN).arms == (*PLAN.arms, "from-elsewhere")


def some_people() -> Maker:
    return panel(
        *[("no-warning", 2, 2), ("no-warning", 4, 0), ("no-warning", 2, 6)],
        *[("with-reason", 4, 0), ("with-reason", 6, 2), ("with-reason", 4, 2)],
    )


def test_doubling_every_reaction_changes_no_figure() -> None:
    frames = some_people().frames()
    twice = frames._replace(reaction=pd.concat([frames.reaction, frames.reaction], ignore_index=True))
    assert analyse(twice, PLAN) == analyse(frames, PLAN)


def test_twice_the_trials_of_each_person_change_no_interval() -> None:
    frames = some_people().frames()
    more = frames.reaction.assign(trial=frames.reaction["trial"] + 100)
    twice = frames._replace(reaction=pd.concat([frames.reaction, more], ignore_index=True))
    for before, after in zip(
        analyse(frames, PLAN).of("right_decisions"), analyse(twice, PLAN).of("right_decisions"), strict=True
    ):
        assert after == before


def test_one_person_with_500_reactions_does_not_carry_an_arm() -> None:
    made = Maker()
    for _ in range(9):
        made.person("short", [*good(2), *bad(2)])
    made.person("short", good(500))
    told = found(analyse(made.frames(), PLAN), "right_decisions", "short")
    assert told.n == 10
    assert told.estimate == pytest.approx(55)


def test_an_empty_panel_has_arms_and_no_figures() -> None:
    results = analyse(Frames(*[pd.DataFrame()] * len(Frames._fields)), PLAN)
    assert [people.arm for people in results.people] == list(PLAN.arms)
    assert {each.estimate for each in results.estimates} == {None}
    assert results.sentence == "Nobody has begun yet."


CELL = st.sampled_from([None, 0, 1, "accept", "dismiss", "contact", "thumb", "delayed", '"delayed"', "up"])
REACTION = st.fixed_dictionaries(
    {
        "session": st.sampled_from(["s1", "s2", "s3", "s4", "s5"]),
        "step": st.sampled_from(["warning", "other"]),
        "trial": st.integers(0, 3),
        "kind": st.sampled_from(["accept", "dismiss", "contact", "thumb"]),
        "value": CELL,
        "revision": st.integers(0, 2),
        "seen_to_pressed_ms": st.one_of(st.none(), st.integers(-5, 10**9)),
        "warned": st.sampled_from([None, 0, 1]),
        "truth": st.sampled_from([None, "delayed", '"on time"', "on time"]),
    }
)
SESSION = st.tuples(
    st.sampled_from(["no-warning", "short", "with-reason"]),
    st.sampled_from(["completed", "completed", "running", "withdrawn"]),
)


@given(
    st.lists(SESSION, max_size=5),
    st.lists(REACTION, max_size=25),
    st.lists(st.tuples(st.integers(1, 5), CELL)),
)
def test_no_frames_whatever_give_nan_or_an_interval_of_no_width(
    sessions: list[tuple[str, str]], reactions: list[dict[str, Any]], answers: list[tuple[int, Any]]
) -> None:
    made = Maker()
    for arm, status in sessions:
        made.person(arm, status=status)
    who = {row["id"]: {"participant": row["participant"], "arm": row["arm"]} for row in made.rows["session"]}
    made.rows["reaction"] = [
        {**row, **who[row["session"]], "at": "now"} for row in reactions if row["session"] in who
    ]
    made.rows["answer"] = [
        {
            "session": f"s{n}",
            **who[f"s{n}"],
            "step": "q",
            "instrument": "s-tias",
            "item": f"stias{n % 3 + 1}",
            "value": v,
        }
        for n, v in answers
        if f"s{n}" in who
    ]
    results = analyse(made.frames(), PLAN)
    told: list[Estimate | Difference] = [*results.estimates, *results.differences]
    for each in told:
        figures = (each.estimate, each.ci_lower, each.ci_upper)
        assert all(figure is None or math.isfinite(figure) for figure in figures)
        if each.ci_lower is None or each.ci_upper is None:
            assert each.note.startswith("cannot tell")
        else:
            assert each.ci_lower < each.ci_upper
    assert "nan" not in results.sentence
