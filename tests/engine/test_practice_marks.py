"""What counts as right in practice: the same label, a number nearby, a text that says the same or was prepared."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from curtain import desk
from curtain.desk import Operator
from curtain.practice import marks
from curtain.state import Asked, SessionState
from mocks import tasks
from scenarios import Feature
from tests.engine.work import guest_at_work, working
from tests.house import House

ANNA = Operator("anna", "Operator 1")

TALK = """
mocks:
  taught:
    kind: rules
    rules: [{if: {message: {contains: bus}}, answer: "The next bus is the 61, in 4 minutes."}]
    otherwise: {answer: "Sorry?"}
  person: {kind: operator, deadline: 20 s, fallback: taught}
data: {ask: {rows: 1, columns: {name: {value: Ada}}}}
features:
  reply:
    task: chat-completion
    model_sees: [name]
    played_by: person
    show_after: 1 s
    desk:
      replies:
        short: ["Bus [line], [when].", "{{ name }}, no."]
        long: ["There are many buses, and I could tell you about each and every one of them."]
      words: 1 to 8
arms: {only: {}, other: {change: {shown_title: Another}}}
measures: {good: {share: {step: talk, of: thumb, value: up}}}
decision: {compare: [only, other], by: good, worth_it_from: 10 points, people: 4}
"""
CHAT = """  - each: ask
    steps:
      - chat: reply
        id: talk
        turns: {least: 1, most: 3}
        feedback: {thumbs: Good?}"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with working(tmp_path, TALK, CHAT) as house:
        yield house


def request(task: str, said: Any, **input: Any) -> Asked:
    at = "2026-05-04T09:00:00.000000+00:00"
    return Asked("p", "reply", task, "talk", "talk", None, 1, "person", input, at, at, at, intended=said)


def feature(house: House) -> Feature:
    entry = house.engine.entry("work")
    assert entry
    assert entry.scenario
    return entry.scenario.features["reply"]


def order(*things: str) -> list[dict[str, Any]]:
    return [{"id": thing, "score": 1 / n} for n, thing in enumerate(things, 1)]


@pytest.mark.parametrize(
    ("task", "said", "ruled", "right"),
    [
        ("text-classification", [{"label": "late", "score": 0.6}], [{"label": "late", "score": 0.9}], True),
        ("text-classification", [{"label": "late", "score": 0.9}], [{"label": "early", "score": 0.9}], False),
        ("regression", {"value": 68}, {"value": 75, "unit": "minutes"}, True),
        ("regression", {"value": 67}, {"value": 75}, False),
        ("regression", {"value": 0}, {"value": 0}, True),
        ("ranking", order("a", "b"), order("a", "b"), True),
        ("ranking", order("b", "a"), order("a", "b"), False),
        ("structured", {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 2, "c": 4}, True),
        ("structured", {"a": 1, "b": 2, "c": 3}, {"a": 1, "b": 3, "c": 4}, False),
        ("structured", {"text": "Not now.", "sure": True}, {"text": "not  now.", "sure": False}, True),
    ],
)  # fmt: skip
def test_an_answer_is_compared_by_its_task(
    house: House, task: str, said: Any, ruled: Any, right: bool
) -> None:
    found, why = marks.agrees(feature(house), SessionState("s"), request(task, said), ruled)
    assert found == right
    assert (why == marks.OTHER) == (not right)


@pytest.mark.parametrize(
    ("said", "right", "why"),
    [
        ("The next bus is the 61, in 4 minutes.", True, marks.AS_RULED),
        ("The next bus is the 61 in four minutes!", True, marks.CLOSE),
        ("Bus 12, soon.", True, marks.PREPARED),
        ("ada,  no.", True, marks.PREPARED),
        ("There are many buses, and I could tell you about each and every one of them.", False, marks.OFF_STYLE),
        ("Why do you want to know?", False, marks.OTHER),
    ],
)  # fmt: skip
def test_a_text_says_what_the_rules_say_or_was_prepared_in_this_style(
    house: House, said: str, right: bool, why: str
) -> None:
    asked = request("chat-completion", tasks.wrap("chat-completion", said), name="Ada")
    ruled = tasks.wrap("chat-completion", "The next bus is the 61, in 4 minutes.")
    assert marks.agrees(feature(house), SessionState("s"), asked, ruled) == (right, why)


def test_without_any_rule_an_answer_in_time_counts(house: House) -> None:
    asked = request("regression", {"value": 3})
    assert marks.agrees(feature(house), SessionState("s"), asked, None) == (True, marks.NO_RULE)


def test_no_answer_is_right_only_where_the_rules_have_none_either(house: House) -> None:
    asked = request("regression", None)
    assert marks.agrees(feature(house), SessionState("s"), asked, {"value": 3}) == (False, marks.REJECTED)
    assert marks.agrees(feature(house), SessionState("s"), asked, None)[0]


def test_a_request_is_marked_with_what_was_asked_and_what_the_rules_say(house: House) -> None:
    guest = guest_at_work(house)
    guest.act("say", value="Which bus?", revision=0)
    house.settle()
    [line] = desk.view(house.engine, ANNA)["queue"]
    desk.claim(house.engine, ANNA, line["prediction"]).result(10)
    house.step(3)
    desk.answer(house.engine, ANNA, line["prediction"], {"plain": "Bus 61, in a moment."}).result(10)
    guest.wait(2)
    guest.act("say", value="Thank you", revision=1)
    house.settle()
    with house.engine.store.reading() as reading:
        first, second = reading.predictions_of(guest.session)
    found = marks.mark(house.engine, guest.state, first, "anna")
    assert found.facts == {"They said": "Which bus?", "Name": "Ada"}
    assert (found.said, found.rules) == ("Bus 61, in a moment.", "The next bus is the 61, in 4 minutes.")
    assert (found.right, found.in_time, found.seconds, found.why) == (True, True, 3.0, marks.PREPARED)
    assert marks.mark(house.engine, guest.state, first, "ben").in_time is False, "somebody else gave it"
    unanswered = marks.mark(house.engine, guest.state, second, "anna")
    assert (unanswered.said, unanswered.in_time, unanswered.why) == (None, False, marks.LATE)
    assert unanswered.rules == "Sorry?"


def test_where_the_operator_has_no_fallback_another_mock_of_rules_says_what_is_right(tmp_path: Path) -> None:
    with working(tmp_path, TALK.replace(", fallback: taught", ""), CHAT) as house:
        guest = guest_at_work(house)
        guest.act("say", value="Which bus?", revision=0)
        house.settle()
        with house.engine.store.reading() as reading:
            [asked] = reading.predictions_of(guest.session)
        found = marks.mark(house.engine, guest.state, asked, "anna")
        assert found.rules == "The next bus is the 61, in 4 minutes."
