"""How a measure is spread: people in piles, the same piles for every group."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis.explore import Spread

MOST = 24  # piles; few values have one each, many are sorted into as many of equal width


def piles(found: Spread) -> pd.DataFrame:
    """The points of a spread, each in its pile: between `low` and `high`, with the `middle`. `in_pile` people are
    there, and `rank` is the place among them (1 is the lowest, who finished first). Times are piled by equal ratios.

    `row` is the place of their group, and `person`, `pile` and `everybody` name what a chart may draw of each of them.
    """
    points = found.points.sort_values(["at", "participant"], kind="stable")
    rows = {group.arm: str(row) for row, group in enumerate(found.groups)}
    row = points["group"].map(rows).astype(str)
    points = points.assign(row=row, person=row + "|" + points["participant"], everybody=row + "|")
    if points.empty:
        return points.assign(low=0.0, middle=0.0, high=0.0, rank=0, in_pile=0, pile="")
    values = points["value"].to_numpy(dtype=np.float64)
    ratio = found.measure.scale == "time"
    edges = _edges(np.log(values) if ratio else values)
    edges = np.exp(edges) if ratio else edges
    place = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    low, high = edges[place], edges[place + 1]
    middle = np.sqrt(low * high) if ratio else (low + high) / 2
    points = points.assign(low=low, middle=middle, high=high)
    grouped = points.groupby(["group", "low"])
    pile = points["row"] + "|" + points["low"].map("{:.6g}".format)
    return points.assign(rank=grouped.cumcount() + 1, in_pile=grouped["low"].transform("size"), pile=pile)


def behind(points: pd.DataFrame, marks: Collection[str]) -> pd.DataFrame:
    """The people of piles whom these marks stand for."""
    return points[points[["person", "pile", "everybody"]].isin(list(marks)).any(axis=1)]


def _edges(values: NDArray[np.float64]) -> NDArray[np.float64]:
    distinct = np.unique(values)
    if distinct.size == 1:
        half = max(0.5, 0.05 * abs(float(distinct[0])))
        return np.array([distinct[0] - half, distinct[0] + half])
    if distinct.size > MOST:
        return np.linspace(distinct[0], distinct[-1], MOST + 1)
    # Each value stands in the middle of its own pile; piles are as wide as values lie close.
    steps = np.diff(distinct)
    width = float(max(steps.min(), (distinct[-1] - distinct[0]) / (2 * MOST)))
    middles = np.arange(distinct[0], distinct[-1] + 1.5 * width, width)
    return middles - width / 2
