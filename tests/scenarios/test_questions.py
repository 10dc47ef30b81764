"""Questions: how they are written, what answers them, and what people read when something does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from scenarios.answers import WORDS, BaseQuestion, NotAnAnswer, as_data, attention, check, check_all
from scenarios.questions import KINDS, Question

READ: TypeAdapter[BaseQuestion] = TypeAdapter(Question)
QUESTIONS: dict[str, dict[str, Any]] = {
    "text": {"text": "What is your name?"},
    "long_text": {"long_text": "What happened?"},
    "number": {"number": "How old are you?", "from": 18, "to": 99, "whole": True, "unit": "years"},
    "choice": {"choice": "Which phone?", "of": ["Android", "iPhone"], "other": True},
    "choices": {"choices": "Which apps?", "of": ["maps", "mail", "news"], "fewest": 1, "most": 2},
    "yes_no": {"yes_no": "Do you drive?"},
    "likert": {"likert": "I trust it.", "points": 5, "low": "No", "high": "Yes"},
    "differential": {"differential": ["boring", "exciting"]},
    "slider": {"slider": "How sure are you?", "from": 0, "to": 1, "step": 0.1},
    "stars": {"stars": "How many stars?"},
    "date": {"date": "When was it?", "from": "2026-01-01", "to": "2026-12-31"},
    "time": {"time": "At what time?", "from": "08:00"},
}
NO_ANSWERS = (None, "", "  ", [])


def question(**written: Any) -> BaseQuestion:
    return READ.validate_python(written)


def complaint(asked: BaseQuestion, answer: Any) -> str:
    with pytest.raises(NotAnAnswer) as caught:
        check(asked, answer)
    return str(caught.value)


def test_there_is_an_example_of_every_type() -> None:
    assert set(QUESTIONS) == set(KINDS)


@pytest.mark.parametrize(
    ("kind", "given_answer", "recorded"),
    [
        ("text", "  Ada ", "Ada"),
        ("long_text", "It fell.\nThen it rang.", "It fell.\nThen it rang."),
        ("number", 41, 41),
        ("number", 41.0, 41),
        ("choice", "iPhone", "iPhone"),
        ("choice", " a pager ", "a pager"),
        ("choices", ["maps", "news"], ["maps", "news"]),
        ("yes_no", "no", "no"),
        ("likert", 5, 5),
        ("differential", 1, 1),
        ("slider", 0.30000000000000004, 0.3),
        ("stars", 4, 4),
        ("date", "2026-02-28", "2026-02-28"),
        ("time", "08:00", "08:00"),
    ],
)
def test_an_answer_is_recorded_as_what_it_is(kind: str, given_answer: Any, recorded: Any) -> None:
    found = check(question(**QUESTIONS[kind]), given_answer)
    assert found == recorded
    assert type(found) is type(recorded)


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("text", "x" * 201, "Please write 200 characters at most."),
        ("number", "41", "Please write a number."),
        ("number", True, "Please write a number."),
        ("number", 41.5, "Please write a whole number."),
        ("number", 17, "Please stay at 18 or above."),
        ("number", 100, "Please stay at 99 or below."),
        ("number", 10**400, "Please write a number."),
        ("number", float("nan"), "Please write a number."),
        ("choice", 3, "Please choose one."),
        ("choices", ["maps", "mail", "news"], "Please choose 2 at most."),
        ("choices", ["maps", "maps"], "Please choose one."),
        ("choices", ["games"], "Please choose one."),
        ("yes_no", "maybe", "Please choose one."),
        ("likert", 6, "Please choose one."),
        ("likert", 2.5, "Please choose one."),
        ("differential", 0, "Please choose one."),
        ("slider", 0.35, "Please choose one."),
        ("date", "2026-02-30", "Please choose a date."),
        ("date", "2025-12-31", "Please choose 2026-01-01 or later."),
        ("date", "2027-01-01", "Please choose 2026-12-31 or earlier."),
        ("time", "8:00", "Please choose a time."),
        ("time", "07:59", "Please choose 08:00 or later."),
    ],
)
def test_what_is_no_answer_is_told_in_kind_words(kind: str, answer: Any, words: str) -> None:
    assert complaint(question(**QUESTIONS[kind]), answer) == words


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("nothing", NO_ANSWERS)
def test_a_question_may_stay_open_only_where_it_is_optional(kind: str, nothing: Any) -> None:
    assert complaint(question(**QUESTIONS[kind]), nothing) in {"Please answer this.", "Please choose one."}
    assert check(question(**QUESTIONS[kind], optional=True), nothing) is None


def test_no_choice_at_all_is_an_answer_where_none_is_the_fewest() -> None:
    asked = question(choices="Which apps?", of=["maps", "mail"], fewest=0)
    assert check(asked, []) is None


@pytest.mark.parametrize("kind", KINDS)
@given(
    answer=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    )
)
def test_whatever_a_browser_sends_is_an_answer_or_told(kind: str, answer: Any) -> None:
    asked = question(**QUESTIONS[kind])
    answers, wrong = check_all({"q": asked}, {"q": answer})
    assert len(answers) + len(wrong) == 1
    for error in wrong.values():
        assert "{" not in error.said({})
    for found in answers.values():
        assert check(asked, found) == found
        assert json.loads(json.dumps(found)) == found


def test_words_of_the_scenario_are_used_and_filled_in() -> None:
    with pytest.raises(NotAnAnswer) as caught:
        check(question(**QUESTIONS["number"]), 3)
    assert caught.value.said({"too_low": "Mindestens {least}, bitte."}) == "Mindestens 18, bitte."


def test_all_answers_are_looked_at_and_what_was_not_asked_is_left_out() -> None:
    asked = {name: question(**QUESTIONS[name]) for name in ("number", "yes_no", "text")}
    answers, wrong = check_all(asked, {"number": 3, "yes_no": "yes", "shoe size": 44})
    assert answers == {"yes_no": "yes"}
    assert {name: error.word for name, error in wrong.items()} == {
        "number": "too_low",
        "text": "answer_missing",
    }


@pytest.mark.parametrize(
    ("written", "answer", "passed"),
    [
        ({"text": "Write blue.", "must_be": "blue"}, " Blue", True),
        ({"text": "Write blue.", "must_be": "blue"}, "red", False),
        ({"likert": "Choose 2 here.", "must_be": 2}, 2, True),
        ({"likert": "Choose 2 here.", "must_be": 2}, 3, False),
        ({"choices": "Tick a and c.", "of": ["a", "b", "c"], "must_be": ["a", "c"]}, ["c", "a"], True),
        ({"choices": "Tick a and c.", "of": ["a", "b", "c"], "must_be": ["a", "c"]}, ["a"], False),
        ({"text": "Write blue.", "must_be": "blue", "optional": True}, None, False),
    ],
)
def test_an_attention_check_is_passed_or_not_and_never_shown(
    written: dict[str, Any], answer: Any, passed: bool
) -> None:
    asked = question(**written)
    recorded = check(asked, answer)
    assert attention({"q": asked}, {"q": recorded}) == {"q": passed}
    assert "must_be" not in json.dumps(as_data(asked))


def test_only_attention_checks_are_judged() -> None:
    assert attention({"q": question(**QUESTIONS["likert"])}, {"q": 3}) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_the_browser_is_told_what_it_draws_and_nothing_that_is_scored_or_checked(kind: str) -> None:
    told = as_data(question(**QUESTIONS[kind], hint="Take your time."))
    assert told["kind"] == kind
    assert told["hint"] == "Take your time."
    assert json.loads(json.dumps(told)) == told
    assert not {"must_be", "reverse", "default"} & set(told)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"nmber": "How old?"}, "no type of question is called 'nmber'"),
        ("How old?", "no type of question is called 'How old\\?'"),
        ({}, "this is not a question"),
        ({"number": "How old?", "from": 99, "to": 18}, "nothing lies between 99 and 18"),
        ({"date": "When?", "from": "2026-13-01"}, "'2026-13-01' is not a date"),
        ({"time": "When?", "to": "25:00"}, "'25:00' is not a time"),
        ({"choice": "Which?", "of": ["a", "a"]}, "an option stands here twice"),
        ({"choices": "Which?", "of": ["a", "b"], "fewest": 3}, "there are not as many options"),
        ({"slider": "How far?", "from": 0, "to": 10, "step": 3}, "the steps do not lead"),
        ({"likert": "Well?", "points": 5, "must_be": 6}, "nobody can answer 6 here"),
        ({"stars": "Well?", "default": {"fake": "nmae"}}, "'nmae' is not made here"),
    ],
)
def test_a_question_that_cannot_be_asked_is_told(written: Any, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        READ.validate_python(written)


def test_the_browser_says_the_same_words_as_the_server() -> None:
    code = Path("curtain/ui/components/screens/questions.js").read_text(encoding="utf-8")
    own = re.search(r"Object\.assign\(WORDS, \{(.*?)\n\}\);", code, re.DOTALL)
    assert own
    said = dict(re.findall(r'^  (\w+): "(.*)",$', own[1], re.MULTILINE))
    assert said
    assert said.items() <= WORDS.items()
