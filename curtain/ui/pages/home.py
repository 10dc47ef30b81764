"""Home: what to do first, and two things that work at one click."""

from __future__ import annotations

import streamlit as st

from curtain import panels, sample
from curtain.house import engine
from curtain.staff import Role, Staff

STEPS = (
    ("Try it", "Play a customer and the model at the same time, side by side. Nothing you do here counts."),
    ("Run a panel", "Pick a scenario and who plays the model, open the panel, and send people their links."),
    (
        "Read the results",
        "See what people did in each variant, with how sure you can be. Try it with the sample.",
    ),
)


def draw() -> None:
    """Draw the page for the visitor's present role."""
    me: Staff = st.session_state["me"]
    role: Role = st.session_state["role"]
    st.title("Put it in people's hands before you build it", anchor=False)
    {"designer": _designer, "operator": _operator, "reviewer": _reviewer}[role](me)


def _designer(me: Staff) -> None:
    st.write("Three steps from an idea to evidence. Each works right now.")
    cards = [
        column.container(border=True, height="stretch", vertical_alignment="distribute") for column in st.columns(3)
    ]
    for number, (card, (title, text)) in enumerate(zip(cards, STEPS, strict=True), 1):
        with card.container():
            st.subheader(f"{number}. {title}", anchor=False)
            st.write(text)
    if cards[0].button("Open a participant beside the desk", type="primary", width="stretch"):
        st.switch_page(st.session_state["pages"]["beside"])
    if cards[1].button("Make a panel", width="stretch"):
        st.switch_page(st.session_state["pages"]["panels"])
    if cards[2].button(
        "Load a sample panel", width="stretch", help="60 simulated people, marked as simulated"
    ):
        bar = st.progress(0.0, "Sixty simulated people are going through…")
        panel = sample.load(engine(), lambda share: bar.progress(share))
        st.session_state["panel"] = panel
        st.switch_page(st.session_state["pages"]["results"])
    _panels()


def _operator(me: Staff) -> None:
    st.write(
        f"You are **{me.name}**. At the desk you answer in the model's place. Questions appear by themselves."
    )
    if st.button("Go to the desk", type="primary"):
        st.switch_page(st.session_state["pages"]["operator"])


def _reviewer(me: Staff) -> None:
    st.write("Here is every panel that has data. Open one to see what people did in each variant.")
    _panels()


def _panels() -> None:
    known = panels.overview(engine())
    if len(known):
        st.subheader("Panels so far", anchor=False)
        st.dataframe(known, hide_index=True, width="stretch")
