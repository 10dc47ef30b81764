"""Results: what people did in each arm, how sure that is, and the sessions behind it."""

from __future__ import annotations

import streamlit as st

from curtain.errors import CurtainError
from curtain.house import engine
from curtain.ui import browser, operator_parts, result_parts
from curtain.ui.panel_parts import choose
from feedback_db import PanelRow

EMPTY = """
This page fills by itself as people finish.

1. On *Panels*, open the panel and hand out its links.
2. Come back here, or leave this page open.

To see what it will look like, load the sample panel on *Home*.
"""


def draw() -> None:
    """Draw the chosen panel's results."""
    with engine().store.reading() as reading:
        panels = list(reversed(reading.panels()))
    # The newest first, but practice never stands before evidence.
    known = {panel.id: panel for panel in sorted(panels, key=lambda panel: panel.origin == "practice")}
    st.title("Results", anchor=False)
    if not known:
        browser.pulse("panels")
        st.info("No panel yet. Make one on *Panels*, or load the sample panel on *Home*.")
        return
    _live(choose(known, "results_panel"))


@st.fragment
def _live(panel: PanelRow) -> None:
    browser.pulse(f"panel/{panel.id}")
    with engine().store.reading() as reading:
        last = reading.last_event_id(panel.id)
    try:
        scenario = engine().scenario_of(panel)
        results = result_parts.figures(panel.id, last, engine())
    except CurtainError as error:
        st.error(f"These results cannot be counted: {error}", icon=":material/error:")
        return
    result_parts.headline(results, scenario.team_question)
    if not results.started:
        st.info(EMPTY)
        return
    result_parts.people(results)
    if results.completed:
        result_parts.chart(results, st.context.theme.type or "light")
        st.subheader("What people did", anchor=False)
        result_parts.measures(results, {"decisions", "experience"})
        st.subheader("How often they acted, case by case", anchor=False)
        result_parts.measures(results, {"cases"})
        st.subheader("Health of the data", anchor=False)
        result_parts.measures(results, {"health"})
        st.caption(
            f"Brackets hold 95% intervals, over people. The last line of a cell is against {results.baseline}."
        )
    operator_parts.section(engine(), panel, last)
    st.subheader("One session", anchor=False)
    result_parts.one_session(engine(), panel)
    st.subheader("Download", anchor=False)
    result_parts.downloads(engine(), panel, results)
