"""People who meet several arms: what is left of an arm beside the order in which they came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis.inference.tests import Compared, between
from curtain.analysis.intervals import CANNOT_TELL, CONFIDENCE


class Ordered(NamedTuple):
    """An arm against the baseline with people and periods held equal, the effect of a later period, and a test of
    carry-over (whether who began with one arm differs in sum from who began with the other; None but for two arms)."""

    arm: Compared
    period: Compared
    carry_over: Compared | None


def crossover(
    values: Sequence[float],
    arms: Sequence[str],
    periods: Sequence[int],
    people: Sequence[Any],
    arm: str,
    baseline: str,
) -> Ordered:
    """Least squares on arm, period and person, one cell for each person and arm; with two arms it is the analysis of
    Hills and Armitage (1979), and the carry-over test Grizzle's (1965)."""
    frame = pd.DataFrame({"value": values, "arm": arms, "period": periods, "person": people}).dropna()
    frame = frame[frame["arm"].isin([arm, baseline])]
    both = frame.groupby("person")["arm"].nunique()
    frame = frame[frame["person"].isin(both[both.eq(2)].index)]
    n = frame["person"].nunique()
    method = "least squares on arm, period and person"
    if n < 4 or frame["period"].nunique() < 2 or frame.groupby("arm")["period"].nunique().min() < 2:
        nothing = Compared(
            n, n, None, None, None, None, None, "", method, f"{CANNOT_TELL}: too few orders of arms"
        )
        return Ordered(nothing, nothing, None)
    sums = frame.pivot(index="person", columns="arm", values="value")
    first = frame.pivot(index="person", columns="arm", values="period")
    early = first[arm] < first[baseline]
    own = sums[arm] - sums[baseline]
    return Ordered(
        _halved(own[early], own[~early], method, sign=1.0),
        _halved(own[early], own[~early], method, sign=-1.0),
        between((sums[arm] + sums[baseline])[early].tolist(), (sums[arm] + sums[baseline])[~early].tolist()),
    )


def _halved(early: pd.Series[float], late: pd.Series[float], method: str, *, sign: float) -> Compared:
    """The arm (`sign` 1) or the period (−1): half the sum or the difference of the two orders' mean differences."""
    from scipy.stats import t

    a, b = early.to_numpy(dtype=np.float64), late.to_numpy(dtype=np.float64)
    n, free = a.size + b.size, a.size + b.size - 2
    estimate = float(a.mean() + sign * b.mean()) / 2
    pooled = ((a.size - 1) * _variance(a) + (b.size - 1) * _variance(b)) / free if free > 0 else 0.0
    spread = float(np.sqrt(pooled * (1 / a.size + 1 / b.size))) / 2
    if spread <= 0 or not np.isfinite(spread):
        why = f"{CANNOT_TELL}: all differences are the same"
        return Compared(n, n, estimate, None, None, None, None, "", method, why)
    reach = float(t.ppf((1 + CONFIDENCE) / 2, free)) * spread
    p = float(2 * t.sf(abs(estimate) / spread, free))
    return Compared(n, n, estimate, estimate - reach, estimate + reach, p, None, "", method)


def _variance(values: NDArray[Any]) -> float:
    return float(values.var(ddof=1)) if values.size > 1 else 0.0
