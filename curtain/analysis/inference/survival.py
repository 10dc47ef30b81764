"""Times that some people never reached: whoever left before is known to have taken longer than they stayed."""

from __future__ import annotations

import math
import warnings
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from curtain.analysis.intervals import CANNOT_TELL, CONFIDENCE, too_few

FEWEST_PEOPLE = 6  # with several times each; with fewer, no such interval keeps its promise


class Survived(NamedTuple):
    """How long it took a group of `n`, of whom `events` did it: the time by which half had, with its 95% interval.

    None where it lies beyond all that was seen: fewer than half did it, or might have.
    """

    n: int
    events: int
    median: float | None
    ci_lower: float | None
    ci_upper: float | None


class Survivals(NamedTuple):
    """Two groups beside each other: how much more often it is done at any moment (hazard ratio), and the p-value."""

    here: Survived
    there: Survived
    hazard_ratio: float | None
    ci_lower: float | None
    ci_upper: float | None
    p: float | None
    note: str = ""


def survived(times: Sequence[float], done: Sequence[bool]) -> Survived:
    """The Kaplan-Meier median (1958) of times in any unit, with the interval of Brookmeyer and Crowley (1982) on the
    log-log scale; `done` is False for who left without."""
    n, events = len(times), sum(map(bool, done))
    if not events:
        return Survived(n, 0, None, None, None)
    from scipy.stats import ecdf

    function = ecdf(_censored(times, done)).sf
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        band = function.confidence_interval(CONFIDENCE, method="log-log")

    def half(probabilities: Any) -> float | None:
        below = np.flatnonzero(probabilities <= 0.5)
        return float(function.quantiles[below[0]]) if below.size else None

    lower = half(band.low.probabilities) if n > 1 else None
    return Survived(n, events, half(function.probabilities), lower, half(band.high.probabilities))


def compared(
    times: Sequence[float],
    done: Sequence[bool],
    others: Sequence[float],
    others_done: Sequence[bool],
    people: Sequence[Hashable] | None = None,
    others_people: Sequence[Hashable] | None = None,
) -> Survivals:
    """One group against the baseline: the hazard ratio by proportional hazards (Cox 1972, ties as by Efron), and the
    log-rank test (Mantel 1966).

    Those are for one time per person. With several, name the `people` of both sides: the interval and the p-value then
    are by person (the sandwich of Lin and Wei 1989, widened for few people, with t by their number).
    """
    here, there = survived(times, done), survived(others, others_done)
    if min(here.n, there.n) < 2:
        return _nothing(here, there, too_few(min(here.n, there.n)))
    if not here.events or not there.events:
        return _nothing(here, there, f"{CANNOT_TELL}: nobody did it in one group")
    if np.ptp([*times, *others]) == 0:
        return _nothing(here, there, f"{CANNOT_TELL}: everybody took the same time")
    from scipy.stats import logrank, norm, t
    from statsmodels.duration.hazard_regression import PHReg

    group = np.repeat([1.0, 0.0], [here.n, there.n])
    status = np.array([*done, *others_done], dtype=float)
    who = pd.factorize(pd.Series([*(people or ()), *(others_people or ())], dtype=object))[0]
    count = len(set(who.tolist()))
    if people and count < FEWEST_PEOPLE:
        return _nothing(here, there, f"{CANNOT_TELL}: {count} people are too few")
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        p = float(logrank(_censored(times, done), _censored(others, others_done)).pvalue)
        model = PHReg(np.array([*times, *others], dtype=float), group[:, None], status=status, ties="efron")
        told = model.fit(groups=who) if people else model.fit()
    log, spread = float(told.params[0]), float(told.bse[0])
    if not np.isfinite([log, spread, p]).all() or not 0 < spread < 50 or abs(log) > 15:
        return _nothing(here, there, f"{CANNOT_TELL}: the groups do not overlap")
    known = t(count - 2) if people else norm
    spread *= math.sqrt(count / (count - 2)) if people else 1.0
    reach = float(known.ppf((1 + CONFIDENCE) / 2)) * spread
    ratio, lower, upper = (float(np.exp(end)) for end in (log, log - reach, log + reach))
    return Survivals(
        here, there, ratio, lower, upper, float(2 * known.sf(abs(log) / spread)) if people else p
    )


def _censored(times: Sequence[float], done: Sequence[bool]) -> Any:
    from scipy.stats import CensoredData

    return CensoredData.right_censored(list(times), [not each for each in done])


def _nothing(here: Survived, there: Survived, why: str) -> Survivals:
    return Survivals(here, there, None, None, None, None, why)
