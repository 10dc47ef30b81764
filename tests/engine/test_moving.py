"""Ways through a flow: conditions, back, skip, time limits, and a block for every arm."""

from __future__ import annotations

from pathlib import Path

import pytest

from curtain import desk
from curtain.clockwork import Clockwork
from curtain.desk import Operator
from curtain.errors import Refused
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House

ANNA = Operator("anna", "Operator 1")
PAGES = """flow:
  - {info: First., id: first}
  - {info: Second., id: second, back: true, optional: true}
  - {info: Third., id: third, back: true, checkpoint: true}
  - {info: Fourth., id: fourth, back: true}
  - {end: Bye., id: bye}
"""


def test_going_back_leads_to_the_screen_before_and_on_again(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, PAGES))
    guest.act("next")
    assert guest.screen["back"] == "Back"
    guest.act("back")
    assert guest.place == "first"
    assert "back" not in guest.screen
    guest.act("next")
    guest.act("next")
    assert guest.place == "third"


def test_nobody_goes_back_before_a_checkpoint(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, PAGES))
    for _ in range(3):
        guest.act("next")
    assert guest.place == "fourth"
    assert "back" not in guest.screen
    with pytest.raises(Refused, match="no way back"):
        guest.act("back")


def test_an_optional_step_can_be_skipped_and_another_cannot(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, PAGES))
    with pytest.raises(Refused):
        guest.act("skip")
    guest.act("next")
    assert guest.screen["skip"] == "Skip"
    guest.act("skip")
    assert guest.place == "third"
    with guest.engine.store.reading() as reading:
        assert [r.kind for r in reading.reactions_of(guest.session)] == ["skip"]


OPEN = """flow:
  - form: About you
    id: about
    optional: true
    fields: {name: {text: What do your friends call you?, optional: true}}
  - {info: "Hello {{ answers.about.name }}!", id: hello}
  - {info: "Bye {{ answers.about.name | default('for now') }}.", id: bye}
  - {end: Thank you.}
"""


def test_what_nobody_said_is_left_out_of_later_texts(tmp_path: Path) -> None:
    house = house_of(tmp_path, OPEN)
    first = guest_of(house)
    assert first.panel
    second = Guest(house, first.panel.id)
    first.act("skip")  # there is no answer at all
    second.act("answer", answers={"name": None})  # it was left open
    for guest in (first, second):
        assert guest.screen["html"] == "<p>Hello !</p>\n"
        guest.act("next")
        assert guest.screen["html"] == "<p>Bye for now.</p>\n"


PARCELS = """data: {parcel: {rows: 3, columns: {n: {numbered_from: 1}, size: {small: 2, big: 1}}}}
flow:
  - each: parcel
    steps:
      - {show: nothing, id: look, title: "Parcel {{ parcel.n }}", buttons: {Yes: accept, No: dismiss}}
      - {info: It is big., id: big, when: "parcel.size == 'big' and reactions.look == 'accept'"}
  - {end: Bye., id: bye}
"""


def test_a_condition_tells_who_comes_to_a_step(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, PARCELS))
    seen = []
    while guest.screen["kind"] != "end":
        seen.append(guest.place)
        guest.react("accept") if guest.screen["kind"] == "show" else guest.act("next")
    big = next(n for n, row in enumerate(guest.state.rows["parcel"], 1) if row["size"] == "big")
    assert seen == [p for n in (1, 2, 3) for p in (f"look/{n}", *([f"big/{n}"] if n == big else []))]


def test_nobody_who_dismissed_comes_to_it(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, PARCELS))
    for _ in range(3):
        guest.react("dismiss")
    assert guest.place == "bye"


LIMITED = """flow:
  - {info: Be quick., id: quick, time_limit: 30 s}
  - {end: Bye., id: bye}
"""


def test_a_screen_with_a_time_limit_goes_on_by_itself(tmp_path: Path) -> None:
    house = house_of(tmp_path, LIMITED)
    guest = guest_of(house)
    assert guest.screen["limit"] == 30
    guest.wait(29)
    assert guest.place == "quick"
    guest.wait(2)
    assert guest.place == "bye"
    assert guest.state.status == "completed"


def test_a_time_limit_survives_a_restart(tmp_path: Path) -> None:
    house = house_of(tmp_path, LIMITED)
    guest = guest_of(house)
    house.clockwork = Clockwork(house.engine)  # as if nothing had been heard
    house.clockwork.recover()
    guest.wait(31)
    assert guest.place == "bye"


def test_a_time_limit_does_nothing_to_somebody_who_went_on(tmp_path: Path) -> None:
    house = house_of(tmp_path, LIMITED.replace("  - {end", "  - {info: More., id: more}\n  - {end"))
    guest = guest_of(house)
    guest.act("next")
    guest.wait(60)
    assert guest.place == "more"


