"""A session again: every moment can be drawn, the last one is what its participant has, and nothing leaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from curtain import views
from curtain.replay import HIDDEN, replay
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House


@pytest.fixture
def house(store_path: Path) -> Iterator[House]:
    house = House(store_path)
    yield house
    house.close()


def test_the_last_moment_is_what_the_participant_has(house: House) -> None:
    guest = Guest(house, house.panel())
    guest.to_first_parcel()
    guest.wait()
    found = replay(house.engine, guest.session)
    assert guest.panel
    live = views.view(house.engine, guest.state, guest.panel)
    last = {**found.screens[found.moments[-1].screen], "words": found.words}
    assert {**last, "rev": 0} == {**live, "rev": 0}


def test_a_whole_session_is_told_moment_by_moment(house: House) -> None:
    guest = Guest(house, house.panel("weather-rules"), "with-reason")
    guest.finish()
    found = replay(house.engine, guest.session)
    assert (found.who, found.status) == ("Participant 1", "completed")
    assert [moment.at for moment in found.moments] == sorted(moment.at for moment in found.moments)
    assert {"screen", "asked", "shown", "reaction", "answer"} <= {moment.mark for moment in found.moments}
    kinds = [found.screens[moment.screen]["screen"]["kind"] for moment in found.moments]
    assert kinds[0] == "consent"
    assert kinds[-1] == "end"
    assert found.moments[-1].what == "They reached the end."
    # What stays as it was is kept once.
    assert len(found.screens) < len(found.moments)
    assert all("words" not in screen for screen in found.screens)


def test_what_stood_behind_an_answer_is_told(house: House) -> None:
    guest = Guest(house, house.panel("weather-rules"), "with-reason")
    guest.to_first_parcel()
    guest.wait()
    found = replay(house.engine, guest.session)
    desk = found.desks[found.moments[-1].desk]
    assert desk is not None
    assert (desk["feature"], desk["mock"], desk["state"]) == ("delay", "weather-rules", "shown")
    assert desk["intended"] == desk["shown"]
    assert "rule" in {each["label"] for each in desk["why"]}
    assert found.desks[found.moments[0].desk] is None


def test_a_request_at_the_desk_is_told_as_the_console_had_it(house: House) -> None:
    guest = Guest(house, house.panel("person"), "with-reason")
    guest.to_first_parcel()
    found = replay(house.engine, guest.session)
    desk = found.desks[found.moments[-1].desk]
    assert desk is not None
    assert desk["state"] == "waiting at the desk"
    assert {"Weather", "Last scan"} <= {each["label"] for each in desk["request"]["input"]}
    assert "truth" not in json.dumps(desk["request"])


def test_of_somebody_who_withdrew_nothing_is_left(house: House) -> None:
    guest = Guest(house, house.panel())
    guest.to_first_parcel()
    guest.act("withdraw")
    found = replay(house.engine, guest.session)
    assert (found.status, found.moments, found.screens) == ("withdrawn", [], [])


WRITTEN = """flow:
  - form: About you
    id: about
    fields: {town: {text: Where do you live?}}
    back: true
  - {info: Thanks., id: page, back: true}
  - {end: Bye.}
"""


def test_without_words_nothing_that_somebody_wrote_is_in_it(tmp_path: Path) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler"})
    guest.act("back")
    told = replay(house.engine, guest.session)
    silent = replay(house.engine, guest.session, words=False)
    house.close()
    assert "Kleinweiler" in json.dumps(told)
    assert "Kleinweiler" not in json.dumps(silent)
    assert any(HIDDEN in moment.what for moment in silent.moments)


def test_looking_again_changes_nothing(house: House) -> None:
    guest = Guest(house, house.panel())
    guest.to_first_parcel()
    with house.engine.store.reading() as reading:
        before = reading.last_event_id()
    assert replay(house.engine, guest.session) == replay(house.engine, guest.session)
    with house.engine.store.reading() as reading:
        assert reading.last_event_id() == before
