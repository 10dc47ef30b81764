"""Explore: any measure by anything that tells people apart, over time, and the sessions behind each mark."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import wording
from curtain.analysis.course import Along, Point, course
from curtain.analysis.explore import BYS, By, Spread, measures, spread, ways
from curtain.analysis.piles import behind, piles
from curtain.analysis.quantities import Measure
from curtain.charts.arms import MOST
from curtain.charts.spread import CHOSEN, MARK
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides, funnel
from curtain.ui.results.here import Here

LISTED = 100  # sessions behind a mark; who wants more takes the tables
ALONG: dict[Along, str] = {"people": "As people finished", "days": "Day by day"}


def draw(here: Here) -> None:
    """Draw a measure at choice: who lies where, the sessions behind a mark, and how it went over time."""
    if not here.results.completed:
        st.info("Nobody has finished yet. As people finish, every measure can be looked at here.")
        funnel.draw(here)
        return
    by, measure, apart = _choices(here)
    found, piled = _spread((*_key(here), measure.name, by, apart), here, measure, by, apart)
    title = f"{measure.title} by {BYS[by][0].lower()}"
    drawing = partial(charts.spread, found, piled)
    event = st.altair_chart(
        drawing(theme=here.theme),
        width="stretch",
        on_select="rerun",
        key=f"spread-{measure.name}-{by}-{apart}",
        alt=f"{title}: " + "; ".join(f"{each.arm} {wording.estimate(each)}" for each in found.groups),
    )
    _sessions(here, found, piled, [str(each[MARK]) for each in event["selection"].get(CHOSEN, [])])
    for_slides.slide(here, drawing, title)
    st.table(_groups(found), border="horizontal")
    st.caption(
        f"Brackets hold 95% intervals, over people: {', '.join(sorted({each.method for each in found.groups}))}."
    )
    if by != "trial":
        _over_time(here, measure)
    funnel.draw(here)


def _choices(here: Here) -> tuple[By, Measure, bool]:
    """What to look at; the address keeps it, so that a link shows the same."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = cast(
            By, _chosen("by", ways(here.study), {name: title for name, (title, _) in BYS.items()}, "By")
        )
        known = {each.name: each for each in measures(here.study, here.plan, by)}
        titles = {name: each.title for name, each in known.items()}
        measure = known[_chosen("measure", list(known), titles, "Measure", here.plan.primary)]
        apart = False
        if by != "arm" and len(here.results.arms) > 1:
            apart = (
                _chosen("arms", ["together", "apart"], {"together": "Together", "apart": "Apart"}, "Arms")
                == "apart"
            )
    st.caption(f"{plain(measure.plain)} {plain(BYS[by][0])}: {plain(BYS[by][1])}")
    return by, measure, apart


def _chosen(
    name: str, options: Sequence[str], titles: dict[str, str], label: str, usual: str | None = None
) -> str:
    key = f"explore-{name}"
    if st.session_state.get(key) not in options:
        wanted = st.query_params.get(name)
        st.session_state[key] = next((each for each in (wanted, usual) if each in options), options[0])
    made = st.selectbox(label, options, format_func=lambda each: titles[each], key=key, width=280)
    st.query_params[name] = made
    return made


def _sessions(here: Here, found: Spread, piled: pd.DataFrame, marks: list[str]) -> None:
    """The sessions behind the marks that were pressed."""
    rows = behind(piled, marks)
    if rows.empty:
        st.caption(
            "Press a dot, a bar or a diamond to see the sessions behind it. A diamond is the mean of its group."
        )
        return
    unit = found.measure.unit
    table = pd.DataFrame(
        {
            "participant": rows["number"],
            found.measure.title.lower(): [f"{wording.number(value, unit)} {unit}" for value in rows["value"]],
            "in": rows["group"],
            "session": [
                f"?panel={here.panel.id}&view=replay&session={session}" for session in rows["session"]
            ],
        }
    )
    more = f", the first {LISTED} of them here" if len(table) > LISTED else ""
    st.markdown(f"**{charts.people(len(table))} behind what you pressed**{more}")
    st.dataframe(
        table.head(LISTED),
        hide_index=True,
        width="stretch",
        column_config={"session": st.column_config.LinkColumn("session", display_text="replay", width=80)},
    )


def _groups(found: Spread) -> pd.DataFrame:
    rows = {
        each.arm: {
            "people": str(each.n),
            found.measure.title: wording.estimate(each),
            "note": each.note,
        }
        for each in found.groups
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table[[name for name in table if any(table[name])]]


def _over_time(here: Here, measure: Measure) -> None:
    """How the figure went. It is no way to decide, and the page says so."""
    st.subheader("Over time", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        along = cast(
            Along, _chosen("along", list(ALONG), {str(name): said for name, said in ALONG.items()}, "Along")
        )
        arms = _arms(here)
    found = _course((*_key(here), measure.name, along), here, measure, along)
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


def _key(here: Here) -> tuple[object, ...]:
    return here.panel.id, here.up_to, here.excluded


@st.cache_data(max_entries=64, show_spinner=False)
def _spread(
    key: tuple[object, ...],  # noqa: ARG001
    _here: Here,
    _measure: Measure,
    by: By,
    apart: bool,
) -> tuple[Spread, pd.DataFrame]:
    found = spread(_here.study, _here.plan, _measure, by, apart=apart)
    return found, piles(found)


@st.cache_data(max_entries=64, show_spinner=False)
def _course(key: tuple[object, ...], _here: Here, _measure: Measure, along: Along) -> list[Point]:  # noqa: ARG001
    return course(_here.study, _here.plan, _measure, along)
