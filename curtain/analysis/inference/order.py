"""People who meet several arms: what is left of an arm beside the order in which they came."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis.inference.tests import Compared, between
from curtain.analysis.intervals import CANNOT_TELL, CONFIDENCE

FEWEST_PEOPLE = 4
METHOD = "least squares on arm, period and person"


class Ordered(NamedTuple):
    """An arm against the baseline with people and periods held equal; each later period against the first, by its
    number; and a test of carry-over: whether the sums of who began with the arm differ from those of who began with
    the baseline (None where people met more than two arms)."""

    arm: Compared
    periods: dict[int, Compared]
    carry_over: Compared | None


def crossover(
    values: Sequence[float],
    arms: Sequence[str],
    periods: Sequence[int],
    people: Sequence[Any],
    arm: str,
    baseline: str,
) -> Ordered:
    """From one value for each person and arm, with the period in which it was met. Other arms, and people who lack one
    of the two, are left out.

    With two arms it is the analysis of Hills and Armitage (1979), and the carry-over test Grizzle's (1965), with
    Welch's in place of a common variance: a warning, and no reason to drop a period.
    """
    rows = _cells(values, arms, periods, people, arm, baseline)
    n = rows["person"].nunique()
    later = sorted(rows["period"].unique())[1:]
    design = np.column_stack(
        [rows["arm"].eq(arm).astype(float), *(rows["period"].eq(each).astype(float) for each in later)]
    )
    # What is taken from each person's own mean is what is left beside a column for each person (Frisch and Waugh 1933).
    own, design = (_from_own_mean(each, rows["person"]) for each in (rows[["value"]].to_numpy(), design))
    if n < FEWEST_PEOPLE:
        return _nothing(n, f"{CANNOT_TELL}: {n} people with both arms are too few")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return _nothing(n, f"{CANNOT_TELL}: an arm always came at the same place")
    found = _least_squares(own[:, 0], design, n)
    return Ordered(
        found[0], dict(zip(map(int, later), found[1:], strict=True)), _carry_over(rows, arm, len(later))
    )


def _cells(
    values: Sequence[float],
    arms: Sequence[str],
    periods: Sequence[int],
    people: Sequence[Any],
    arm: str,
    baseline: str,
) -> pd.DataFrame:
    frame = pd.DataFrame({"value": values, "arm": arms, "period": periods, "person": people})
    frame = frame[np.isfinite(frame["value"].astype(float)) & frame["arm"].isin([arm, baseline])]
    return frame[frame.groupby("person")["arm"].transform("nunique") == 2].reset_index(drop=True)


def _from_own_mean(columns: NDArray[np.float64], person: pd.Series[Any]) -> NDArray[np.float64]:
    frame = pd.DataFrame(columns.astype(float))
    return (frame - frame.groupby(person).transform("mean")).to_numpy()


def _least_squares(own: NDArray[np.float64], design: NDArray[np.float64], people: int) -> list[Compared]:
    """What each column is worth; two cells of each person leave as many degrees of freedom as people less columns."""
    from scipy.stats import t

    worth = np.linalg.lstsq(design, own, rcond=None)[0]
    left, free = float(((own - design @ worth) ** 2).sum()), people - design.shape[1]
    if free < 1 or left <= 1e-18 * max(1.0, float((own**2).sum())):
        why = f"{CANNOT_TELL}: " + (
            "all people have the same difference" if free > 0 else "too many orders for the people"
        )
        return [_compared(people, float(value), None, None, why) for value in worth]
    spreads = np.sqrt(left / free * np.diag(np.linalg.inv(design.T @ design)))
    reach = float(t.ppf((1 + CONFIDENCE) / 2, free))
    return [
        _compared(people, float(value), reach * float(spread), float(2 * t.sf(abs(value) / spread, free)))
        for value, spread in zip(worth, spreads, strict=True)
    ]


def _carry_over(rows: pd.DataFrame, arm: str, later: int) -> Compared | None:
    if later != 1:
        return None
    sums = rows.groupby("person")["value"].sum()
    began = rows[rows["period"].eq(rows["period"].min())].set_index("person")["arm"].reindex(sums.index)
    return between(sums[began.eq(arm)], sums[began.ne(arm)])


def _nothing(n: int, why: str) -> Ordered:
    return Ordered(Compared(n, n, None, None, None, None, None, "", METHOD, why), {}, None)


def _compared(n: int, estimate: float, reach: float | None, p: float | None, note: str = "") -> Compared:
    if reach is None or not all(map(math.isfinite, (estimate, reach))):
        why = note or f"{CANNOT_TELL}: the values lie too far apart"
        return Compared(
            n, n, estimate if math.isfinite(estimate) else None, None, None, None, None, "", METHOD, why
        )
    return Compared(n, n, estimate, estimate - reach, estimate + reach, p, None, "", METHOD)
