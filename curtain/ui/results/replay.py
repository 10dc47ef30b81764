"""Sessions: one of them again, the participant's screen and what stood behind it on one timeline."""

from __future__ import annotations

from typing import Any

import streamlit as st

from curtain.replay import Replay, replay
from curtain.ui import browser
from curtain.ui.results.here import Here
from feedback_db import SessionRow

GONE = "This person took their data back. Nothing of the session is left."


def draw(here: Here) -> None:
    """Draw the session in the address, or the first one."""
    with here.engine.store.reading() as reading:
        sessions = {each.id: each for each in reading.sessions(here.panel.id, here.panel.origin)}
    if not sessions:
        st.info("Nobody has begun yet.")
        return
    wanted = st.query_params.get("session")
    if wanted in sessions and st.session_state.get("replayed") != wanted:
        st.session_state["session"] = st.session_state["replayed"] = wanted
    chosen = st.selectbox(
        "Session", list(sessions), format_func=lambda id: _named(sessions[id]), key="session"
    )
    if st.query_params.get("session") != chosen:
        st.query_params["session"] = st.session_state["replayed"] = chosen
    found = replay(here.engine, chosen, words=here.words)
    if not found.moments:
        st.info(GONE)
        return
    if not here.words:
        st.caption("This team keeps what people wrote from reviewers.")
    browser.replay(_told(chosen, found))


def _named(session: SessionRow) -> str:
    arms = ", then ".join(session.arms or [session.arm])
    parts = (f"Participant {session.number}", arms, session.persona, session.status)
    return " · ".join(part for part in parts if part)


def _told(session: str, found: Replay) -> dict[str, Any]:
    at = st.query_params.get("at", "")
    return {**found._asdict(), "session": session, "at": int(at) if at.isdigit() else None}
