"""Watch: the sessions that go on, and one of them as its participant has it, to look on and take notes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from curtain.desk import Operator, board
from curtain.house import engine
from curtain.staff import Staff
from curtain.ui import browser
from curtain.ui.panel_parts import plain

ALL = "All panels"
MOST = 40  # lines; with more, a panel is to be chosen
DOES = {"typing": "typing", "waiting": "here", "idle": "quiet for a while", "gone": "no page open"}


def draw() -> None:
    """Draw the session that stands in the address, or the list to choose from."""
    session = st.query_params.get("session")
    if session is None:
        st.title("Watch", anchor=False)
        st.write("Look on at a running session, and take notes. Nobody there can tell.")
        _running()
        return
    if st.button("All sessions", icon=":material/arrow_back:", type="tertiary"):
        del st.query_params["session"]
        st.rerun()
    browser.watch(session)


@st.fragment
def _running() -> None:
    browser.pulse("sessions")
    me: Staff = st.session_state["me"]
    found = board.sessions(engine(), Operator(me.id, me.name))
    if not found:
        st.info("Nobody is in a session just now. This list fills by itself.")
        return
    panels = sorted({line["panel"] for line in found})
    panel = st.selectbox("Panel", [ALL, *panels]) if len(panels) > 1 else ALL
    shown = [line for line in found if panel in (ALL, line["panel"])]
    st.caption(f"{len(shown)} under way")
    # By their beginning: a line must not move away under somebody's finger.
    shown.sort(key=lambda line: str(line["since"]), reverse=True)
    for line in shown[:MOST]:
        _line(line, with_panel=len(panels) > 1)
    if len(shown) > MOST:
        st.caption(f"{len(shown) - MOST} more, which began earlier.")


def _line(line: dict[str, Any], *, with_panel: bool) -> None:
    """One session, and the press that opens it."""
    id = line["session"]
    who = [line["persona"], line["arm"], line["panel"] if with_panel else None]
    does = "waiting for an answer" if line["here"] == "waiting" and line["asking"] else DOES[line["here"]]
    where = f"{line['place_title']} · screen {line['done'] + 1} of {line['of'] + 1}"
    taken = " · played by you" if line["mine"] else " · played by an operator" if line["taken_by"] else ""
    row = st.container(border=True, horizontal=True, vertical_alignment="center", key=f"line-{id}")
    with row.container(width="stretch", gap="xsmall"):
        st.markdown(f"**{line['who']}** · " + plain(" · ".join(part for part in who if part)))
        st.caption(plain(f"{where} · {does}{taken}"))
    if row.button("Watch", key=f"watch-{id}", icon=":material/visibility:"):
        st.query_params["session"] = id
        st.rerun()
