"""Figures on the Results screen: the people of each arm, a measure as a forest plot, all measures as tables."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import (
    Difference,
    Estimate,
    Measure,
    Results,
    wording,
)
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here

GROUPS = {
    "What people did": {"decisions", "experience"},
    "How often they acted, case by case": {"cases"},
    "Health of the data": {"health"},
}


def people(results: Results) -> None:
    """A card for each arm: who began and what became of them."""
    with st.container(horizontal=True, key="people"):
        for row in results.people:
            with st.container(border=True, width=210):
                baseline = " · baseline" if row.arm == results.baseline else ""
                st.metric(f"{row.arm}{baseline}", row.completed)
                st.caption(
                    f"finished of {row.started} who began  \n"
                    f"{row.running} under way or gone · {row.withdrawn} withdrew · {row.decisions} decisions"
                )


def chart(here: Here) -> None:
    """A measure at choice: each arm with its interval, and each arm against the baseline, with the table under it."""
    results = here.results
    names = [measure.name for measure in results.measures]
    chosen = st.selectbox(
        "Measure",
        names,
        index=names.index(results.primary) if results.primary in names else 0,
        format_func=lambda name: results.measure(name).title,
        key="measure",
    )
    measure = results.measure(chosen)
    st.caption(measure.plain)
    left, right = st.columns(2)
    with left:
        _forest(here, charts.arms_of(results, chosen), f"{measure.title} ({measure.unit})")
    others = charts.against_baseline(results, chosen)
    if others:
        title = f"{measure.title} against {results.baseline} ({measure.unit_of_difference})"
        with right:
            _forest(here, others, title, line=1.0 if measure.scale == "time" else 0.0)
    st.table(_one_measure(results, measure), border="horizontal")


def _forest(here: Here, marks: list[charts.Mark], title: str, line: float | None = None) -> None:
    said = "; ".join(f"{mark.arm}: {mark.words}" for mark in marks)
    for_slides.shown(here, partial(charts.forest, marks, title, line=line), title, said)


def tables(results: Results) -> None:
    """All measures, by what they are about."""
    for title, groups in GROUPS.items():
        if not any(measure.group in groups for measure in results.measures):
            continue
        st.subheader(title, anchor=False)
        _measures(results, groups)
    st.caption(
        f"Brackets hold 95% intervals, over people. The last line of a cell is against {results.baseline}."
    )


def _measures(results: Results, groups: set[str]) -> None:
    """A row for each measure, a column for each arm; under an arm's figure the difference to the baseline."""
    rows = {
        f"**{measure.title}**  \n{measure.plain}": {
            _headed(results, each.arm): _cell(measure, each, results.difference(measure.name, each.arm))
            for each in results.of(measure.name)
        }
        for measure in results.measures
        if measure.group in groups
    }
    st.table(pd.DataFrame.from_dict(rows, orient="index"), border="horizontal")


def _one_measure(results: Results, measure: Measure) -> pd.DataFrame:
    rows = {}
    for each in results.of(measure.name):
        found = results.difference(measure.name, each.arm)
        against = wording.difference(found, measure.more, measure.less) if found else "baseline"
        rows[each.arm] = {
            "people": str(each.n),
            measure.title: wording.estimate(each),
            f"against {results.baseline}": against,
            "note": each.note or (found.note if found else ""),
            "method": each.method,
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table[[name for name in table if any(table[name])]]


def _headed(results: Results, arm: str) -> str:
    return f"{arm} (baseline)" if arm == results.baseline else arm


def _cell(measure: Measure, found: Estimate, against: Difference | None) -> str:
    """The figure, how many people it is from or why nobody can tell, and the difference to the baseline."""
    if found.estimate is None:
        return f"–  \n{found.note.removeprefix('cannot tell: ')}"
    people = f"{found.n} people" if found.n > 1 else "1 person"
    lines = [wording.estimate(found), people if found.ci_lower is not None else found.note]
    if against and against.estimate is not None:
        words = wording.difference(against, measure.more, measure.less)
        lines.append(words if against.ci_lower is not None else f"{words}, cannot tell")
    return "  \n".join(lines)
