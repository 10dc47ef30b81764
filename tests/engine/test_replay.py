"""A session again: every moment can be drawn, the last one is what its participant has, and nothing leaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curtain import desk, views
from curtain.clock import moment
from curtain.desk import Draft, Operator, board
from curtain.desk.lines import Line
from curtain.replay import Replay, replay
from curtain.state import SessionState
from curtain.wordless import KEPT_BACK
from tests.engine.changed import guest_of, house_of
from tests.engine.test_chat import CHAT, PERSON, say, written
from tests.house import Guest, House

ANNA = Operator("anna", "Operator 1")
LATE, ON_TIME = ([{"label": label, "score": 0.8}] for label in ("delayed", "on time"))


def last(found: Replay) -> dict[str, Any]:
    """What stood behind the latest prediction at the end."""
    told = found.desks[found.moments[-1].desk]
    assert told is not None
    return told


def shown(pairs: list[dict[str, str]]) -> dict[str, str]:
    return {pair["label"]: pair["value"] for pair in pairs}


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


def test_each_moment_is_what_the_participant_had_then(house: House) -> None:
    guest = Guest(house, house.panel("weather-rules"), "with-reason")
    guest.finish()
    found, state = replay(house.engine, guest.session), SessionState(guest.session)
    with house.engine.store.reading() as reading:
        events = reading.events_of(guest.session)
    assert guest.panel
    assert [each.event for each in found.moments] == [event.id for event in events]
    for event, each in zip(events, found.moments, strict=True):
        state.apply(event)
        if state.place:
            now = moment(event.at)
            live = views.view(house.engine.seen_by(lambda now=now: now), state, guest.panel)  # type: ignore[misc]
            assert {**found.screens[each.screen], "words": found.words, "rev": 0} == {**live, "rev": 0}


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
    told = last(found)
    assert (told["feature"], told["played_by"], told["stands"]) == (
        "delay",
        "weather-rules",
        "sent to the screen",
    )
    assert told["meant"] == told["shown"]
    assert told["differs"] is False
    assert "rule" in shown(told["why"])
    assert found.desks[found.moments[0].desk] is None


def test_a_request_at_the_desk_is_told_as_the_console_had_it(house: House) -> None:
    guest = Guest(house, house.panel("person"), "with-reason")
    guest.to_first_parcel()
    told = last(replay(house.engine, guest.session))
    assert told["stands"] == "waiting at the desk"
    assert {"Weather", "Last scan"} <= {each["label"] for each in told["request"]["input"]}
    assert "truth" not in json.dumps(told["request"])


def test_what_an_operator_did_is_told_with_its_times(house: House) -> None:
    guest = Guest(house, house.panel("person"), "with-reason")
    guest.to_first_parcel()
    house.settle()
    [line] = desk.view(house.engine, ANNA)["queue"]
    prediction = line["prediction"]
    house.clock.step(1)
    desk.claim(house.engine, ANNA, prediction).result(10)
    house.clock.step(0.5)
    desk.beat(house.engine, ANNA, Draft(prediction, "It will be")).result(10)
    house.clock.step(0.5)
    desk.answer(house.engine, ANNA, prediction, LATE, first_key_ms=700).result(10)
    found = replay(house.engine, guest.session)
    told = last(found)
    assert (told["operator"], told["meant"]) == ("anna", "'delayed' (80% sure)")
    assert told["request"]["begun"] == "It will be"
    times = shown(told["times"])
    assert (times["taken"], times["first key"]) == ("after 1.0 s", "0.7 s after opening it")
    assert times["answered"] == "after 2.0 s"
    assert [each.what for each in found.moments].count("Operator 'anna' took the request.") == 1

    desk.retract(house.engine, ANNA, prediction).result(10)
    told = last(replay(house.engine, guest.session))
    assert (told["stands"], told["meant"]) == ("with an operator", None)
    assert "answered" not in shown(told["times"])
    desk.answer(house.engine, ANNA, prediction, ON_TIME).result(10)
    assert last(replay(house.engine, guest.session))["meant"] == "'on time' (80% sure)"


def test_an_answer_by_the_stand_in_is_marked(house: House) -> None:
    guest = Guest(house, house.panel("person"), "with-reason")
    guest.to_first_parcel()
    house.settle()
    [line] = desk.view(house.engine, ANNA)["queue"]
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    guest.wait(25)
    found = replay(house.engine, guest.session)
    assert [each.mark for each in found.moments].count("flawed") == 1
    assert shown(last(found)["why"])["stand-in"] == "yes"
    assert (last(found)["played_by"], last(found)["operator"]) == ("weather-rules", None)


def test_a_note_stands_where_it_was_noticed(house: House) -> None:
    guest = Guest(house, house.panel(), "with-reason")
    house.clock.step(5)
    guest.act("next")
    house.clock.step(5)
    board.note(house.engine, ANNA, guest.session, "She frowned", begun_ms=7_000).result(10)
    [at] = [each.at for each in replay(house.engine, guest.session).moments if each.mark == "note"]
    assert at == 3.0


def test_a_request_is_of_the_arm_in_which_it_was_asked_wherever_they_are_now(house: House) -> None:
    guest = Guest(house, house.panel("person"), "with-reason")
    guest.to_first_parcel()
    state, panel = guest.state.copy(), guest.panel
    [asked] = state.asked.values()
    assert panel
    before = Line(house.engine, asked, state, panel, house.engine.script_of(state, panel)).common()["arm"]
    state.arm, state.period = "", 0  # on a screen between the arms
    script = house.engine.script_of(state, panel, asked.period)
    assert Line(house.engine, asked, state, panel, script).common()["arm"] == before
    assert before.startswith("Variant")


def test_of_somebody_who_withdrew_nothing_is_left(house: House) -> None:
    guest = Guest(house, house.panel())
    guest.to_first_parcel()
    guest.act("withdraw")
    found = replay(house.engine, guest.session)
    assert (found.status, found.moments, found.screens) == ("withdrawn", [], [])


WRITTEN = """flow:
  - form: About you
    id: about
    fields:
      town: {text: Where do you live?}
      pet: {choice: Do you have a pet?, of: [yes, no]}
    back: true
  - {info: "So you are from {{ answers.about.town | upper }}.", id: page, back: true}
  - {end: Bye.}
