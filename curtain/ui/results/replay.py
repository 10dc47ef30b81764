"""One session: what its person went through."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from curtain.analysis import story
from curtain.ui.results.here import Here


def draw(here: Here) -> None:
    """Draw the events of one session as a story."""
    with here.engine.store.reading() as reading:
        sessions = {each.id: each for each in reading.sessions(here.panel.id, here.panel.origin)}
    if not sessions:
        st.info("Nobody has begun yet.")
        return
    chosen = st.selectbox(
        "Session",
        list(sessions),
        format_func=lambda id: (
            f"Participant {sessions[id].number} · {sessions[id].arm} · {sessions[id].status}"
        ),
        key="session",
    )
    with here.engine.store.reading() as reading:
        lines = story(reading.events_of(chosen))
    # A data frame shows text as text: what participants wrote is never read as markdown.
    st.dataframe(
        pd.DataFrame(lines, columns=["since_start", "at", "what", "details"]),
        hide_index=True,
        width="stretch",
        column_config={
            "since_start": st.column_config.TextColumn("After", width=70),
            "at": st.column_config.TextColumn("Time (UTC)", width=90),
            "what": st.column_config.TextColumn("What happened", width=620),
            "details": st.column_config.TextColumn("Details"),
        },
    )
