"""Tags and pins: what is done twice is done once, everybody has their own tags, and a withdrawal takes all along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from curtain import quotes, staff
from curtain.analysis import Plan
from curtain.desk import board
from curtain.desk.leases import Operator
from curtain.errors import Refused
from curtain.ledger import ledger
from curtain.quotes import Said
from curtain.replay import replay
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


def said(house: House, guest: Guest, before: Said | None = None) -> Said:
    assert guest.panel
    with house.engine.store.reading() as reading:
        row = reading.panel(guest.panel.id)
        return quotes.said(reading, row, Plan.of(house.engine.scenario_of(row)), before)


def test_what_people_wrote_can_be_tagged_and_pinned(guest: Guest) -> None:
    house = guest.house
    (quote,) = said(house, guest).quotes
    assert (quote.text, quote.about, quote.number) == ("Kleinweiler", "Where do you live?", 1)
    for _ in range(2):
        quotes.tag(house.engine, ANN, quote, "  far   away ").result(10)
        quotes.pin(house.engine, ANN, quote).result(10)
        quotes.read(house.engine, BEN, quote).result(10)
    quotes.tag(house.engine, BEN, quote, "far away").result(10)
    found = said(house, guest)
    assert [(each.kind, each.tag, each.name) for each in found.remarks] == [
        ("tag", "far away", "Ann"), ("pin", "", "Ann"), ("read", "", "Ben"), ("tag", "far away", "Ben")
    ]  # fmt: skip
    assert found.pinned == [quote]
    assert events(house, guest) == ["quote.tagged", "quote.pinned", "quote.read", "quote.tagged"]


def test_everybody_takes_back_their_own_tags_and_anybody_a_pin(guest: Guest) -> None:
    house = guest.house
    (quote,) = said(house, guest).quotes
    quotes.tag(house.engine, ANN, quote, "far").result(10)
    quotes.pin(house.engine, ANN, quote).result(10)
    quotes.tag(house.engine, BEN, quote, "far", on=False).result(10)
    quotes.pin(house.engine, BEN, quote, on=False).result(10)
    assert [(each.kind, each.staff) for each in said(house, guest).remarks] == [("tag", "ann")]
    quotes.tag(house.engine, ANN, quote, "far", on=False).result(10)
    quotes.tag(house.engine, ANN, quote, "far").result(10)
    assert [each.tag for each in said(house, guest).remarks] == ["far"]


def test_having_read_a_quote_can_be_taken_back(guest: Guest) -> None:
    house = guest.house
    (quote,) = said(house, guest).quotes
    for on, left in ((True, 1), (False, 0), (False, 0), (True, 1)):
        quotes.read(house.engine, ANN, quote, on=on).result(10)
        assert len(said(house, guest).remarks) == left


def test_a_remark_is_no_part_of_the_session(guest: Guest) -> None:
    house = guest.house
    assert guest.panel
    (quote,) = said(house, guest).quotes
    before, counted = replay(house.engine, guest.session), ledger(house.engine).counted(guest.panel.id)
    quotes.tag(house.engine, ANN, quote, "far").result(10)
    assert replay(house.engine, guest.session) == before
    assert ledger(house.engine).counted(guest.panel.id) is counted


def test_only_sessions_with_news_are_read_again(guest: Guest) -> None:
    house = guest.house
    first = said(house, guest)
    assert said(house, guest, first) is first
    quotes.tag(house.engine, ANN, first.quotes[0], "far").result(10)
    tagged = said(house, guest, first)
    assert tagged.quotes == first.quotes
    assert len(tagged.remarks) == 1
    other = Guest(house, guest.panel.id if guest.panel else "")
    other.act("answer", answers={"town": "Großdorf", "check": "yes"})
    assert [each.text for each in said(house, guest, tagged).quotes] == ["Kleinweiler", "Großdorf"]
    assert said(house, guest, tagged) == said(house, guest)
    guest.act("withdraw")
    assert [each.text for each in said(house, guest, tagged).quotes] == ["Großdorf"]


def test_what_was_noted_while_looking_on_stands_apart(guest: Guest) -> None:
    house = guest.house
    assert guest.panel
    board.note(house.engine, Operator("ann", "Ann"), guest.session, "Read it twice.").result(10)
    with house.engine.store.reading() as reading:
        (note,) = quotes.notes(reading, reading.panel(guest.panel.id))
    assert (note.by, note.number, note.session, note.text) == ("Ann", 1, guest.session, "Read it twice.")
    assert note.place == "page"
    assert len(said(house, guest).quotes) == 1


def test_reviewers_take_a_name_that_colleagues_see(guest: Guest) -> None:
    engine = guest.house.engine
    cookie = staff.sign_in(engine, staff.first_keys(engine)["reviewer"])
    me = staff.whoami(engine, cookie)
    assert me
    assert staff.rename(engine, me, "  Rita   M. ").name == "Rita M."
    assert staff.whoami(engine, cookie) == me._replace(name="Rita M.")
    for name in (" ", "x" * 41):
        with pytest.raises(Refused):
            staff.rename(engine, me, name)


def test_tags_have_words_and_not_too_many(guest: Guest) -> None:
    (quote,) = said(guest.house, guest).quotes
    for word in ("  ", "x" * 41):
        with pytest.raises(Refused):
            quotes.tag(guest.house.engine, ANN, quote, word)


def test_a_withdrawal_takes_quotes_tags_and_pins_along(guest: Guest) -> None:
    house = guest.house
    (quote,) = said(house, guest).quotes
    quotes.tag(house.engine, ANN, quote, "far").result(10)
    quotes.read(house.engine, BEN, quote).result(10)
    quotes.pin(house.engine, ANN, quote).result(10)
    guest.act("withdraw")
    assert said(house, guest)[:2] == ([], [])
    assert events(house, guest) == []
    with pytest.raises(Refused, match="took their data back"):
        quotes.tag(house.engine, ANN, quote, "far").result(10)


def events(house: House, guest: Guest) -> list[str]:
    """What reviewers did, as the log has it."""
    assert guest.panel
    with house.engine.store.reading() as reading:
        found = [event.kind for event in reading.events(guest.panel.id)]
    return [kind for kind in found if kind.startswith("quote.")]
