"""The parts of the Panels screen: its state, its links, its previews, its board, and the form for a new one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from curtain import panels
from curtain.engine import Engine
from curtain.errors import CurtainError
from curtain.panels import Place
from curtain.ui.addresses import here, in_the_network
from feedback_db import PanelRow
from scenarios import Scenario

AS_ARMS_SAY = "as the scenario says"
COLOURS = {"draft": "gray", "open": "green", "paused": "orange", "closed": "red"}
MEANS = {
    "draft": "Nobody can come in yet.",
    "open": "People can come in.",
    "paused": "Nobody new can come in; who is under way can go on.",
    "closed": "Ended. Who was under way can still finish.",
}


def new_panel(engine: Engine) -> None:
    """The form for a new panel."""
    usable = {e.slug: e.scenario for e in engine.scenarios() if e.scenario}
    if not usable:
        st.write("There is no scenario that can be used.")
        return
    slug = st.selectbox("Scenario", list(usable), key="new_scenario")
    scenario = usable[slug]
    name = st.text_input("Name", placeholder="Autumn panel", max_chars=80)
    played_by = {}
    for feature in scenario.features:
        choice = st.selectbox(
            f"Who plays “{feature}”",
            [AS_ARMS_SAY, *scenario.mocks],
            format_func=lambda m: m if m == AS_ARMS_SAY else f"{m} ({scenario.mocks[m]['kind']})",
            key=f"new_played_by_{feature}",
        )
        if choice != AS_ARMS_SAY:
            played_by[feature] = choice
    people = st.number_input("How many people", 1, 10_000, value=scenario.people or 20)
    if st.button("Make it", type="primary", width="stretch"):
        made = panels.create(engine, slug, name, played_by=played_by, people=int(people))
        st.session_state["panel"] = made
        st.rerun()


def state(engine: Engine, panel: PanelRow, scenario: Scenario) -> None:
    """Name, status, who plays, and the buttons that change the status."""
    words, buttons = st.columns([3, 2], vertical_alignment="center")
    players = ", ".join(f"{feature}: {mock}" for feature, mock in panel.played_by.items()) or AS_ARMS_SAY
    words.subheader(panel.name, anchor=False)
    words.markdown(f":{COLOURS[panel.status]}-badge[{panel.status}] {MEANS[panel.status]}")
    words.caption(f"{panel.scenario} · played by {players} · {panel.origin}")
    if panel.origin == "simulated":
        return
    opened, paused, closed = buttons.columns(3)
    if opened.button(
        "Open the panel", type="primary", disabled=panel.status not in {"draft", "paused"}, width="stretch"
    ):
        try:
            panels.open_panel(engine, panel.id)
            st.rerun()
        except CurtainError as error:
            st.error(str(error))
    if paused.button("Pause it", disabled=panel.status != "open", width="stretch"):
        panels.pause(engine, panel.id)
        st.rerun()
    if closed.button("Close for good", disabled=panel.status == "closed", width="stretch"):
        panels.close(engine, panel.id)
        st.rerun()
    if panel.status == "draft":
        for missing in panels.hindrances(engine, panel):
            st.warning(missing)


def links(engine: Engine, panel: PanelRow) -> None:
    """The link for everybody, and personal ones."""
    st.subheader("Links for people", anchor=False)
    if panel.status == "draft":
        st.caption("They work once the panel is open.")
    base = in_the_network() or here()
    if st.toggle("One link for everybody", value=True, key="everybody"):
        st.code(panels.address(base, panels.open_link(engine, panel.id)), language=None)
    if base == here():
        st.caption("For phones in the same network, start with `curtain run --host 0.0.0.0`.")
    number, make = st.columns([2, 1], vertical_alignment="bottom")
    wanted = number.number_input("Personal links", 1, panels.MOST_LINKS, value=10)
    if make.button("Make", width="stretch"):
        panels.make_links(engine, panel.id, int(wanted))
    made = panels.links(engine, panel.id)
    if made:
        st.code("\n".join(panels.address(base, link.token) for link in made), language=None, height=160)
        csv = panels.links_csv(engine, panel.id, base)
        st.download_button(
            "Download as CSV", csv, f"{panel.name}-links.csv", "text/csv", icon=":material/download:"
        )


def previews(engine: Engine, panel: PanelRow, scenario: Scenario) -> None:
    """A way into each arm that never counts."""
    st.subheader("Look at each arm", anchor=False)
    st.caption("Opens in a new tab. Previews never count.")
    for arm in scenario.arms:
        address = panels.address(here(), panels.preview_link(engine, panel.id, arm))
        st.link_button(arm, address, icon=":material/visibility:", width="stretch")


def board(places: list[Place]) -> None:
    """Who is where now."""
    st.subheader("Who is where", anchor=False)
    if not places:
        st.caption("Nobody has come yet. This list fills by itself.")
        return
    frame = pd.DataFrame(places)
    frame["progress"] = frame.done / (frame.steps - 1).clip(lower=1)
    st.dataframe(
        frame[["who", "arm", "origin", "status", "at", "progress", "last_at", "code"]],
        hide_index=True,
        width="stretch",
        column_config={
            "progress": st.column_config.ProgressColumn("progress", min_value=0.0, max_value=1.0),
            "last_at": st.column_config.DatetimeColumn("last seen", format="distance"),
        },
    )
