"""Tags of what people said: how many people of each arm said something with each of them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from curtain.analysis.words import TagCount
from curtain.charts.arms import MOST, SHAPES
from curtain.charts.ink import inks

ROW = 22  # pixels for each arm of a tag


def tags(counts: Sequence[TagCount], *, theme: str = "light") -> alt.LayerChart:
    """A band for each tag, in the order of `counts`; in it a line for each arm with its share of people and interval.

    Arms are told apart by their shapes. Those of which nobody said anything are left out, and so are all after the
    first six: more shapes cannot be told apart.
    """
    strong = inks(theme)[0]
    arms = list(dict.fromkeys(each.arm for each in counts))[:MOST]
    names = list(dict.fromkeys(each.tag for each in counts))
    rows = [
        {
            "tag": each.tag, "arm": each.arm, "share": each.share.estimate,
            "lower": each.share.ci_lower, "upper": each.share.ci_upper,
            "words": f"{each.people} of {each.share.n}",
        }
        for each in counts
        if each.arm in arms and each.share.estimate is not None
    ]  # fmt: skip
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y("tag:N", sort=names, title=None, axis=alt.Axis(labelLimit=110, ticks=False)),
        yOffset=alt.YOffset("arm:N", sort=arms),
        tooltip=[
            alt.Tooltip("tag:N", title="Tag"),
            alt.Tooltip("arm:N", title="Arm"),
            alt.Tooltip("words:N", title="People"),
        ],
    )
    x = alt.X(
        "share:Q",
        title="Of those who said anything",
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(domainMin=0, nice=True),
    )
    shape = alt.Shape(
        "arm:N",
        sort=arms,
        title=None,
        scale=alt.Scale(domain=arms, range=list(SHAPES)),
        legend=alt.Legend(orient="top", columns=2, labelLimit=160, symbolFillColor=strong),
    )
    layers: list[alt.Chart] = [
        base.transform_filter("isValid(datum.lower)")
        .mark_rule(strokeWidth=2.5, color=strong)
        .encode(x=alt.X("lower:Q", title="Of those who said anything"), x2="upper:Q"),
        base.mark_point(size=80, filled=True, opacity=1, color=strong).encode(x=x, shape=shape),
    ]
    return alt.LayerChart(layer=layers).properties(height=len(names) * (len(arms) * ROW + 12) + 60)
