"""Two groups of people, or two values of the same people: a difference, its interval, and its p-value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from curtain.analysis.intervals import CANNOT_TELL, CONFIDENCE, QUIETLY, doubt_of, finite, too_few

EXACT_UP_TO = (
    150  # people in both groups; Boschloo's test looks at every table, Fisher's gives much the same beyond
)


class Compared(NamedTuple):
    """A comparison of `n` people with `n_baseline` (the same number where they are the same people).

    `estimate` is the difference, or the ratio, and `effect` the same without a unit: Hedges' g of two groups, the mean
    over the standard deviation of people's own differences, or Cohen's h of shares. Bounds and `p` (two-sided) are
    None where nobody could know them, and `note` says why.
    """

    n: int
    n_baseline: int
    estimate: float | None
    ci_lower: float | None
    ci_upper: float | None
    p: float | None
    effect: float | None
    effect_name: str
    method: str
    note: str = ""


@QUIETLY
def between(values: Iterable[float], baseline: Iterable[float], confidence: float = CONFIDENCE) -> Compared:
    """The mean of one group minus the baseline's, with Welch's interval and test (unequal variances)."""
    here, there = finite(values), finite(baseline)
    estimate = float(here.mean() - there.mean()) if here.size and there.size else None
    method = "difference of means of people, Welch interval"
    why = doubt_of(here) or doubt_of(there)
    if why:
        return Compared(here.size, there.size, estimate, None, None, None, None, "Hedges' g", method, why)
    from scipy.stats import ttest_ind

    told = ttest_ind(here, there, equal_var=False)
    span = told.confidence_interval(confidence)
    ends = float(span.low), float(span.high)
    return _finite(
        Compared(
            here.size,
            there.size,
            estimate,
            *ends,
            float(told.pvalue),
            _hedges(here, there),
            "Hedges' g",
            method,
        )
    )


@QUIETLY
def within(values: Iterable[float], baseline: Iterable[float], confidence: float = CONFIDENCE) -> Compared:
    """The mean of people's own differences, with the t interval and test; the values of one person stand at one place.
    Raises `ValueError` for lists of different lengths."""
    here, there = _pairs(values, baseline)
    own = here - there
    estimate = float(own.mean()) if own.size else None
    method = "mean of people's own differences, t interval"
    name = "mean over standard deviation of own differences"
    why = doubt_of(own)
    if why:
        return Compared(own.size, own.size, estimate, None, None, None, None, name, method, _alike(why, own))
    from scipy.stats import ttest_1samp

    told = ttest_1samp(own, 0.0)
    span = told.confidence_interval(confidence)
    effect = float(own.mean() / own.std(ddof=1))
    ends = float(span.low), float(span.high)
    return _finite(Compared(own.size, own.size, estimate, *ends, float(told.pvalue), effect, name, method))


def ratio_between(
    values: Iterable[float], baseline: Iterable[float], confidence: float = CONFIDENCE
) -> Compared:
    """How many times as large one group's geometric mean is, by Welch on the logarithms; values above 0 count."""
    found = between(_logs(values), _logs(baseline), confidence)
    return _as_ratio(found, "ratio of geometric means, Welch interval of the logarithms")


def ratio_within(
    values: Iterable[float], baseline: Iterable[float], confidence: float = CONFIDENCE
) -> Compared:
    """The geometric mean of people's own ratios, by t on the logarithms; pairs above 0 count."""
    here, there = _pairs(values, baseline)
    both = (here > 0) & (there > 0)
    found = within(np.log(here[both]), np.log(there[both]), confidence)
    return _as_ratio(found, "geometric mean of people's own ratios, t interval of the logarithms")


def shares_between(
    yes: int, n: int, yes_baseline: int, n_baseline: int, confidence: float = CONFIDENCE
) -> Compared:
    """One group's share minus the baseline's (−1 to 1): Newcombe's interval (1998), Boschloo's exact test (1970), and
    for more than 150 people Fisher's."""
    estimate = yes / n - yes_baseline / n_baseline if n and n_baseline else None
    method = "difference of shares, Newcombe interval"
    if n < 2 or n_baseline < 2:
        why = too_few(min(n, n_baseline))
        return Compared(n, n_baseline, estimate, None, None, None, None, "Cohen's h", method, why)
    from scipy.stats import boschloo_exact, fisher_exact
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_effectsize

    # "score" is never used: its upper bound is wrong in statsmodels up to this version.
    lower, upper = confint_proportions_2indep(
        yes, n, yes_baseline, n_baseline, method="newcomb", compare="diff", alpha=1 - confidence
    )
    table = [[yes, yes_baseline], [n - yes, n_baseline - yes_baseline]]
    p = boschloo_exact(table).pvalue if n + n_baseline <= EXACT_UP_TO else fisher_exact(table).pvalue
    effect = float(proportion_effectsize(yes / n, yes_baseline / n_baseline))
    p = 1.0 if math.isnan(p) else min(1.0, float(p))
    return Compared(n, n_baseline, estimate, float(lower), float(upper), p, effect, "Cohen's h", method)


