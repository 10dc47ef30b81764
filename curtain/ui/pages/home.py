"""Home: what to do first, and what there is: panels so far, scenarios to play."""

from __future__ import annotations

import streamlit as st

from curtain import sample
from curtain.house import engine
from curtain.staff import Role, Staff
from curtain.ui import browser
from curtain.ui.home_parts import panels_so_far, scenarios_to_play

STEPS = (
    ("Try it", "Play a customer and the model yourself, side by side. Nothing you do there counts."),
    ("Run a panel", "Pick a scenario and who plays the model. Open the panel, and send people their links."),
    (
        "Read the results",
        "See what people did in each arm, and how sure that is. Sixty simulated people show how.",
    ),
)

HOW = """
1. A question comes by itself, with all that the model may know.
2. Take it, and answer with a key or a press. You have some seconds; a bar shows them.
3. Not sure? Give it back. When nobody answers in time, a stand-in does.
"""


def draw() -> None:
    """Draw the page for the visitor's present role."""
    me: Staff = st.session_state["me"]
    role: Role = st.session_state["role"]
    {"designer": _designer, "operator": _operator, "reviewer": _reviewer}[role](me)


def _designer(_me: Staff) -> None:
    st.title("Put it in people's hands before you build it", anchor=False)
    st.write("Three steps from an idea to evidence. Each works right now.")
    cards = [
        column.container(border=True, height="stretch", vertical_alignment="distribute")
        for column in st.columns(3)
    ]
    for number, (card, (title, text)) in enumerate(zip(cards, STEPS, strict=True), 1):
        with card.container():
            st.subheader(f"{number}. {title}", anchor=False)
            st.write(text)
    if cards[0].button("Open a participant beside the desk", type="primary", width="stretch"):
        st.switch_page(st.session_state["pages"]["beside"])
    if cards[1].button("Make a panel", width="stretch"):
        st.session_state["begin_new_panel"] = True
        st.switch_page(st.session_state["pages"]["panels"])
    if cards[2].button("Load a sample panel", width="stretch"):
        bar = st.progress(0.0, "Sixty simulated people are going through…")
        st.session_state["panel"] = sample.load(engine(), lambda share: bar.progress(share))
        st.switch_page(st.session_state["pages"]["results"])
    _so_far()
    scenarios_to_play(engine())


def _operator(me: Staff) -> None:
    st.title(f"Welcome, {me.name}", anchor=False)
    st.write("At the desk you answer in the model's place. People never learn of it while they take part.")
    with st.container(border=True):
        st.markdown(HOW)
        if st.button("Go to the desk", type="primary"):
            st.switch_page(st.session_state["pages"]["operator"])
    browser.pulse("panels")


def _reviewer(_me: Staff) -> None:
    st.title("What did people do?", anchor=False)
    st.write("Every panel stands here. Open one to see what people did in each arm, and how sure that is.")
    _so_far()


@st.fragment
def _so_far() -> None:
    browser.pulse("panels")
    panels_so_far(engine())
