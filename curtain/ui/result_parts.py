"""The parts of the Results screen: people, the chart, the tables, one session's story, the downloads."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from curtain.analysis import (
    Difference,
    Estimate,
    Measure,
    Plan,
    Results,
    analyse,
    read_frames,
    story,
    wording,
)
from curtain.engine import Engine
from curtain.ui import charts
from feedback_db import PanelRow
from feedback_db.export import csv

BADGES = {"simulated": "Simulated people", "practice": "Practice"}
TABLES = {
    "events": "event",
    "reactions": "reaction",
    "answers": "answer",
    "predictions": "prediction",
    "sessions": "session",
}


@st.cache_data(max_entries=64, show_spinner="Counting…")
def figures(panel: str, up_to_event: int, _engine: Engine) -> Results:  # noqa: ARG001 (the cache is keyed by it)
    """The panel's results, computed once for each state of its log, however many reviewers look."""
    with _engine.store.reading() as reading:
        row = reading.panel(panel)
        plan = Plan.of(_engine.scenario_of(row))
        frames = read_frames(lambda name: reading.table(panel, name, row.origin), stays=plan.counts_stays)
    return analyse(frames, plan, origin=row.origin, planned=row.people)


def headline(results: Results, question: str) -> None:
    """What was asked, what the panel says so far, and how far it has come."""
    with st.container(border=True):
        if results.origin in BADGES:
            st.badge(BADGES[results.origin], icon=":material/science:", color="orange")
        st.caption(question)
        st.subheader(results.said.finding, anchor=False)
        st.markdown(f"{results.said.standing} {results.said.note}")


def people(results: Results) -> None:
    """A card for each arm: who began and what became of them."""
    with st.container(horizontal=True, key="people"):
        for row in results.people:
            with st.container(border=True, width=230):
                baseline = " · baseline" if row.arm == results.baseline else ""
                st.metric(f"{row.arm}{baseline}", f"{row.completed} finished")
                st.caption(
                    f"{row.started} began · {row.running} under way or gone · {row.withdrawn} withdrew  \n"
                    f"{row.decisions} decisions"
                )


def chart(results: Results, theme: str) -> None:
    """A measure at choice: each arm with its interval, and each arm against the baseline, with the table under it."""
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
    marks = charts.arms_of(results, chosen)
    left.altair_chart(
        charts.forest(marks, f"{measure.title} ({measure.unit})", theme=theme),
        width="stretch",
        alt="; ".join(f"{mark.arm}: {mark.words}" for mark in marks),
    )
    others = charts.against_baseline(results, chosen)
    if others:
        title = f"Against {results.baseline} ({measure.unit_of_difference})"
        nothing = 1.0 if measure.scale == "time" else 0.0
        right.altair_chart(
            charts.forest(others, title, theme=theme, line=nothing),
            width="stretch",
            alt="; ".join(f"{mark.arm}: {mark.words}" for mark in others),
        )
    st.table(_one_measure(results, measure), border="horizontal")


def measures(results: Results, groups: set[str]) -> None:
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


def one_session(engine: Engine, panel: PanelRow) -> None:
    """The events of one session as a story."""
    with engine.store.reading() as reading:
        sessions = {each.id: each for each in reading.sessions(panel.id, panel.origin)}
    if not sessions:
        return
    chosen = st.selectbox(
        "Session",
        list(sessions),
        format_func=lambda id: (
            f"Participant {sessions[id].number} · {sessions[id].arm} · {sessions[id].status}"
        ),
        key="session",
    )
    with engine.store.reading() as reading:
        lines = story(reading.events_of(chosen))
    # A data frame shows text as text: what participants wrote is never read as markdown.
    st.dataframe(
        pd.DataFrame(lines, columns=["since_start", "at", "what", "details"]),
        hide_index=True,
        width="stretch",
        column_config={
            "since_start": st.column_config.TextColumn("After", width=70),
            "at": st.column_config.TextColumn("Time (UTC)", width=90),
            "what": st.column_config.TextColumn("What happened", width=620),
            "details": st.column_config.TextColumn("Details"),
        },
    )


def downloads(engine: Engine, panel: PanelRow, results: Results) -> None:
    """The figures and the tables behind them as CSV, made when asked for."""
    with st.container(horizontal=True):
        _download("figures", panel, pd.DataFrame(results.estimates).to_csv(index=False))
        for name, table in TABLES.items():
            _download(name, panel, partial(_csv, engine, panel, table))


def _csv(engine: Engine, panel: PanelRow, table: str) -> str:
    with engine.store.reading() as reading:
        return "".join(csv(reading, panel.id, table, panel.origin))


def _download(name: str, panel: PanelRow, data: object) -> None:
    st.download_button(
        name.capitalize(),
        data,  # type: ignore[arg-type]
        f"{panel.id}-{name}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"download-{name}",
    )


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
