"""Forms, questionnaires and probes: what is asked, what is refused, and what is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from curtain.errors import Refused
from scenarios import ScenarioError, thaw
from tests.house import Guest, House

SCENARIO = """\
scenario: asking
shown_title: A few questions
arms: {plain: {}, warm: {}}
decision: {compare: [plain, warm], by: fit, worth_it_from: 1 points, people: 20}
flow:
  - consent: We ask a few things.
  - form: About you
    id: about
    hint: Only what we need.
    fields:
      name: {text: What shall we call you?, default: {fake: first_name}}
      age: {number: How old are you?, from: 18, to: 99, whole: true}
      pets: {choices: Which pets do you have?, of: [cat, dog], other: true, optional: true}
      awake: {choice: Choose blue here., of: [red, blue], must_be: blue}
  - survey:
      - sus
      - id: fit
        title: How it fits, {{ answers.about.name }}
        order: random
        score: mean of easy, quick
        items:
          easy: {likert: It was easy., points: 5}
          quick: {likert: It was quick., points: 5}
          calm: {slider: How calm were you?}
          odd: {long_text: What was odd?, optional: true}
          mood: {differential: [sad, glad]}
      - nasa-tlx
    id: opinion
  - probe: What do you think was answering?
    of: [a person, a computer, can't tell]
    comment: What made you think so?
  - end: Thank you.
"""

ABOUT = {"name": "Ada", "age": 36, "pets": ["cat", "a snake"], "awake": "red"}
FIT = {"easy": 4, "quick": 2, "calm": 73, "odd": "", "mood": 7}


@pytest.fixture
def come(store_path: Path, tmp_path: Path) -> Iterator[Callable[..., Guest]]:
    """People who come to a scenario, all to the same panel."""
    library = tmp_path / "library"
    (library / "asking").mkdir(parents=True)
    (library / "asking" / "asking.yaml").write_text(SCENARIO)
    house = House(store_path, library)
    panel = house.panel(scenario="asking", played_by=None)

    def guest() -> Guest:
        made = Guest(house, panel)
        made.act("next")
        return made

    yield guest
    house.close()


def items(guest: Guest) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in guest.screen["items"]}


def to_fit(guest: Guest) -> None:
    guest.act("answer", answers=ABOUT)
    guest.act("answer", answers=dict.fromkeys(items(guest), 3))


def given_events(guest: Guest) -> list[dict[str, Any]]:
    with guest.engine.store.reading() as reading:
        events = reading.events_of(guest.session)
    return [event.payload for event in events if event.kind == "answer.given"]


def test_a_form_shows_its_fields_and_what_stands_in_them_beforehand(come: Callable[..., Guest]) -> None:
    guest = come()
    assert (guest.screen["kind"], guest.screen["title"]) == ("form", "About you")
    fields = items(guest)
    assert list(fields) == ["name", "age", "pets", "awake"]
    assert fields["name"]["value"].isalpha()
    assert guest.look()["items"][0]["value"] == fields["name"]["value"]
    assert fields["age"] == {
        "id": "age", "kind": "number", "text": "How old are you?", "from": 18, "to": 99, "whole": True,
    }  # fmt: skip


def test_answers_of_all_types_are_written_down_as_they_are(come: Callable[..., Guest]) -> None:
    guest = come()
    guest.act("answer", answers=ABOUT)
    told = given_events(guest)[-1]
    assert told["instrument"] is None
    assert told["answers"] == ABOUT
    assert told["attention"] == {"awake": False}
    assert guest.state.answers["about"] == ABOUT


def test_a_question_that_was_left_open_is_written_down_as_nothing(come: Callable[..., Guest]) -> None:
    guest = come()
    guest.act("answer", answers={**ABOUT, "pets": []})
    assert guest.state.answers["about"]["pets"] is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"age": 17}, "How old are you. – Please stay at 18 or above."),
        ({"age": None}, "How old are you. – Please answer this."),
        ({"age": 36.5}, "How old are you. – Please write a whole number."),
        ({"awake": "green"}, "Choose blue here. – Please choose one."),
        ({"name": "x" * 300}, "What shall we call you. – Please write 200 characters at most."),
    ],
)
def test_a_wrong_answer_is_refused_with_the_question_and_nothing_is_written(
    come: Callable[..., Guest], wrong: dict[str, Any], said: str
) -> None:
    guest = come()
    with pytest.raises(Refused, match=said):
        guest.act("answer", answers={**ABOUT, **wrong})
    assert given_events(guest) == []
    assert guest.look()["title"] == "About you"


def test_an_own_questionnaire_speaks_of_earlier_answers_and_is_scored_under_its_id(
    come: Callable[..., Guest],
) -> None:
    guest = come()
    to_fit(guest)
    assert guest.screen["title"] == "How it fits, Ada"
    assert items(guest)["easy"]["low"] == "Strongly disagree"
    guest.act("answer", answers=FIT)
    told = given_events(guest)[-1]
    assert (told["step"], told["instrument"]) == ("opinion-fit", "fit")
    assert told["answers"] == {**FIT, "odd": None}
    scenario = guest.engine.script_of(guest.state, guest.panel).scenario
    page = next(one for one in scenario.questionnaires() if one.id == "fit")
    assert page.score(told["answers"]) == 3.0


def test_items_at_random_have_one_order_per_person_that_is_written_down(come: Callable[..., Guest]) -> None:
    orders = []
    for _ in range(4):
        guest = come()
        to_fit(guest)
        orders.append(list(items(guest)))
        assert list(items(guest)) == [item["id"] for item in guest.look()["items"]]
        guest.act("answer", answers=FIT)
        assert given_events(guest)[-1].get("order", list(FIT)) == orders[-1]
    assert len({tuple(order) for order in orders}) > 1
    assert all(set(order) == set(FIT) for order in orders)


def test_a_published_questionnaire_keeps_its_order_and_does_not_say_its_name(
    come: Callable[..., Guest],
) -> None:
    guest = come()
    guest.act("answer", answers=ABOUT)
    assert list(items(guest)) == [f"sus{n}" for n in range(1, 11)]
    assert guest.screen["scale"] == {
        "points": 5, "from": 1, "low": "Strongly disagree", "high": "Strongly agree",
    }  # fmt: skip
    assert "usability" not in str(guest.screen).lower()


def test_a_scale_that_is_not_counted_from_one_takes_its_own_answers_only(come: Callable[..., Guest]) -> None:
    guest = come()
    to_fit(guest)
    guest.act("answer", answers=FIT)
    assert items(guest)["tlx_performance"]["low"] == "Perfect"
    with pytest.raises(Refused, match="Please choose one"):
        guest.act("answer", answers=dict.fromkeys(items(guest), 3))
    guest.act("answer", answers=dict.fromkeys(items(guest), 35))
    assert given_events(guest)[-1]["instrument"] == "nasa-tlx"


def test_a_probe_asks_for_a_guess_and_for_words(come: Callable[..., Guest]) -> None:
    guest = come()
    to_fit(guest)
    guest.act("answer", answers=FIT)
    guest.act("answer", answers=dict.fromkeys(items(guest), 35))
    assert guest.screen["kind"] == "probe"
    assert items(guest)["guess"]["of"] == ["a person", "a computer", "can't tell"]
    guest.act("answer", answers={"guess": "a person", "why": None})
    assert given_events(guest)[-1] == {
        "step": "probe",
        "instrument": "probe",
        "answers": {"guess": "a person", "why": None},
    }
    assert guest.screen["kind"] == "end"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("- sus\n", "- suss\n", "there is no questionnaire 'suss'; .* did you mean 'sus'"),
        ("id: fit", "id: nps", "'nps' is the id of a published questionnaire"),
        ("- nasa-tlx", "- sus", "the questionnaire 'sus' stands here twice"),
        ("mean of easy, quick", "mean of easy, quik", "'quik' is not an item that can be scored"),
        ("{number: How old are you?", "{nmber: How old are you?", "no type of question is called 'nmber'"),
        ("whole: true", "hole: true", "unknown key 'hole'; expected one of number, .*; did you mean 'whole'"),
        ("{{ answers.about.name }}\n", "{{ anwers.about.name }}\n", "the text names 'anwers'"),
        ("of: [a person, a computer, can't tell]\n", "\n", "without options, the answer itself"),
        (
            "points: 5}\n          quick",
            "pionts: 5}\n          quick",
            "unknown key 'pionts'; expected one of likert, .*; did you mean 'points'",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_line(old: str, new: str, complaint: str) -> None:
    assert old in SCENARIO
    with pytest.raises(ScenarioError, match=complaint):
        thaw({"asking.yaml": SCENARIO.replace(old, new, 1)}, "asking")