"""


def test_without_words_nothing_that_somebody_wrote_is_in_it(tmp_path: Path) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler", "pet": "no"})
    guest.act("back")
    told = json.dumps(replay(house.engine, guest.session)).lower()
    silent = replay(house.engine, guest.session, words=False)
    house.close()
    assert told.count("kleinweiler") > 1
    assert "kleinweiler" not in json.dumps(silent).lower()
    town, pet = silent.screens[silent.moments[-1].screen]["screen"]["items"]
    assert (town["value"], pet["value"]) == (KEPT_BACK, "no")


ECHO = {"kind": "rules", "rules": [], "otherwise": {"answer": "You said: {message}"}}


def test_without_words_a_conversation_keeps_its_turns_and_loses_its_texts(tmp_path: Path) -> None:
    chat = {**CHAT, "feedback": {"thumbs": "Good?", "labels": ["kind", "wrong"]}, "person": PERSON}
    house = house_of(tmp_path, written(chat, played_by=ECHO))
    guest = guest_of(house)
    say(guest, "My landlord is Kleinweiler")
    house.settle()
    line = guest.look()["talk"][-1]
    guest.react("label", value="wrong", prediction=line["prediction"])
    heard, silent = (replay(house.engine, guest.session, words=words) for words in (True, False))
    house.close()
    assert "Kleinweiler" in json.dumps(heard)
    assert "Kleinweiler" not in json.dumps(silent)
    drawn = silent.screens[silent.moments[-1].screen]["screen"]["talk"]
    assert [line["by"] for line in drawn] == ["product", "you", "product"]
    assert drawn[-1]["feedback"]["labels"]["value"] == "wrong"


def test_looking_again_changes_nothing(house: House) -> None:
    guest = Guest(house, house.panel())
    guest.to_first_parcel()
    with house.engine.store.reading() as reading:
        before = reading.last_event_id()
    assert replay(house.engine, guest.session) == replay(house.engine, guest.session)
    with house.engine.store.reading() as reading:
        assert reading.last_event_id() == before
