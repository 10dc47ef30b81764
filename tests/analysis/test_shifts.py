"""Operators as a factor: who answered how much, how fast, in which arms, and with what practice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from curtain import desk as at_desk
from curtain.analysis import shifts
from curtain.analysis.agreement import answered_twice
from curtain.analysis.shifts import AfterShift, OperatorFigures, after_shifts, notes, operators
from curtain.desk import Operator
from feedback_db.dictionary import TABLES
from tests.house import Guest, House

ARMS = ("short", "full")


def at(second: float) -> str:
    return f"2026-01-01T09:{int(second // 60):02d}:{second % 60:09.6f}+00:00"


class Desk:
    """Collects what happened at a desk, then gives the figures."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.acts: list[dict[str, Any]] = []
        self.shifts: list[dict[str, Any]] = []
        self.runs: list[dict[str, Any]] = []

    def request(
        self, second: float, arm: str = "short", *, mock: str = "person", fallback_at: float | None = None
    ) -> str:
        name = f"r{len(self.asked) + 1}"
        answered_at = None if fallback_at is None else at(fallback_at)
        self.asked.append(
            {"id": name, "panel": "p", "arm": arm, "mock": mock, "requested_at": at(second)}
            | {"answered_at": answered_at, "fallback": fallback_at is not None}
        )
        return name

    def act(
        self, kind: str, operator: str, prediction: str | None, second: float = 0, **payload: Any
    ) -> None:
        number = len(self.acts) + 1
        self.acts.append(
            {"id": number, "prediction": prediction, "operator": operator, "kind": kind, "at": at(second)}
            | {"payload": payload}
        )

    def answered(self, operator: str, arm: str = "short", seconds: float = 4, **payload: Any) -> str:
        request = self.request(0, arm)
        told = {"seconds": seconds, "in_time": seconds <= 6, "first_key_ms": 1000, "off_script": False}
        self.act("answered", operator, request, seconds, **(told | payload))
        return request

    def shift(self, operator: str, start: float, end: float | None, **more: Any) -> None:
        row = {"operator": operator, "name": operator.title(), "panel": None, "started_at": at(start)}
        row |= {"ended_at": None if end is None else at(end), "hard": None, "off_script": None, "needs": None}
        self.shifts.append(row | more)

    def practised(self, operator: str, **more: Any) -> None:
        row = {"id": len(self.runs) + 1, "operator": operator, "name": operator.title(), "answers": 5}
        self.runs.append(row | {"right": 4, "passed": True, "let_in_by": None} | more)

    def figures(self, **more: Any) -> dict[str, OperatorFigures]:
        tables = (pd.DataFrame(rows) for rows in (self.asked, self.acts, self.shifts, self.runs))
        return {row.operator: row for row in operators(*tables, **more)}


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_desk_where_nothing_happened_has_no_operators(desk: Desk) -> None:
    assert desk.figures() == {}
    desk.shift("ana", 0, None)
    assert desk.figures() == {}, "a shift for all panels in which nobody of this one asked anything"
    assert after_shifts(pd.DataFrame()) == []


def test_answers_are_counted_with_their_times_and_arms(desk: Desk) -> None:
    desk.shift("ana", 0, 60)
    for arm, seconds in (("short", 2), ("short", 4), ("full", 9)):
        desk.answered("ana", arm, seconds, first_key_ms=500 * seconds)
    ana = desk.figures()["ana"]
    assert (ana.name, ana.shifts, ana.answered) == ("Ana", 1, 3)
    assert ana.in_time == pytest.approx(2 / 3)
    assert (ana.median_s, ana.first_key_s) == (4, 2)
    assert ana.arms == {"short": 2, "full": 1}


def test_an_answer_from_before_times_were_kept_has_the_time_between_the_stamps(desk: Desk) -> None:
    request = desk.request(10)
    desk.act("answered", "ana", request, 13.5)
    ana = desk.figures()["ana"]
    assert (ana.median_s, ana.in_time, ana.first_key_s) == (3.5, None, None)


def test_an_answer_that_was_taken_back_counts_as_that_and_the_next_one_holds(desk: Desk) -> None:
    request = desk.answered("ana", seconds=2, off_script=True)
    desk.act("retracted", "ana", request)
    assert desk.figures()["ana"].answered == 0
    desk.act("answered", "ben", request, seconds=5, in_time=True)
    found = desk.figures()
    assert (found["ana"].answered, found["ana"].taken_back, found["ana"].off_script) == (0, 1, 0)
    assert (found["ana"].median_s, found["ana"].in_time, found["ana"].arms) == (None, None, {})
    assert (found["ben"].answered, found["ben"].median_s, found["ben"].off_script) == (1, 5, 0)


def test_an_answer_outside_of_all_arms_is_in_none(desk: Desk) -> None:
    desk.answered("ana", "")
    assert (desk.figures()["ana"].answered, desk.figures()["ana"].arms) == (1, {})


def test_claims_that_came_to_nothing_are_told_apart(desk: Desk) -> None:
    for kind in ("claimed", "released_claim", "expired", "expired", "handed_over", "held", "second_answered"):
        desk.act(kind, "ana", desk.request(0), output=[])
    ana = desk.figures()["ana"]
    assert (ana.given_back, ana.lost, ana.handed_over, ana.held, ana.second_answers) == (1, 2, 1, 1, 1)
    assert ana.answered == 0


