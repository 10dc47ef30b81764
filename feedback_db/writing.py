"""What a command may do besides reading: append events, and put the few rows that are not made of events."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any, Literal

from feedback_db.events import Event, NewEvent
from feedback_db.queries import Reading
from feedback_db.tables import project

# Somebody whose data was erased stays erased, whatever still comes in for them.
_APPEND = (
    "INSERT INTO event (key, at, kind, panel, session, participant, arm, period, version, payload) "
    "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 "
    "WHERE NOT EXISTS (SELECT 1 FROM erasure WHERE participant = ?6) ON CONFLICT (key) DO NOTHING"
)

_PUT: dict[str, str] = {
    "share": (
        "INSERT OR REPLACE INTO share (hash, panel, name, made_at, expires_at, revoked_at) "
        "VALUES (:hash, :panel, :name, :made_at, :expires_at, :revoked_at)"
    ),
    "scenario_version": (
        "INSERT INTO scenario_version (sha256, slug, files, frozen_at) "
        "VALUES (:sha256, :slug, :files, :frozen_at) ON CONFLICT (sha256) DO NOTHING"
    ),
    "media": (
        "INSERT INTO media (digest, type, content, kept_at) "
        "VALUES (:digest, :type, :content, :kept_at) ON CONFLICT (digest) DO NOTHING"
    ),
    "staff_key": (
        "INSERT OR REPLACE INTO staff_key (hash, roles, made_at, revoked_at) "
        "VALUES (:hash, :roles, :made_at, :revoked_at)"
    ),
    "staff_session": (
        "INSERT OR REPLACE INTO staff_session (id, roles, name, number, made_at, revoked_at) "
        "VALUES (:id, :roles, :name, :number, :made_at, :revoked_at)"
    ),
}

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Writing(Reading):
    """Handed to a command inside its transaction. It sees what the command has written so far."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self.written: list[Event] = []

    def append(self, event: NewEvent) -> Event | None:
        """Write an event and keep the clean tables in step.

        None: its key is already there, or its participant has withdrawn; nothing was written.
        Raises `TypeError` or `ValueError` for a payload that is not plain JSON.
        """
        payload = _encode(event.payload)
        name = event.key or str(uuid.uuid4())
        kind, at, panel, session, participant, arm, period, version = event[:8]
        row = (name, at, kind, panel, session, participant, arm, period, version, payload)
        cursor = self._connection.execute(_APPEND, row)
        if not cursor.rowcount:
            return None
        # The payload as the log gives it back, so that a live fold and a later one cannot differ.
        told = json.loads(payload)
        id = cursor.lastrowid or 0
        written = Event(id, name, at, kind, panel, session, participant, arm, period, version, told)
        project(self._connection, written)
        self.written.append(written)
        return written

    def put(
        self,
        table: Literal["scenario_version", "media", "staff_key", "staff_session", "share"],
        row: Mapping[str, Any],
    ) -> None:
        """Write a row of a table that is not made of events; of the same primary key, the latest row holds.

        A scenario version and a medium never change once they are there. `row` has every column that is not null (see
        `feedback_db.rows`); lists and dicts become JSON.
        """
        cells = {name: _encode(cell) if isinstance(cell, list | dict) else cell for name, cell in row.items()}
        self._connection.execute(_PUT[table], {"revoked_at": None, **cells})

    def put_version(self, sha256: str, slug: str, files: Mapping[str, str], at: str) -> None:
        """Keep a frozen scenario's files. Putting it again changes nothing."""
        self.put("scenario_version", {"sha256": sha256, "slug": slug, "files": dict(files), "frozen_at": at})

    def put_media(self, digest: str, type: str, content: bytes, at: str) -> None:
        """Keep a picture, sound, film or page under the SHA-256 of its bytes. Putting it again changes nothing."""
        self.put("media", {"digest": digest, "type": type, "content": content, "kept_at": at})
