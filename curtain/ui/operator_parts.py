"""Operators on the Results screen: what each did, how well two of them agree, and what they said after their shifts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from curtain.analysis import shifts
from curtain.analysis.agreement import Agreement, agreement, answered_twice
from curtain.analysis.shifts import AfterShift, OperatorFigures
from curtain.engine import Engine
from curtain.ui.panel_parts import plain
from feedback_db import PanelRow
from feedback_db.desk_rows import PracticeRow, ShiftRow

ASKED = {"hard": "Hard", "off_script": "Off script", "needs": "A model would need"}
PRACTICE = {"passed": "passed", "not passed": "not passed", "let in": "let in without", "none": "none"}


class AtTheDesk(NamedTuple):
    """What there is to tell of a panel's operators."""

    figures: list[OperatorFigures]
    notes: list[str]
    agreement: list[Agreement]
    said: list[AfterShift]


def section(engine: Engine, panel: PanelRow, last_event: int) -> None:
    """The operators of a panel; nothing where none answered anything."""
    with engine.store.reading() as reading:
        at_work, practised = reading.shifts(), reading.practice(panel.scenario)
    found = _found(panel.id, last_event, _cells(at_work), _cells(practised), engine)
    if not any(row.answered or row.second_answers for row in found.figures):
        return
    st.subheader("Operators", anchor=False)
    st.caption(
        "Who played the model, and how. A difference between operators can look like one between arms."
    )
    st.table(_table(found.figures), border="horizontal")
    if found.notes:
        st.markdown("\n".join(f"- {plain(note)}" for note in found.notes))
    if found.agreement:
        st.markdown("**Do they agree?** A share of requests was answered by a second operator, blind.")
        st.markdown("\n".join(f"- {plain(each.says)}" for each in found.agreement))
    for each in found.said:
        _after_shift(each)


@st.cache_data(max_entries=64, show_spinner="Counting…")
def _found(
    panel: str,
    up_to_event: int,  # noqa: ARG001 (the cache is keyed by it)
    at_work: tuple[tuple[Any, ...], ...],
    practised: tuple[tuple[Any, ...], ...],
    _engine: Engine,
) -> AtTheDesk:
    """Reckoned once for each state of the log: agreement draws people anew a thousand times."""
    with _engine.store.reading() as reading:
        row = reading.panel(panel)
        prediction, acts = (reading.table(panel, name, row.origin) for name in ("prediction", "desk_action"))
    scenario = _engine.scenario_of(row)
    shift = pd.DataFrame(at_work, columns=list(ShiftRow._fields))
    figures = shifts.operators(
        prediction, acts, shift, pd.DataFrame(practised, columns=list(PracticeRow._fields))
    )
    wanted = {
        name: feature.task for name, feature in scenario.features.items() if feature.desk.answered_twice
    }
    return AtTheDesk(
        figures,
        shifts.notes(figures, _arms_by_hand(prediction, acts, row)),
        agreement(answered_twice(prediction, acts), expected=wanted),
        shifts.after_shifts(shift[[_was_here(one, acts) for one in at_work]]),
    )


def _cells(rows: Sequence[Any]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _arms_by_hand(prediction: pd.DataFrame, acts: pd.DataFrame, panel: PanelRow) -> list[str]:
    """The arms in which somebody at the desk could answer."""
    if prediction.empty or acts.empty:
        return []
    by_hand = set(prediction.loc[prediction["id"].isin(acts["prediction"]), "mock"])
    asked = set(prediction.loc[prediction["mock"].isin(by_hand), "arm"])
    return [arm for arm in panel.arms if arm in asked]


def _was_here(cells: tuple[Any, ...], acts: pd.DataFrame) -> bool:
    """Whether somebody did something in this panel during that shift."""
    shift = ShiftRow(*cells)
    if acts.empty:
        return False
    mine = acts.loc[acts["operator"].eq(shift.operator), "at"]
    return bool(((mine >= shift.started_at) & (mine <= (shift.ended_at or "9"))).any())


def _table(figures: Sequence[OperatorFigures]) -> pd.DataFrame:
    table = pd.DataFrame([_row(row) for row in figures], index=[plain(row.name) for row in figures])
    return table[[name for name in table if any(table[name] != "")]]


def _row(row: OperatorFigures) -> dict[str, str]:
    not_answered = {"given back": row.given_back, "handed over": row.handed_over, "lost": row.lost}
    flagged = {"off script": row.off_script, "mistakes": row.mistakes}
    taken_back = f"  \n{row.taken_back} taken back" if row.taken_back else ""
    practised = PRACTICE[row.practice]
    if row.practice_right is not None:
        practised += f", {row.practice_right:.0%} right"
    return {
        "answered": f"{row.answered}{taken_back}",
        "in time": "" if row.in_time is None else f"{row.in_time:.0%}",
        "median": "" if row.median_s is None else f"{row.median_s:.1f} s",
        "first key": "" if row.first_key_s is None else f"{row.first_key_s:.1f} s",
        "second answers": str(row.second_answers or ""),
        "fallbacks on shift": str(row.fallbacks or ""),
        "not answered": _counted(not_answered),
        "flagged": _counted(flagged),
        "practice": "" if row.practice == "none" else practised,
        "arms": "  \n".join(f"{arm}: {count}" for arm, count in row.arms.items()),
    }


def _counted(found: dict[str, int]) -> str:
    return "  \n".join(f"{count} {name}" for name, count in found.items() if count)


def _after_shift(said: AfterShift) -> None:
    """What somebody said after a shift, as they wrote it."""
    with st.container(border=True, gap="xsmall"):
        st.caption(
            f"{plain(said.name)}, after the shift that ended on {said.ended_at[:16].replace('T', ' at ')} UTC"
        )
        for name, title in ASKED.items():
            if text := getattr(said, name):
                st.markdown(f"**{title}:** {plain(text)}")
