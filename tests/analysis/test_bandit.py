"""Panels that send people where more comes of it: what is believed, who was sent where, and what is said."""

from __future__ import annotations

import pytest
from scipy.stats import beta

from curtain.analysis.bandit import Bandit, bandit
from curtain.analysis.quantities import a_score, a_share, a_time
from scenarios.design import ByReward
from tests.analysis.made import Numbers, study_of

RIGHT = a_share("right", "Right decisions", "", "decisions")
SCORE = a_score("score", "Trust", "", 1, 7)
TIME = a_time("time", "Time", "")
ARMS = ("plain", "warned")


def rule(measure: str, people: int = 10, floor: float = 0.1) -> ByReward:
    return ByReward.model_validate({"measure": measure, "from": f"{people} people", "floor": floor})


def found(numbers: Numbers, measure: str = "right", *, people: int = 10, less: bool = False) -> Bandit:
    made = bandit(study_of([RIGHT, SCORE, TIME], numbers), rule(measure, people), ARMS, less_is_better=less)
    assert made is not None
    return made


def test_beliefs_about_shares_are_the_betas_of_the_allocation() -> None:
    told = found({"plain": {"right": [0.5] * 8}, "warned": {"right": [1.0, 0.75, 1.0, 0.75]}})
    plain, warned = told.arms
    assert (plain.people, warned.people) == (8, 4)
    assert plain.middle == pytest.approx(50)
    assert (warned.lower, warned.upper) == pytest.approx([100 * end for end in beta(4.5, 1.5).interval(0.95)])
    assert warned.best is not None
    assert warned.best > 0.8
    assert (plain.best or 0) + warned.best == pytest.approx(1)
    # The floor of 10% is kept for the arm that does badly.
    assert warned.next == pytest.approx(0.1 + 0.8 * warned.best, abs=0.03)
    assert told.sentence.startswith("By right decisions, warned is the best arm with a chance of 8")


def test_until_enough_have_finished_nobody_is_sent_by_results() -> None:
    told = found({"plain": {"right": [0.5]}, "warned": {"right": [1.0]}}, people=40)
    assert not told.began
    assert [each.next for each in told.arms] == [None, None]
    assert "Arms are balanced until 38 more have finished" in told.sentence


def test_scores_need_five_people_in_each_arm() -> None:
    few = found({"plain": {"score": [4.0] * 9}, "warned": {"score": [5.0, 6.0, 5.0, 6.0]}}, "score")
    assert (few.began, few.arms[1].lower, few.arms[1].best) == (False, None, None)
    assert "until every arm has enough people" in few.sentence
    told = found({"plain": {"score": [4.0, 5.0] * 4}, "warned": {"score": [5.0, 6.0] * 4}}, "score")
    assert told.began
    assert told.arms[1].middle == pytest.approx(5.5)
    # Student's t with n - 3 = 5 degrees of freedom: 2.571 times the root of 2 / (8 times 5).
    assert told.arms[1].upper == pytest.approx(5.5 + 2.5706 * 0.05**0.5, abs=1e-3)


def test_where_less_is_better_the_quicker_arm_is_the_best() -> None:
    told = found(
        {"plain": {"time": [9.0, 10, 11, 10, 9]}, "warned": {"time": [3.0, 4, 5, 4, 3]}}, "time", less=True
    )
    assert (told.arms[1].best or 0) > 0.95


def test_everybody_who_came_is_in_the_shares_in_order() -> None:
    told = found({"plain": {"right": [0.5] * 7}, "warned": {"right": [1.0] * 5}})
    assert sum(one.people for one in told.sent) == 12
    assert [one.arrivals for one in told.sent if one.arm == "plain"] == [
        "1–2",
        "3–4",
        "5–6",
        "7–8",
        "9–10",
        "11–12",
    ]
    assert [one.share for one in told.sent if one.arrivals == "11–12"] == [1, 0]


def test_nobody_yet_and_an_unknown_measure_are_no_failure() -> None:
    told = found({})
    assert (told.began, told.sent) == (False, ())
    assert bandit(study_of([], {}), rule("right"), ARMS, less_is_better=False) is None
    same = found({"plain": {"score": [4.0] * 6}, "warned": {"score": [4.0] * 6}}, "score")
    assert (same.arms[0].middle, same.arms[0].lower) == (4.0, None)
