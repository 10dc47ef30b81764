"""What reviewers leave behind, remarks about quotes and shared verdicts: rows, what events change, how to read them."""

from __future__ import annotations

import sqlite3
from typing import Literal, NamedTuple

from feedback_db.connected import Connected
from feedback_db.events import Event
from feedback_db.prediction_tables import Project
from feedback_db.rows import Shape

Kind = Literal["tag", "pin", "read"]


class RemarkRow(NamedTuple):
    """What somebody of the staff made of a quote: a tag, the pin that puts it into the report, or that they have read
    it (`tag` is empty for both)."""

    id: str
    panel: str
    session: str
    participant: str
    quote: str
    kind: Kind
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
        """All remarks about what was said in a panel, oldest first."""
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


def remark_id(panel: str, quote: str, kind: Kind, tag: str, staff: str) -> str:
    """A person's tag on a quote is one, and so is their having read it; a quote is pinned once, whoever did it."""
    return "\x1f".join((panel, quote, kind, tag, "" if kind == "pin" else staff))


def _id(event: Event, kind: Kind) -> str:
    told = event.payload
    return remark_id(event.panel, told["quote"], kind, told.get("tag", ""), told["staff"])


def _made(kind: Kind) -> Project:
    def change(connection: sqlite3.Connection, event: Event) -> None:
        told = event.payload
        connection.execute(
            "INSERT OR IGNORE INTO remark (id, panel, session, participant, quote, kind, tag, staff, name, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(_id(event, kind), event.panel, told["session"], event.participant, told["quote"], kind),
                *(told.get("tag", ""), told["staff"], told["name"], event.at),
            ),
        )

    return change


def _taken_back(kind: Kind) -> Project:
    def change(connection: sqlite3.Connection, event: Event) -> None:
        connection.execute("DELETE FROM remark WHERE id = ?", (_id(event, kind),))

    return change


REMARKS: dict[str, Project] = {
    "quote.tagged": _made("tag"),
    "quote.untagged": _taken_back("tag"),
    "quote.pinned": _made("pin"),
    "quote.unpinned": _taken_back("pin"),
    "quote.read": _made("read"),
    "quote.unread": _taken_back("read"),
}
