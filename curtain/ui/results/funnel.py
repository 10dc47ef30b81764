"""How far people came: a bar for each stage of the way, and each arm in the table."""

from __future__ import annotations

from functools import partial

import streamlit as st

from curtain import charts
from curtain.analysis import tabled
from curtain.analysis.funnel import Funnel, Way, funnel, sentence, way
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here


def draw(here: Here) -> None:
    """The sentence, the chart and its table; nothing before anybody has begun."""
    if not here.results.started:
        return
    found = funnel(here.study, _way((here.panel.id, here.panel.version or here.up_to), here))
    told = sentence(found[0])
    st.subheader("How far people came", anchor=False)
    st.markdown(plain(told))
    for_slides.shown(here, partial(charts.funnel, found), "How far people came", told)
    st.table(tabled.stages(found), border="horizontal")
    st.caption(_note(found[0]))


@st.cache_data(max_entries=16, show_spinner=False)
def _way(key: tuple[object, ...], _here: Here) -> Way:  # noqa: ARG001 (the key)
    return way(_here.scenario)


def _note(whole: Funnel) -> str:
    under_way = "Who is under way right now stands where they are."
    if not whole.deleted:
        return under_way
    gone = "1 person who" if whole.deleted == 1 else f"{whole.deleted} people who"
    return f"{under_way} Without {gone} took their data back: how far they came went with it."
