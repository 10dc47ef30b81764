"""Who lies where: a measure by anything that tells people apart, with the sessions behind each mark."""

from __future__ import annotations

from functools import partial
from typing import cast

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import wording
from curtain.analysis.explore import BYS, By, Spread, measures, spread, ways
from curtain.analysis.piles import behind, piles
from curtain.analysis.quantities import Measure
from curtain.charts.spread import CHOSEN, MARK
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here
from curtain.ui.results.kept import chosen, state

LISTED = 100  # sessions behind a mark; who wants more takes the tables
APART = {"together": "Together", "apart": "Apart"}


def draw(here: Here) -> None:
    """Draw a measure at choice, its table, and the sessions behind what was pressed."""
    by, measure, apart = _choices(here)
    found, piled = _spread((*state(here), measure.name, by, apart), here, measure, by, apart)
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
    methods = ", ".join(sorted({each.method for each in found.groups}))
    st.caption(f"Brackets hold 95% intervals, over people: {methods}.")


def _choices(here: Here) -> tuple[By, Measure, bool]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = cast(By, chosen("by", {str(name): BYS[name][0] for name in ways(here.study)}, "By"))
        known = {each.name: each for each in _measures((*state(here), by), here, by)}
        titles = {name: each.title for name, each in known.items()}
        measure = known[chosen("measure", titles, "Measure", here.plan.primary)]
        apart = by != "arm" and len(here.results.arms) > 1 and chosen("arms", APART, "Arms") == "apart"
    st.caption(f"{plain(measure.plain)} {plain(BYS[by][0])}: {plain(BYS[by][1])}")
    return by, measure, apart


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
            found.measure.title.lower(): [_value(value, unit) for value in rows["value"]],
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


def _value(value: float, unit: str) -> str:
    return f"{wording.number(value, unit)}{unit if unit == '%' else f' {unit}'}"


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


@st.cache_data(max_entries=64, show_spinner=False)
def _measures(key: tuple[object, ...], _here: Here, by: By) -> list[Measure]:  # noqa: ARG001 (the key)
    return measures(_here.study, _here.plan, by)


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
