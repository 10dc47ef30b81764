"""Charts on the page, each with a picture for slides: SVG and PNG, made when asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Protocol

import altair as alt
import streamlit as st

from curtain import charts
from curtain.analysis import Results
from curtain.charts import drawn
from curtain.charts.ink import PRINT
from curtain.ui.results.here import Here

FORMS: dict[str, Callable[[alt.LayerChart], str | bytes]] = {"svg": drawn.svg, "png": drawn.png}
PEOPLE = {
    "simulated": "simulated people",
    "practice": "practice",
    "preview": "previews",
    "test": "a test run",
}


class Drawing(Protocol):
    """A chart that can be drawn for any theme."""

    def __call__(self, *, theme: str) -> alt.LayerChart: ...


def shown(here: Here, drawing: Drawing, title: str, alternative: str) -> None:
    """Draw a chart in the theme of the page, with the way to its pictures; `alternative` says what it shows."""
    st.altair_chart(drawing(theme=here.theme), width="stretch", alt=alternative)
    slide(here, drawing, title)


def slide(here: Here, drawing: Drawing, title: str) -> None:
    """The buttons for a chart's pictures, on white, with its title and where it comes from."""
    with st.popover("For slides", icon=":material/slideshow:", type="tertiary", key=f"slide-{_plain(title)}"):
        st.write("A picture on white, with its title.")
        for form in FORMS:
            st.download_button(
                form.upper(),
                partial(_picture, drawing, title, source(here.panel.name, here.results), form),
                f"{_plain(title)}.{form}",
                icon=":material/download:",
                on_click="ignore",
                width="stretch",
                key=f"slide-{form}-{_plain(title)}",
            )


def source(panel: str, results: Results) -> str:
    """Where a picture comes from, in one line: people who are not real, and figures that decide nothing, say so."""
    people = PEOPLE.get(results.origin)
    parts = [panel, charts.people(results.completed) + (f" ({people})" if people else ""), "95% intervals"]
    if results.planned is None or results.completed < results.planned:
        parts.append("not a decision point")
    return " · ".join(parts)


def _picture(drawing: Drawing, title: str, below: str, form: str) -> str | bytes:
    return FORMS[form](drawn.titled(drawing(theme=PRINT), title, below))


def _plain(title: str) -> str:
    return re.sub(r"\W+", "-", title.lower()).strip("-")
