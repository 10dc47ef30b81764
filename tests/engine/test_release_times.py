"""When an answer is shown tells nobody who answered: release times of rules and operators are equivalent, not merely
not significantly different."""

from __future__ import annotations

import asyncio
import random

import pytest

from curtain.bench import release
from tests.elsewhere import elsewhere


def spread(about: float, number: int, *, wide: float = 40.0, seed: int = 1) -> list[float]:
    dice = random.Random(seed)
    return [dice.gauss(about, wide) for _ in range(number)]


def test_samples_that_are_alike_are_told_from_those_that_are_80_ms_apart() -> None:
    rules = spread(140, 120)
    assert release.compare(rules, spread(143, 120, seed=2)).equivalent
    apart = release.compare(rules, spread(220, 120, seed=2))
    assert not apart.equivalent
    assert apart.low < 80 < apart.high


def test_few_and_noisy_samples_prove_nothing_even_where_no_difference_is_seen() -> None:
    apart = release.compare(spread(140, 8, wide=150), spread(140, 8, wide=150, seed=2))
    assert apart.low < 0 < apart.high, "no significant difference"
    assert not apart.equivalent


def test_a_difference_on_the_bound_is_not_within_it() -> None:
    rules = spread(140, 500, wide=10)
    later = [ms + release.BOUND for ms in rules]
    assert not release.compare(rules, later).equivalent
    assert not release.compare(later, rules).equivalent


def alike(number: int, people: int) -> None:
    found = elsewhere(asyncio.to_thread(release.measure, number, people))
    print(found.words)
    assert found.apart.equivalent, found.words
    for shown in (found.rules, found.operators):
        assert len(shown.ms) + shown.late + shown.fallback >= number
        assert min(shown.ms) >= 60, "nothing is shown before its time"
    assert found.rules.fallback == 0
    assert found.operators.late + found.operators.fallback >= number // 30 + number // 50 - number // 150
    assert f"{found.operators.late} late and {found.operators.fallback} by the fallback" in found.words


def test_operators_who_answer_early_are_shown_when_rules_are() -> None:
    alike(120, people=6)


@pytest.mark.long
def test_operators_who_answer_early_are_shown_when_rules_are_500_times() -> None:
    alike(500, people=12)
