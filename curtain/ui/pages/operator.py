"""The desk: the operator's console, for all open panels or for one."""

from __future__ import annotations

import streamlit as st

from curtain.house import engine
from curtain.ui import browser

ALL = "All panels"


def draw() -> None:
    """Draw the console; it keeps itself up to date."""
    with engine().store.reading() as reading:
        rows = [panel for panel in reading.panels() if panel.status == "open"]
    # Who practises, or tries something out, has a console of their own beside it.
    open_panels = {panel.id: panel.name for panel in rows if panel.origin != "practice"}
    chosen = ALL
    if len(open_panels) > 1:
        chosen = st.selectbox(
            "Whose questions",
            [ALL, *open_panels],
            format_func=lambda panel: open_panels.get(panel, ALL),
            label_visibility="collapsed",
            width=320,
        )
    browser.desk(None if chosen == ALL else chosen)
