"""Practice: an operator answers simulated people before they play for real ones, and sees how it went."""

from __future__ import annotations

import streamlit as st

from curtain import practice
from curtain.desk import Operator
from curtain.errors import CurtainError
from curtain.house import engine
from curtain.practice import Offer, Result, Run
from curtain.staff import Staff
from curtain.ui import browser, practice_parts
from curtain.ui.panel_parts import choose


def draw() -> None:
    """Draw the run that goes on; else how the last one went, and the way into another."""
    me: Staff = st.session_state["me"]
    who = Operator(me.id, me.name)
    run = practice.going_on(engine(), who)
    if run:
        _playing(run)
        browser.desk(run.id)
        return
    st.title("Practice", anchor=False)
    offers = {offer.panel.id: offer for offer in practice.offers(engine(), who)}
    if not offers:
        st.info("In no panel does a person play the model, so there is nothing to practise yet.")
        browser.pulse("panels")
        return
    panel = choose({id: offer.panel for id, offer in offers.items()}, "practice_panel")
    last = practice.latest(engine(), who, panel)
    if last and last.result:
        _went(who, panel.id, last, last.result)
    else:
        _invitation(who, offers[panel.id])
    practice_parts.rules(engine(), panel, offers[panel.id].asks)


def _went(who: Operator, panel: str, run: Run, result: Result) -> None:
    with st.container(border=True):
        practice_parts.headline(run, result)
        with st.container(horizontal=True):
            if result.passed and st.button("Go to the desk", type="primary"):
                st.switch_page(st.session_state["pages"]["operator"])
            if st.button("Try again", type="secondary" if result.passed else "primary"):
                _begin(who, panel)
    practice_parts.marks(result)


def _invitation(who: Operator, offer: Offer) -> None:
    with st.container(border=True):
        practice_parts.invitation(offer)
        if st.button("Start practising", type="primary"):
            _begin(who, offer.panel.id)


def _begin(who: Operator, panel: str) -> None:
    try:
        practice.begin(engine(), who, panel)
    except CurtainError as error:
        st.error(str(error))
        return
    st.rerun()


@st.fragment
def _playing(run: Run) -> None:
    browser.pulse(f"panel/{run.id}")
    if practice.is_over(engine(), run.id):
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", key="line-practice"):
        practice_parts.progress(practice.progress(engine(), run))
        if st.button("Stop practising"):
            practice.give_up(engine(), run.id)
            st.rerun()
