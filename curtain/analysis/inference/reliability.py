"""Whether the items of a questionnaire measure one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from curtain.analysis.intervals import CANNOT_TELL, CONFIDENCE


class Alpha(NamedTuple):
    """Cronbach's alpha of `items` items from `n` people, with the interval of Feldt (1965)."""

    n: int
    items: int
    alpha: float | None
    ci_lower: float | None
    ci_upper: float | None
    note: str = ""


def cronbach(answers: Sequence[Sequence[float]]) -> Alpha:
    """Alpha (Cronbach 1951) of a row per person and a column per item, items turned to one direction beforehand; rows
    with a missing answer are left out."""
    told = np.asarray(answers, dtype=np.float64).reshape(len(answers), -1)
    whole = told[np.isfinite(told).all(axis=1)] if told.size else told
    n, items = whole.shape
    if items < 2 or n < 3:
        return Alpha(n, items, None, None, None, f"{CANNOT_TELL}: {n} people and {items} items are too few")
    total = whole.sum(axis=1).var(ddof=1)
    if total <= 0:
        return Alpha(n, items, None, None, None, f"{CANNOT_TELL}: everybody has the same sum")
    from scipy.stats import f

    alpha = float(items / (items - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total))
    free, rest = n - 1, (n - 1) * (items - 1)
    ends = ((1 + CONFIDENCE) / 2, (1 - CONFIDENCE) / 2)
    lower, upper = (float(1 - (1 - alpha) * f.ppf(end, free, rest)) for end in ends)
    return Alpha(n, items, alpha, lower, upper)
