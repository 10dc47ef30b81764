"""How many people a difference takes, and what difference a number of people shows: in 8 of 10 such panels."""

from __future__ import annotations

import math
from collections.abc import Callable

from curtain.analysis.looks import ALPHA

POWER = 0.8
MOST = 1_000_000
LARGEST = 100.0  # standard deviations


def visible_between(
    n: float, n_baseline: float, spread: float, *, alpha: float = ALPHA, power: float = POWER
) -> float:
    """The smallest difference of two groups' means that is seen, in the unit of `spread` (the standard deviation
    between people): two-sided t test. Infinite for fewer than two people in a group."""
    if min(n, n_baseline) < 2:
        return math.inf
    return _seen(lambda effect: chance_between(n, n_baseline, effect, 1.0, alpha=alpha), power) * spread


def visible_within(n: float, spread: float, *, alpha: float = ALPHA, power: float = POWER) -> float:
    """The same of people's own differences, whose standard deviation is `spread`: paired t test."""
    if n < 3:
        return math.inf
    return _seen(lambda effect: chance_within(n, effect, 1.0, alpha=alpha), power) * spread


def people_between(difference: float, spread: float, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """How many people each of two groups takes for a difference to be seen. Raises `ValueError` for none."""
    return _least(lambda n: visible_between(n, n, spread, alpha=alpha, power=power), difference)


def people_within(difference: float, spread: float, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """How many people who meet both arms it takes. Raises `ValueError` for a difference of nothing."""
    return _least(lambda n: visible_within(n, spread, alpha=alpha, power=power), difference)


def chance_between(
    n: float, n_baseline: float, difference: float, spread: float, *, alpha: float = ALPHA
) -> float:
    """The chance that a difference is seen between two groups (power)."""
    if min(n, n_baseline) < 2 or spread <= 0:
        return 0.0 if spread > 0 or not difference else 1.0
    from statsmodels.stats.power import TTestIndPower

    return _certain(TTestIndPower().power(abs(difference) / spread, n_baseline, alpha, ratio=n / n_baseline))


def chance_within(n: float, difference: float, spread: float, *, alpha: float = ALPHA) -> float:
    """The chance that a difference is seen in people's own differences."""
    if n < 3 or spread <= 0:
        return 0.0 if spread > 0 or not difference else 1.0
    from statsmodels.stats.power import TTestPower

    return _certain(TTestPower().power(abs(difference) / spread, n, alpha))


def visible_share(baseline: float, n: float, *, alpha: float = ALPHA, power: float = POWER) -> float | None:
    """From which share on, above `baseline` (0 to 1), a difference is seen with `n` people in each group who say yes or
    no once (Cohen's h); None where even all of them would not be enough."""
    if n < 2:
        return None
    from statsmodels.stats.power import NormalIndPower

    effect = float(NormalIndPower().solve_power(nobs1=n, alpha=alpha, power=power))
    angle = 2 * math.asin(math.sqrt(baseline)) + effect
    return math.sin(angle / 2) ** 2 if angle <= math.pi else None


def people_for_share(baseline: float, share: float, *, alpha: float = ALPHA, power: float = POWER) -> int:
    """How many people each of two groups takes to see one share beside another (0 to 1; Cohen's h). Raises `ValueError`
    where they are the same."""
    if share == baseline:
        raise ValueError("no number of people shows that there is nothing")
    from statsmodels.stats.power import NormalIndPower

    effect = 2 * abs(math.asin(math.sqrt(share)) - math.asin(math.sqrt(baseline)))
    return math.ceil(float(NormalIndPower().solve_power(effect_size=effect, alpha=alpha, power=power)))


def design_effect(trials: float, correlation: float) -> float:
    """How many times as many rows it takes when each person gives `trials` of them (Kish 1965)."""
    return 1 + (trials - 1) * correlation


def spread_of_means(between_people: float, within_people: float, trials: float) -> float:
    """The standard deviation of people's means over so many trials: more trials shrink the second part only."""
    return math.sqrt(between_people**2 + within_people**2 / max(1.0, trials))


def _certain(chance: float) -> float:
    """A chance; for very large effects the noncentral t distribution overflows, where there is no doubt left."""
    return 1.0 if math.isnan(chance) else float(chance)


def _seen(chance: Callable[[float], float], power: float) -> float:
    """The effect that is seen with that chance. statsmodels' own search gives up for some numbers of people."""
    from scipy.optimize import brentq

    low, high = 0.0, 0.01
    while chance(high) < power:
        low, high = high, 2 * high
        if high > LARGEST:
            return math.inf
    return float(brentq(lambda effect: chance(effect) - power, low, high, xtol=1e-6))


def _least(visible: Callable[[float], float], difference: float) -> int:
    if not difference:
        raise ValueError("no number of people shows that there is nothing")
    low, high = 2, 4
    while visible(high) > abs(difference):
        low, high = high, high * 2
        if high > MOST:
            raise ValueError(f"more than {MOST:,} people")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if visible(middle) > abs(difference) else (low, middle)
    return high
