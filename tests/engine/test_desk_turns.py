"""What becomes of a request between operators: drafts, notes, second thoughts, take-overs, too many at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curtain import desk, panels
from curtain.desk import Draft, Operator, board, lines, shifts
from curtain.errors import Refused, Taken
from curtain.floor import console_of, page_of
from tests.engine.work import events, guest_at_work, working
from tests.house import Guest, House

ANNA, BEN = Operator("anna", "Operator 1"), Operator("ben", "Operator 2")
LATE = [{"label": "delayed", "score": 0.8}]
ON_TIME = [{"label": "on time", "score": 0.8}]


@pytest.fixture
def guest(house: House) -> Guest:
    """Somebody who waits for an operator's answer."""
    guest = Guest(house, house.panel("person"), "with-reason")
    guest.to_first_parcel()
    house.settle()
    return guest


def queue(house: House, operator: Operator = ANNA) -> list[dict[str, Any]]:
    return desk.view(house.engine, operator)["queue"]


def opened(house: House, operator: Operator = ANNA) -> dict[str, Any]:
    found = desk.view(house.engine, operator)["open"]
    assert found
    return found


def claimed(house: House, operator: Operator = ANNA) -> str:
    [line] = queue(house, operator)
    desk.claim(house.engine, operator, line["prediction"]).result(10)
    return str(line["prediction"])


def here(house: House, *operators: Operator) -> None:
    """Their consoles are open."""
    for operator in operators:
        house.engine.presence.came(console_of(operator.id))


# Drafts and colleagues ------------------------------------------------------------------------------------------------


