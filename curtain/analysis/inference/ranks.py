"""Rank tests: a check beside the t tests, for values that are not bell-shaped or have one that stands out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from curtain.analysis.intervals import finite

EXACT_UP_TO = 50  # people; beyond, and with ties, the normal approximation


def between(values: Iterable[float], baseline: Iterable[float]) -> float | None:
    """The p-value of two groups by Brunner and Munzel's test (2000), which no difference in spread can mislead.
    None where nobody could know it."""
    here, there = finite(values), finite(baseline)
    if min(here.size, there.size) < 2 or here.min() > there.max() or there.min() > here.max():
        return None
    if np.ptp(np.concatenate([here, there])) == 0:
        return None
    from scipy.stats import brunnermunzel

    p = float(brunnermunzel(here, there).pvalue)
    return p if np.isfinite(p) else None


def within(values: Iterable[float], baseline: Iterable[float]) -> float | None:
    """The p-value of people's own differences by the signed ranks of Wilcoxon (1945). None where all are zero, or
    fewer than two people are left. Raises `ValueError` for lists of different lengths."""
    here, there = (np.asarray(list(side), dtype=np.float64) for side in (values, baseline))
    if here.size != there.size:
        raise ValueError("pairs need two values of each person")
    own = finite(here - there)
    own = own[own != 0]
    if own.size < 2:
        return None
    from scipy.stats import wilcoxon

    # Left to itself, scipy counts all orders where values are tied, which takes seconds.
    tied = np.unique(np.abs(own)).size < own.size
    method = "asymptotic" if tied or own.size > EXACT_UP_TO else "exact"
    return float(wilcoxon(own, method=method, correction=tied).pvalue)
