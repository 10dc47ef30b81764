"""Erasure: what goes when a participant withdraws, and when the last bytes of it are gone from the disk.

Rows are deleted with `secure_delete`, which overwrites them. The write-ahead log still has the old pages
until it is truncated; so long the erasure is pending.
"""

from __future__ import annotations

import sqlite3

from feedback_db.errors import StoreError
from feedback_db.events import Event

PATIENCE_MS = 50  # how long a truncation waits for readers; it is tried again later

_ERASE = (
    "DELETE FROM event WHERE participant = :who AND id <> :tombstone",
    "DELETE FROM reaction WHERE session IN (SELECT id FROM session WHERE participant = :who)",
    "DELETE FROM remark WHERE participant = :who",
    "DELETE FROM message WHERE session IN (SELECT id FROM session WHERE participant = :who)",
    "DELETE FROM answer WHERE session IN (SELECT id FROM session WHERE participant = :who)",
    "DELETE FROM desk_action WHERE session IN (SELECT id FROM session WHERE participant = :who)",
    "DELETE FROM prediction WHERE session IN (SELECT id FROM session WHERE participant = :who)",
    "UPDATE session SET status = 'withdrawn', place = NULL, done = 0, steps = 0, rows = '{}', "
    "last_at = started_at, completed_at = NULL, persona = NULL, stratum = NULL WHERE participant = :who",
    # The label of a personal link may be a name.
    "UPDATE event SET payload = json_set(payload, '$.label', NULL) WHERE panel = :panel "
    "AND kind = 'link.made' "
    "AND json_extract(payload, '$.token') IN (SELECT token FROM link WHERE participant = :who)",
    "UPDATE link SET label = NULL WHERE participant = :who",
    "UPDATE participant SET made_at = NULL, withdrawn_at = :at WHERE id = :who",
    "INSERT INTO erasure (participant, requested_at) VALUES (:who, :at)",
)


def erase(connection: sqlite3.Connection, event: Event) -> None:
    """Delete what `event`'s participant said and did; the event itself stays as the tombstone."""
    if event.participant is None:
        raise StoreError("'participant.withdrew' needs the participant whose data is to be erased")
    values = {"who": event.participant, "panel": event.panel, "tombstone": event.id, "at": event.at}
    for statement in _ERASE:
        connection.execute(statement, values)


def finish(connection: sqlite3.Connection, now: str, patience_ms: int) -> int:
    """Empty the write-ahead log, and mark erasures as done; gives how many are still pending.

    Must be called on the writer's connection, between transactions. `patience_ms` is its usual one.
    """
    pending = connection.execute("SELECT count(*) FROM erasure WHERE done_at IS NULL").fetchone()[0]
    if not pending:
        return 0
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS:d}")
    try:
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite3.OperationalError:
        busy = 1
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience_ms:d}")
    if busy:
        return int(pending)
    connection.execute("UPDATE erasure SET done_at = ? WHERE done_at IS NULL", (now,))
    return 0
