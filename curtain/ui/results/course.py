"""Over time: how a measure went in each arm."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import wording
from curtain.analysis.course import Along, Point, course
from curtain.analysis.quantities import Measure
from curtain.charts.arms import MOST
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here
from curtain.ui.results.kept import chosen, state

ALONG: dict[str, str] = {"people": "As people finished", "days": "Day by day"}


def draw(here: Here) -> None:
    """Draw how a measure went. It is no way to decide, and the page says so."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        titles = {each.name: each.title for each in here.study.measures}
        measure = here.study.measure(chosen("measure", titles, "Measure", here.plan.primary))
        along = cast(Along, chosen("along", ALONG, "Along"))
        arms = _arms(here)
    found = _course((*state(here), measure.name, along), here, measure, along)
    points = [point for point in found if point.found.arm in arms]
    st.caption(
        "**Not a decision point.** Whoever stops when it looks best believes in differences that are not there. "
        + (
            "Each point is of everybody so far."
            if along == "people"
            else "Each point is of that day's people (in UTC)."
        )
    )
    if not any(point.found.ci_lower is not None for point in points):
        st.info("Cannot tell: there are too few people in these arms.")
        return
    ends = {point.found.arm: wording.estimate(point.found) for point in points}
    for_slides.shown(
        here,
        partial(charts.course, points, measure),
        f"{measure.title} over time",
        "; ".join(f"{arm}, at the end: {words}" for arm, words in ends.items()),
    )
    st.table(_course_table(points), border="horizontal")


def _arms(here: Here) -> list[str]:
    known = list(here.results.arms)
    compared = [arm for arm in here.plan.compare if arm in known] or known
    if len(known) <= 2:
        return known
    return st.multiselect(
        "Arms", known, default=compared[:MOST], max_selections=MOST, key="explore-course", width=420
    )


def _course_table(points: Sequence[Point]) -> pd.DataFrame:
    rows: dict[str, dict[str, str]] = {}
    for at, found in points:
        rows.setdefault(str(at), {})[found.arm] = f"{wording.estimate(found)} ({found.n})"
    return pd.DataFrame.from_dict(rows, orient="index")


@st.cache_data(max_entries=64, show_spinner=False)
def _course(key: tuple[object, ...], _here: Here, _measure: Measure, along: Along) -> list[Point]:  # noqa: ARG001
    return course(_here.study, _here.plan, _measure, along)
