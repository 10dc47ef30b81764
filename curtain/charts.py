"""The reviewer's charts, in Altair and our theme. Place and shape carry the meaning; colour never does alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from curtain.analysis import Difference, Estimate, Results, wording
from curtain.analysis.bandit import Sent
from curtain.analysis.dose import Dose

ROW = 76  # pixels for each arm

# Marks, quiet lines, paper, words: the colours of the theme in .streamlit/config.toml.
INK = {
    "light": ("#6b3fa0", "#6d6479", "#fbfaf8", "#221c2b"),
    "dark": ("#b794f0", "#a79cb8", "#16131b", "#ece7f3"),
}


class Mark(NamedTuple):
    """One row of a forest plot: a point with its interval (None: no interval), and the same in words."""

    arm: str
    n: str
    value: float | None
    lower: float | None
    upper: float | None
    words: str
    baseline: bool = False


def arms_of(results: Results, measure: str) -> list[Mark]:
    """One mark for each arm."""
    return [
        Mark(
            *(each.arm, people(each.n), each.estimate, each.ci_lower, each.ci_upper),
            *(_words(wording.estimate(each), each), each.arm == results.baseline),
        )
        for each in results.of(measure)
    ]


def against_baseline(results: Results, measure: str) -> list[Mark]:
    """One mark for each arm but the baseline: its difference, or its ratio for times."""
    asked = results.measure(measure)
    found = (results.difference(measure, arm) for arm in results.arms)
    return [
        Mark(
            *(
                each.arm,
                f"{each.n} and {people(each.n_baseline)}",
                each.estimate,
                each.ci_lower,
                each.ci_upper,
            ),
            _words(wording.difference(each, asked.more, asked.less), each),
        )
        for each in found
        if each
    ]


def forest(
    marks: Sequence[Mark], title: str, *, theme: str = "light", line: float | None = None
) -> alt.LayerChart:
    """A row for each mark: its name with its figure in words, and its point with its interval.

    The baseline's point is hollow. A mark without an interval has its point alone, one without data only its words.
    `line` draws a vertical line there.
    """
    strong, soft, paper, ink = INK.get(theme, INK["light"])
    rows = [{**mark._asdict(), "label": f"{mark.arm}: {mark.words}"} for mark in marks]
    tooltips = {"arm:N": "Arm", "words:N": "Estimate", "n:N": "From"}
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("label:N", sort=[row["label"] for row in rows], axis=None),
        tooltip=[alt.Tooltip(field, title=name) for field, name in tooltips.items()],
    )
    known = base.transform_filter("isValid(datum.value)")

    def point(rows: alt.Chart, fill: str, shape: str) -> alt.Chart:
        drawn: alt.Chart = rows.mark_point(
            size=150, fill=fill, fillOpacity=1, shape=shape, stroke=strong, strokeWidth=3
        )
        placed: alt.Chart = drawn.encode(x="value:Q")
        return placed

    def name(**look: Any) -> alt.Chart:
        written: alt.Chart = base.mark_text(align="left", dy=-24, fontSize=13, limit=340, **look)
        placed: alt.Chart = written.encode(x=alt.value(2), text="label:N")
        return placed

    hollow = any(mark.baseline and mark.value is not None for mark in marks)
    lower = alt.X("lower:Q", title=title, scale=alt.Scale(zero=False, nice=True))
    layers: list[alt.Chart] = [
        known.transform_filter("isValid(datum.lower)")
        .mark_rule(strokeWidth=3, color=strong)
        .encode(x=lower, x2="upper:Q"),
        point(known.transform_filter("!datum.baseline"), strong, "circle"),
        *([point(known.transform_filter("datum.baseline"), paper, "diamond")] if hollow else []),
        # The names stand above their rows, inside the plot: that leaves a phone its whole width. Paper goes behind
        # them, so that no line runs through the words.
        name(color=paper, stroke=paper, strokeWidth=6, aria=False),
        name(color=ink),
    ]
    if line is not None:
        at = alt.Chart(alt.InlineData(values=[{"line": line}]))
        layers.insert(0, at.mark_rule(strokeDash=[5, 4], color=soft).encode(x="line:Q"))
    return alt.LayerChart(layer=layers).properties(height=max(1, len(rows)) * ROW + 50)


def people(n: int) -> str:
    """ "1 person", "20 people"."""
    return "1 person" if n == 1 else f"{n} people"


def _words(words: str, found: Estimate | Difference) -> str:
    if found.estimate is None:
        return "cannot tell"
    return words if found.ci_lower is not None else f"{words}, cannot tell"


def curve(dose: Dose, title: str, *, theme: str = "light") -> alt.LayerChart:
    """The measure along a factor: the curve with its band, each level with its interval, the target as a dashed line,
    and the arms that the factor does not reach as dotted ones."""
    strong, soft, paper, ink = INK.get(theme, INK["light"])
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

    return [line, name(color=paper, stroke=paper, strokeWidth=5, aria=False), name(color=color)]


def heat(cells: pd.DataFrame, title: str, *, theme: str = "light") -> alt.LayerChart:
    """The measure in each combination of two factors. The figure stands in each cell: the colour only helps the eye."""
    first, second = cells.columns[:2]
    ink = INK.get(theme, INK["light"])[3]
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


def sent(shares: Sequence[Sent], *, theme: str = "light") -> alt.LayerChart:
    """Who was sent where: a row for each arm, and in each group of arrivals a disc as large as the arm's share."""
    strong, _, _, ink = INK.get(theme, INK["light"])
    rows = [{**one._asdict(), "words": f"{one.share:.0%}"} for one in shares]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X(
            "arrivals:O",
            sort=None,
            title="People by arrival",
            axis=alt.Axis(labelAngle=0),
        ),
        y=alt.Y("arm:N", sort=None, title=None),
        tooltip=[alt.Tooltip("words:N", title="Share"), alt.Tooltip("people:Q", title="People")],
    )
    most = max((one.share for one in shares), default=1.0)
    size = alt.Size("share:Q", scale=alt.Scale(domain=[0, most], range=[0, 1600]), legend=None)
    layers: list[alt.Chart] = [
        base.mark_circle(opacity=0.35, color=strong).encode(size=size),
        base.mark_text(fontSize=11, color=ink).encode(text="words:N"),
    ]
    return alt.LayerChart(layer=layers).properties(height=60 + 44 * len({one.arm for one in shares}))
