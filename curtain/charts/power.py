"""How many people show how much."""

from __future__ import annotations

import altair as alt
import pandas as pd

from curtain.charts.ink import inks


def power(table: pd.DataFrame, people: int, *, theme: str = "light") -> alt.LayerChart:
    """The chance to see what was asked, by the number of people, and the number that is planned as a dashed line."""
    strong, soft, *_ = inks(theme)
    rows = [{"people": row["people"], "chance": row["chance"]} for row in table.dropna().to_dict("records")]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("people:Q", title="People", scale=alt.Scale(zero=False)),
        y=alt.Y(
            "chance:Q",
            title="Chance to see it",
            axis=alt.Axis(format="%"),
            scale=alt.Scale(domain=[0, 1]),
        ),
    )
    at = alt.Chart(alt.InlineData(values=[{"people": people}])).mark_rule(strokeDash=[5, 4], color=soft)
    layers: list[alt.Chart] = [
        base.mark_line(color=strong, strokeWidth=3, point=True),
        at.encode(x="people:Q"),
    ]
    return alt.LayerChart(layer=layers).properties(height=260)
