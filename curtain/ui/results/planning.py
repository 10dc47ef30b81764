"""Plan: how many people the decision takes, what more of them buy, and how long it takes to get them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from curtain import charts
from curtain.analysis.planning import curve, pace, planned
from curtain.planning import known
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here

EACH = 30  # people in an arm, where nobody planned a number


def draw(here: Here) -> None:
    """Draw the sentence first, then the number of people to play with, the curve, and its table."""
    real = here.panel.origin == "real"
    found = known(here.engine, here.scenario, here.panel if len(here.study.counted) else None)
    if found.measure is None or found.spread is None:
        st.info(
            "The scenario names no measure to decide by. Give it a decision block, and this page plans the panel."
        )
        return
    plan, measure, spread, weights = found.plan, found.measure, found.spread, here.scenario.assign.weights
    wanted = here.panel.people or plan.people or EACH * len(plan.arms)
    people = int(st.number_input("How many people?", 4, 100_000, wanted, key="plan-people", width=220))
    told = planned(plan, measure, spread, people, weights)
    with st.container(border=True):
        st.subheader(plain(told.sentence), anchor=False)
        if told.chance is not None:
            st.markdown(f"{plan.worth_it_from} would be seen in **{told.chance:.0%}** of such panels.")
        st.caption(f"By {plain(measure.title)}. What it varies by is known from {plain(spread.source)}.")
    if real:
        st.markdown(plain(pace(here.whole, people, datetime.now(UTC)).sentence))
    table = curve(plan, measure, spread, weights, max(2 * people, 2 * (told.needed or 0)))
    st.subheader("What more people buy", anchor=False)
    for_slides.shown(here, partial(charts.power, table, people), "What more people buy", told.sentence)
    shown = table.assign(chance=[_percent(each) for each in table["chance"]])
    titles = {
        "people": "people",
        "each": "in an arm",
        "words": "shows a difference of",
        "chance": "sees what was asked",
    }
    st.table(shown[list(titles)].rename(columns=titles).set_index("people"), border="horizontal")
    st.caption(
        "Shown is what 8 of 10 such panels see, at the usual 5% of false alarms, corrected for the number of arms and"
        " looks. More trials for each person help little: people differ from each other, not only from trial to trial."
    )


def _percent(chance: float | None) -> str:
    return "–" if chance is None or chance != chance else f"{chance:.0%}"
