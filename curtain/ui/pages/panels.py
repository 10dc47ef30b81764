"""Panels: make one, choose who plays the model, open it, hand out links, see who is where."""

from __future__ import annotations

import streamlit as st

from curtain import panels
from curtain.errors import CurtainError
from curtain.house import engine
from curtain.ui import browser
from curtain.ui.panel_parts import board, links, new_panel, previews, state

SHOWN = {"draft": "gray", "open": "green", "paused": "orange", "closed": "red"}


def draw() -> None:
    """Draw the chosen panel, and the way to a new one."""
    for entry in engine().scenarios():
        for problem in entry.problems:
            st.error(f"**{entry.slug}** cannot be used yet: `{problem}`", icon=":material/error:")
    with engine().store.reading() as reading:
        known = {panel.id: panel for panel in reversed(reading.panels())}
    top, new = st.columns([4, 1], vertical_alignment="bottom")
    top.title("Panels", anchor=False)
    with new.popover("New panel", icon=":material/add:", width="stretch"):
        new_panel(engine())
    if not known:
        st.info(
            "No panel yet. A panel is one round of people going through one scenario: make the first with **New panel**."
        )
        return
    wanted = st.session_state.get("panel")
    chosen = st.selectbox(
        "Panel",
        list(known),
        index=list(known).index(wanted) if wanted in known else 0,
        format_func=lambda p: f"{known[p].name} · {known[p].status}",
    )
    st.session_state["panel"] = chosen
    panel = known[chosen]
    try:
        scenario = engine().scenario_of(panel)
    except CurtainError as error:
        st.error(str(error), icon=":material/error:")
        return
    with st.container(border=True):
        state(engine(), panel, scenario)
    if panel.origin == "real":
        people, tries = st.columns([3, 2])
        with people.container(border=True):
            links(engine(), panel)
        with tries.container(border=True):
            previews(engine(), panel, scenario)

    @st.fragment
    def who_is_where() -> None:
        browser.pulse(f"panel/{panel.id}")
        board(panels.board(engine(), panel.id))

    who_is_where()
