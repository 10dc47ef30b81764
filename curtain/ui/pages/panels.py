"""Panels: make one, choose who plays the model, open it, hand out links, see who is where."""

from __future__ import annotations

import streamlit as st

from curtain import panels
from curtain.errors import CurtainError
from curtain.house import engine
from curtain.staff import Staff
from curtain.ui import browser
from curtain.ui.panel_parts import (
    board,
    choose,
    links,
    new_panel,
    previews,
    snapshots,
    state,
    without_practice,
)
from feedback_db import PanelRow

CHOOSER = "panels_panel"


def draw() -> None:
    """Draw the chosen panel, and the way to a new one."""
    known = {line.panel.id: line.panel for line in panels.overview(engine())}
    top, new = st.columns([4, 1], vertical_alignment="bottom")
    top.title("Panels", anchor=False)
    if new.button(
        "New panel", icon=":material/add:", width="stretch", type="secondary" if known else "primary"
    ) or st.session_state.pop("begin_new_panel", False):
        new_panel(engine(), CHOOSER)
    if not known:
        browser.pulse("panels")
        st.info("No panel yet. A panel is one round of people going through one scenario.")
        return
    panel = choose(known, CHOOSER)
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
            snapshots(engine(), panel)
        _at_the_desk(panel)
    _who_is_where(panel)


@st.fragment
def _at_the_desk(panel: PanelRow) -> None:
    browser.pulse("desk")
    me: Staff = st.session_state["me"]
    without_practice(engine(), panel, me.name)


@st.fragment
def _who_is_where(panel: PanelRow) -> None:
    browser.pulse(f"panel/{panel.id}")
    board(panels.board(engine(), panel.id))
