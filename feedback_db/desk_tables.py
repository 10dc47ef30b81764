"""What the events of the desk change in the clean tables: claims, answers, notes; shifts, practice, kept replies."""

from __future__ import annotations

import sqlite3

from feedback_db.cells import as_json
from feedback_db.events import Event
from feedback_db.prediction_tables import Project


def _claimed(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE prediction SET status = 'claimed', claimed_by = ?, lease_until = ? "
        "WHERE id = ? AND status IN ('requested', 'waiting', 'claimed')",
        (told["operator"], told["lease_until"], told["prediction"]),
    )
    _act(connection, event, "claimed")


def _released(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE prediction SET status = 'waiting', claimed_by = NULL, lease_until = NULL "
        "WHERE id = ? AND status = 'claimed'",
        (event.payload["prediction"],),
    )
    _act(connection, event, "expired" if event.payload["why"] == "expired" else "released_claim")


def _handed_over(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE prediction SET status = ?, claimed_by = ?, lease_until = ? WHERE id = ? AND status = 'claimed'",
        ("claimed" if told["to"] else "waiting", told["to"], told["lease_until"], told["prediction"]),
    )
    _act(connection, event, "handed_over")


def _act(connection: sqlite3.Connection, event: Event, kind: str) -> None:
    told = event.payload
    rest = {name: cell for name, cell in told.items() if name not in {"prediction", "operator"}}
    connection.execute(
        "INSERT INTO desk_action (id, panel, session, participant, prediction, operator, kind, at, payload) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            event.panel,
            event.session,
            event.participant,
            told.get("prediction"),
            told["operator"],
            kind,
            event.at,
            as_json(rest),
        ),
    )


def _retracted(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE prediction SET status = 'claimed', claimed_by = ?, lease_until = ?, answered_at = NULL, "
        "intended = NULL, output = NULL, provenance = NULL, operator = NULL, late = 0, fallback = 0 "
        "WHERE id = ? AND status = 'answered'",
        (told["operator"], told["lease_until"], told["prediction"]),
    )
    _act(connection, event, "retracted")


def _acted(kind: str) -> Project:
    return lambda connection, event: _act(connection, event, kind)


# Operators themselves -----------------------------------------------------------------


def _shift_started(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO shift (id, operator, name, panel, started_at, paused) VALUES (?, ?, ?, ?, ?, 0)",
        (told["shift"], told["operator"], told["name"], event.panel or None, event.at),
    )


def _shift_paused(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute("UPDATE shift SET paused = 1 WHERE id = ?", (event.payload["shift"],))


def _shift_went_on(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute("UPDATE shift SET paused = 0 WHERE id = ?", (event.payload["shift"],))


def _shift_ended(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE shift SET ended_at = ?, hard = ?, off_script = ?, needs = ? WHERE id = ?",
        (event.at, told["hard"] or None, told["off_script"] or None, told["needs"] or None, told["shift"]),
    )


def _practised(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO practice "
        "(id, operator, name, scenario, feature, answers, right, in_time, passed, let_in_by, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            told["operator"],
            told["name"],
            told["scenario"],
            told.get("feature"),
            told.get("answers"),
            told.get("right"),
            told.get("in_time"),
            int(told.get("passed", True)),
            told.get("by"),
            event.at,
        ),
    )


def _reply_kept(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO prepared_reply (id, panel, feature, category, text, operator, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            event.panel,
            told["feature"],
            told["category"],
            told["text"],
            told["operator"],
            event.at,
        ),
    )


DESK: dict[str, Project] = {
    "desk.claimed": _claimed,
    "desk.released": _released,
    "desk.handed_over": _handed_over,
    "desk.answered": _acted("answered"),
    "desk.held": _acted("held"),
    "desk.flagged": _acted("flagged"),
    "desk.second_answered": _acted("second_answered"),
    "desk.took_over": _acted("took_over"),
    "desk.gave_over": _acted("gave_over"),
    "desk.noted": _acted("noted"),
    "prediction.retracted": _retracted,
    "desk.shift_started": _shift_started,
    "desk.shift_paused": _shift_paused,
    "desk.shift_went_on": _shift_went_on,
    "desk.shift_ended": _shift_ended,
    "desk.practised": _practised,
    "desk.let_in": _practised,
    "desk.reply_kept": _reply_kept,
}
