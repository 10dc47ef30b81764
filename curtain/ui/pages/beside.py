"""A participant beside the operator's desk, to try a scenario alone. Practice: nothing here counts."""

from __future__ import annotations

import streamlit as st

from curtain import panels
from curtain.errors import CurtainError
from curtain.house import engine
from curtain.ui import browser
from curtain.ui.addresses import here
from scenarios import operators

HEIGHT = 700  # pixels; staff.css fits it to the window


def draw() -> None:
    """Draw the phone on the left, and on the right the desk that answers it."""
    entries = [entry for entry in engine().scenarios() if entry.scenario]
    playable = {e.slug: e.scenario for e in entries if e.scenario and operators(e.scenario)}
    if not playable:
        st.info("No scenario has an operator among its mocks yet, so there is nothing to play by hand.")
        return
    slugs = list(playable)
    wanted = st.session_state.get("beside_scenario")
    left, right = st.columns([4, 7], gap="medium")
    with right:
        first, second, third = st.columns([3, 3, 3], vertical_alignment="bottom")
        slug = first.selectbox("Scenario", slugs, index=slugs.index(wanted) if wanted in slugs else 0)
        st.session_state["beside_scenario"] = slug
        arms = list(playable[slug].arms)
        arm = second.selectbox("Arm", arms, index=len(arms) - 1)
        fresh = third.button("New participant", icon=":material/person_add:", width="stretch")
        st.caption(
            "Walk through the phone as a customer. When it asks the model, answer here. Nothing here counts."
        )
    known = st.session_state.get("beside")
    if fresh or known is None or known[0] != (slug, arm):
        try:
            known = ((slug, arm), *panels.try_out(engine(), playable[slug], arm))
        except CurtainError as error:
            st.error(str(error))
            return
        st.session_state["beside"] = known
    _, panel, token = known
    with left.container(key="phone"):
        st.iframe(panels.address(here(), token), height=HEIGHT, alt="What the participant sees")
    with right:
        browser.desk(panel)
