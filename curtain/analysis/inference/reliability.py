"""Whether the items of a questionnaire measure one thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from curtain.analysis.intervals import CANNOT_TELL, CONFIDENCE


class Alpha(NamedTuple):
    """Cronbach's alpha of `items` items from `n` people, with the interval of Feldt (1965). Below 0 where items speak
    against each other: were they all turned to one direction?"""

    n: int
    items: int
    alpha: float | None
    ci_lower: float | None
    ci_upper: float | None
    note: str = ""


def cronbach(answers: Sequence[Sequence[float]]) -> Alpha:
    """Alpha (Cronbach 1951) of a row per person and a column per item, items turned to one direction beforehand; rows
    with a missing answer are left out."""
    told = np.array([list(row) for row in answers], dtype=np.float64).reshape(
        len(answers), -1 if len(answers) else 0
    )
    whole = told[np.isfinite(told).all(axis=1)]
    n, items = whole.shape
    if items < 2 or n < 3:
        why = (
            f"{CANNOT_TELL}: {items} item"
            if n > 2 and items == 1
            else f"{CANNOT_TELL}: {n} people are too few"
        )
        return Alpha(n, items, None, None, None, why)
    total = whole.sum(axis=1).var(ddof=1)
    if total <= 0:
        return Alpha(n, items, None, None, None, f"{CANNOT_TELL}: everybody has the same sum")
    alpha = float(items / (items - 1) * (1 - whole.var(axis=0, ddof=1).sum() / total))
    if alpha > 1 - 1e-9:
        return Alpha(n, items, alpha, None, None, f"{CANNOT_TELL}: all items have the same answers")
    return Alpha(n, items, alpha, *interval(alpha, n, items))


def interval(alpha: float, n: int, items: int) -> tuple[float, float]:
    """The 95% interval of an alpha found with `n` people (Feldt 1965; Feldt, Woodruff and Salih 1987)."""
    from scipy.stats import f

    ends = (1 + CONFIDENCE) / 2, (1 - CONFIDENCE) / 2
    lower, upper = (float(1 - (1 - alpha) * f.ppf(end, n - 1, (n - 1) * (items - 1))) for end in ends)
    return lower, upper
