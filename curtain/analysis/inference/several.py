"""Several comparisons at once: p-values as those of the smallest of several."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p: Sequence[float | None]) -> list[float | None]:
    """The p-values, corrected so that the chance of any false difference stays what it was (Holm 1979)."""
    return _corrected(p, "holm")


def benjamini_hochberg(p: Sequence[float | None]) -> list[float | None]:
    """The p-values, corrected so that of the differences found a small share is false (Benjamini and Hochberg 1995)."""
    return _corrected(p, "fdr_bh")


def _corrected(p: Sequence[float | None], method: str) -> list[float | None]:
    known = [value for value in p if value is not None]
    if len(known) < 2:
        return list(p)
    from statsmodels.stats.multitest import multipletests

    found = iter(multipletests(known, method=method)[1])
    return [None if value is None else float(next(found)) for value in p]
