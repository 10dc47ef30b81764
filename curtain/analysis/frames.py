"""The clean tables as pandas frames, and the rows that count: people who finished, and their last word."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

PERSON = ["participant", "arm"]

_COLUMNS = {
    "session": ["id", "participant", "origin", "arm", "status", "started_at", "completed_at"],
    "participant": ["id", "number", "withdrawn_at"],
    "prediction": ["id", "session", "participant", "arm", "status", "late", "fallback"],
    "reaction": [
        *["id", "session", "participant", "arm", "step", "trial", "kind", "value", "revision"],
        *["seen_to_pressed_ms", "at", "warned", "truth"],
    ],
    "answer": ["session", "participant", "arm", "step", "instrument", "item", "value", "at"],
}


class Frames(NamedTuple):
    """One panel's clean tables, within one origin. Their columns are those of the data dictionary."""

    session: pd.DataFrame
    participant: pd.DataFrame
    prediction: pd.DataFrame
    reaction: pd.DataFrame
    answer: pd.DataFrame


def read_frames(table: Callable[[str], pd.DataFrame]) -> Frames:
    """The frames of one panel; `table` gives a clean table by its name."""
    return Frames(**{name: table(name) for name in _COLUMNS})


class Evidence(NamedTuple):
    """What is left to count. Every frame but `started` holds finished people only, all of one origin."""

    started: pd.DataFrame  # one row per session that began, whatever became of it
    people: pd.DataFrame  # participant, arm: those who finished and kept their data
    reactions: pd.DataFrame  # per person, step, trial and slot the last one
    predictions: pd.DataFrame
    answers: pd.DataFrame  # per person, instrument and item the last one


def evidence(frames: Frames, origin: str) -> Evidence:
    """The rows that count for `origin`. The frames themselves are left as they are."""
    tables = {name: _with_columns(frame, _COLUMNS[name]) for name, frame in frames._asdict().items()}
    sessions = tables["session"]
    started = sessions[sessions["origin"].eq(origin) & sessions["arm"].notna()].drop_duplicates("id")
    gone = tables["participant"].loc[tables["participant"]["withdrawn_at"].notna(), "id"]
    counts = started["status"].eq("completed") & ~started["participant"].isin(gone)
    finished = started.loc[counts, "id"]
    people = started.loc[counts, PERSON].drop_duplicates().reset_index(drop=True)

    def of_finished(name: str) -> pd.DataFrame:
        rows = tables[name]
        return rows[rows["session"].isin(finished)].merge(people, on=PERSON)

    return Evidence(
        started=started,
        people=people,
        reactions=_last_reactions(of_finished("reaction")),
        predictions=of_finished("prediction").drop_duplicates("id"),
        answers=_last(of_finished("answer"), [*PERSON, "instrument", "item"], ["at"]),
    )


def plain(value: Any) -> Any:
    """A cell that may hold JSON, as the value inside: `'"delayed"'` and `'delayed'` are the same word."""
    if isinstance(value, str) and value[:1] == '"':
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _last_reactions(rows: pd.DataFrame) -> pd.DataFrame:
    # Accept and dismiss answer the same question, so the later one replaces the earlier one.
    slot = rows["kind"].where(~rows["kind"].isin(["accept", "dismiss"]), "decision")
    kept = _last(rows.assign(slot=slot), [*PERSON, "step", "trial", "slot"], ["revision", "at"])
    return kept.assign(truth=kept["truth"].map(plain), value=kept["value"].map(plain))


def _last(rows: pd.DataFrame, same: list[str], order: list[str]) -> pd.DataFrame:
    return rows.sort_values(order, kind="stable").drop_duplicates(same, keep="last")


def _with_columns(frame: pd.DataFrame, needed: list[str]) -> pd.DataFrame:
    """The frame with every needed column: an empty table may come without any, and without types."""
    whole = frame.reindex(columns=list(dict.fromkeys([*frame.columns, *needed])))
    return whole.astype({name: object for name in [*PERSON, "session"] if name in needed})