def shares_within(
    values: Iterable[float], baseline: Iterable[float], confidence: float = CONFIDENCE
) -> Compared:
    """The difference of two shares of the same people, from their 1s and 0s: Newcombe's interval for paired shares
    (1998, method 10), McNemar's exact test."""
    here, there = _pairs(values, baseline)
    n = int(here.size)
    estimate = float(np.mean(here) - np.mean(there)) if n else None
    method = "difference of shares of the same people, Newcombe interval for pairs"
    if not np.isin([here, there], [0, 1]).all():
        why = f"{CANNOT_TELL}: not everybody has a plain yes or no"
        return Compared(n, n, None, None, None, None, None, "Cohen's g", method, why)
    if n < 2:
        return Compared(n, n, estimate, None, None, None, None, "Cohen's g", method, too_few(n))
    from scipy.stats import binomtest

    gained, lost = int(((here == 1) & (there == 0)).sum()), int(((here == 0) & (there == 1)).sum())
    p = float(binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0
    effect = gained / (gained + lost) - 0.5 if gained + lost else 0.0
    lower, upper = _paired_interval(here, there, confidence)
    return Compared(n, n, estimate, lower, upper, p, effect, "Cohen's g", method)


@QUIETLY
def ordinal_between(values: Iterable[float], baseline: Iterable[float]) -> Compared:
    """The chance (0 to 1) that a random person of one group is above one of the baseline, ties counting half
    (Brunner and Munzel 2000)."""
    here, there = finite(values), finite(baseline)
    method = "chance to be above, Brunner-Munzel"
    why = too_few(min(here.size, there.size)) if min(here.size, there.size) < 2 else ""
    if not why and np.ptp(np.concatenate([here, there])) == 0:
        why = f"{CANNOT_TELL}: everybody has the same value"
    if not why and (here.min() > there.max() or here.max() < there.min()):
        why = f"{CANNOT_TELL}: the groups do not overlap"
    if why:
        return Compared(here.size, there.size, None, None, None, None, None, "", method, why)
    from statsmodels.stats.nonparametric import rank_compare_2indep

    told = rank_compare_2indep(here, there)
    lower, upper = (min(1.0, max(0.0, float(end))) for end in told.conf_int(alpha=1 - CONFIDENCE))
    return _finite(
        Compared(here.size, there.size, float(told.prob1), lower, upper, float(told.pvalue), None, "", method)
    )


def _paired_interval(
    here: NDArray[np.float64], there: NDArray[np.float64], confidence: float
) -> tuple[float, float]:
    from statsmodels.stats.proportion import proportion_confint

    n, first, second = here.size, here.mean(), there.mean()
    (low1, high1), (low2, high2) = (
        proportion_confint(side.sum(), n, alpha=1 - confidence, method="wilson") for side in (here, there)
    )
    both, only, other, neither = (
        float(((here == a) & (there == b)).sum()) for a, b in ((1, 1), (1, 0), (0, 1), (0, 0))
    )
    margins = (both + only) * (other + neither) * (both + other) * (only + neither)
    cross = both * neither - only * other
    # The correlation is corrected for continuity as Newcombe does.
    corrected = max(cross - n / 2, 0.0) if cross > 0 else cross
    phi = corrected / math.sqrt(margins) if margins else 0.0
    middle = first - second

    def reach(here: float, there: float) -> float:
        return math.sqrt(max(0.0, here**2 - 2 * phi * here * there + there**2))

    below, above = reach(first - low1, high2 - second), reach(high1 - first, second - low2)
    return max(-1.0, float(middle - below)), min(1.0, float(middle + above))


def _hedges(here: NDArray[np.float64], there: NDArray[np.float64]) -> float:
    """The standardised difference, corrected for small groups (Hedges 1981)."""
    free = here.size + there.size - 2
    pooled = math.sqrt(((here.size - 1) * here.var(ddof=1) + (there.size - 1) * there.var(ddof=1)) / free)
    return float((here.mean() - there.mean()) / pooled * (1 - 3 / (4 * free - 1)))


def _pairs(
    values: Iterable[float], baseline: Iterable[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    here, there = (np.asarray(list(side), dtype=np.float64) for side in (values, baseline))
    if here.size != there.size:
        raise ValueError("pairs need two values of each person")
    both = np.isfinite(here) & np.isfinite(there)
    return here[both], there[both]


def _logs(values: Iterable[float]) -> NDArray[np.float64]:
    found = finite(values)
    return np.log(found[found > 0])


def _alike(why: str, own: NDArray[np.float64]) -> str:
    return f"{CANNOT_TELL}: all {own.size} people have the same difference" if "same value" in why else why


def _as_ratio(found: Compared, method: str) -> Compared:
    def back(value: float | None) -> float | None:
        return math.exp(value) if value is not None and value < 700 else None  # beyond that a float overflows

    told = found._replace(
        estimate=back(found.estimate),
        ci_lower=back(found.ci_lower),
        ci_upper=back(found.ci_upper),
        method=method,
    )
    return told if told.note else _finite(told)


def _finite(found: Compared) -> Compared:
    numbers = (found.estimate, found.ci_lower, found.ci_upper, found.p)
    if all(number is not None and math.isfinite(number) for number in numbers):
        return found
    why = f"{CANNOT_TELL}: the values lie too far apart"
    return found._replace(estimate=None, ci_lower=None, ci_upper=None, p=None, effect=None, note=why)
