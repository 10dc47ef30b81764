"""Counts of people: how seldom chance makes them."""

from __future__ import annotations

import pytest
from scipy.stats import binom

from curtain.analysis.inference.counts import chance_of_counts, chance_of_shares


def test_the_lady_tasting_tea() -> None:
    """Fisher (1935): three of four cups of each kind told right, p = 0.486; all of them, p = 0.029 (two-sided)."""
    assert chance_of_shares([(3, 4), (1, 4)]) == pytest.approx(0.486, abs=5e-4)
    assert chance_of_shares([(4, 4), (0, 4)]) == pytest.approx(0.029, abs=5e-4)


def test_mendels_peas() -> None:
    """Mendel (1866): 315, 108, 101 and 32 peas against 9 : 3 : 3 : 1; chi-square 0.470, p = 0.925."""
    assert chance_of_counts([315, 108, 101, 32], [9, 3, 3, 1]) == pytest.approx(0.925, abs=5e-4)


def test_few_people_are_counted_exactly() -> None:
    assert chance_of_counts([10, 0], [1, 1]) == pytest.approx(2 / 1024)
    # Three groups of two expected people each: all six in one happens in 3 of 729 panels.
    assert chance_of_counts([6, 0, 0], [1, 1, 1]) == pytest.approx(3 / 729, abs=0.002)
    assert chance_of_shares([(3, 3), (0, 3), (0, 3)]) == pytest.approx(3 / 84, abs=0.01)


@pytest.mark.parametrize("people", [20, 41, 100, 200])
@pytest.mark.parametrize("share", [0.5, 0.2])
def test_chance_is_called_impossible_as_seldom_as_is_said(people: int, share: float) -> None:
    """The exact rate of false alarms: every number of people that a coin may send to the first arm."""
    alarms = sum(
        float(binom.pmf(n, people, share))
        for n in range(people + 1)
        if chance_of_counts([n, people - n], [share, 1 - share]) < 0.001
    )
    assert alarms <= 0.001


@pytest.mark.parametrize("groups", [[], [(0, 0)], [(0, 5), (0, 6)], [(5, 5), (6, 6)], [(2, 4)]])
def test_nothing_to_compare_is_no_surprise(groups: list[tuple[int, int]]) -> None:
    assert chance_of_shares(groups) == 1.0
    assert chance_of_counts([], []) == chance_of_counts([3], [1]) == chance_of_counts([0, 0], [1, 1]) == 1.0
