"""Times that some people never reached: whoever left before is known to have taken longer than they stayed."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from curtain.analysis.intervals import CANNOT_TELL, too_few


class Survived(NamedTuple):
    """How long it took a group: the time by which half had done it (None: fewer than half did), of `n` people of whom
    `events` did."""

    n: int
    events: int
    median: float | None


class Survivals(NamedTuple):
    """Two groups beside each other: the log-rank test, and how much more often at any moment (hazard ratio)."""

    here: Survived
    there: Survived
    hazard_ratio: float | None
    ci_lower: float | None
    ci_upper: float | None
    p: float | None
    note: str = ""


def survived(times: Sequence[float], done: Sequence[bool]) -> Survived:
    """The Kaplan-Meier median (1958) of times in any unit; `done` is False for who left without."""
    n, events = len(times), sum(done)
    if not events:
        return Survived(n, 0, None)
    from scipy.stats import CensoredData, ecdf

    sample = CensoredData.right_censored(list(times), [not each for each in done])
    function = ecdf(sample).sf
    below = np.flatnonzero(function.probabilities <= 0.5)
    return Survived(n, events, float(function.quantiles[below[0]]) if below.size else None)


def compared(
    times: Sequence[float], done: Sequence[bool], others: Sequence[float], others_done: Sequence[bool]
) -> Survivals:
    """One group against the baseline: the log-rank test (Mantel 1966), the hazard ratio by proportional hazards (Cox
    1972, ties as by Efron)."""
    here, there = survived(times, done), survived(others, others_done)
    if min(here.n, there.n) < 2:
        return Survivals(here, there, None, None, None, None, too_few(min(here.n, there.n)))
    if not here.events or not there.events:
        return Survivals(here, there, None, None, None, None, f"{CANNOT_TELL}: nobody did it in one group")
    from scipy.stats import CensoredData, logrank, norm
    from statsmodels.duration.hazard_regression import PHReg

    sides = [
        CensoredData.right_censored(list(sample), [not each for each in ended])
        for sample, ended in ((times, done), (others, others_done))
    ]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        p = float(logrank(*sides).pvalue)
        group = np.array([1.0] * here.n + [0.0] * there.n)
        status = np.array([*done, *others_done], dtype=float)
        told = PHReg(
            np.array([*times, *others], dtype=float), group[:, None], status=status, ties="efron"
        ).fit()
    log, spread = float(told.params[0]), float(told.bse[0])
    if not np.isfinite([log, spread, p]).all() or spread > 50:
        return Survivals(here, there, None, None, None, None, f"{CANNOT_TELL}: the groups do not overlap")
    reach = float(norm.ppf(0.975)) * spread
    ratio, lower, upper = (float(np.exp(end)) for end in (log, log - reach, log + reach))
    return Survivals(here, there, ratio, lower, upper, p)
