"""Who lies where, by groups: a dot for each person, or bars where there are many, and the mean with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import altair as alt
import pandas as pd

from curtain.analysis import wording
from curtain.analysis.explore import Spread
from curtain.analysis.figures import Estimate
from curtain.charts.ink import inks, people

CHOSEN = "chosen"  # the name of what a reader presses, and the field that tells which marks those are
MARK = "mark"
MOST_DOTS = 600  # people; with more, or higher piles, dots say no more than bars do
HIGHEST = 16

# Pixels of a row, from above: its words, its dots or bars, and the interval under them.
WORDS, DOT, BAR, UNDER, GAP = 26, 9, 56, 13, 14


class _Row(NamedTuple):
    found: Estimate
    top: float
    base: float  # where the dots stand


class _Axes(NamedTuple):
    title: str
    scale: alt.Scale
    y: alt.Y
    chosen: alt.Parameter
    strong: str
    paper: str

    def x(self, field: str) -> alt.X:
        return alt.X(f"{field}:Q", title=self.title, scale=self.scale, axis=alt.Axis(tickCount=8))

    @property
    def opacity(self) -> Any:
        """What is pressed stands out."""
        return alt.when(self.chosen).then(alt.value(1.0)).otherwise(alt.value(0.25))


def spread(found: Spread, piled: pd.DataFrame, *, theme: str = "light") -> alt.LayerChart:
    """A row for each group. `piled` is of `curtain.analysis.piles.piles`; a reader can press each mark of it."""
    strong, _, paper, ink = inks(theme)
    dots = len(piled) <= MOST_DOTS and (piled.empty or piled["in_pile"].max() <= HIGHEST)
    rows, height = _rows(found.groups, piled, dots=dots)
    ratio = found.measure.scale == "time" and not piled.empty
    axes = _Axes(
        f"{found.measure.title} ({found.measure.unit})",
        _scale(found.groups, piled, ratio=ratio, dots=dots),
        alt.Y("y:Q", scale=alt.Scale(domain=[0, height], reverse=True, nice=False), axis=None),
        alt.selection_point(name=CHOSEN, fields=[MARK]),
        strong,
        paper,
    )
    words = [{"y": row.top + 10, "words": _words(row.found)} for row in rows]
    base = alt.Chart(pd.DataFrame(words)).encode(y=axes.y)

    def name(**look: Any) -> alt.Chart:
        written: alt.Chart = base.mark_text(align="left", fontSize=13, limit=420, **look)
        placed: alt.Chart = written.encode(x=alt.value(2), text="words:N")
        return placed

    layers: list[alt.Chart] = [
        (_dots if dots else _bars)(rows, piled, axes),
        *_means(rows, axes),
        name(color=paper, stroke=paper, strokeWidth=6, strokeJoin="round", aria=False),
        name(color=ink),
    ]
    return alt.LayerChart(layer=layers).properties(height=height)


def _scale(groups: Sequence[Estimate], piled: pd.DataFrame, *, ratio: bool, dots: bool) -> alt.Scale:
    """From the lowest to the highest of people and intervals; the wide interval of a handful of people goes no further
    than a good part beyond where people are, or they would stand all in one spot."""
    kind: Literal["log", "linear"] = "log" if ratio else "linear"
    if piled.empty:
        return alt.Scale(type=kind, zero=False)
    there, back = (math.log, math.exp) if ratio else (float, float)
    ends = ("middle", "middle") if dots and piled["middle"].nunique() > 1 else ("low", "high")
    first, last = there(piled[ends[0]].min()), there(piled[ends[1]].max())
    beyond = 0.35 * (last - first)
    lowest = min((there(each.ci_lower) for each in groups if each.ci_lower), default=first)
    highest = max((there(each.ci_upper) for each in groups if each.ci_upper), default=last)
    domain = [back(max(first - beyond, min(first, lowest))), back(min(last + beyond, max(last, highest)))]
    return alt.Scale(type=kind, domain=domain, nice=False, padding=10)


def _rows(groups: Sequence[Estimate], piled: pd.DataFrame, *, dots: bool) -> tuple[list[_Row], float]:
    highest = piled.groupby("group")["in_pile"].max().to_dict() if dots else {}
    rows, top = [], 0.0
    for found in groups:
        base = top + WORDS + (max(2, highest.get(found.arm, 0)) * DOT if dots else BAR)
        rows.append(_Row(found, top, base))
        top = base + UNDER + GAP
    return rows, max(top, 60.0)


def _dots(rows: Sequence[_Row], piled: pd.DataFrame, axes: _Axes) -> alt.Chart:
    base = {str(n): row.base for n, row in enumerate(rows)}
    values = [
        {
            "x": each["middle"],
            "y": base[each["row"]] - DOT * (each["rank"] - 0.5),
            MARK: each["person"],
            "who": f"Participant {each['number']}",
            "value": each["value"],
            "group": each["group"],
        }
        for each in piled.to_dict("records")
    ]
    tooltip = [
        alt.Tooltip("who:N", title="Who"),
        alt.Tooltip("value:Q", title="Value", format=".3~g"),
        alt.Tooltip("group:N", title="Group"),
    ]
    drawn = alt.Chart(pd.DataFrame(values)).mark_circle(size=58, color=axes.strong, cursor="pointer")
    placed: alt.Chart = drawn.encode(x=axes.x("x"), y=axes.y, opacity=axes.opacity, tooltip=tooltip)
    return placed.add_params(axes.chosen)


def _bars(rows: Sequence[_Row], piled: pd.DataFrame, axes: _Axes) -> alt.Chart:
    """Piles as bars, each as high as its share of the group, so that groups of different sizes can be held together."""
    sizes = piled.groupby("group").size()
    whole = piled.drop_duplicates("pile")
    share = whole["in_pile"] / whole["group"].map(sizes)
    tallest = float(share.max()) if len(share) else 1.0
    base = {str(n): row.base for n, row in enumerate(rows)}
    values = [
        {
            "x": each["low"],
            "x2": each["high"],
            "y": base[each["row"]] - BAR * part / tallest,
            "y2": base[each["row"]],
            MARK: each["pile"],
            "who": f"{people(each['in_pile'])} ({part:.0%})",
            "range": f"{each['low']:.3g} to {each['high']:.3g}",
            "group": each["group"],
        }
        for each, part in zip(whole.to_dict("records"), share, strict=True)
    ]
    tooltip = [
        alt.Tooltip("who:N", title="Who"),
        alt.Tooltip("range:N", title="Between"),
        alt.Tooltip("group:N", title="Group"),
    ]
    drawn = alt.Chart(pd.DataFrame(values)).mark_rect(color=axes.strong, cursor="pointer")
    placed: alt.Chart = drawn.encode(
        x=axes.x("x"), x2="x2:Q", y=axes.y, y2="y2:Q", opacity=axes.opacity, tooltip=tooltip
    )
    return placed.add_params(axes.chosen)


def _means(rows: Sequence[_Row], axes: _Axes) -> list[alt.Chart]:
    """The mean of each group, hollow, so that it is not taken for a person, with its interval."""
    values = [
        {
            "x": row.found.estimate,
            "lower": row.found.ci_lower,
            "upper": row.found.ci_upper,
            "y": row.base + UNDER,
            MARK: f"{n}|",
            "words": wording.estimate(row.found),
            "who": people(row.found.n),
        }
        for n, row in enumerate(rows)
        if row.found.estimate is not None
    ]
    tooltip = [alt.Tooltip("words:N", title="Mean"), alt.Tooltip("who:N", title="From")]
    base = alt.Chart(pd.DataFrame(values)).encode(y=axes.y, tooltip=tooltip)
    span = base.transform_filter("isValid(datum.lower)").mark_rule(
        strokeWidth=3, color=axes.strong, clip=True
    )
    point = base.mark_point(
        shape="diamond",
        size=120,
        fill=axes.paper,
        fillOpacity=1,
        stroke=axes.strong,
        strokeWidth=2.5,
        cursor="pointer",
    )
    return [
        span.encode(x=axes.x("lower"), x2="upper:Q"),
        point.encode(x=axes.x("x")).add_params(axes.chosen),
    ]


def _words(found: Estimate) -> str:
    if found.estimate is None:
        return f"{found.arm}: {found.note}"
    unsure = "" if found.ci_lower is not None else ", cannot tell"
    return f"{found.arm}: {wording.estimate(found)}{unsure} · {people(found.n)}"
