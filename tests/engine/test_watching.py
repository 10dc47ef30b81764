"""Who looks on sees what the participant sees and what they do; and the participant can tell by nothing."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any, cast

import pytest

from curtain.api import desk_calls
from curtain.api.caller import Caller
from curtain.api.calls import answer
from curtain.desk import Operator, board, shifts
from curtain.errors import Refused
from curtain.floor import console_of, page_of
from curtain.live import SESSIONS, watching
from curtain.presence import TYPES_FOR, Presence
from curtain.staff import Role, Staff
from curtain.state import VISIBLE
from tests.elsewhere import elsewhere
from tests.house import Guest, House

ANNA, BEN = Operator("anna", "Operator 1"), Operator("ben", "Operator 2")


class AtOnce:
    """A loop that does at once what it is given."""

    def call_soon_threadsafe(self, does: Any, *args: Any) -> None:
        does(*args)


class Ears:
    """What the topics of a session were told so far."""

    def __init__(self, house: House, session: str) -> None:
        self.heard: dict[str, list[int]] = defaultdict(list)
        house.engine.hub.bind(cast(asyncio.AbstractEventLoop, AtOnce()))
        for topic in (page_of(session), watching(session), SESSIONS):
            house.engine.hub.listen(topic, self.heard[topic].append)


@pytest.fixture
def guest(house: House) -> Guest:
    """Somebody on the screen before the first parcel, whose answers come by rules."""
    guest = Guest(house, house.panel("weather-rules"), "with-reason")
    guest.act("next")
    return guest


def looking_on(house: House, guest: Guest, *roles: Role) -> Caller:
    """A page that somebody with these roles has open on the guest's session."""
    return desk_calls.watcher(house.engine, Staff("anna", roles, "Operator 1"), guest.session, None)


def test_nothing_that_is_done_from_outside_reaches_the_participant(house: House, guest: Guest) -> None:
    before, ears = guest.look(), Ears(house, guest.session)
    rev = guest.view["rev"]
    caller = looking_on(house, guest, "operator")
    assert caller.who == "", "whoever looks on is nobody who is present"

    async def all_there_is() -> None:
        for do, args in (
            ("view", {}),
            ("desk.note", {"session": guest.session, "text": "She frowned", "begun_ms": 900}),
            ("desk.notes", {"session": guest.session}),
            ("desk.take_over", {}),
            ("desk.give_over", {}),
        ):
            assert "ok" in await answer(house.engine, caller, do, args)

    elsewhere(all_there_is())
    house.settle()
    with house.engine.store.reading() as reading:
        written = [event.kind for event in reading.events_of(guest.session)][-3:]
    assert written == ["desk.noted", "desk.took_over", "desk.gave_over"]
    assert not VISIBLE & set(written)
    assert ears.heard[page_of(guest.session)] == []
    assert (guest.look(), guest.view["rev"]) == (before, rev)


def test_who_looks_on_hears_of_every_change_also_of_what_the_participant_does_not(
    house: House, guest: Guest
) -> None:
    ears, page = Ears(house, guest.session), page_of(guest.session)
    told = [0]

    def news() -> int:
        told.append(len(ears.heard[watching(guest.session)]))
        return told[-1] - told[-2]

    house.engine.presence.typing(page)
    assert news() == 1
    house.engine.presence.typing(page, now=False)
    assert news() == 1
    assert ears.heard[page] == []
    board.note(house.engine, BEN, guest.session, "Hm").result(10)
    assert news() == 1
    guest.act("next")
    assert news() >= 1
    assert ears.heard[SESSIONS]
    assert ears.heard[page]


def test_that_somebody_stopped_is_told_when_their_last_key_is_long_forgotten() -> None:
    now, told = [100.0], []
    presence = Presence(told.append, lambda: now[0])
    presence.typing("session/1")
    presence.typing("session/1")
    assert told == ["session/1"], "once for all keys"
    now[0] += TYPES_FOR + 1
    presence.typing("session/1", now=False)
    presence.typing("session/1", now=False)
    assert told == ["session/1"] * 2
    presence.typing("session/1")
    assert told == ["session/1"] * 3


def test_the_mirror_shows_their_very_screen_and_no_arm(house: House, guest: Guest) -> None:
    guest.act("next")
    house.step(6)
    seen = board.mirror(house.engine, ANNA, guest.session)
    assert seen["view"]["screen"] == guest.look()
    assert (seen["who"], seen["place_title"], seen["done"]) == ("Participant 1", "Warning, 1 of 8", 2)
    assert seen["arm"].startswith("Variant ")
    told = {name: part for name, part in seen.items() if name != "view"}
    assert "with-reason" not in str(told)
    assert "weather-rules" not in str(told)


def test_a_note_stands_where_they_were_when_it_was_begun(house: House, guest: Guest) -> None:
    house.clock.step(10)
    began = house.clock.now
    house.clock.step(3)
    guest.act("next")
    house.clock.step(2)
    board.note(house.engine, BEN, guest.session, "She goes on without reading", 5_000).result(10)
    board.note(house.engine, BEN, guest.session, "Now she reads").result(10)
    first, second = board.notes(house.engine, guest.session)
    assert (first["text"], first["place_title"]) == ("She goes on without reading", "Info")
    assert first["at"] == began.isoformat(timespec="microseconds")
    assert (second["place_title"], second["by"]) == ("Warning, 1 of 8", "Operator 2")


def test_a_last_note_may_come_after_the_end_but_not_after_a_withdrawal(house: House, guest: Guest) -> None:
    guest.act("next")
    guest.finish()
    board.note(house.engine, BEN, guest.session, "She smiled at the end").result(10)
    assert len(board.notes(house.engine, guest.session)) == 1

    leaves = Guest(house, house.panel("weather-rules"), "with-reason")
    while leaves.screen["kind"] != "debrief":
        one_step(leaves)
    board.note(house.engine, BEN, leaves.session, "Upset").result(10)
    leaves.act("withdraw")
    with pytest.raises(Refused):
        board.note(house.engine, BEN, leaves.session, "Gone").result(10)
    with pytest.raises(Refused):
        board.mirror(house.engine, BEN, leaves.session)
    assert board.notes(house.engine, leaves.session) == []


def one_step(guest: Guest) -> None:
    match guest.screen["kind"]:
        case "survey":
            guest.act("answer", answers={item["id"]: 3 for item in guest.screen["items"]})
        case "show" | "phone":
            guest.wait(25) if guest.screen["waiting"] else guest.react("dismiss", ms=900)
        case _:
            guest.act("next")


def test_only_an_operator_plays_from_there(house: House, guest: Guest) -> None:
    reviewer, operator = looking_on(house, guest, "reviewer"), looking_on(house, guest, "operator")
    house.engine.presence.came(console_of("anna"))
    shifts.start(house.engine, ANNA).result(10)

    async def take() -> None:
        refused = await answer(house.engine, reviewer, "desk.take_over", {})
        assert refused["error"]["kind"] == "bad"
        assert (await answer(house.engine, reviewer, "view", {}))["ok"]["plays"] is None
        taken = (await answer(house.engine, operator, "desk.take_over", {}))["ok"]
        assert (taken["mine"], taken["plays"]) == (True, {"at_work": True})
        assert (await answer(house.engine, operator, "desk.give_over", {}))["ok"]["taken_by"] is None

    elsewhere(take())
