"""Panels that send people where more comes of it: who was sent where."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from curtain.analysis.bandit import Sent
from curtain.charts.ink import inks


def sent(shares: Sequence[Sent], *, theme: str = "light") -> alt.LayerChart:
    """Who was sent where: a row for each arm, and in each group of arrivals a disc as large as the arm's share."""
    strong, _, _, ink = inks(theme)
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
