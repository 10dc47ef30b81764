"""Panels in which we know the truth: how often each method is wrong, beside a naive one that is not fit for it.

Short forms with fixed seeds; `curtain bench statistics` has thousands of panels.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curtain.analysis.inference import tests
from curtain.analysis.inference.clustered import average_effect
from curtain.analysis.inference.preference import preferred
from curtain.bench import statistics as simulated

PANELS = 300


def slack(rate: float, panels: int) -> float:
    """Two Monte Carlo standard errors."""
    return 2 * math.sqrt(rate * (1 - rate) / panels)


def test_looking_after_every_participant_makes_no_false_alarms() -> None:
    found = simulated.looking(PANELS, people=60, seed=1)
    assert found.verdict <= 0.05 + slack(0.05, PANELS)
    assert found.naive > 0.15


def test_looking_at_the_planned_times_makes_no_false_alarms() -> None:
    found = simulated.looking(PANELS, people=60, seed=2, looks=5)
    assert found.verdict <= 0.05 + slack(0.05, PANELS)


@pytest.mark.parametrize("people", [10, 20, 50, 200])
def test_intervals_cover_with_strongly_clustered_trials(people: int) -> None:
    found = simulated.coverage(400, people=people, seed=people)
    assert 0.93 - slack(0.95, 400) <= found.by_person <= 0.97 + slack(0.95, 400)
    assert found.naive < 0.85


def test_the_threshold_is_inside_its_interval() -> None:
    found = simulated.thresholds(80, seed=5)
    assert 0.93 - slack(0.95, 80) <= found.covered <= 1.0
    assert found.naive < 0.9


def test_a_preference_is_not_worn_out_by_looking() -> None:
    rng = np.random.default_rng(4)
    wrong = 0
    for _ in range(PANELS):
        said = rng.random(60) < 0.5
        wrong += any(preferred(int(said[:n].sum()), n).decides for n in range(1, 61))
    assert wrong / PANELS <= 0.05 + slack(0.05, PANELS)


def test_doubling_every_reaction_changes_no_p_value() -> None:
    rng = np.random.default_rng(7)
    people = np.repeat(np.arange(30), 8)
    treated = (people % 2).astype(float)
    outcome = (rng.random(people.size) < 0.6 + 0.1 * treated).astype(float)
    once = average_effect(outcome.tolist(), treated.tolist(), people.tolist(), binary=True)
    twice = average_effect([*outcome, *outcome], [*treated, *treated], [*people, *people], binary=True)
    assert twice.estimate == pytest.approx(once.estimate)
    assert twice.p == pytest.approx(once.p, rel=0.05)
    means = [outcome[people == n].mean() for n in range(30)]
    doubled = [np.concatenate([outcome[people == n]] * 2).mean() for n in range(30)]
    assert tests.between(means[1::2], means[::2]).p == tests.between(doubled[1::2], doubled[::2]).p


def test_one_person_with_five_hundred_reactions_does_not_carry_an_arm() -> None:
    # Nine people get half right, one gets 500 of 500: the arm is at 55%, not at 93%.
    means = [0.5] * 9 + [1.0]
    assert tests.between(means, [0.5, 0.4] * 5).estimate == pytest.approx(0.55 - 0.45)


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