def test_a_draft_outlives_the_operator_who_began_it(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    house.clock.step(1)
    desk.beat(house.engine, ANNA, Draft(prediction, "It will be")).result(10)
    state = guest.state
    house.clock.step(desk.LEASE + 1)
    house.engine.store.do(
        lambda tx: desk.expire(house.engine, tx, house.engine.state(tx, state.id), prediction)
    )
    asked = guest.state.find(prediction)
    assert asked
    assert (asked.claimed_by, asked.draft) == (None, "It will be")


def test_a_draft_goes_back_with_the_request(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    desk.give_back(house.engine, ANNA, prediction, "It will").result(10)
    claimed(house, BEN)
    assert opened(house, BEN)["draft"] == "It will"


def test_a_colleague_gets_the_request_with_its_note_and_draft(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    desk.hand_over(house.engine, ANNA, prediction, BEN, "She is in a hurry", "It w").result(10)
    assert queue(house)[0]["state"] == "taken"
    found = opened(house, BEN)
    assert found["note"] == {"by": "Operator 1", "text": "She is in a hurry"}
    assert found["draft"] == "It w"
    desk.answer(house.engine, BEN, prediction, LATE).result(10)
    kinds = [event.kind for event in events_of(house, guest) if event.kind.startswith("desk.")]
    assert kinds[-3:] == ["desk.claimed", "desk.handed_over", "desk.answered"]


def test_handed_to_nobody_it_waits_for_anybody(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    desk.hand_over(house.engine, ANNA, prediction, None, "Your turn").result(10)
    assert [(line["state"], line["note"]) for line in queue(house, BEN)] == [("waiting", True)]


def test_only_what_is_held_can_be_handed_over(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    with pytest.raises(Taken):
        desk.hand_over(house.engine, BEN, prediction, None, "").result(10)


# Second thoughts ------------------------------------------------------------------------------------------------------


def test_an_answer_is_taken_back_and_corrected_before_it_is_shown(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    desk.answer(house.engine, ANNA, prediction, LATE).result(10)
    [sent] = desk.view(house.engine, ANNA)["sent"]
    assert (sent["prediction"], sent["text"]) == (prediction, "delayed")
    desk.retract(house.engine, ANNA, prediction).result(10)
    assert opened(house)["earlier"] == LATE
    assert desk.view(house.engine, ANNA)["sent"] == []
    house.step(2)
    assert guest.look()["waiting"], "nothing is shown while it is open"
    desk.answer(house.engine, ANNA, prediction, ON_TIME).result(10)
    house.step(6)
    asked = guest.state.find(prediction)
    assert asked
    assert (asked.released, asked.output, asked.taken_back) == (True, ON_TIME, 1)
    assert desk.view(house.engine, ANNA)["answered"] == 1, "it counts once"
    with house.engine.store.reading() as reading:
        row = reading.prediction(prediction)
    assert row
    assert (row.status, row.output, row.operator) == ("released", ON_TIME, "anna")


def test_what_has_been_shown_cannot_be_taken_back(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    desk.answer(house.engine, ANNA, prediction, LATE).result(10)
    house.step(6)
    with pytest.raises(Refused, match="shown already"):
        desk.retract(house.engine, ANNA, prediction).result(10)


def test_nobody_takes_back_what_a_colleague_said(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    desk.answer(house.engine, ANNA, prediction, LATE).result(10)
    with pytest.raises(Refused):
        desk.retract(house.engine, BEN, prediction).result(10)


def test_what_was_taken_back_and_forgotten_is_answered_by_the_fallback(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    desk.answer(house.engine, ANNA, prediction, LATE).result(10)
    desk.retract(house.engine, ANNA, prediction).result(10)
    house.step(21)
    with house.engine.store.reading() as reading:
        row = reading.prediction(prediction)
    assert row
    assert (row.status, row.fallback) == ("released", True)


# Taking over ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ruled(house: House) -> Guest:
    """Somebody whose answers come by rules, one screen before the first of them."""
    guest = Guest(house, house.panel("weather-rules"), "with-reason")
    guest.act("next")
    return guest


def test_an_operator_takes_the_next_answers_of_a_session_and_gives_it_back(
    house: House, ruled: Guest
) -> None:
    here(house, ANNA)
    shifts.start(house.engine, ANNA).result(10)
    desk.take_over(house.engine, ANNA, ruled.session).result(10)
    ruled.act("next")
    house.settle()
    [line] = queue(house)
    assert line["reserved"]
    desk.answer(house.engine, ANNA, line["prediction"], LATE).result(10)
    house.step(6)
    with house.engine.store.reading() as reading:
        [first] = reading.predictions_of(ruled.session)
    assert first.provenance
    assert (first.operator, first.provenance["taken_over"], first.mock) == ("anna", True, "weather-rules")
    desk.give_over(house.engine, ANNA, ruled.session).result(10)
    ruled.look()
    ruled.react("accept", value=ruled.screen["notice"]["prediction"], prediction=first.id)
    ruled.act("next")
    house.step(6)
    with house.engine.store.reading() as reading:
        found = reading.predictions_of(ruled.session)
    assert [row.operator for row in found] == ["anna", None]
    kinds = [event.kind for event in events_of(house, ruled)]
    assert kinds.index("desk.took_over") < kinds.index("desk.answered") < kinds.index("desk.gave_over")


def test_the_mock_answers_what_an_operator_took_over_and_left(house: House, ruled: Guest) -> None:
    here(house, ANNA)
    shifts.start(house.engine, ANNA).result(10)
    desk.take_over(house.engine, ANNA, ruled.session).result(10)
    ruled.act("next")
    house.step(31)
    with house.engine.store.reading() as reading:
        [row] = reading.predictions_of(ruled.session)
    assert row.provenance
    assert (row.status, row.fallback, row.provenance["mock"]) == ("released", True, "weather-rules")


def test_a_session_of_an_operator_who_has_gone_is_played_by_its_mock(house: House, ruled: Guest) -> None:
    here(house, ANNA)
    shifts.start(house.engine, ANNA).result(10)
    desk.take_over(house.engine, ANNA, ruled.session).result(10)
    house.engine.presence.left(console_of("anna"))
    ruled.act("next")
    house.settle()
    assert queue(house) == []
    desk.take_over(house.engine, BEN, ruled.session).result(10)


def test_one_operator_at_a_time_plays_a_session(house: House, ruled: Guest) -> None:
    here(house, ANNA, BEN)
    for operator in (ANNA, BEN):
        shifts.start(house.engine, operator).result(10)
    desk.take_over(house.engine, ANNA, ruled.session).result(10)
    with pytest.raises(Taken):
        desk.take_over(house.engine, BEN, ruled.session).result(10)
    ruled.act("next")
    house.settle()
    [line] = queue(house, BEN)
    assert line["state"] == "taken"
    with pytest.raises(Taken):
        desk.claim(house.engine, BEN, line["prediction"]).result(10)


def test_a_question_of_a_session_that_is_played_is_not_handed_to_who_may_not_answer_it(
    house: House, ruled: Guest
) -> None:
    here(house, ANNA, BEN)
    shifts.start(house.engine, ANNA).result(10)
    desk.take_over(house.engine, ANNA, ruled.session).result(10)
    ruled.act("next")
    house.settle()
    prediction = claimed(house)
    with pytest.raises(Refused, match="Give it back"):
        desk.hand_over(house.engine, ANNA, prediction, BEN, "").result(10)


def test_the_board_shows_who_goes_on_without_telling_the_arm(house: House) -> None:
    guest = Guest(house, house.panel("weather-rules"))
    guest.act("next")
    house.engine.presence.came(page_of(guest.session))
    [line] = board.sessions(house.engine, ANNA)
    assert (line["who"], line["here"], line["mine"]) == ("Participant 1", "waiting", False)
    house.engine.presence.typing(page_of(guest.session))
    assert board.sessions(house.engine, ANNA)[0]["here"] == "typing"
    assert guest.state.arm not in str(line)


def test_notes_of_those_who_look_on_stand_at_their_moment(house: House, ruled: Guest) -> None:
    board.note(house.engine, BEN, ruled.session, " She frowned. ").result(10)
    [told] = board.notes(house.engine, ruled.session)
    assert (told["by"], told["text"]) == ("Operator 2", "She frowned.")
    with pytest.raises(Refused):
        board.note(house.engine, BEN, ruled.session, "   ").result(10)
    assert board.mirror(house.engine, BEN, ruled.session)["view"]["screen"] == ruled.look()


# Shifts, and too many at once -----------------------------------------------------------------------------------------


def test_who_takes_a_request_is_in_a_shift_and_who_ends_it_lets_go(house: House, guest: Guest) -> None:
    claimed(house)
    assert desk.view(house.engine, ANNA)["shift"]["state"] == "on"
    shifts.pause(house.engine, ANNA).result(10)
    assert desk.view(house.engine, ANNA)["shift"]["state"] == "paused"
    shifts.go_on(house.engine, ANNA).result(10)
    shifts.end(house.engine, ANNA, {"hard": "The snow.", "needs": 7}).result(10)
    assert desk.view(house.engine, ANNA)["shift"]["state"] == "off"
    assert queue(house)[0]["state"] == "waiting"
    with house.engine.store.reading() as reading:
        [shift] = reading.shifts()
    assert (shift.operator, shift.hard, shift.off_script, shift.needs) == ("anna", "The snow.", None, "7")
    assert shift.ended_at


def test_a_shift_goes_on_over_a_restart(store_path: Path) -> None:
    first = House(store_path)
    shifts.start(first.engine, ANNA).result(10)
    first.close()
    again = House(store_path)
    assert desk.view(again.engine, ANNA)["shift"]["state"] == "on"
    again.close()


def test_the_figures_tell_how_fast_and_how_often_in_time(house: House, guest: Guest) -> None:
    prediction = claimed(house)
    house.clock.step(2)
    desk.answer(house.engine, ANNA, prediction, LATE).result(10)
    figures = desk.view(house.engine, ANNA)["figures"]
    assert (figures["n"], figures["median_s"], figures["in_time"]) == (1, 2.0, 1.0)


def test_the_doors_are_closed_and_opened_again_from_the_desk(house: House, guest: Guest) -> None:
    desk.close_doors(house.engine, None, closed=True)
    assert desk.view(house.engine, ANNA)["doors"]["closed"]
    assert Guest(house, guest.state.panel, None).screen["kind"] == "gone"
    desk.close_doors(house.engine, None, closed=False)
    assert not desk.view(house.engine, ANNA)["doors"]["closed"]


TALK = """
mocks:
  rest: {kind: fixed, answer: "Sorry?"}
  person: {kind: operator, deadline: 20 s, fallback: rest, most_waiting: 1}
data: {ask: {rows: 3, columns: {name: {value: Ada}}}}
features:
  reply:
    task: chat-completion
    model_sees: [name]
    played_by: person
    show_after: 1 s
    desk:
      rules: [Be kind]
      replies: {short: ["Yes, {{ name }}.", "Bus [line]."], long: ["You asked: {{ message }}"]}
      hold: One moment, please.
      never: [human]
      longest: 40
      answered_twice: 100%
      practice: {answers: 2, right: 50%}
arms: {only: {}, other: {change: {shown_title: Another}}}
measures: {good: {share: {step: talk, of: thumb, value: up}}}
decision: {compare: [only, other], by: good, worth_it_from: 10 points, people: 4}
"""
CHAT = """  - each: ask
    steps:
      - chat: reply
        id: talk
        turns: {least: 1, most: 3}
        feedback: {thumbs: Good?}
  - debrief: A person answered."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[House]:
    with working(tmp_path, TALK, CHAT) as house:
        yield house


def asking(house: House) -> Guest:
    """Somebody who has asked for the bus; they look at a preview, each time of the same panel."""
    with house.engine.store.reading() as reading:
        known = [panel.id for panel in reading.panels()]
    guest = Guest(house, known[0], "only") if known else guest_at_work(house)
    if known:
        guest.act("next")
    guest.act("say", value="Which bus?", revision=0)
    house.settle()
    return guest


def test_prepared_replies_are_offered_and_what_was_chosen_is_logged(office: House) -> None:
    guest = asking(office)
    prediction = claimed(office)
    found = opened(office)
    told = [(reply["id"], reply["category"], reply["text"], reply["send"]) for reply in found["replies"]]
    assert told == [
        ("short/1", "short", "Yes, Ada.", True),
        ("short/2", "short", "Bus [line].", False),
        ("long/1", "long", "You asked: Which bus?", True),
    ]
    assert (found["rules"], found["hold"]) == (["Be kind"], "One moment, please.")
    how = {"offered": ["short/1", "short/2"], "chosen": ["short/2"], "edited": True}
    desk.answer(office.engine, ANNA, prediction, {"plain": "Bus 12."}, how=how, off_script=True).result(10)
    [sent] = events(guest, "desk.answered")
    assert (sent.payload["how"], sent.payload["off_script"]) == (how, True)


def test_a_reply_that_was_kept_is_offered_to_the_next(office: House) -> None:
    guest = asking(office)
    desk.keep_reply(office.engine, ANNA, guest.state.panel, "reply", "Bus 7 it is.", "short").result(10)
    desk.keep_reply(office.engine, BEN, guest.state.panel, "reply", "Bus 7 it is.", "short").result(10)
    claimed(office)
    [kept] = [reply for reply in opened(office)["replies"] if reply["own"]]
    assert (kept["text"], kept["category"]) == ("Bus 7 it is.", "short")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I am only human.", "human"),
        ("x" * 41, "41 characters"),
        ("Bus [line].", "line"),
        ("Operator 1", "Operator 1"),
    ],
)
def test_what_the_desk_may_not_say_is_refused(office: House, text: str, says: str) -> None:
    asking(office)
    prediction = claimed(office)
    with pytest.raises(Refused, match=says):
        desk.answer(office.engine, ANNA, prediction, {"plain": text}).result(10)


def test_a_holding_reply_is_said_once_and_the_answer_still_comes(office: House) -> None:
    guest = asking(office)
    prediction = claimed(office)
    for _ in range(2):
        desk.say_hold(office.engine, ANNA, prediction).result(10)
    assert [line["text"] for line in guest.look()["talk"]] == ["Which bus?", "One moment, please."]
    assert guest.screen["waiting"]
    desk.answer(office.engine, ANNA, prediction, {"plain": "Bus 12."}).result(10)
    office.step(2)
    assert [line["text"] for line in guest.look()["talk"]][-1] == "Bus 12."


def test_where_the_desk_is_full_the_fallback_answers_at_once(office: House) -> None:
    asking(office)
    second = asking(office)
    assert len(queue(office)) == 1
    office.step(2)
    assert [line["text"] for line in second.look()["talk"]][-1] == "Sorry?"
    with office.engine.store.reading() as reading:
        [row] = reading.predictions_of(second.session)
    assert row.provenance
    assert (row.fallback, row.provenance["desk"]) == (True, "full")


def test_two_operators_at_work_have_room_for_twice_as_many(office: House) -> None:
    here(office, ANNA, BEN)
    for operator in (ANNA, BEN):
        shifts.start(office.engine, operator).result(10)
    for _ in range(3):
        asking(office)
    assert len(queue(office)) == 2


def test_a_second_operator_answers_blind_and_nobody_sees_it(office: House) -> None:
    guest = asking(office)
    prediction = claimed(office)
    desk.answer(office.engine, ANNA, prediction, {"plain": "Bus 12."}).result(10)
    office.step(2)
    assert queue(office) == [], "nobody is asked twice"
    [line] = queue(office, BEN)
    assert line["state"] == "second"
    desk.claim(office.engine, BEN, prediction).result(10)
    blind = opened(office, BEN)
    assert blind["second"]
    assert "Bus 12." not in str(blind)
    desk.answer(office.engine, BEN, prediction, {"plain": "Bus 7."}).result(10)
    assert queue(office, BEN) == []
    [told] = events(guest, "desk.second_answered")
    assert (told.payload["first"], told.payload["output"]["content"]) == ("anna", "Bus 7.")
    assert [line["text"] for line in guest.look()["talk"]][-1] == "Bus 12."


def test_real_people_are_played_for_after_practice_only(office: House) -> None:
    panel = panels.create(office.engine, "work", "Test panel")
    panels.open_panel(office.engine, panel)
    guest = Guest(office, panel)
    guest.act("next")
    guest.act("say", value="Which bus?", revision=0)
    [line] = queue(office)
    assert line["practise"]
    for attempt in (
        desk.claim(office.engine, ANNA, line["prediction"]),
        desk.answer(office.engine, ANNA, line["prediction"], {"plain": "Bus 12."}),
    ):
        with pytest.raises(Refused) as refused:
            attempt.result(10)
        assert refused.value.kind == "practise"
    shifts.let_in(office.engine, ANNA, "work", "Designer").result(10)
    desk.claim(office.engine, ANNA, line["prediction"]).result(10)
    with office.engine.store.reading() as reading:
        [row] = reading.practice("work")
    assert (row.operator, row.let_in_by, row.passed) == ("anna", "Designer", True)


def events_of(house: House, guest: Guest) -> list[Any]:
    with house.engine.store.reading() as reading:
        return reading.events_of(guest.session)


def test_the_latest_things_that_somebody_saw_are_told_oldest_first(
    house: House, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "SEEN", 2)
    for _ in range(3):
        desk.answer(house.engine, ANNA, claimed(house), LATE).result(10)
        guest.wait(20)
        guest.act("react", reaction="accept", ms=400)
        guest.act("next")
        house.settle()
    claimed(house)
    assert [(saw["trial"], saw["reaction"]) for saw in opened(house)["saw"]] == [(2, "accept"), (3, "accept")]


def test_a_copy_of_a_state_moves_on_and_the_first_one_stays(house: House, guest: Guest) -> None:
    desk.answer(house.engine, ANNA, claimed(house), LATE).result(10)
    guest.wait(20)
    before = guest.state
    kept = (dict(before.reactions), dict(before.asked), before.place)
    guest.act("react", reaction="accept", ms=400)
    assert (before.reactions, before.asked, before.place) == kept
    assert guest.state.reactions != kept[0]


def test_a_dozen_colleagues_are_named_who_have_been_at_work_longest(house: House) -> None:
    crowd = [Operator(f"o{n:02}", f"Operator {n}") for n in range(15)]
    here(house, ANNA, *crowd)
    for each in (ANNA, *crowd):
        shifts.start(house.engine, each).result(10)
    named = [each["id"] for each in desk.view(house.engine, ANNA)["colleagues"]]
    assert named == [each.id for each in crowd[:12]]
