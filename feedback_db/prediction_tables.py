"""What the events of predictions change in the clean tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from feedback_db.cells import as_json
from feedback_db.events import Event

Project = Callable[[sqlite3.Connection, Event], None]


def _requested(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO prediction "
        "(id, panel, session, participant, arm, period, feature, place, step, each, "
        "trial, task, mock, status, input, requested_at, release_at, deadline_at, truth, late, fallback, turn) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'requested', ?, ?, ?, ?, ?, 0, 0, ?)",
        (
            told["prediction"],
            event.panel,
            event.session,
            event.participant,
            event.arm,
            event.period,
            told["feature"],
            told.get("place") or told["step"],
            told["step"],
            told.get("each"),
            told["trial"],
            told["task"],
            told["mock"],
            as_json(told["input"]),
            event.at,
            told["release_at"],
            told["deadline_at"],
            as_json(told["truth"]),
            told.get("turn", 0),
        ),
    )


def _deferred(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE prediction SET status = 'waiting' WHERE id = ? AND status = 'requested'",
        (event.payload["prediction"],),
    )


def _answered(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE prediction SET status = 'answered', answered_at = ?, intended = ?, output = ?, "
        "provenance = ?, operator = ?, late = ?, fallback = ?, release_at = coalesce(?, release_at) "
        "WHERE id = ? AND status <> 'released'",
        (
            event.at,
            as_json(told.get("intended", told["output"])),
            as_json(told["output"]),
            as_json(told["provenance"]),
            told["provenance"].get("operator"),
            int(told["late"]),
            int(told["fallback"]),
            told.get("release_at"),
            told["prediction"],
        ),
    )


def _released(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE prediction SET status = 'released', released_at = ?, output = ? WHERE id = ?",
        (event.at, as_json(told["output"]), told["prediction"]),
    )


def _closed(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE prediction SET status = 'closed' WHERE id = ? AND status <> 'released'",
        (event.payload["prediction"],),
    )


def _shown(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE prediction SET shown_at = coalesce(shown_at, ?) WHERE id = ?",
        (event.at, event.payload["prediction"]),
    )


PREDICTIONS: dict[str, Project] = {
    "prediction.requested": _requested,
    "prediction.deferred": _deferred,
    "prediction.answered": _answered,
    "prediction.closed": _closed,
    "prediction.released": _released,
    "prediction.shown": _shown,
}
