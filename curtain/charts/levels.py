"""A measure along a factor, and in the combinations of two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from curtain.analysis import wording
from curtain.analysis.dose import Dose
from curtain.charts.ink import inks


def curve(dose: Dose, title: str, *, theme: str = "light") -> alt.LayerChart:
    """The measure along a factor: the curve with its band, each level with its interval, the target as a dashed line,
    and the arms that the factor does not reach as dotted ones."""
    strong, soft, paper, ink = inks(theme)
    levels = [
        {
            "level": each.level, "estimate": each.found.estimate, "lower": each.found.ci_lower,
            "upper": each.found.ci_upper, "words": wording.estimate(each.found), "n": each.found.n,
        }
        for each in dose.levels
        if each.found.estimate is not None
    ]  # fmt: skip
    unit = f" ({dose.factor.unit})" if dose.factor.unit else ""
    tried = [each.level for each in dose.levels]
    axis = alt.Axis(values=tried, labelOverlap=True)
    x = alt.X(
        "level:Q",
        title=f"{dose.factor.name}{unit}",
        scale=alt.Scale(zero=False, nice=False, padding=12),
        axis=axis,
    )
    y = alt.Y("estimate:Q", title=None, scale=alt.Scale(zero=False))
    band = alt.Y("lower:Q", title=None)
    fitted = alt.Chart(alt.InlineData(values=[point._asdict() for point in dose.reached.curve])).encode(x=x)
    seen = alt.Chart(alt.InlineData(values=levels)).encode(
        x=x, tooltip=[alt.Tooltip("words:N", title="Estimate"), alt.Tooltip("n:Q", title="People")]
    )
    layers: list[alt.Chart] = [
        fitted.mark_area(opacity=0.18, color=strong).encode(y=band, y2="upper:Q"),
        fitted.mark_line(color=strong, strokeWidth=3).encode(y=y),
    ]
    beside = {each.arm: each.estimate for each in dose.beside if each.estimate is not None}
    for arm, value in beside.items():
        layers += _level_line(value, arm, (tried[-2] + tried[-1]) / 2, [1, 3], ink, paper)
    if dose.target is not None:
        layers += _level_line(
            dose.target.value, str(dose.target), (tried[0] + tried[1]) / 2, [8, 4], soft, paper
        )
    if dose.reached.level is not None:
        mark = alt.Chart(alt.InlineData(values=[{"level": dose.reached.level}]))
        layers.append(mark.mark_rule(strokeDash=[2, 3], color=strong).encode(x="level:Q"))
    layers += [
        seen.mark_rule(color=ink, strokeWidth=2).encode(y=band, y2="upper:Q"),
        seen.mark_point(size=110, fill=paper, fillOpacity=1, stroke=ink, strokeWidth=2).encode(y=y),
    ]
    named = alt.Title(title, anchor="start", fontSize=13, fontWeight="normal", color=ink)
    return alt.LayerChart(layer=layers).properties(height=320, title=named)


def _level_line(
    value: float, words: str, at: float, dash: Sequence[float], color: str, paper: str
) -> list[alt.Chart]:
    """A horizontal line with its name, which stands between two levels, where no point is."""
    base = alt.Chart(alt.InlineData(values=[{"estimate": value, "words": words, "level": at}]))
    line = base.mark_rule(strokeDash=list(dash), strokeWidth=2, color=color).encode(y="estimate:Q")

    def name(**look: Any) -> alt.Chart:
        written: alt.Chart = base.mark_text(dy=-9, fontSize=12, **look)
        placed: alt.Chart = written.encode(x="level:Q", y="estimate:Q", text="words:N")
        return placed

    return [
        line,
        name(color=paper, stroke=paper, strokeWidth=5, strokeJoin="round", aria=False),
        name(color=color),
    ]


def heat(cells: pd.DataFrame, title: str, *, theme: str = "light") -> alt.LayerChart:
    """The measure in each combination of two factors. The figure stands in each cell: the colour only helps the eye."""
    first, second = cells.columns[:2]
    ink = inks(theme)[3]
    rows = [
        {str(name): cell for name, cell in row.items()}
        for row in cells.dropna(subset="estimate").to_dict("records")
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(f"{first}:N", sort=None, title=first, axis=alt.Axis(labelAngle=0)),
        y=alt.Y(f"{second}:N", sort=None, title=second),
    )
    scheme = alt.Scale(scheme="purples" if theme == "light" else "greys")
    filled = base.mark_rect(opacity=0.55).encode(
        color=alt.Color("estimate:Q", title=title, scale=scheme, legend=None)
    )
    layers: list[alt.Chart] = [filled, base.mark_text(color=ink).encode(text="words:N")]
    return alt.LayerChart(layer=layers).properties(height=60 + 56 * cells[second].nunique())
