"""The parts of the Practice screen: what is asked for, how far it has come, and how each answer compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from curtain.engine import Engine
from curtain.practice import Mark, Offer, Progress, Result, Run
from curtain.practice.marks import OTHER
from curtain.ui.panel_parts import plain
from feedback_db import PanelRow
from scenarios.at_desk import Practice

NOBODY_REAL = "Simulated people ask, at the desk as it will be. Nobody real sees what you answer."


def invitation(offer: Offer) -> None:
    """What a panel asks somebody to practise."""
    if offer.needed:
        st.markdown(f"**{plain(offer.panel.name)}** asks for some practice before you play for its people.")
    else:
        st.markdown(
            f"You may play for the people of **{plain(offer.panel.name)}**. Practising is never wrong."
        )
    st.markdown(" ".join(_wants(feature, asks) for feature, asks in offer.asks.items()))
    st.caption(NOBODY_REAL)


def _wants(feature: str, asks: Practice) -> str:
    answers = "one answer" if asks.answers == 1 else f"{asks.answers} answers"
    return f"Give {answers} for *{plain(feature)}*, at least {asks.right:.0%} of them in time and as the rules say."


def progress(found: Progress) -> None:
    """How far a run has come, in a line."""
    done = found.answered + found.missed
    late = "all in time" if not found.missed else f"{found.missed} not in time"
    now = {0: "The next one comes in a moment.", 1: "1 waits."}.get(found.waiting, f"{found.waiting} wait.")
    words = f"**{min(done, found.wanted)} of {found.wanted}**"
    if done:
        words += f", {late}"
    st.markdown(
        f"Practice: {words}. {now if done < found.wanted else 'That was the last one.'}", width="stretch"
    )


def headline(run: Run, result: Result) -> None:
    """How a run ended, kindly."""
    right = f"{result.right} of {result.answers} as the rules say"
    late = (
        "all in time" if result.in_time == result.answers else f"{result.in_time} of {result.answers} in time"
    )
    st.subheader("That is enough to play" if result.passed else "Not quite yet", anchor=False)
    st.markdown(f"{right}, {late}.")
    if result.passed:
        st.caption(
            "You can take questions of real people now. This page stays here for when you want to warm up."
        )
    else:
        enough = " and ".join(
            f"{asks.right:.0%} for *{plain(feature)}*" for feature, asks in run.asks.items()
        )
        st.markdown(f"Enough is {enough}.")
        st.caption("Have a look at what differs below, and try again as often as you like.")


def marks(result: Result) -> None:
    """Every answer, beside what the rules say about the same request."""
    st.subheader("Your answers", anchor=False)
    for number, mark in enumerate(result.marks, 1):
        with st.container(border=True, gap="xsmall", key=f"mark-{number}"):
            st.markdown(f"{_badge(mark)} **{number}.** {_facts(mark.facts)}")
            st.markdown("  \n".join(_compared(mark)))
            if mark.why != OTHER:
                st.caption(mark.why)


def _badge(mark: Mark) -> str:
    if mark.right:
        return ":green-badge[right]"
    return ":orange-badge[differs]" if mark.in_time else ":gray-badge[not in time]"


def _facts(facts: Mapping[str, str]) -> str:
    return plain(" · ".join(f"{name}: {value}" for name, value in facts.items()))


def _compared(mark: Mark) -> Iterator[str]:
    if mark.said is not None:
        yield f"You, after {mark.seconds:g} s: **{plain(mark.said)}**"
    if mark.rules is not None and mark.rules != mark.said:
        yield f"The rules: **{plain(mark.rules)}**"


def rules(engine: Engine, panel: PanelRow, asks: Mapping[str, Practice]) -> None:
    """The decision rules of what is practised, to read beforehand; they stand at the desk too."""
    features = engine.scenario_of(panel).features
    found = {name: features[name].desk.rules for name in asks if features[name].desk.rules}
    for name, lines in found.items():
        st.markdown(
            "\n".join([f"**The rules for *{plain(name)}***", "", *(f"- {plain(line)}" for line in lines)])
        )
