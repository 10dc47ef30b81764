"""The parts of the Panels screen: its chooser, state, links, previews and board, and the form for a new one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from curtain import panels, practice, snapshot
from curtain.desk import shifts
from curtain.engine import Engine
from curtain.errors import CurtainError
from curtain.panels import Line, Place
from curtain.ui.addresses import here, in_the_network
from feedback_db import PanelRow
from scenarios import Scenario

AS_WRITTEN = "as the scenario says"
COLOURS = {"draft": "gray", "open": "green", "paused": "orange", "closed": "gray"}
FORMS: dict[snapshot.Form, str] = {"rules": "As rules", "replay": "As a recording"}
MEANS = {
    "draft": "Nobody can come in yet.",
    "open": "People can come in.",
    "paused": "Nobody new can come in. Who is under way can go on.",
    "closed": "Ended. Who was under way can still finish.",
}


def plain(text: str) -> str:
    """A name that somebody typed, so that markdown shows it as it is."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|:$~])", r"\\\1", text)


def badge(panel: PanelRow) -> str:
    """The panel's status as a badge, and a second one when its people are simulated."""
    simulated = " :orange-badge[simulated people]" if panel.origin == "simulated" else ""
    return f":{COLOURS[panel.status]}-badge[{panel.status}]{simulated}"


def came_of_it(line: Line) -> str:
    """How far a panel has come, in words."""
    planned = f" of {line.panel.people}" if line.panel.people else ""
    withdrew = f" · {line.withdrawn} withdrew" if line.withdrawn else ""
    return f"{line.started} began · {line.completed}{planned} finished{withdrew}"


def choose(known: Mapping[str, PanelRow], key: str) -> PanelRow:
    """The panel to look at. The address and the other screens keep to it."""
    wanted = st.query_params.get("panel") or st.session_state.get("panel")
    if st.session_state.get(key) not in known:
        st.session_state[key] = wanted if wanted in known else next(iter(known))
    chosen = st.selectbox(
        "Panel", list(known), format_func=lambda id: f"{known[id].name} · {known[id].status}", key=key
    )
    st.session_state["panel"] = chosen
    if st.query_params.get("panel") != chosen:
        st.query_params["panel"] = chosen
    return known[chosen]


@st.dialog("New panel")
def new_panel(engine: Engine, chooser: str) -> None:
    """The form for a new panel; the chooser of that key moves to it."""
    usable = {e.slug: e.scenario for e in engine.scenarios() if e.scenario}
    if not usable:
        st.write("There is no scenario that can be used. Home says what is wrong with each.")
        return
    slug = st.selectbox("Scenario", list(usable), key="new_scenario")
    scenario = usable[slug]
    st.caption(scenario.team_question)
    name = st.text_input("Name", placeholder="Autumn panel", max_chars=80)
    words = panels.players(scenario)
    played_by: dict[str, str] = {}
    for feature, settings in scenario.features.items():
        choice = st.selectbox(
            f"Who plays “{feature}”",
            [AS_WRITTEN, *words],
            format_func={**words, AS_WRITTEN: f"{AS_WRITTEN}: {words[settings.played_by]}"}.__getitem__,
            key=f"new_played_by_{feature}",
        )
        if choice != AS_WRITTEN:
            played_by[feature] = choice
    people = st.number_input("How many people", 1, 10_000, value=scenario.people or 20)
    if st.button("Make it", type="primary", width="stretch"):
        made = panels.create(engine, slug, name, played_by=played_by, people=int(people))
        st.session_state.pop(chooser, None)
        st.session_state["panel"] = st.query_params["panel"] = made
        st.rerun()


def state(engine: Engine, panel: PanelRow, scenario: Scenario) -> None:
    """Name, status, who plays, what is missing, and the buttons that change the status."""
    missing = panels.hindrances(engine, panel) if panel.status == "draft" else []
    words, buttons = st.columns([3, 2], vertical_alignment="center")
    words.subheader(plain(panel.name), anchor=False)
    words.markdown(f"{badge(panel)} {MEANS[panel.status]}")
    says = panels.players(scenario)
    roles = [f"{feature}: {says.get(mock, mock)}" for feature, mock in panel.played_by.items()]
    words.caption(
        plain(
            f"{panel.scenario} · played {AS_WRITTEN}"
            if not roles
            else f"{panel.scenario} · " + " · ".join(roles)
        )
    )
    if panel.origin == "simulated":
        return
    with buttons.container(horizontal=True, horizontal_alignment="right"):
        if panel.status in {"draft", "paused"} and st.button(
            "Open the panel", type="primary", disabled=bool(missing)
        ):
            _change(engine, panel, panels.open_panel)
        if panel.status == "open" and st.button("Pause it"):
            _change(engine, panel, panels.pause)
        if panel.status != "closed":
            with st.popover("Close for good"):
                st.write("A closed panel cannot be opened again. Its results stay.")
                if st.button("Yes, close it", type="primary", width="stretch"):
                    _change(engine, panel, panels.close)
    if missing:
        st.markdown("\n".join(["**Before people can come:**", "", *(f"- {each}" for each in missing)]))


