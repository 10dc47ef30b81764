"""The operator's desk: one winner per request, leases that end, deadlines that are met by a fallback."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from curtain import desk, doors, panels
from curtain.acts import Act
from curtain.desk import Operator
from curtain.errors import Refused, Taken
from curtain.session import act
from tests.house import Guest, House

ANNA, BEN = Operator("anna", "Operator 1"), Operator("ben", "Operator 2")
LATE = [{"label": "delayed", "score": 0.8}]


@pytest.fixture
def guest(house: House) -> Guest:
    """Somebody who waits for an operator's answer."""
    guest = Guest(house, house.panel("person"), "with-reason")
    guest.to_first_parcel()
    house.settle()
    return guest


def waiting(house: House, operator: Operator = ANNA) -> list[dict]:
    return desk.view(house.engine, operator)["queue"]


def test_a_request_appears_at_the_desk_and_its_answer_on_the_screen(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    assert (line["state"], line["trial"], line["of"]) == ("waiting", 1, 8)
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    opened = desk.view(house.engine, ANNA)["open"]
    assert {fact["label"] for fact in opened["input"]} >= {"Weather", "Last scan"}
    assert opened["form"]["labels"] == ["on time", "delayed"]
    desk.answer(house.engine, ANNA, line["prediction"], LATE).result(10)
    assert waiting(house) == []
    assert guest.look()["waiting"], "it is shown at its drawn time, not before"
    notice = guest.wait(6)["notice"]
    assert "probably" in notice["text"]


def test_fifty_claims_at_once_have_one_winner(house: House, guest: Guest) -> None:
    [line] = waiting(house)

    def claim(number: int) -> bool:
        try:
            desk.claim(house.engine, Operator(f"operator-{number}", ""), line["prediction"]).result(10)
        except Taken:
            return False
        return True

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(claim, range(50))) == 1


