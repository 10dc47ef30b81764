"""Several comparisons at once: p-values as those of the smallest of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray


def holm(p: Sequence[float | None]) -> list[float | None]:
    """The p-values, corrected so that the chance of any false difference stays what it was (Holm 1979).

    By hand, as statsmodels' `multipletests` collects all garbage each time, which holds a busy server up.
    """
    return _corrected(p, _holm)


def benjamini_hochberg(p: Sequence[float | None]) -> list[float | None]:
    """The p-values, corrected so that of the differences found a small share is false (Benjamini and Hochberg 1995)."""
    from scipy.stats import false_discovery_control

    return _corrected(p, false_discovery_control)


def _holm(known: NDArray[np.float64]) -> NDArray[np.float64]:
    order = known.argsort(kind="stable")
    stepped = np.maximum.accumulate(known[order] * np.arange(known.size, 0, -1)).clip(max=1.0)
    return stepped[order.argsort(kind="stable")]


def _corrected(
    p: Sequence[float | None], correct: Callable[[NDArray[np.float64]], NDArray[np.float64]]
) -> list[float | None]:
    known = [value for value in p if value is not None]
    if len(known) < 2:
        return list(p)
    found = iter(correct(np.array(known, dtype=np.float64)))
    return [None if value is None else float(next(found)) for value in p]
