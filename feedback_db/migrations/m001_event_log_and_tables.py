"""The event log, and the clean tables that are kept beside it."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

_WHO: dict[str, Any] = {"panel": str, "session": str, "participant": str, "arm": str, "period": int}


def m001_event_log_and_tables(db: Database) -> None:
    """Make every table. Foreign keys are declared for those who browse the file; they are not enforced."""
    _table(
        db,
        "scenario_version",
        {"sha256": str, "slug": str, "files": str, "frozen_at": str},
        pk="sha256",
        not_null={"slug", "files", "frozen_at"},
    )
    _table(
        db,
        "panel",
        {
            "id": str,
            "name": str,
            "scenario": str,
            "version": str,
            "status": str,
            "origin": str,
            "played_by": str,
            "seed": str,
            "people": int,
            "arms": str,
            "created_at": str,
            "opened_at": str,
            "closed_at": str,
        },
        not_null={
            "name",
            "scenario",
            "version",
            "status",
            "origin",
            "played_by",
            "seed",
            "arms",
            "created_at",
        },
    )
    _table(
        db,
        "participant",
        {
            "id": str,
            "panel": str,
            "token": str,
            "number": int,
            "link": str,
            "made_at": str,
            "withdrawn_at": str,
        },
        not_null={"panel", "token", "number"},
        foreign_keys=["panel"],
        unique=[["token"], ["panel", "number"]],
    )
    _table(
        db,
        "link",
        {
            "token": str,
            "panel": str,
            "kind": str,
            "arm": str,
            "participant": str,
            "label": str,
            "made_at": str,
        },
        pk="token",
        not_null={"panel", "kind", "made_at"},
        foreign_keys=["panel", "participant"],
        index=[["panel"]],
    )
    _table(
        db,
        "session",
        {
            "id": str,
            "participant": str,
            "panel": str,
            "origin": str,
            "arm": str,
            "status": str,
            "place": str,
            "done": int,
            "steps": int,
            "rows": str,
            "started_at": str,
            "last_at": str,
            "completed_at": str,
        },
        not_null={
            "participant",
            "panel",
            "origin",
            "arm",
            "status",
            "done",
            "steps",
            "rows",
            "started_at",
            "last_at",
        },
        foreign_keys=["participant", "panel"],
        index=[["panel", "origin", "status"], ["participant"]],
    )
    _table(
        db,
        "assignment",
        {"session": str, "period": int, "arm": str},
        pk=("session", "period"),
        not_null={"arm"},
        foreign_keys=["session"],
    )
    _table(
        db,
        "event",
        {"id": int, "key": str, "at": str, "kind": str, **_WHO, "version": str, "payload": str},
        not_null={"key", "at", "kind", "panel", "period", "version", "payload"},
        foreign_keys=["panel", "session", "participant"],
        unique=[["key"]],
        index=[["panel"], ["session"], ["participant"]],
    )
    _table(
        db,
        "prediction",
        {
            "id": str,
            **_WHO,
            "feature": str,
            "place": str,
            "step": str,
            "each": str,
            "trial": int,
            "task": str,
            "mock": str,
            "status": str,
            "input": str,
            "requested_at": str,
            "release_at": str,
            "deadline_at": str,
            "claimed_by": str,
            "lease_until": str,
            "answered_at": str,
            "released_at": str,
            "shown_at": str,
            "intended": str,
            "output": str,
            "provenance": str,
            "late": int,
            "fallback": int,
            "truth": str,
        },
        not_null={
            *_WHO,
            "feature",
            "place",
            "step",
            "trial",
            "task",
            "mock",
            "status",
            "input",
            "late",
            "fallback",
        },
        foreign_keys=["panel", "session", "participant"],
        index=[["session"], ["panel"], ["status"], ["claimed_by", "status"]],
    )
    _table(
        db,
        "reaction",
        {
            "id": int,
            **_WHO,
            "prediction": str,
            "place": str,
            "step": str,
            "trial": int,
            "kind": str,
            "value": str,
            "revision": int,
            "seen_to_pressed_ms": int,
            "at": str,
            "warned": int,
            "truth": str,
            "predicted": str,
        },
        not_null={*_WHO, "place", "step", "trial", "kind", "revision", "at"},
        foreign_keys=["panel", "session", "participant", "prediction"],
        index=[["session"], ["panel"]],
    )
    _table(
        db,
        "answer",
        {**_WHO, "step": str, "instrument": str, "item": str, "value": int, "at": str},
        pk=("session", "step", "item"),
        not_null={*_WHO, "at"},
        foreign_keys=["panel", "session", "participant"],
        index=[["panel"]],
    )
    _table(
        db,
        "desk_action",
        {
            "id": int,
            "panel": str,
            "session": str,
            "participant": str,
            "prediction": str,
            "operator": str,
            "kind": str,
            "at": str,
            "payload": str,
        },
        not_null={"panel", "session", "participant", "prediction", "operator", "kind", "at", "payload"},
        foreign_keys=["panel", "session", "participant", "prediction"],
        index=[["panel"], ["session"], ["operator", "kind"]],
    )
    _table(
        db,
        "staff_key",
        {"hash": str, "roles": str, "made_at": str, "revoked_at": str},
        pk="hash",
        not_null={"roles", "made_at"},
    )
    _table(
        db,
        "staff_session",
        {"id": str, "roles": str, "name": str, "number": int, "made_at": str, "revoked_at": str},
        not_null={"roles", "name", "number", "made_at"},
    )
    _table(
        db,
        "erasure",
        {"participant": str, "requested_at": str, "done_at": str},
        pk="participant",
        not_null={"requested_at"},
    )


def _table(
    db: Database,
    name: str,
    columns: dict[str, Any],
    *,
    pk: str | tuple[str, ...] = "id",
    not_null: set[str],
    foreign_keys: list[str] | None = None,
    unique: list[list[str]] | None = None,
    index: list[list[str]] | None = None,
) -> None:
    """Make one table; a foreign key is a column that is named like the table whose `id` it holds."""
    table = db.create_table(
        name,
        columns,
        pk=pk,
        not_null=not_null & set(columns),
        foreign_keys=[(column, column, "id") for column in foreign_keys or []],
    )
    for group in unique or []:
        table.create_index(group, unique=True)
    for group in index or []:
        table.create_index(group)
