"""A measure as a forest plot: a row for each arm, with its estimate, its interval, and both in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt

from curtain.analysis import Difference, Estimate, Results, tabled, wording
from curtain.analysis.questionnaires import Scale
from curtain.charts.ink import inks, people

ROW = 76  # pixels for each arm


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


def scores(scale: Scale, baseline: str | None) -> list[Mark]:
    """One mark for each arm: its score in a questionnaire."""
    return [
        Mark(
            *(each.found.arm, people(each.found.n)),
            *(each.found.estimate, each.found.ci_lower, each.found.ci_upper),
            tabled.score(each),
            each.found.arm == baseline,
        )
        for each in scale.scores
    ]


def forest(
    marks: Sequence[Mark], title: str, *, theme: str = "light", line: float | None = None
) -> alt.LayerChart:
    """A row for each mark: its name with its figure in words, and its point with its interval.

    The baseline's point is hollow. A mark without an interval has its point alone, one without data only its words.
    `line` draws a vertical line there.
    """
    strong, soft, paper, ink = inks(theme)
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
        name(color=paper, stroke=paper, strokeWidth=6, strokeJoin="round", aria=False),
        name(color=ink),
    ]
    if line is not None:
        at = alt.Chart(alt.InlineData(values=[{"line": line}]))
        layers.insert(0, at.mark_rule(strokeDash=[5, 4], color=soft).encode(x="line:Q"))
    return alt.LayerChart(layer=layers).properties(height=max(1, len(rows)) * ROW + 50)


def _words(words: str, found: Estimate | Difference) -> str:
    if found.estimate is None:
        return "cannot tell"
    return words if found.ci_lower is not None else f"{words}, cannot tell"
