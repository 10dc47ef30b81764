"""Explore: any measure by anything that tells people apart, over time, along the way, and in questionnaires."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from curtain.ui.results import funnel
from curtain.ui.results.here import Here
from curtain.ui.results.kept import pressed

# One at a time, each with its module: a long page is slow, and nobody finds anything on it.
SHOWN = {
    "spread": "Who lies where",
    "course": "Over time",
    "funnel": "How far people came",
    "questionnaires": "Questionnaires",
}


def draw(here: Here) -> None:
    """Draw what was chosen; before anybody has finished, how far people came."""
    if not here.results.completed:
        st.info("Nobody has finished yet. As people finish, every measure can be looked at here.")
        funnel.draw(here)
        return
    shown = (
        SHOWN if here.plan.instruments else {name: SHOWN[name] for name in SHOWN if name != "questionnaires"}
    )
    import_module(f"curtain.ui.results.{pressed('show', shown, 'What to look at')}").draw(here)
