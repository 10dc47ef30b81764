"""Results: what people did in each arm, how sure that is, what to do, and the sessions behind it."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from curtain.errors import CurtainError
from curtain.house import engine
from curtain.ui import browser
from curtain.ui.panel_parts import choose
from curtain.ui.results import look
from feedback_db import PanelRow

# Each part of the page by its name in the address: a module of `curtain.ui.results`, with `draw(here)`.
PARTS = {
    "decision": "Decision",
    "explore": "Explore",
    "replay": "Sessions",
    "words": "Words",
    "planning": "Plan",
    "rounds": "Rounds",
    "takeaway": "Take away",
}
COUNTED = {"decision", "explore"}  # the parts with figures, from which people may be left out


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
    panel = choose(known, "results_panel")
    _live(panel, _part())


def _part() -> str:
    """The part to look at: the one in the address, until another one is pressed."""
    if "view" not in st.session_state:
        wanted = st.query_params.get("view")
        st.session_state["view"] = wanted if wanted in PARTS else next(iter(PARTS))
    part = st.segmented_control(
        "Part",
        list(PARTS),
        required=True,
        format_func=lambda name: PARTS[name],
        key="view",
        label_visibility="collapsed",
    )
    st.query_params["view"] = part or next(iter(PARTS))
    return st.query_params["view"]


@st.fragment
def _live(panel: PanelRow, part: str) -> None:
    browser.pulse(f"panel/{panel.id}")
    try:
        here = look.at(engine(), panel.id, switches=part in COUNTED)
    except CurtainError as error:
        st.error(f"These results cannot be counted: {error}", icon=":material/error:")
        return
    import_module(f"curtain.ui.results.{part}").draw(here)
