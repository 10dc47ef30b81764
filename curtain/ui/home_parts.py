"""The parts of Home: the panels so far, and the scenarios that can be played."""

from __future__ import annotations

import streamlit as st

from curtain import panels
from curtain.engine import Engine
from curtain.ui.panel_parts import badge, came_of_it, plain
from scenarios import Entry

MOST = 12  # panels that Home shows; the others are in the chooser of their screens


def panels_so_far(engine: Engine) -> None:
    """A line for each panel, the latest first, with the ways into it that this role has."""
    lines = panels.overview(engine)
    st.subheader("Panels so far", anchor=False)
    if not lines:
        st.caption("None yet. A panel is one round of people going through one scenario.")
    ways = {"panels": "Open", "results": "Results"}
    pages = st.session_state["pages"]
    for line in lines[:MOST]:
        panel = line.panel
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"line-{panel.id}"):
            with st.container(width="stretch", gap="xsmall"):
                st.markdown(f"**{plain(panel.name)}** {badge(panel)}")
                st.caption(f"{plain(panel.scenario)} · {came_of_it(line)}")
            for way, label in ways.items():
                if way in pages and st.button(label, key=f"{way}-{panel.id}"):
                    st.session_state["panel"] = panel.id
                    st.switch_page(pages[way])
    if len(lines) > MOST:
        st.caption(f"{len(lines) - MOST} older ones can be chosen on each page.")


def scenarios_to_play(engine: Engine) -> None:
    """A line for each scenario of the library; a broken one says what is wrong with it."""
    st.subheader("Scenarios", anchor=False)
    entries = engine.scenarios()
    for entry in entries:
        with st.container(
            border=True, horizontal=True, vertical_alignment="center", key=f"line-{entry.slug}"
        ):
            _scenario(entry)
    st.caption(
        f"They are files in `{engine.library_folder}`. Change the words in one, then press **Try it**: "
        "it is played as the file stands."
    )


def _scenario(entry: Entry) -> None:
    scenario = entry.scenario
    if scenario is None:
        st.error(
            f"**{plain(entry.slug)}** cannot be used yet.  \n"
            + "  \n".join(f"`{each}`" for each in entry.problems)
        )
        return
    with st.container(width="stretch", gap="xsmall"):
        st.markdown(f"**{plain(entry.slug)}** {plain(scenario.team_question)}")
        st.caption(
            plain(
                f"Arms: {', '.join(scenario.arms)}. Who can play: {', '.join(panels.players(scenario).values())}."
            )
        )
    if st.button("Try it", key=f"try-{entry.slug}"):
        st.session_state["beside_scenario"] = entry.slug
        st.switch_page(st.session_state["pages"]["beside"])
