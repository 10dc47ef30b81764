"""Features whose answers are numbers, texts or objects: predicted, said on the screen, answered at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from curtain import desk
from curtain.desk import Operator
from curtain.errors import Refused
from tests.house import Guest, House

ANNA = Operator("anna", "Operator 1")
FLOW = """scenario: waiting-time
shown_title: Your parcel
mocks:
  who: {mock}
features:
  wait: {{{feature}, played_by: who}}
flow:
  - consent: May we?
  - show: wait
    id: told
    title: Your parcel
    text: "{text}"
    buttons: {{Fine: accept, Too long: dismiss}}
  - debrief: A person answered.
  - end: Thank you.
decision: {{compare: [only, other], by: sus, worth_it_from: 5 points, people: 2}}
arms: {{only: , other: }}
"""
# Nobody but the decision needs the questionnaire.
SURVEY = ("  - debrief", "  - survey: [sus]\n  - debrief")

Make = Callable[[str, str, str], Guest]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Somebody on the screen of a feature with that mock, those settings and that text."""
    houses: list[House] = []

    def guest(mock: str, feature: str, text: str) -> Guest:
        folder = tmp_path / "library" / "waiting-time"
        folder.mkdir(parents=True)
        written = FLOW.format(mock=mock, feature=feature, text=text).replace(*SURVEY)
        (folder / "waiting-time.yaml").write_text(written, encoding="utf-8")
        house = House(tmp_path / "curtain.db", tmp_path / "library")
        houses.append(house)
        assert [str(problem) for entry in house.engine.scenarios() for problem in entry.problems] == []
        guest = Guest(house, house.panel(None, scenario="waiting-time"), "only")
        guest.act("next")
        house.settle()
        return guest

    yield guest
    for house in houses:
        house.close()


def said(guest: Guest) -> str:
    text: str = guest.wait(5)["notice"]["text"]
    return text


def test_a_number_is_said_with_its_interval(make: Make) -> None:
    mock = "{kind: fixed, output: {value: 12, low: 8, high: 20}}"
    guest = make(mock, "task: regression", "{{ wait.value }} minutes, {{ wait.low }} to {{ wait.high }}")
    assert said(guest) == "12 minutes, 8 to 20"


def test_an_object_is_said_by_its_properties(make: Make) -> None:
    shape = "schema: {type: object, properties: {depot: {enum: [Lisbon]}}, required: [depot]}"
    assert said(make("{kind: random}", f"task: structured, {shape}", "At {{ wait.depot }}")) == "At Lisbon"


def test_an_operator_answers_with_a_number_and_nothing_else(make: Make) -> None:
    mock = "{kind: operator, deadline: 20 s, fallback: rest}\n  rest: {kind: fixed, answer: 5}"
    guest = make(mock, "task: regression", "{{ wait.value }} minutes")
    [line] = desk.view(guest.engine, ANNA)["queue"]
    desk.claim(guest.engine, ANNA, line["prediction"]).result(10)
    opened = desk.view(guest.engine, ANNA)["open"]
    assert opened["form"].items() >= {"task": "regression", "plain": "number"}.items()
    with pytest.raises(Refused, match="number"):
        desk.answer(guest.engine, ANNA, line["prediction"], {"plain": "soon"}).result(10)
    desk.answer(guest.engine, ANNA, line["prediction"], {"plain": "7"}).result(10)
    assert said(guest) == "7 minutes"


def test_a_streamed_text_breaks_off_in_the_middle(make: Make) -> None:
    mock = "{kind: fixed, answer: It left the depot this morning and comes before noon.}"
    around = "show_after: chatty-llm, faults: [disconnect], when_it_fails: Gone."
    guest = make(mock, f"task: text-generation, {around}", "{{ wait.text }}")
    assert "It left the depot this morning".startswith(said(guest)[:10])
    assert 0 < len(said(guest)) < 50
    assert not said(guest).endswith("noon.")


def test_an_answer_that_is_not_streamed_never_comes_when_the_line_breaks(make: Make) -> None:
    around = "faults: [disconnect], when_it_fails: Gone."
    guest = make("{kind: fixed, answer: Soon.}", f"task: text-generation, {around}", "{{ wait.text }}")
    assert said(guest) == "Gone."
