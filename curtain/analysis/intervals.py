"""Numbers, one per person, to an estimate with its 95% interval. The formulas are scipy's and statsmodels'.

Where data are too few or all alike, the bounds are None and the note says so: never NaN, and never an
interval of no width that would look like certainty. scipy takes seconds to load, so functions import it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

CANNOT_TELL = "cannot tell"
CONFIDENCE = 0.95

# Numbers that are too large to reckon with give no interval, and a reason, in place of a warning.
QUIETLY = np.errstate(over="ignore", invalid="ignore")


class Interval(NamedTuple):
    """An estimate from `n` people: None without data. The bounds are None when nobody could know them."""

    n: int
    estimate: float | None
    ci_lower: float | None
    ci_upper: float | None
    method: str
    note: str = ""


def share_of_people(yes: int, n: int) -> Interval:
    """The share (0 to 1) of `n` people of whom `yes` did something, with Wilson's interval (Wilson 1927)."""
    method = "share of people, Wilson interval"
    if n < 2:
        return Interval(n, yes / n if n else None, None, None, method, too_few(n))
    from statsmodels.stats.proportion import proportion_confint

    lower, upper = proportion_confint(yes, n, alpha=1 - CONFIDENCE, method="wilson")
    return Interval(n, yes / n, float(lower), float(upper), method)


@QUIETLY
def mean_of_people(values: Iterable[float]) -> Interval:
    """The mean of one value per person, with the t interval."""
    known = finite(values)
    method = "mean of people, t interval"
    doubt = doubt_of(known)
    if doubt:
        return Interval(known.size, _mean(known), None, None, method, doubt)
    from scipy.stats import ttest_1samp

    between = ttest_1samp(known, 0.0).confidence_interval(CONFIDENCE)
    return _finite(Interval(known.size, _mean(known), float(between.low), float(between.high), method))


def geometric_mean_of_people(values: Iterable[float]) -> Interval:
    """The geometric mean of one positive value per person, with the t interval of the logarithms."""
    logs = mean_of_people(_logs(values))
    return _exponential(logs)._replace(method="geometric mean of people, t interval of the logarithms")


def scaled(
    interval: Interval, factor: float, low: float | None = None, high: float | None = None
) -> Interval:
    """The interval in other units (shares to percent), with its bounds kept inside what is possible."""

    def inside(value: float | None) -> float | None:
        if value is None:
            return None
        value *= factor
        value = value if low is None else max(low, value)
        return value if high is None else min(high, value)

    return interval._replace(
        estimate=inside(interval.estimate),
        ci_lower=inside(interval.ci_lower),
        ci_upper=inside(interval.ci_upper),
    )


def finite(values: Iterable[float]) -> NDArray[np.float64]:
    """The values that are numbers."""
    found: NDArray[np.float64] = np.asarray(
        values if hasattr(values, "__array__") else list(values), dtype=np.float64
    )
    return found[np.isfinite(found)]


def _logs(values: Iterable[float]) -> NDArray[np.float64]:
    known = finite(values)
    return np.log(known[known > 0])


def _mean(known: NDArray[np.float64]) -> float | None:
    return float(known.mean()) if known.size else None


def too_few(n: int) -> str:
    """Why so few people give no interval."""
    return f"{CANNOT_TELL}: no data yet" if n == 0 else f"{CANNOT_TELL}: one person only"


def doubt_of(known: NDArray[np.float64]) -> str:
    """Why these values give no interval, or an empty string."""
    if known.size < 2:
        return too_few(known.size)
    # Not `== 0`: a mean of equal shares may differ in the last binary digit.
    if np.ptp(known) <= 1e-9 * max(1.0, float(np.abs(known).max())):
        return f"{CANNOT_TELL}: all {known.size} people have the same value"
    return ""


def _finite(interval: Interval) -> Interval:
    bounds = (interval.estimate, interval.ci_lower, interval.ci_upper)
    if all(bound is not None and math.isfinite(bound) for bound in bounds):
        return interval
    return interval._replace(
        estimate=None, ci_lower=None, ci_upper=None, note=f"{CANNOT_TELL}: the values lie too far apart"
    )


def _exponential(logs: Interval) -> Interval:
    def back(value: float | None) -> float | None:
        if value is None:
            return None
        return math.exp(value) if value < 700 else None  # beyond that a float overflows

    told = logs._replace(
        estimate=back(logs.estimate), ci_lower=back(logs.ci_lower), ci_upper=back(logs.ci_upper)
    )
    return told if logs.note else _finite(told)
