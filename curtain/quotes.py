"""What reviewers do with what people said: tag it, pin it to the report. Doing it twice is doing it once."""

from __future__ import annotations

from concurrent.futures import Future
from typing import NamedTuple

from curtain.analysis import Plan
from curtain.analysis.words import Quote, quotes
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.staff import Staff
from feedback_db import PanelRow, Writing
from feedback_db.queries import Reading
from feedback_db.remarks import RemarkRow

LONGEST_TAG = 40  # characters


class Said(NamedTuple):
    """Everything that the people of a panel said, and what reviewers made of it."""

    quotes: list[Quote]
    remarks: list[RemarkRow]

    @property
    def pinned(self) -> list[Quote]:
        """The quotes for the report, in the order in which they were pinned."""
        known = {quote.id: quote for quote in self.quotes}
        return [known[each.quote] for each in self.remarks if each.kind == "pin" and each.quote in known]


def said(reading: Reading, panel: PanelRow, plan: Plan) -> Said:
    """What the people of a panel said, whether they have finished or not."""
    reaction, answer, message, participant = (
        reading.table(panel.id, name, panel.origin)
        for name in ("reaction", "answer", "message", "participant")
    )
    numbers = dict(zip(participant["id"], participant["number"], strict=True))
    return Said(quotes(plan, reaction, answer, message, numbers), reading.remarks(panel.id))


def tag(engine: Engine, by: Staff, quote: Quote, word: str) -> Future[None]:
    """Give a quote a tag of one's own. Raises `Refused` for an empty or a long one, and after a withdrawal."""
    return _mark(engine, by, quote, "quote.tagged", _tidy(word))


def untag(engine: Engine, by: Staff, quote: Quote, word: str) -> Future[None]:
    """Take one's own tag back."""
    return _mark(engine, by, quote, "quote.untagged", _tidy(word))


def pin(engine: Engine, by: Staff, quote: Quote, *, on: bool) -> Future[None]:
    """Put a quote into the report, or take it out, whoever had put it there."""
    return _mark(engine, by, quote, "quote.pinned" if on else "quote.unpinned", "")


def _tidy(word: str) -> str:
    tidy = " ".join(word.split())
    if not tidy or len(tidy) > LONGEST_TAG:
        raise Refused(f"A tag has between 1 and {LONGEST_TAG} characters.")
    return tidy


def _mark(engine: Engine, by: Staff, quote: Quote, kind: str, word: str) -> Future[None]:
    def command(tx: Writing) -> None:
        state = engine.state(tx, quote.session)
        if not state.panel or state.status == "withdrawn":
            raise Refused("This person took their data back; nothing of it is left.", "gone")
        there = any(
            (each.quote, each.tag) == (quote.id, word) and (not word or each.staff == by.id)
            for each in tx.remarks(state.panel)
        )
        if there is kind.removeprefix("quote.").startswith("un"):
            told = {"quote": quote.id, "staff": by.id, "name": by.name}
            engine.append(tx, state, kind, {**told, "tag": word} if word else told)

    return engine.store.submit(command)
