"""Arms side by side in one picture, told apart by their dashes and shapes: over time, and along the way."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from curtain.analysis import wording
from curtain.analysis.course import Point
from curtain.analysis.funnel import Funnel
from curtain.analysis.quantities import Measure
from curtain.charts.ink import inks

SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES = ([1, 0], [7, 4], [2, 3], [10, 3, 2, 3], [4, 4], [1, 4])
MOST = len(SHAPES)  # arms in one picture; more cannot be told apart


def course(points: Sequence[Point], measure: Measure, *, theme: str = "light") -> alt.LayerChart:
    """A line with its band for each arm, along people or days; points without an interval are left out."""
    strong = inks(theme)[0]
    known = [point for point in points if point.found.ci_lower is not None]
    rows = [
        {
            "at": point.at, "arm": point.found.arm, "estimate": point.found.estimate,
            "lower": point.found.ci_lower, "upper": point.found.ci_upper,
            "words": wording.estimate(point.found), "n": point.found.n,
        }
        for point in known
    ]  # fmt: skip
    by_day = any(isinstance(point.at, str) for point in points)
    x = alt.X("at:T", title="Day", axis=alt.Axis(format="%d %b", tickCount="day", labelOverlap=True))
    if not by_day:
        x = alt.X("at:Q", title="People who had finished", scale=alt.Scale(nice=False, zero=False))
    title = f"{measure.title} ({measure.unit})"
    scale = alt.Scale(zero=False, type="log" if measure.scale == "time" and rows else "linear")
    tooltip = [
        alt.Tooltip("arm:N", title="Arm"),
        alt.Tooltip("words:N", title="Estimate"),
        alt.Tooltip("n:Q", title="People"),
    ]
    arms = list(dict.fromkeys(point.found.arm for point in points))
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, tooltip=tooltip)
    y = alt.Y("estimate:Q", title=title, scale=scale)
    low = alt.Y("lower:Q", title=title, scale=scale)
    span = base.mark_rule(color=strong, opacity=0.35) if by_day else base.mark_area(color=strong, opacity=0.1)
    layers: list[alt.Chart] = [
        span.encode(y=low, y2="upper:Q", detail="arm:N"),
        base.mark_line(color=strong, strokeWidth=2.5).encode(y=y, strokeDash=_dash(arms)),
        base.mark_point(size=70, filled=True, opacity=1, color=strong).encode(y=y, shape=_shape(arms)),
    ]
    return alt.LayerChart(layer=layers).properties(height=320)


def funnel(found: Sequence[Funnel], *, theme: str = "light") -> alt.LayerChart:
    """A bar for each stage: the share of everybody who came there. Arms are marks of their own, where there are few."""
    strong, _, paper, ink = inks(theme)
    whole, arms = found[0], found[1:] if len(found) <= MOST + 1 else []
    stages = [stage.name for stage in whole.stages]
    y = alt.Y("stage:N", sort=stages, title=None, axis=alt.Axis(labelLimit=140, labelOverlap=False))
    x = alt.X(
        "share:Q",
        title="Of those who began",
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
        scale=alt.Scale(domain=[0, 1]),
    )

    def values(each: Funnel) -> list[dict[str, object]]:
        return [
            {
                "arm": each.arm,
                "stage": stage.name,
                "share": stage.share,
                "words": f"{stage.reached} of {stage.of}",
            }
            for stage in each.stages
            if stage.share is not None
        ]

    tooltip = [
        alt.Tooltip("arm:N", title="Who"),
        alt.Tooltip("stage:N", title="Came to"),
        alt.Tooltip("words:N", title="People"),
    ]
    base = alt.Chart(alt.InlineData(values=values(whole))).encode(y=y, tooltip=tooltip)
    layers: list[alt.Chart] = [
        base.mark_bar(color=strong, opacity=0.3).encode(x=x),
        base.mark_text(align="left", dx=4, color=ink, fontSize=12).encode(x=alt.value(0), text="words:N"),
    ]
    if arms:
        marks = alt.Chart(alt.InlineData(values=[row for each in arms for row in values(each)]))
        drawn = marks.mark_point(size=70, fill=paper, fillOpacity=1, stroke=strong, strokeWidth=2, opacity=1)
        layers.append(drawn.encode(y=y, x=x, shape=_shape([each.arm for each in arms]), tooltip=tooltip))
    return alt.LayerChart(layer=layers).properties(height=60 + 26 * len(stages))


def _shape(arms: Sequence[str]) -> alt.Shape:
    legend = alt.Legend(title=None, orient="top", columns=2, labelLimit=220, symbolSize=90)
    return alt.Shape("arm:N", scale=alt.Scale(domain=list(arms), range=list(SHAPES)), legend=legend)


def _dash(arms: Sequence[str]) -> alt.StrokeDash:
    return alt.StrokeDash("arm:N", scale=alt.Scale(domain=list(arms), range=list(DASHES)), legend=None)
