"""A scenario while it is written: the participant's screen in any arm, anew at each save, or what is to be mended."""

from __future__ import annotations

import os

import streamlit as st

from curtain import panels, preview
from curtain.errors import CurtainError
from curtain.house import engine
from curtain.ui.addresses import here
from curtain.ui.preview_parts import complaints, notes
from scenarios import Scenario

HEIGHT = 760  # pixels; staff.css fits it to the window
EVERY = 1.0  # seconds between two looks at the files


def draw() -> None:
    """Draw the scenario that this server was started for."""
    house = engine()
    entry = house.entry(preview.slug())
    if entry is None:
        st.info(f"There is no scenario {preview.slug()!r} any longer. It comes back here when its file does.")
        _watch("")
        return
    seen = preview.signature(entry.path.parent)
    if entry.scenario is None:
        complaints(entry)
    else:
        _playing(entry.scenario, seen)
    _watch(seen)


def _playing(scenario: Scenario, seen: str) -> None:
    left, right = st.columns([4, 7], gap="medium")
    with right:
        st.subheader(scenario.shown_title, anchor=False)
        arms = list(scenario.arms)
        begin = os.environ.get(preview.ARM)
        arm = arms[0]
        if len(arms) > 1:
            arm = st.radio("Arm", arms, index=arms.index(begin) if begin in arms else 0, key=f"arm {arms}")
        again = st.session_state.setdefault("preview_again", 0)
        if st.button("Start over", icon=":material/replay:"):
            again = st.session_state["preview_again"] = again + 1
        st.caption("A new participant comes at each save. Nothing here counts, and nothing is kept.")
        notes(scenario)
    try:
        token = preview.link(
            engine(), scenario.slug if scenario.slug == preview.slug() else preview.slug(), arm
        )
    except CurtainError as error:
        left.error(str(error))
        return
    address = f"{panels.address(here(), token)}&n={seen}-{again}"  # another address is another visit
    with left.container(key="phone"):
        st.iframe(address, height=HEIGHT, alt="What the participant sees")
    right.markdown(f"[Open it in a window of its own]({address})")


@st.fragment(run_every=EVERY)
def _watch(seen: str) -> None:
    """Draw the page again when a file has changed."""
    entry = next((found for found in engine().library_folder.iterdir() if found.name == preview.slug()), None)
    if entry is not None and preview.signature(entry) != seen:
        st.rerun()