WITHIN = """data: {prompt: {rows: 2, columns: {n: {numbered_from: 1}, city: {fake: city}}}}
mocks: {plain: {kind: fixed, answer: Fine.}}
features: {reply: {task: text-generation, played_by: plain, show_after: 0 s}}
arms:
  terse: {change: {steps.say.text: Short.}}
  chatty: {change: {steps.say.text: Long and friendly.}}
  neither: {change: {features.reply: off}}
flow:
  - {info: Hello., id: hello}
  - each: arm
    steps:
      - each: prompt
        steps:
          - {show: reply, id: say, title: "{{ prompt.n }}", text: x, buttons: {Go on: accept}}
      - {survey: [sus], id: opinion}
  - {end: Bye., id: bye}
"""


def finish(house: House, guest: Guest) -> list[tuple[str, str, str | None]]:
    """Go to the end; gives (arm, place, text of the product) for each screen."""
    seen = []
    while guest.screen["kind"] != "end":
        house.settle()
        screen = guest.look()
        notice = screen.get("notice")
        seen.append((guest.state.arm, guest.place, notice["text"] if notice else None))
        if screen["kind"] == "show":
            guest.react("accept")
        elif screen["kind"] == "survey":
            guest.act("answer", answers={item["id"]: 3 for item in screen["items"]})
        else:
            guest.act("next")
    return seen


def test_within_subject_everybody_meets_every_arm_in_turn(tmp_path: Path) -> None:
    house = house_of(tmp_path, WITHIN)
    guest = guest_of(house)
    order = guest.state.arms
    assert sorted(order) == ["chatty", "neither", "terse"]
    seen = finish(house, guest)
    assert [arm for arm, _, _ in seen] == ["", *(arm for arm in order for _ in range(3))]
    said = {"terse": "Short.", "chatty": "Long and friendly.", "neither": None}
    assert all(text == said[arm] for arm, place, text in seen if place.startswith("say"))
    assert [place for _, place, _ in seen][1:4] == ["say/1", "say/2", "opinion-sus"]
    assert [place for _, place, _ in seen][4:7] == ["say/1@2", "say/2@2", "opinion-sus@2"]


def test_a_page_can_say_the_how_many_th_arm_it_is(tmp_path: Path) -> None:
    told = WITHIN.replace(
        "    steps:\n", '    steps:\n      - {info: "Number {{ arm.turn }}.", id: number}\n', 1
    )
    house = house_of(tmp_path, told)
    guest, pages = guest_of(house), []
    while guest.screen["kind"] != "end":
        house.settle()
        match guest.look()["kind"]:
            case "show":
                guest.react("accept")
            case "survey":
                guest.act("answer", answers={item["id"]: 3 for item in guest.screen["items"]})
            case _:
                pages += [guest.screen["html"].strip()] if guest.place.startswith("number") else []
                guest.act("next")
    assert pages == [f"<p>Number {turn}.</p>" for turn in (1, 2, 3)]


def test_arm_and_period_stand_in_every_row_of_a_within_study(tmp_path: Path) -> None:
    house = house_of(tmp_path, WITHIN)
    guest = guest_of(house)
    finish(house, guest)
    with house.engine.store.reading() as reading:
        reactions = reading.reactions_of(guest.session)
        answers = reading.answers_of(guest.session)
        met = reading.assignments(guest.session)
    arms = [(row.period, row.arm) for row in met]
    assert arms == list(enumerate(guest.state.arms, 1))
    assert [(row.period, row.arm) for row in reactions] == [pair for pair in arms for _ in range(2)]
    assert {(row.period, row.arm) for row in answers} == set(arms)


def test_each_period_has_trials_of_its_own(tmp_path: Path) -> None:
    guest = guest_of(house_of(tmp_path, WITHIN))
    rows = guest.state.rows
    assert set(rows) == {"prompt", "prompt@2", "prompt@3"}
    assert rows["prompt"] != rows["prompt@2"] != rows["prompt@3"]


def test_a_question_is_taken_off_the_desk_when_its_person_goes_on(tmp_path: Path) -> None:
    text = LIMITED.replace(
        "{info: Be quick., id: quick,", "{show: delay, id: quick, title: T, text: x, buttons: {Go: accept},"
    )
    text = (
        "mocks: {person: {kind: operator, deadline: 500 s}}\n"
        "features: {delay: {task: text-generation, played_by: person}}\n" + text
    )
    house = house_of(tmp_path, text)
    guest = guest_of(house)
    house.settle()
    line = desk.view(house.engine, ANNA, guest.state.panel)["queue"][0]
    guest.wait(31)
    assert guest.place == "bye"
    assert desk.view(house.engine, ANNA, guest.state.panel)["queue"] == []
    with pytest.raises(Refused, match="has left"):
        desk.answer(house.engine, ANNA, line["prediction"], {"plain": "Late."}).result(10)
    with house.engine.store.reading() as reading:
        assert [row.status for row in reading.predictions_of(guest.session)] == ["closed"]
        assert reading.open_predictions() == []
