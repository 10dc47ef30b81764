"""Links: what each leads to, and what is said where one leads no further."""

from __future__ import annotations

from curtain import doors, panels
from scenarios.words import WORDS
from tests.house import Guest, House


def test_an_unknown_link_gets_kind_words(house: House) -> None:
    door = doors.knock(house.engine, "no-such-token")
    assert (door.state, door.title) == ("shut", WORDS["unknown_title"])
    assert doors.enter(house.engine, "no-such-token").result(10)["screen"]["kind"] == "gone"


def test_looking_at_a_link_starts_nothing(house: House) -> None:
    panel = house.panel()
    [token] = panels.make_links(house.engine, panel, 1)
    assert doors.knock(house.engine, token).state == "open"
    assert panels.board(house.engine, panel) == []


def test_the_open_link_gives_everybody_a_place_of_their_own(house: House) -> None:
    panel = house.panel()
    link = panels.open_link(house.engine, panel)
    tokens = {doors.knock(house.engine, link).token for _ in range(3)}
    assert len(tokens) == 3
    for token in tokens:
        doors.mint(house.engine, link, token).result(10)
        doors.mint(house.engine, link, token).result(10)
        assert doors.enter(house.engine, token).result(10)["screen"]["kind"] == "consent"
    assert len(panels.board(house.engine, panel)) == 3


def test_a_draft_a_paused_and_a_closed_panel_let_nobody_new_in(house: House) -> None:
    panel = house.panel()
    inside = Guest(house, panel)
    panels.pause(house.engine, panel)
    assert Guest(house, panel).screen["title"] == WORDS["paused_title"]
    panels.open_panel(house.engine, panel)
    assert Guest(house, panel).screen["kind"] == "consent"
    panels.close(house.engine, panel)
    assert Guest(house, panel).screen["title"] == WORDS["closed_title"]
    inside.finish()
    assert inside.screen["kind"] == "end", "who was under way can finish"


def test_a_full_panel_says_so(house: House) -> None:
    panel = house.panel(people=2)
    Guest(house, panel)
    Guest(house, panel)
    assert Guest(house, panel).screen["title"] == WORDS["full_title"]


def test_a_preview_works_before_opening_and_takes_no_place(house: House) -> None:
    draft = panels.create(house.engine, "courier-delay", "Draft", people=1)
    guest = Guest(house, draft, "short")
    assert guest.state.origin == "preview"
    panels.open_panel(house.engine, draft)
    assert Guest(house, draft).screen["kind"] == "consent"


def test_a_place_of_somebody_who_never_came_back_is_given_to_another(house: House) -> None:
    panel = house.panel(people=1)
    Guest(house, panel)
    house.step(doors.GIVEN_UP_AFTER + 60)
    assert Guest(house, panel).screen["kind"] == "consent"


def test_an_open_panel_stays_on_its_version_when_the_file_changes(house: House) -> None:
    panel = house.panel()
    with house.engine.store.reading() as reading:
        version = reading.panel(panel).version
    assert len(version) == 64
    assert Guest(house, panel).state.version == version
