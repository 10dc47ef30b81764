"""Charts drawn without a browser: for files, and for slides."""

from __future__ import annotations

from typing import Any

import altair as alt

WIDTH = 640  # pixels of a picture for slides; its letters are as large as they are in a chart of that width
SHARPER = 3  # how many pixels of a PNG stand for one of these: 1,920 across, as a slide has them
FONT = "Inter, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"
QUIET = "#6d6479"


def svg(chart: alt.LayerChart, width: int = WIDTH) -> str:
    """The chart as SVG on white, `width` pixels across: words stay words, and nothing has to be fetched."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(_dressed(chart, width))
    return drawn


def png(chart: alt.LayerChart, width: int = WIDTH) -> bytes:
    """The chart as PNG on white, `SHARPER` times as many pixels across as `width`."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(_dressed(chart, width), scale=SHARPER)
    return drawn


def titled(chart: alt.LayerChart, title: str, below: str) -> alt.LayerChart:
    """The chart with what it shows, and under that where it comes from: on a slide no page stands around it."""
    named = alt.Title(
        title,
        subtitle=below,
        anchor="start",
        fontSize=18,
        subtitleFontSize=13,
        subtitleColor=QUIET,
        offset=14,
    )
    return chart.properties(title=named)


def _dressed(chart: alt.LayerChart, width: int) -> dict[str, Any]:
    dressed = (
        chart.properties(width=width)
        .configure(font=FONT, background="white", padding=16)
        .configure_axis(labelFontSize=12, titleFontSize=13, titleFontWeight="normal", gridColor="#e6e1ec")
        .configure_view(stroke=None)
    )
    found: dict[str, Any] = dressed.to_dict()
    return found
