"""Simulated people answer every question so that it is an answer, and read what they are told to choose."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from curtain.simulated.acting.forms import asked
from curtain.simulated.look import Look
from curtain.simulated.person import Person
from scenarios.answers import as_data, check_all
from scenarios.questions import Question

QUESTION: TypeAdapter[Any] = TypeAdapter(Question)

QUESTIONS = [
    {"text": "What is your name?", "longest": 3},
    {"long_text": "What happened?"},
    {"number": "How old are you?", "from": 18, "to": 99, "whole": True},
    {"number": "How many?", "from": 0.5, "to": 0.7},
    {"number": "Your balance?", "to": -5},
    {"number": "How much?"},
    {"choice": "Which one?", "of": ["red", "blue"], "other": True},
    {"choices": "Which ones?", "of": ["a", "b", "c"], "fewest": 2, "most": 2},
    {"choices": "Any of these?", "of": ["a", "b"], "fewest": 0, "optional": True},
    {"yes_no": "Would you?"},
    {"likert": "It was easy."},
    {"likert": "How likely?", "points": 11, "from": 0},
    {"differential": ["boring", "exciting"]},
    {"slider": "How hurried?", "from": -1, "to": 1, "step": 0.1},
    {"stars": "How good?", "points": 5},
    {"date": "When?", "from": "2026-02-01", "to": "2026-02-01"},
    {"date": "Born?", "to": "2008-01-01"},
    {"time": "At what time?", "from": "09:30"},
]


def screen(*written: dict[str, Any]) -> dict[str, Any]:
    items = [{"id": f"q{n}", **as_data(QUESTION.validate_python(one))} for n, one in enumerate(written)]
    return {"kind": "form", "items": items}


def person(seed: str, *, careless: bool = False) -> Person:
    made = Person(random.Random(seed))
    made.careless = careless
    return made


def answers(seed: str, *written: dict[str, Any], careless: bool = False) -> dict[str, Any]:
    (move,) = asked(Look(screen(*written), person(seed, careless=careless)))
    assert move.act == "answer"
    assert move.after > 0
    found: dict[str, Any] = move.told["answers"]
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=6), st.text(max_size=5), st.booleans())
def test_whatever_is_asked_is_answered(written: list[dict[str, Any]], seed: str, careless: bool) -> None:
    questions = {f"q{n}": QUESTION.validate_python(one) for n, one in enumerate(written)}
    assert check_all(questions, answers(seed, *written, careless=careless))[1] == {}


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (
            {"likert": "To show that you read this, please choose Strongly agree.", "high": "Strongly agree"},
            7,
        ),
        ({"choice": "Please pick blue here.", "of": ["red", "blue", "green"]}, "blue"),
        ({"slider": "Please select 40 on this line."}, 40),
        ({"text": 'Please write "blue" here.'}, "blue"),
    ],
)
def test_who_reads_passes_attention_checks(written: dict[str, Any], wanted: Any) -> None:
    assert answers("any", written) == {"q0": wanted}


def test_who_does_not_read_fails_most_of_them() -> None:
    check = {"choice": "Please pick blue here.", "of": ["red", "blue", "green", "white"]}
    found = [answers(str(n), check, careless=True)["q0"] for n in range(40)]
    assert found.count("blue") < 20


def test_what_stood_in_a_field_is_left_there() -> None:
    (move,) = asked(
        Look(
            {"kind": "form", "items": [{"id": "a", "kind": "text", "text": "Name?", "value": "Ann"}]},
            person("x"),
        )
    )
    assert move.told["answers"] == {"a": "Ann"}


def test_words_that_find_fault_are_answered_the_other_way_round() -> None:
    glad = [person(str(n)) for n in range(30)]
    for each in glad:
        each.went_well = [True] * 8
    praise, fault = ("I would like to use it.", "I found it very cumbersome to use.")
    rated = [
        [asked(Look(screen({"likert": text, "points": 5}), each))[0].told["answers"]["q0"] for each in glad]
        for text in (praise, fault)
    ]
    assert sum(rated[0]) / 30 > 3.5 > 2.5 > sum(rated[1]) / 30
