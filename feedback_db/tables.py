"""The clean tables: what each kind of event changes in them, in the same transaction."""

from __future__ import annotations

import sqlite3

from feedback_db.cells import as_json, as_text
from feedback_db.desk_tables import DESK
from feedback_db.erasure import erase
from feedback_db.events import Event
from feedback_db.prediction_tables import PREDICTIONS, Project
from feedback_db.remarks import REMARKS


def project(connection: sqlite3.Connection, event: Event) -> None:
    """Carry one new event into the tables. Kinds that no table is made of stand in the log alone."""
    change = _CHANGES.get(event.kind)
    if change:
        change(connection, event)


# Panels, links, people -----------------------------------------------------------------


def _panel_created(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO panel "
        "(id, name, scenario, version, status, origin, played_by, seed, people, arms, created_at) "
        "VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?)",
        (
            event.panel,
            told["name"],
            told["scenario"],
            event.version,
            told["origin"],
            as_json(told["played_by"]),
            str(told["seed"]),
            told["people"],
            as_json(told["arms"]),
            event.at,
        ),
    )


def _panel_opened(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE panel SET status = 'open', version = ?, opened_at = coalesce(opened_at, ?), closed_at = NULL "
        "WHERE id = ?",
        (event.payload.get("version", event.version), event.at, event.panel),
    )


def _panel_paused(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute("UPDATE panel SET status = 'paused' WHERE id = ?", (event.panel,))


def _panel_closed(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE panel SET status = 'closed', closed_at = ? WHERE id = ?", (event.at, event.panel)
    )


def _link_made(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO link (token, panel, kind, arm, label, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        (told["token"], event.panel, told["kind"], told.get("arm"), told.get("label"), event.at),
    )


def _participant_made(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO participant (id, panel, token, number, link, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        (event.participant, event.panel, told["token"], told["number"], told.get("link"), event.at),
    )
    connection.execute(
        "UPDATE link SET participant = ? WHERE token = ? AND kind = 'personal'",
        (event.participant, told.get("link")),
    )


# Sessions -----------------------------------------------------------------


def _session_started(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO session "
        "(id, participant, panel, origin, arm, status, done, steps, rows, started_at, last_at, "
        "arms, persona, stratum) VALUES (?, ?, ?, ?, ?, 'running', 0, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.session,
            event.participant,
            event.panel,
            told["origin"],
            next(iter(told.get("arms") or ()), event.arm),
            told["steps"],
            as_json(told["rows"]),
            event.at,
            event.at,
            as_json(told.get("arms") or [event.arm]),
            told.get("persona"),
            told.get("stratum") or "",
        ),
    )
    _meets(connection, event, told.get("arms") or [event.arm])


def _session_assigned(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE session SET arm = ?, arms = ?, stratum = ?, steps = ?, rows = ?, last_at = ? WHERE id = ?",
        (
            next(iter(told["arms"]), ""),
            as_json(told["arms"]),
            told["stratum"],
            told["steps"],
            as_json(told["rows"]),
            event.at,
            event.session,
        ),
    )
    _meets(connection, event, told["arms"])


def _meets(connection: sqlite3.Connection, event: Event, arms: list[str]) -> None:
    connection.executemany(
        "INSERT INTO assignment (session, period, arm) VALUES (?, ?, ?)",
        [(event.session, period, arm) for period, arm in enumerate(arms, 1) if arm],
    )


def _screened_out(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE session SET status = 'screened', last_at = ? WHERE id = ?", (event.at, event.session)
    )


def _step_entered(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE session SET place = ?, done = ?, last_at = ? WHERE id = ?",
        (told["place"], told["done"], event.at, event.session),
    )


def _session_completed(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE session SET status = 'completed', completed_at = ?, last_at = ? WHERE id = ?",
        (event.at, event.at, event.session),
    )


def _withdrew(connection: sqlite3.Connection, event: Event) -> None:
    erase(connection, event)


# What people do -----------------------------------------------------------------


def _reacted(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO reaction "
        "(id, panel, session, participant, arm, period, prediction, place, step, trial, "
        "kind, value, revision, seen_to_pressed_ms, at, warned, truth, predicted, "
        "decision, before, after, distance, quality, done_by, operator) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "(SELECT operator FROM prediction WHERE id = ?7))",
        (
            event.id,
            event.panel,
            event.session,
            event.participant,
            event.arm,
            event.period,
            told["prediction"],
            told.get("place") or told["step"],
            told["step"],
            told["trial"],
            told["reaction"],
            as_text(told["value"]),
            told["revision"],
            told["seen_to_pressed_ms"],
            event.at,
            told["warned"],
            as_text(told["truth"]),
            as_text(told["predicted"]),
            told.get("decision"),
            as_json(told.get("before")),
            as_json(told.get("after")),
            told.get("distance"),
            as_json(told.get("quality")),
            told.get("by"),
        ),
    )


def _said(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO message (id, panel, session, participant, arm, period, place, step, trial, turn, said_by, "
        "text, prediction, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            event.id,
            event.panel,
            event.session,
            event.participant,
            event.arm,
            event.period,
            told["place"],
            told["step"],
            told["trial"],
            told["turn"],
            told["by"],
            told["text"],
            told.get("prediction"),
            event.at,
        ),
    )


def _gave_answers(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.executemany(
        "INSERT INTO answer (panel, session, participant, arm, period, step, instrument, item, value, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (session, step, item) DO UPDATE SET value = excluded.value, at = excluded.at",
        [
            (
                event.panel,
                event.session,
                event.participant,
                event.arm,
                event.period,
                told["step"],
                told["instrument"],
                item,
                as_json(value) if isinstance(value, list | dict) else value,
                event.at,
            )
            for item, value in told["answers"].items()
        ],
    )


_CHANGES: dict[str, Project] = {
    **PREDICTIONS,
    **DESK,
    **REMARKS,
    "panel.created": _panel_created,
    "panel.opened": _panel_opened,
    "panel.paused": _panel_paused,
    "panel.closed": _panel_closed,
    "link.made": _link_made,
    "participant.made": _participant_made,
    "participant.withdrew": _withdrew,
    "session.started": _session_started,
    "session.assigned": _session_assigned,
    "session.completed": _session_completed,
    "session.screened_out": _screened_out,
    "message.said": _said,
    "step.entered": _step_entered,
    "reaction.recorded": _reacted,
    "answer.given": _gave_answers,
}
