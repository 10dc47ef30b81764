"""What reviewers leave behind, tags, pins and shared verdicts: rows, what events change, how they are read."""

from __future__ import annotations

import sqlite3
from typing import Literal, NamedTuple

from feedback_db.connected import Connected
from feedback_db.events import Event
from feedback_db.prediction_tables import Project
from feedback_db.rows import Shape


class RemarkRow(NamedTuple):
    """A tag that somebody of the staff gave to a quote, or the pin that puts it into the report (`tag` is empty)."""

    id: str
    panel: str
    session: str
    participant: str
    quote: str
    kind: Literal["tag", "pin"]
    tag: str
    staff: str
    name: str
    at: str


class ShareRow(NamedTuple):
    """A link to a panel's verdict, by the hash of its token; `name` is who made it."""

    hash: str
    panel: str
    name: str
    made_at: str
    expires_at: str
    revoked_at: str | None


REMARK = Shape("remark", RemarkRow)
SHARE = Shape("share", ShareRow)


class Remarks(Connected):
    """What is read of them."""

    def remarks(self, panel: str) -> list[RemarkRow]:
        """All tags and pins of a panel, oldest first."""
        return self._all(REMARK, "WHERE panel = ? ORDER BY at, rowid", (panel,))

    def remark(self, id: str) -> RemarkRow | None:
        """One of them by its id."""
        return self._one(REMARK, "WHERE id = ?", (id,))

    def share(self, hash: str) -> ShareRow | None:
        """The link with that hash; look at when it expires, and at `revoked_at`."""
        return self._one(SHARE, "WHERE hash = ?", (hash,))

    def shares(self, panel: str) -> list[ShareRow]:
        """All links to a panel's verdict, oldest first."""
        return self._all(SHARE, "WHERE panel = ? ORDER BY made_at, rowid", (panel,))


def remark_id(event: Event) -> str:
    """A person's tag on a quote is one; a quote is pinned once, whoever did it."""
    told = event.payload
    return "\x1f".join(
        (event.panel, told["quote"], told.get("tag", ""), told["staff"] if told.get("tag") else "")
    )


def _made(kind: str) -> Project:
    def change(connection: sqlite3.Connection, event: Event) -> None:
        told = event.payload
        connection.execute(
            "INSERT OR IGNORE INTO remark (id, panel, session, participant, quote, kind, tag, staff, name, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(remark_id(event), event.panel, event.session, event.participant, told["quote"], kind),
                *(told.get("tag", ""), told["staff"], told["name"], event.at),
            ),
        )

    return change


def _taken_back(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute("DELETE FROM remark WHERE id = ?", (remark_id(event),))


REMARKS: dict[str, Project] = {
    "quote.tagged": _made("tag"),
    "quote.untagged": _taken_back,
    "quote.pinned": _made("pin"),
    "quote.unpinned": _taken_back,
}
