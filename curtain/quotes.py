"""What reviewers do with what people said: read it, tag it, pin it to the report. Doing it twice is doing it once."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Future
from typing import NamedTuple

from curtain.analysis import Plan
from curtain.analysis.words import Quote, quotes
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.staff import Staff
from feedback_db import NewEvent, PanelRow, Writing
from feedback_db.queries import Reading
from feedback_db.remarks import Kind, RemarkRow, remark_id

LONGEST_TAG = 40  # characters


class Said(NamedTuple):
    """Everything that the people of a panel said up to the event `up_to`, and what reviewers made of it."""

    quotes: list[Quote]
    remarks: list[RemarkRow]
    up_to: int = 0

    @property
    def pinned(self) -> list[Quote]:
        """The quotes for the report, in the order in which they were pinned."""
        known = {quote.id: quote for quote in self.quotes}
        return [known[each.quote] for each in self.remarks if each.kind == "pin" and each.quote in known]


class Note(NamedTuple):
    """What somebody who looked on wrote about a session; `event` is the one of the log, `place` where they were."""

    by: str
    number: int
    session: str
    place: str
    text: str
    event: int


_SPOT = ("session", "participant", "arm", "period", "step")
_READ = {
    "reaction": {*_SPOT, "id", "trial", "prediction", "kind", "value", "revision", "at"},
    "answer": {*_SPOT, "item", "value", "at"},
    "message": {*_SPOT, "id", "trial", "said_by", "text", "at"},
    "participant": {"id", "number"},
}
_NOTED = {"id", "session", "kind", "payload"}


def said(reading: Reading, panel: PanelRow, plan: Plan, before: Said | None = None) -> Said:
    """What the people of a panel said, whether they have finished or not; what `before` had is taken from there for
    sessions without news."""
    up_to = reading.last_event_id(panel.id)
    if before and before.up_to == up_to:
        return before
    changed = reading.changed_sessions(panel.id, before.up_to) if before else None
    found = _said(reading, panel, plan, changed)
    if before and changed is not None:
        news = set(changed)
        kept = (quote for quote in before.quotes if quote.session not in news)
        found = sorted([*kept, *found], key=lambda quote: quote.at)
    return Said(found, reading.remarks(panel.id), up_to)


def _said(reading: Reading, panel: PanelRow, plan: Plan, sessions: Collection[str] | None) -> list[Quote]:
    reaction, answer, message, participant = (
        reading.table(panel.id, name, panel.origin, sessions, only) for name, only in _READ.items()
    )
    numbers = dict(zip(participant["id"], participant["number"], strict=True))
    return quotes(plan, reaction, answer, message, numbers)


def notes(reading: Reading, panel: PanelRow) -> list[Note]:
    """What those wrote who looked on, oldest first."""
    acts = reading.table(panel.id, "desk_action", panel.origin, only=_NOTED)
    noted = acts[acts["kind"].eq("noted")].to_dict("records")
    people = {row["session"]: reading.session(row["session"]).number for row in noted}
    return [
        Note(
            *(row["payload"]["name"], people[row["session"]], row["session"]),
            *(row["payload"]["place"] or "", row["payload"]["text"], int(row["id"])),
        )
        for row in noted
    ]


def tag(engine: Engine, by: Staff, quote: Quote, word: str, *, on: bool = True) -> Future[None]:
    """Give a quote a tag of one's own, or take it back. Raises `Refused` for an empty or a long one, and after a
    withdrawal."""
    tidied = tidy(word)
    if not tidied or len(tidied) > LONGEST_TAG:
        raise Refused(f"A tag has between 1 and {LONGEST_TAG} characters.")
    return _mark(engine, by, quote, "tag", tidied, on=on)


def read(engine: Engine, by: Staff, quote: Quote, *, on: bool = True) -> Future[None]:
    """Note that one has read a quote, whether a tag fits or not; or that one has not."""
    return _mark(engine, by, quote, "read", "", on=on)


def pin(engine: Engine, by: Staff, quote: Quote, *, on: bool = True) -> Future[None]:
    """Put a quote into the report, or take it out, whoever had put it there."""
    return _mark(engine, by, quote, "pin", "", on=on)


def tidy(word: str) -> str:
    """A tag as it is kept: without needless spaces."""
    return " ".join(word.split())


# What is written into the log for each, and when it is taken back.
_EVENTS: dict[Kind, tuple[str, str]] = {
    "tag": ("quote.tagged", "quote.untagged"),
    "read": ("quote.read", "quote.unread"),
    "pin": ("quote.pinned", "quote.unpinned"),
}


def _mark(engine: Engine, by: Staff, quote: Quote, kind: Kind, word: str, *, on: bool) -> Future[None]:
    def command(tx: Writing) -> None:
        state = engine.state(tx, quote.session)
        if not state.panel or state.status == "withdrawn":
            raise Refused("This person took their data back; nothing of it is left.", "gone")
        there = tx.remark(remark_id(state.panel, quote.id, kind, word, by.id)) is not None
        if there is on:
            return
        told = {"quote": quote.id, "session": quote.session, "staff": by.id, "name": by.name}
        done, undone = _EVENTS[kind]
        # It is about the person, so that it goes with them; but nothing happened in their session.
        tx.append(
            NewEvent(
                kind=done if on else undone,
                at=engine.now(),
                panel=state.panel,
                participant=state.participant,
                payload={**told, "tag": word} if word else told,
            )
        )

    return engine.store.submit(command)