def test_a_claimed_request_cannot_be_answered_by_another(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    assert waiting(house, BEN)[0]["state"] == "taken"
    with pytest.raises(Taken):
        desk.answer(house.engine, BEN, line["prediction"], LATE).result(10)


def test_a_second_answer_is_refused_and_the_first_holds(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    desk.answer(house.engine, ANNA, line["prediction"], LATE).result(10)
    with pytest.raises(Refused) as refused:
        desk.answer(house.engine, ANNA, line["prediction"], [{"label": "on time", "score": 1.0}]).result(10)
    assert refused.value.kind == "gone"
    assert guest.state.current.output == LATE


def test_an_answer_that_does_not_fit_is_refused_with_the_reason(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    with pytest.raises(Refused, match="tomorrow"):
        desk.answer(house.engine, ANNA, line["prediction"], [{"label": "tomorrow", "score": 1.0}]).result(10)
    assert waiting(house)[0]["state"] == "waiting"


def test_given_back_it_waits_again(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    desk.give_back(house.engine, BEN, line["prediction"]).result(10)
    assert waiting(house)[0]["state"] == "mine"
    desk.give_back(house.engine, ANNA, line["prediction"]).result(10)
    assert waiting(house)[0]["state"] == "waiting"


def test_a_claim_ends_when_its_operator_is_gone(store_path: Path) -> None:
    house = House(store_path)
    try:
        guest = Guest(house, house.panel("person"), "short")
        guest.to_first_parcel()
        house.settle()
        [line] = waiting(house)
        desk.claim(house.engine, ANNA, line["prediction"]).result(10)
        house.step(10)
        desk.beat(house.engine, ANNA).result(10)
        assert waiting(house)[0]["state"] == "mine"
        # The lease outlives the deadline in the courier scenario, so what is left to see is the engine's own rule.
        state = guest.state
        house.clock.step(desk.LEASE + 1)
        house.engine.store.do(
            lambda tx: desk.expire(house.engine, tx, house.engine.state(tx, state.id), line["prediction"])
        )
        assert waiting(house)[0]["state"] == "waiting"
    finally:
        house.close()


def test_nobody_answers_so_the_fallback_does_and_it_is_flagged(house: House, guest: Guest) -> None:
    house.step(19.5)
    assert guest.look()["waiting"]
    house.step(1)
    assert guest.look()["waiting"] is None
    with house.engine.store.reading() as reading:
        [prediction] = reading.predictions_of(guest.session)
    assert (prediction.status, prediction.fallback, prediction.late) == ("released", True, True)
    assert prediction.provenance["mock"] == "weather-rules"
    assert waiting(house) == []


def test_an_answer_after_its_drawn_time_is_shown_at_once_and_flagged_late(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    house.step(12)
    desk.answer(house.engine, ANNA, line["prediction"], LATE).result(10)
    assert guest.look()["notice"]
    with house.engine.store.reading() as reading:
        assert reading.prediction(line["prediction"]).late


def test_the_deadline_and_the_lease_of_an_answered_request_set_nothing_going(
    house: House, guest: Guest
) -> None:
    [line] = waiting(house)
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    desk.answer(house.engine, ANNA, line["prediction"], LATE).result(10)
    house.step(7)
    house.clock.step(desk.LEASE)
    assert house.clockwork.tick() == []


def test_a_plain_answer_is_brought_into_the_shape_of_its_task(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    with pytest.raises(Refused, match="tomorrow"):
        desk.answer(house.engine, ANNA, line["prediction"], {"plain": "tomorrow"}).result(10)
    desk.answer(house.engine, ANNA, line["prediction"], {"plain": "delayed"}).result(10)
    assert guest.state.current.output == [{"label": "delayed", "score": 1.0}]


def test_how_long_an_operator_took_is_in_the_log(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    desk.claim(house.engine, ANNA, line["prediction"], 1200).result(10)
    desk.answer(house.engine, ANNA, line["prediction"], LATE, 800).result(10)
    with house.engine.store.reading() as reading:
        told = {event.kind: event.payload for event in reading.events_of(guest.session)}
    assert told["desk.claimed"]["seen_ms"] == 1200
    assert told["desk.answered"]["first_key_ms"] == 800


def test_practice_is_answered_at_its_own_desk_only(house: House) -> None:
    scenario = next(e.scenario for e in house.engine.scenarios() if e.slug == "courier-delay")
    panel, token = panels.try_out(house.engine, scenario, "short")
    for _ in range(2):
        view = doors.enter(house.engine, token).result(10)
        session, _row = doors.session_behind(house.engine, token)
        act(house.engine, session, Act(place=view["place"], act="next")).result(10)
    house.settle()
    assert waiting(house) == []
    assert len(desk.view(house.engine, ANNA, panel)["queue"]) == 1


def test_the_desk_never_sees_the_truth_nor_the_arm(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    told = json.dumps(desk.view(house.engine, ANNA))
    assert "truth" not in told
    assert "actual" not in told
    for arm in ("no-warning", "short", "with-reason"):
        assert f'"{arm}"' not in told
    assert line["arm"].startswith("Variant ")


def test_after_a_restart_what_was_open_goes_on(store_path: Path) -> None:
    house = House(store_path)
    guest = Guest(house, house.panel("person"), "short")
    guest.to_first_parcel()
    house.settle()
    house.close()

    again = House(store_path)
    again.clockwork.recover()
    guest.house, guest.engine = again, again.engine
    assert guest.look()["waiting"]
    [line] = waiting(again)
    assert line["prediction"]
    again.step(21)
    assert guest.look()["waiting"] is None
    again.close()


def test_after_a_restart_the_next_screens_are_asked_about_as_before(store_path: Path) -> None:
    house = House(store_path)
    guest = Guest(house, house.panel("weather-rules"), "short")
    guest.to_first_parcel()
    guest.wait()
    house.close()

    again = House(store_path)
    again.clockwork.recover()
    guest.house, guest.engine = again, again.engine
    guest.finish()
    assert guest.screen["kind"] == "end"
    again.close()


def test_a_request_of_somebody_who_left_is_gone_from_the_desk(house: House, guest: Guest) -> None:
    [line] = waiting(house)
    guest.act("withdraw")
    assert waiting(house) == []
    with pytest.raises(Refused):
        desk.answer(house.engine, ANNA, line["prediction"], LATE).result(10)


def test_operators_come_to_play_in_every_arm(house: House) -> None:
    panel = house.panel("person")
    first = Guest(house, panel, "short")
    first.to_first_parcel()
    house.settle()
    desk.answer(house.engine, ANNA, desk.view(house.engine, ANNA)["queue"][0]["prediction"], LATE).result(10)
    house.step(10)
    again, other = Guest(house, panel, "short"), Guest(house, panel, "with-reason")
    for guest in (again, other):
        guest.to_first_parcel()
    house.settle()
    queue = [line["who"] for line in desk.view(house.engine, ANNA)["queue"]]
    assert queue == [f"Participant {other.state.number}", f"Participant {again.state.number}"]
    queue = [line["who"] for line in desk.view(house.engine, BEN)["queue"]]
    assert queue == [f"Participant {again.state.number}", f"Participant {other.state.number}"]
