"""The decision: the verdict in words, then what it was read from."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from curtain.analysis.guards import reasons
from curtain.analysis.verdict import Verdict, Word
from curtain.ui import operator_parts
from curtain.ui.panel_parts import plain
from curtain.ui.results import bandit, costs, dose, figures, funnel, guards, look, people
from curtain.ui.results.here import Here

EMPTY = """
This page fills by itself as people finish.

1. On *Panels*, open the panel and hand out its links.
2. Come back here, or leave this page open.

To see what it will look like, load the sample panel on *Home*.
"""

BADGES = {"simulated": "Simulated people", "practice": "Practice"}
Colour = Literal["red", "orange", "blue", "green", "grey"]
LOOKS: dict[Word, tuple[str, Colour]] = {
    "ship": (":material/rocket_launch:", "green"),
    "iterate": (":material/autorenew:", "blue"),
    "stop": (":material/block:", "red"),
    "keep going": (":material/hourglass_top:", "grey"),
    "cannot tell": (":material/help:", "orange"),
    "invalid": (":material/report:", "red"),
}


def draw(here: Here) -> None:
    """Draw the verdict and all that stands behind it."""
    behind = look.behind(here)
    found = look.verdict(here, reasons(behind.guards))
    _verdict(here, found)
    if not here.results.started:
        st.info(EMPTY)
        return
    figures.people(here.results)
    if 0 < here.results.completed < people.SMALL:
        people.draw(here)
    if here.results.completed:
        figures.chart(here)
        funnel.draw(here)
        dose.draw(here, behind.doses, behind.cells)
        costs.draw(behind.spending)
        bandit.draw(here, behind.bandit)
        guards.draw(here, behind.guards, behind.carried)
        figures.tables(here.results)
    operator_parts.section(here.engine, here.panel, here.up_to)


def _verdict(here: Here, found: Verdict) -> None:
    """What was asked, what to do, why, and what comes next."""
    icon, colour = LOOKS[found.word]
    with st.container(border=True, key="verdict"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(found.word.capitalize(), icon=icon, color=colour)
            if here.panel.origin in BADGES:
                st.badge(BADGES[here.panel.origin], icon=":material/science:", color="orange")
            st.caption(here.scenario.team_question)
        # Before anybody has finished, how far they have come says more than any verdict.
        headline = found.headline if here.results.completed else here.results.said.finding
        st.subheader(plain(headline), anchor=False)
        if found.looks:
            planned = found.looks[-1].people
            st.progress(min(1.0, found.people / planned), _finished(found.people, planned))
        if found.why:
            st.markdown("\n".join(f"- {plain(reason)}" for reason in found.why))
        for note in (here.results.said.note, *look.dependence(found)):
            if note:
                st.markdown(f":orange[{plain(note)}]")
        if found.next:
            st.markdown(f"**Next:** {found.next}")


def _finished(people: int, planned: int) -> str:
    if people > planned:
        return f"{people} people have finished; {planned} were planned"
    return f"{people} of {planned} people have finished"
