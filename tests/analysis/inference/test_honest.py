"""Panels in which we know the truth: how often each method is wrong, beside a naive one that is not fit for it.

Short forms with fixed seeds; `curtain bench statistics` has thousands of panels.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain.analysis import analyse
from curtain.analysis.inference import tests
from curtain.analysis.inference.clustered import average_effect
from curtain.analysis.plan import Plan, RightShare
from curtain.bench import statistics as simulated
from tests.analysis.tables import Tables

PANELS = 300


def slack(rate: float, panels: int) -> float:
    """Two Monte Carlo standard errors."""
    return 2 * math.sqrt(rate * (1 - rate) / panels)


def test_looking_after_every_participant_makes_no_false_alarms() -> None:
    found = simulated.looking(PANELS, people=24, looks=24, seed=1)
    assert found.ours <= 0.05 + slack(0.05, PANELS)
    assert found.peeking > 0.1
    assert found.naive > 0.2


@pytest.mark.parametrize("looks", [1, 5])
def test_looking_at_the_planned_times_makes_no_false_alarms(looks: int) -> None:
    found = simulated.looking(PANELS, people=60, looks=looks, seed=2)
    assert found.ours <= 0.05 + slack(0.05, PANELS)
    assert found.naive > 0.2


@pytest.mark.parametrize("people", [10, 20, 50, 200])
def test_intervals_cover_with_strongly_clustered_trials(people: int) -> None:
    found = simulated.coverage(1000, people=people, seed=people)
    assert 0.93 <= found.ours <= 0.97
    assert found.naive < 0.85


def test_the_threshold_is_inside_its_interval() -> None:
    found = simulated.thresholds(150, seed=5)
    assert found.found > 0.95
    assert 0.93 - slack(0.95, 150) <= found.ours <= 0.97 + slack(0.95, 150)
    assert found.naive < 0.8


def test_trials_compared_with_latency_held_equal_make_no_false_alarms() -> None:
    found = simulated.adjusting(100, people=24, seed=3)
    assert found.found > 0.95
    assert found.ours <= 0.05 + slack(0.05, 100)
    assert found.naive > 0.15


def test_a_preference_is_not_worn_out_by_looking() -> None:
    found = simulated.preferring(PANELS, people=60, seed=4)
    assert found.ours <= 0.05 + slack(0.05, PANELS)
    assert found.naive > 0.1


def test_the_command_prints_every_figure() -> None:
    said: list[str] = []
    simulated.run(2, said.append)
    assert len(said) == 22
    assert not any("nan" in line for line in said)


def rows(people: int, trials: int, seed: int) -> tuple[list[float], list[float], list[int]]:
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), trials)
    arm = (who % 2).astype(float)
    return (rng.random(who.size) < 0.6 + 0.1 * arm).astype(float).tolist(), arm.tolist(), who.tolist()


def test_doubling_every_reaction_changes_no_p_value_of_trials() -> None:
    outcome, arm, who = rows(30, 8, seed=7)
    once = average_effect(outcome, arm, who, binary=True)
    twice = average_effect(outcome * 2, arm * 2, who * 2, binary=True)
    assert once.p is not None
    assert twice[:5] == pytest.approx(once[:5])


def test_one_person_with_five_hundred_reactions_does_not_carry_an_arm() -> None:
    # Ten people in each arm are right once in two trials; one of arm b is right in 500 more.
    made = Tables()
    for arm in "ab":
        for n in range(10):
            made.person(f"{arm}{n}", arm)
            for trial, right in ((1, "late"), (2, "ok")):
                made.did(f"{arm}{n}", arm, trial, "accept", truth=right)
    for trial in range(3, 503):
        made.did("b0", "b", trial, "accept", truth="late")
    share = RightShare("right", "warning", {"accept": "late", "dismiss": "ok"})
    plan = Plan(
        arms=("a", "b"), compare=("a", "b"), primary="right", shares=(share,), reactions=frozenset({"accept"})
    )
    found = analyse(made.frames(), plan)
    estimates = {each.arm: (each.n, each.estimate) for each in found.of("right")}
    assert estimates["a"] == (10, 50)
    # Of the 520 reactions in arm b, 98% are right; of its people, half are, and one of ten always is.
    assert estimates["b"] == (10, pytest.approx((9 * 50 + 100 * 501 / 502) / 10))


def test_one_person_with_five_hundred_trials_weighs_as_much_as_anybody() -> None:
    outcome, arm, who = rows(20, 8, seed=11)
    # The first of the arm would always be right, in as many trials as anybody or in 500.
    outcome, arm, who = (
        [each for each, n in zip(values, who, strict=True) if n != 1] for values in (outcome, arm, who)
    )
    few, many = (
        average_effect(outcome + [1.0] * n, arm + [1.0] * n, who + [1] * n, binary=True) for n in (8, 500)
    )
    assert many[:5] == pytest.approx(few[:5])
    assert few.p is not None


def test_who_has_five_hundred_trials_makes_no_false_alarms_with_latency_held_equal() -> None:
    rng, wrong = np.random.default_rng(6), 0
    who = np.repeat(np.arange(20), [8, 500] + [8] * 18)
    arm = (who % 2).astype(float).tolist()
    for _ in range(60):
        own, latency = rng.normal(0, simulated.SPREAD, 20)[who], rng.normal(0, 1, (who.size, 1))
        outcome = (rng.random(who.size) < 1 / (1 + np.exp(-own))).astype(float).tolist()
        found = average_effect(outcome, arm, who.tolist(), latency, binary=True)
        wrong += found.p is not None and found.p <= 0.05
    assert wrong / 60 <= 0.05 + slack(0.05, 60)


NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12)


@given(NUMBERS, NUMBERS)
def test_turning_the_arms_round_turns_the_sign_and_nothing_else(
    here: list[float], there: list[float]
) -> None:
    one, other = tests.between(here, there), tests.between(there, here)
    assert one.p == (None if other.p is None else pytest.approx(other.p, rel=1e-6))
    if one.ci_lower is not None and other.ci_upper is not None:
        assert one.ci_lower == pytest.approx(-other.ci_upper, rel=1e-6, abs=1e-6)


@given(st.lists(st.booleans(), max_size=12), st.lists(st.booleans(), max_size=12))
def test_shares_of_the_same_people_have_bounds_around_the_estimate(
    here: list[bool], there: list[bool]
) -> None:
    n = min(len(here), len(there))
    found = tests.shares_within([float(x) for x in here[:n]], [float(x) for x in there[:n]])
    if found.ci_lower is not None and found.ci_upper is not None and found.estimate is not None:
        assert -1 <= found.ci_lower <= found.estimate + 1e-9
        assert found.estimate - 1e-9 <= found.ci_upper <= 1
        assert 0 < (found.p or 0) <= 1
