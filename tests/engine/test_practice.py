"""Practice: simulated people ask at the real desk, and what an operator answers is compared with the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from curtain import desk, panels, practice
from curtain.desk import Operator, shifts
from curtain.errors import Refused
from curtain.floor import console_of
from curtain.practice.stage import GIVEN_UP, Stage
from feedback_db import PanelRow
from tests.engine.work import working
from tests.house import House

ANNA, BEN = Operator("anna", "Operator 1"), Operator("ben", "Operator 2")

PARCELS = """
mocks:
  by-weather: {kind: rules, rules: [{if: {weather: snow}, answer: late}], otherwise: {answer: on time}}
  person: {kind: operator, deadline: 10 s, fallback: by-weather}
data: {parcel: {rows: 4, columns: {weather: {one_of: [snow, sun]}}}}
features:
  delay:
    answers: [late, on time]
    model_sees: [weather]
    played_by: by-weather
    show_after: 1 s
    desk: {rules: [Snow is late], practice: {answers: 4, right: 75%}}
arms: {off: {change: {features.delay: off}}, on: {}}
measures: {calm: {share: {step: look, of: dismiss}}}
decision: {compare: ["off", "on"], by: calm, worth_it_from: 10 points, people: 4}
"""
LOOK = """  - each: parcel
    steps:
      - show: delay
        id: look
        text: It is {{ delay.label }}.
        title: A parcel
        buttons: {Wait: accept, Go on: dismiss}
  - debrief: A person answered."""

Says = Callable[[dict[str, Any]], str | None]


def by_the_rules(seen: dict[str, Any]) -> str:
    return "late" if seen["Weather"] == "snow" else "on time"


def against_them(seen: dict[str, Any]) -> str:
    return "on time" if seen["Weather"] == "snow" else "late"


class Desk:
    """An operator at the console of a practice run, a second at a time."""

    def __init__(self, house: House, says: Says, operator: Operator = ANNA) -> None:
        self.house, self.says, self.operator = house, says, operator
        self.stage = Stage(house.engine)
        self.waiting: list[int] = []  # how many waited, second by second
        house.engine.presence.came(console_of(operator.id))

    def begin(self, panel: str) -> str:
        return practice.begin(self.house.engine, self.operator, panel)

    def second(self, run: str, *, answers: bool = True) -> None:
        for _ in range(4):
            self.house.step(0.25)
            self.stage.tick()
        queue = desk.view(self.house.engine, self.operator, run)["queue"]
        self.waiting.append(len(queue))
        if queue and answers:
            self.answer(run, queue[0]["prediction"])

    def answer(self, run: str, prediction: str) -> None:
        desk.claim(self.house.engine, self.operator, prediction).result(10)
        opened = desk.view(self.house.engine, self.operator, run)["open"]
        said = self.says({fact["label"]: fact["value"] for fact in opened["input"]})
        if said is not None:
            output = [{"label": said, "score": 0.8}]
            desk.answer(self.house.engine, self.operator, prediction, output).result(10)

    def play(self, run: str, seconds: int = 120) -> practice.Result:
        """Go on until the run is over."""
        for _ in range(seconds):
            self.second(run)
            if practice.is_over(self.house.engine, run):
                break
        else:
            raise AssertionError("it never came to an end")
        found = practice.latest(self.house.engine, self.operator, real(self.house))
        assert found
        assert found.result
        assert found.id == run
        return found.result

    @property
    def progress(self) -> practice.Progress:
        """How far the run has come that goes on."""
        run = practice.going_on(self.house.engine, self.operator)
        assert run
        return practice.progress(self.house.engine, run)


def real(house: House) -> PanelRow:
    with house.engine.store.reading() as reading:
        return next(row for row in reading.panels() if row.origin == "real")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with working(tmp_path, PARCELS, LOOK) as house:
        yield house


@pytest.fixture
def panel(house: House) -> str:
    made = panels.create(house.engine, "work", "Autumn", played_by={"delay": "person"})
    panels.open_panel(house.engine, made)
    return made


def test_who_answers_by_the_rules_passes_and_may_play(house: House, panel: str) -> None:
    assert shifts.lacks_practice(house.engine, ANNA.id, real(house))
    operator = Desk(house, by_the_rules)
    found = operator.play(operator.begin(panel))
    assert (found.answers, found.right, found.in_time, found.passed) == (4, 4, 4, True)
    assert {mark.why for mark in found.marks} == {"Just as the rules say."}
    assert all(mark.said == mark.rules and set(mark.facts) == {"Weather"} for mark in found.marks)
    assert not shifts.lacks_practice(house.engine, ANNA.id, real(house))
    assert shifts.lacks_practice(house.engine, BEN.id, real(house))
    with house.engine.store.reading() as reading:
        [row] = reading.practice("work")
    assert (row.operator, row.feature, row.answers, row.right, row.passed) == ("anna", "delay", 4, 4, True)


def test_somebody_nearly_always_waits_and_sometimes_two(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    for n in range(60):
        operator.second(run, answers=n % 3 == 2)  # an answer every three seconds
        if practice.is_over(house.engine, run):
            break
    *waiting, _ = operator.waiting
    assert sum(count > 0 for count in waiting) > 0.8 * len(waiting)
    assert set(waiting) <= {0, 1, 2}
    assert 1 in waiting
    assert 2 in waiting
    with house.engine.store.reading() as reading:
        assert {each.arm for each in reading.sessions(run)} == {"on"}, "nobody asks where the feature is off"


def test_who_answers_against_the_rules_does_not_pass_and_can_try_again(house: House, panel: str) -> None:
    operator = Desk(house, against_them)
    first = operator.play(operator.begin(panel))
    assert (first.right, first.in_time, first.passed) == (0, 4, False)
    assert {mark.why for mark in first.marks} == {"The rules say something else."}
    assert shifts.lacks_practice(house.engine, ANNA.id, real(house))
    operator.says = by_the_rules
    assert operator.play(operator.begin(panel)).passed
    with house.engine.store.reading() as reading:
        assert [row.passed for row in reading.practice("work")] == [False, True]


def test_what_nobody_answers_in_time_counts_as_not_answered(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    while operator.progress.missed < 2:
        operator.second(run, answers=False)
    found = operator.play(run)
    assert (found.answers, found.right, found.in_time) == (4, 2, 2)
    assert not found.passed, "half of them is less than three quarters"
    missed = [mark for mark in found.marks if not mark.in_time]
    assert {(mark.said, mark.right) for mark in missed} == {(None, False)}
    assert all(mark.rules and "in time" in mark.why for mark in missed)


def test_what_a_colleague_answered_is_not_theirs(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    while not desk.view(house.engine, ANNA, run)["queue"]:
        operator.second(run, answers=False)
    operator.operator = BEN
    operator.second(run)
    operator.operator = ANNA
    assert operator.play(run).in_time == 3


def test_the_first_look_at_a_run_tells_how_far_it_has_come(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    assert operator.progress == (4, 0, 0, 0)
    while operator.progress.answered < 2:
        operator.second(run)
    assert operator.progress[:3] == (4, 2, 0)


def test_people_stand_still_while_the_console_is_closed(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    operator.second(run)
    house.engine.presence.left(console_of(ANNA.id))
    before = None
    for _ in range(15):  # what was asked already is missed; nobody asks anything else
        operator.second(run, answers=False)
        before = before or operator.progress
    after = operator.progress
    assert sum(after[1:]) <= 2
    assert after.waiting == 0
    house.engine.presence.came(console_of(ANNA.id))
    assert operator.play(run).answers == 4


def test_a_run_whose_operator_stays_away_is_given_up(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    operator.second(run)
    house.engine.presence.left(console_of(ANNA.id))
    operator.second(run, answers=False)
    house.step(GIVEN_UP + 2)
    operator.stage.tick()
    assert practice.going_on(house.engine, ANNA) is None
    with house.engine.store.reading() as reading:
        assert reading.panel(run).status == "closed"
        assert reading.practice("work") == []


def test_a_run_goes_on_after_a_restart(tmp_path: Path) -> None:
    with working(tmp_path, PARCELS, LOOK) as house:
        made = panels.create(house.engine, "work", "Autumn", played_by={"delay": "person"})
        panels.open_panel(house.engine, made)
        before = Desk(house, by_the_rules)
        run = before.begin(made)
        while before.progress.answered < 2:
            before.second(run)
        now = house.clock()
    again = House(tmp_path / "curtain.db", tmp_path / "library")
    try:
        again.clock.now = now
        again.clockwork.recover()
        after = Desk(again, by_the_rules)
        after.stage.recover()
        found = after.play(run)
        assert (found.answers, found.passed) == (4, True)
    finally:
        again.close()


def test_a_second_run_ends_the_first(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    first = operator.begin(panel)
    operator.second(first)
    second = operator.begin(panel)
    with house.engine.store.reading() as reading:
        assert reading.panel(first).status == "closed"
    assert operator.play(second).passed


def test_a_run_that_is_given_up_leaves_nothing_behind(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    operator.second(run, answers=False)
    practice.give_up(house.engine, run)
    practice.give_up(house.engine, run)
    operator.second(run, answers=False)
    assert practice.going_on(house.engine, ANNA) is None
    with house.engine.store.reading() as reading:
        here = [house.engine.presence.is_here(f"session/{each.id}") for each in reading.sessions(run)]
    assert not any(here)


def test_practice_is_no_shift_and_the_desk_of_real_people_stays_empty(house: House, panel: str) -> None:
    operator = Desk(house, by_the_rules)
    run = operator.begin(panel)
    while operator.progress.answered < 1:
        operator.second(run)
        assert desk.view(house.engine, ANNA)["queue"] == []
    assert house.engine.floor.shift_of(ANNA.id) is None
    here = desk.view(house.engine, ANNA, run)
    assert (here["shift"]["state"], here["doors"], here["answered"]) == ("practice", None, 0)


def test_practice_is_on_the_version_that_the_panel_keeps_to(house: House, panel: str) -> None:
    file = house.engine.library_folder / "work" / "work.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("answers: 4,", "answers: 9,"), encoding="utf-8")
    run = practice.begin(house.engine, ANNA, panel)
    with house.engine.store.reading() as reading:
        assert reading.panel(run).version == real(house).version


def test_where_nobody_plays_by_hand_there_is_nothing_to_practise(tmp_path: Path) -> None:
    text = PARCELS.replace("desk: {rules: [Snow is late], practice: {answers: 4, right: 75%}}", "faults: {}")
    with working(tmp_path, text.replace("    faults: {}\n", ""), LOOK) as house:
        made = panels.create(house.engine, "work", "Autumn")
        assert practice.offers(house.engine, ANNA) == []
        with pytest.raises(Refused, match="nothing to practise"):
            practice.begin(house.engine, ANNA, made)


def test_what_asks_for_practice_is_offered_first(house: House, panel: str) -> None:
    later = panels.create(house.engine, "work", "Winter", played_by={"delay": "person"})
    found = practice.offers(house.engine, ANNA)
    assert [(offer.panel.id, offer.needed) for offer in found] == [(later, True), (panel, True)]
    shifts.let_in(house.engine, ANNA, "work", "Designer").result(10)
    assert [offer.needed for offer in practice.offers(house.engine, ANNA)] == [False, False]


def test_who_is_at_the_desk_without_practice_is_named_until_they_are_let_in(house: House, panel: str) -> None:
    house.engine.presence.came(console_of(ANNA.id))
    shifts.start(house.engine, ANNA).result(10)
    assert practice.lacking(house.engine, real(house)) == [ANNA]
    shifts.let_in(house.engine, ANNA, "work", "Designer").result(10)
    assert practice.lacking(house.engine, real(house)) == []
