"""Questionnaires: scores beside what others scored, whether the items go together, and item by item."""

from __future__ import annotations

from functools import partial

import streamlit as st

from curtain import charts
from curtain.analysis import tabled, wording
from curtain.analysis.questionnaires import Questionnaire, Scale, goes_together, questionnaires
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here
from curtain.ui.results.kept import state


def draw(here: Here) -> None:
    """Each questionnaire with its scores."""
    found = _found(state(here), here)
    if not found:
        st.info("Nobody has answered a questionnaire yet.")
    for each in found:
        _one(here, each)


def _one(here: Here, found: Questionnaire) -> None:
    st.markdown(f"**{plain(found.instrument.title)}**")
    main, *others = found.scales
    _chart(here, main)
    st.table(tabled.scores(found), border="horizontal")
    if main.alpha:
        st.caption(
            f"Do the items go together? {plain(goes_together(main.alpha)).capitalize()} (Cronbach's alpha)."
        )
    if others:
        st.table(tabled.subscales(others).rename(index=plain), border="horizontal")
    with st.expander("Item by item, and where it comes from"):
        st.caption("The mean of each arm, as people answered; nothing is turned round here.")
        shown = found.items.map(lambda value: wording.number(value, ""), na_action="ignore")
        st.table(shown.fillna(wording.NOTHING).rename(index=plain), border="horizontal")
        for source in filter(None, (found.instrument.source, found.instrument.note, _benchmark(found))):
            st.caption(plain(source))


def _chart(here: Here, scale: Scale) -> None:
    """Each arm as in a forest plot, with a line at what is typical elsewhere."""
    marks = charts.scores(scale, here.results.baseline)
    title = f"{scale.measure.title} ({scale.measure.unit})"
    said = "; ".join(f"{mark.arm}: {mark.words}" for mark in marks)
    for_slides.shown(here, partial(charts.forest, marks, title, line=scale.typical), title, said)


def _benchmark(found: Questionnaire) -> str:
    scoring = found.instrument.scoring
    return f"What others scored: {scoring.benchmark.source}" if scoring and scoring.benchmark else ""


@st.cache_data(max_entries=32, show_spinner=False)
def _found(key: tuple[object, ...], _here: Here) -> list[Questionnaire]:  # noqa: ARG001 (the key)
    return questionnaires(_here.study, _here.plan)