def _change(engine: Engine, panel: PanelRow, how: panels.Change) -> None:
    try:
        how(engine, panel.id)
    except CurtainError as error:
        st.error(str(error))
        return
    st.rerun()


def links(engine: Engine, panel: PanelRow) -> None:
    """The link for everybody, and personal ones."""
    st.subheader("Links for people", anchor=False)
    base = in_the_network() or here()
    st.markdown("**One link for everybody**")
    st.code(panels.address(base, panels.open_link(engine, panel.id)), language=None, wrap_lines=True)
    if panel.status != "open":
        st.caption("Links let people in while the panel is open.")
    if base == here():
        st.caption("For phones in the same network, start with `curtain run --host 0.0.0.0`.")
    st.markdown("**A link for each person**")
    number, make = st.columns([2, 1], vertical_alignment="bottom")
    wanted = number.number_input("How many links", 1, panels.MOST_LINKS, value=10)
    if make.button("Make links", width="stretch"):
        panels.make_links(engine, panel.id, int(wanted))
    made = panels.links(engine, panel.id)
    if not made:
        return
    fresh = [panels.address(base, link.token) for link in made if link.participant is None]
    st.caption(f"{len(made) - len(fresh)} of {len(made)} used. These are free:")
    if fresh:
        st.code("\n".join(fresh), language=None, height=160 if len(fresh) > 4 else "content")
    csv = panels.links_csv(engine, panel.id, base)
    st.download_button(
        "Download as CSV", csv, f"{panel.name}-links.csv", "text/csv", icon=":material/download:"
    )


def previews(engine: Engine, panel: PanelRow, scenario: Scenario) -> None:
    """A way into each arm that never counts."""
    st.subheader("Look at each arm", anchor=False)
    st.caption("Opens in a new tab, as a person would see it. Previews never count.")
    for arm in scenario.arms:
        address = panels.address(here(), panels.preview_link(engine, panel.id, arm))
        st.link_button(arm, address, icon=":material/visibility:", width="stretch")


def snapshots(engine: Engine, panel: PanelRow) -> None:
    """What operators answered, as a mock that can be edited; nothing while nobody has answered."""
    with engine.store.reading() as reading:
        if not snapshot.answers(reading, panel.id):
            return
        taken = {form: snapshot.take(reading, panel.id, form) for form in FORMS}
    st.subheader("What operators answered, as a mock", anchor=False)
    first = next(iter(taken.values()))
    st.caption(f"Made of {first.answers} answers. Put it into the scenario, edit it, and let it play.")
    for form, one in taken.items():
        st.download_button(
            f"{FORMS[form]} (gives {one.repeats:.0%} of the answers again)",
            one.yaml,
            f"{panel.name}-{form}.yaml",
            "application/yaml",
            icon=":material/download:",
            width="stretch",
        )


def without_practice(engine: Engine, panel: PanelRow, by: str) -> None:
    """Who is at the desk and may not play for this panel's people yet; nothing where there is nobody."""
    lacking = practice.lacking(engine, panel)
    if not lacking:
        return
    with st.container(border=True, key="without-practice"):
        st.subheader("At the desk, without practice", anchor=False)
        st.caption("They can practise on their own page. Who plays without is named in the results.")
        for who in lacking:
            with st.container(horizontal=True, vertical_alignment="center", key=f"line-let-in-{who.id}"):
                st.markdown(plain(who.name), width="stretch")
                st.button(
                    "Let in without practice",
                    key=f"let-in-{who.id}",
                    on_click=lambda who: shifts.let_in(engine, who, panel.scenario, by).result(),
                    args=(who,),
                )


def board(places: list[Place]) -> None:
    """Who is where now."""
    st.subheader("Who is where", anchor=False)
    if not places:
        st.caption("Nobody has come yet. This list fills by itself.")
        return
    count = Counter(place.status for place in places)
    st.caption(
        f"{count['running']} under way · {count['completed']} finished · {count['withdrawn']} withdrew. "
        "Previews stand here too, and never count."
    )
    frame = pd.DataFrame(places)
    frame["progress"] = 100 * frame.done / (frame.steps - 1).clip(lower=1)
    frame["last_at"] = pd.to_datetime(frame.last_at)
    st.dataframe(
        frame[["who", "progress", "at", "status", "arm", "last_at", "code", "origin"]],
        hide_index=True,
        width="stretch",
        column_config={
            "who": st.column_config.TextColumn("Who", width=130, pinned=True),
            "progress": st.column_config.ProgressColumn(
                "Progress", min_value=0, max_value=100, format="%d%%", width=140
            ),
            "at": "Where",
            "status": "Status",
            "arm": "Arm",
            "last_at": st.column_config.DatetimeColumn("Last seen", format="distance"),
            "code": "Code",
            "origin": "Origin",
        },
    )
