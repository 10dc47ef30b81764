"""The clean tables: what each kind of event changes in them, in the same transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from feedback_db.erasure import erase
from feedback_db.events import Event

Project = Callable[[sqlite3.Connection, Event], None]


def project(connection: sqlite3.Connection, event: Event) -> None:
    """Carry one new event into the tables. Kinds that no table is made of stand in the log alone."""
    change = _CHANGES.get(event.kind)
    if change:
        change(connection, event)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _text(value: Any) -> str | None:
    """Labels stay as they are, so that a spreadsheet shows `delayed` and not `"delayed"`."""
    return value if value is None or isinstance(value, str) else _json(value)


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
            _json(told["played_by"]),
            str(told["seed"]),
            told["people"],
            _json(told["arms"]),
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
            _json(told["rows"]),
            event.at,
            event.at,
            _json(told.get("arms") or [event.arm]),
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
            _json(told["arms"]),
            told["stratum"],
            told["steps"],
            _json(told["rows"]),
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


# Predictions -----------------------------------------------------------------


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
            _json(told["input"]),
            event.at,
            told["release_at"],
            told["deadline_at"],
            _json(told["truth"]),
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
        "provenance = ?, late = ?, fallback = ?, release_at = coalesce(?, release_at) "
        "WHERE id = ? AND status <> 'released'",
        (
            event.at,
            _json(told.get("intended", told["output"])),
            _json(told["output"]),
            _json(told["provenance"]),
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
        (event.at, _json(told["output"]), told["prediction"]),
    )


def _shown(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE prediction SET shown_at = coalesce(shown_at, ?) WHERE id = ?",
        (event.at, event.payload["prediction"]),
    )


# The desk -----------------------------------------------------------------


def _desk_claimed(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "UPDATE prediction SET status = 'claimed', claimed_by = ?, lease_until = ? "
        "WHERE id = ? AND status IN ('requested', 'waiting', 'claimed')",
        (told["operator"], told["lease_until"], told["prediction"]),
    )
    _act(connection, event, "claimed")


def _desk_released(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute(
        "UPDATE prediction SET status = 'waiting', claimed_by = NULL, lease_until = NULL "
        "WHERE id = ? AND status = 'claimed'",
        (event.payload["prediction"],),
    )
    _act(connection, event, "expired" if event.payload["why"] == "expired" else "released_claim")


def _desk_answered(connection: sqlite3.Connection, event: Event) -> None:
    _act(connection, event, "answered")


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
            told["prediction"],
            told["operator"],
            kind,
            event.at,
            _json(rest),
        ),
    )


# What people do -----------------------------------------------------------------


def _reacted(connection: sqlite3.Connection, event: Event) -> None:
    told = event.payload
    connection.execute(
        "INSERT INTO reaction "
        "(id, panel, session, participant, arm, period, prediction, place, step, trial, "
        "kind, value, revision, seen_to_pressed_ms, at, warned, truth, predicted, "
        "decision, before, after, distance, quality, done_by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
            _text(told["value"]),
            told["revision"],
            told["seen_to_pressed_ms"],
            event.at,
            told["warned"],
            _text(told["truth"]),
            _text(told["predicted"]),
            told.get("decision"),
            _json(told.get("before")),
            _json(told.get("after")),
            told.get("distance"),
            _json(told.get("quality")),
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
                _json(value) if isinstance(value, list | dict) else value,
                event.at,
            )
            for item, value in told["answers"].items()
        ],
    )


_CHANGES: dict[str, Project] = {
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
    "prediction.requested": _requested,
    "prediction.deferred": _deferred,
    "prediction.answered": _answered,
    "prediction.released": _released,
    "prediction.shown": _shown,
    "desk.claimed": _desk_claimed,
    "desk.released": _desk_released,
    "desk.answered": _desk_answered,
    "reaction.recorded": _reacted,
    "answer.given": _gave_answers,
}