def test_a_flag_is_about_whoever_answered_and_counts_once(desk: Desk) -> None:
    first = desk.answered("ana", off_script=True)
    desk.act("flagged", "ana", first, what="off_script", text="")
    desk.act("flagged", "ben", first, what="mistake", text="wrong bus")
    desk.act("flagged", "ben", desk.request(0), what="mistake", text="gave it away")
    found = desk.figures()
    assert (found["ana"].off_script, found["ana"].mistakes) == (1, 1)
    assert (found["ben"].off_script, found["ben"].mistakes) == (0, 1)


def test_fallbacks_are_those_in_the_shift_of_what_people_play(desk: Desk) -> None:
    desk.answered("ana")
    desk.shift("ana", 0, 60)
    desk.shift("ben", 50, None)
    desk.shift("cleo", 0, None, panel="another")
    for second, mock in ((59, "person"), (60, "person"), (55, "robot")):
        desk.request(second - 10, mock=mock, fallback_at=second)
    found = desk.figures()
    assert {who: row.fallbacks for who, row in found.items()} == {"ana": 1, "ben": 2}
    assert desk.figures(played_by_people={"robot"})["ana"].fallbacks == 1
    assert found["ben"].answered == 0, "who answered nothing is there, as a fallback stood in for them"


def test_who_only_looked_on_is_no_operator(desk: Desk) -> None:
    desk.act("noted", "observer", None, text="frowned")
    assert desk.figures() == {}


@pytest.mark.parametrize(
    ("runs", "practice", "right"),
    [
        ([], "none", None),
        ([{"passed": False, "right": 2}], "not passed", 0.4),
        ([{"passed": False, "right": 2}, {"right": 5}], "passed", 1.0),
        ([{"let_in_by": "designer", "answers": None, "right": None}], "let in", None),
        (
            [{"passed": False, "right": 1}, {"let_in_by": "designer", "answers": None, "right": None}],
            "let in",
            0.2,
        ),
    ],
)
def test_practice_is_told_with_its_last_result(
    desk: Desk, runs: list[Any], practice: str, right: float
) -> None:
    desk.answered("ana")
    for run in runs:
        desk.practised("ana", **run)
    ana = desk.figures()["ana"]
    assert (ana.practice, ana.practice_right) == (practice, right)


def test_notes_say_who_did_not_play_in_every_arm_and_who_did_not_practise(desk: Desk) -> None:
    for who, arms in (("ana", ARMS), ("ben", ("short",)), ("cleo", ("full",))):
        for arm in arms:
            desk.answered(who, arm)
    desk.practised("ben", let_in_by="designer")
    desk.practised("cleo", passed=False)
    desk.shift("ana", 0, None)
    assert notes(list(desk.figures().values()), ARMS) == [
        "Ben answered in short, never in full: what differs there may be the operator.",
        "Ben was let in without practice.",
        "Cleo answered in full, never in short: what differs there may be the operator.",
        "Cleo answered without having passed the practice.",
    ]
    assert notes([desk.figures()["ana"]], ARMS) == []


def test_what_was_said_after_shifts_is_in_order_and_silence_is_left_out(desk: Desk) -> None:
    desk.shift("ana", 0, 90, hard="Two at once", needs="The timetable")
    desk.shift("ben", 0, 60, off_script="A joke")
    desk.shift("cleo", 0, 30)
    desk.shift("dan", 0, None)
    assert after_shifts(pd.DataFrame(desk.shifts)) == [
        AfterShift("ben", "Ben", at(60), "", "A joke", ""),
        AfterShift("ana", "Ana", at(90), "Two at once", "", "The timetable"),
    ]


@pytest.mark.parametrize("table", sorted(shifts._COLUMNS))
def test_the_columns_are_those_of_the_data_dictionary(table: str) -> None:
    assert set(shifts._COLUMNS[table]) <= set(TABLES[table].columns)


def test_what_the_store_keeps_of_a_desk_is_what_is_told(store_path: Path) -> None:
    house, ana = House(store_path), Operator("ana", "Operator 1")
    try:
        panel = house.panel("person")
        guest = Guest(house, panel, "with-reason")
        guest.to_first_parcel()
        house.step(0.2)
        at_desk.shifts.let_in(house.engine, ana, "courier-delay", "Designer 1").result(10)
        at_desk.shifts.start(house.engine, ana).result(10)
        [line] = at_desk.view(house.engine, ana)["queue"]
        at_desk.claim(house.engine, ana, line["prediction"]).result(10)
        answer = [{"label": "delayed", "score": 0.8}]
        at_desk.answer(house.engine, ana, line["prediction"], answer, 700, off_script=True).result(10)
        guest.wait(10)
        guest.react("accept", ms=1000)
        guest.act("next")
        guest.wait(60)
        house.step(1)
        said = {"hard": "Nothing", "off_script": "", "needs": "The weather"}
        at_desk.shifts.end(house.engine, ana, said).result(10)
        with house.engine.store.reading() as reading:
            tables = [reading.table(panel, name, "preview") for name in ("prediction", "desk_action")]
            kept = pd.DataFrame(reading.shifts())
            [row] = operators(*tables, kept, pd.DataFrame(reading.practice("courier-delay")))
        assert (row.operator, row.name, row.shifts, row.practice) == ("ana", "Operator 1", 1, "let in")
        assert (row.answered, row.in_time, row.median_s, row.first_key_s) == (1, 1.0, 0.2, 0.7)
        assert (row.off_script, row.fallbacks, row.arms) == (1, 1, {"with-reason": 1})
        assert [told.needs for told in after_shifts(kept)] == ["The weather"]
        assert answered_twice(*tables) == []
    finally:
        house.close()
