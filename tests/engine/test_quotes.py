"""Tags and pins: what is done twice is done once, everybody has their own tags, and a withdrawal takes all along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curtain import quotes
from curtain.analysis import Plan
from curtain.errors import Refused
from curtain.quotes import Said
from curtain.staff import Staff
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House

WRITTEN = """flow:
  - form: About you
    id: about
    fields: {town: {text: Where do you live?}, check: {text: Write yes., must_be: "yes"}}
  - {info: Thanks., id: page}
  - {end: Bye.}
"""
ANN, BEN = Staff("ann", ("reviewer",), "Ann"), Staff("ben", ("reviewer",), "Ben")


@pytest.fixture
def guest(tmp_path: Path) -> Iterator[Guest]:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler", "check": "yes"})
    yield guest
    house.close()


def said(house: House, guest: Guest) -> Said:
    assert guest.panel
    with house.engine.store.reading() as reading:
        row = reading.panel(guest.panel.id)
        return quotes.said(reading, row, Plan.of(house.engine.scenario_of(row)))


def test_what_people_wrote_can_be_tagged_and_pinned(guest: Guest) -> None:
    house = guest.house
    (quote,) = said(house, guest).quotes
    assert (quote.text, quote.about, quote.number) == ("Kleinweiler", "Where do you live?", 1)
    for _ in range(2):
        quotes.tag(house.engine, ANN, quote, "  far   away ").result(10)
        quotes.pin(house.engine, ANN, quote, on=True).result(10)
    quotes.tag(house.engine, BEN, quote, "far away").result(10)
    found = said(house, guest)
    assert [(each.kind, each.tag, each.name) for each in found.remarks] == [
        ("tag", "far away", "Ann"), ("pin", "", "Ann"), ("tag", "far away", "Ben")
    ]  # fmt: skip
    assert found.pinned == [quote]
    assert len(events(house, guest, "quote.")) == 3


def test_everybody_takes_back_their_own_tags_and_anybody_a_pin(guest: Guest) -> None:
    house = guest.house
    (quote,) = said(house, guest).quotes
    quotes.tag(house.engine, ANN, quote, "far").result(10)
    quotes.pin(house.engine, ANN, quote, on=True).result(10)
    quotes.untag(house.engine, BEN, quote, "far").result(10)
    quotes.pin(house.engine, BEN, quote, on=False).result(10)
    assert [(each.kind, each.staff) for each in said(house, guest).remarks] == [("tag", "ann")]
    quotes.untag(house.engine, ANN, quote, "far").result(10)
    quotes.tag(house.engine, ANN, quote, "far").result(10)
    assert [each.tag for each in said(house, guest).remarks] == ["far"]


def test_tags_have_words_and_not_too_many(guest: Guest) -> None:
    (quote,) = said(guest.house, guest).quotes
    for word in ("  ", "x" * 41):
        with pytest.raises(Refused):
            quotes.tag(guest.house.engine, ANN, quote, word)


def test_a_withdrawal_takes_quotes_tags_and_pins_along(guest: Guest) -> None:
    house = guest.house
    (quote,) = said(house, guest).quotes
    quotes.tag(house.engine, ANN, quote, "far").result(10)
    quotes.pin(house.engine, ANN, quote, on=True).result(10)
    guest.act("withdraw")
    assert said(house, guest) == Said([], [])
    assert events(house, guest, "quote.") == []
    with pytest.raises(Refused, match="took their data back"):
        quotes.tag(house.engine, ANN, quote, "far").result(10)


def events(house: House, guest: Guest, start: str) -> list[str]:
    with house.engine.store.reading() as reading:
        return [event.kind for event in reading.events_of(guest.session) if event.kind.startswith(start)]
