"""Texts: each error as often as asked, in the shape of the task, exactly so many times where that is asked."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mocks import tasks
from mocks.contract import Oracle, Request
from mocks.errors import MockError
from mocks.imperfect.texts import TEXT_TASKS, Texts

TEXT = "Your parcel comes on Monday.\nThe driver rings twice, Mondays too."


def ask(number: int = 0, task: str = "text-generation", **more: Any) -> Request:
    return Request(id="p", feature="note", task=task, input={}, seed=f"panel/session/{number}", **more)


def texts(*errors: dict[str, Any]) -> Texts:
    return Texts.model_validate({"errors": list(errors)})


WRONG_FACT: dict[str, Any] = {"kind": "wrong_fact", "swap": {"Monday": "Tuesday"}}
REFUSAL: dict[str, Any] = {"kind": "refusal"}
OFF_TOPIC: dict[str, Any] = {"kind": "off_topic", "says": ["Try our new soup.", "It is sunny in Rome."]}
CUT_SHORT: dict[str, Any] = {"kind": "cut_short"}


def session(errors: Texts, trials: int, name: str, truths: tuple[Any, ...] = ()) -> list[str | None]:
    """The kinds of errors of all trials."""
    found = []
    for trial in range(1, trials + 1):
        oracle = Oracle(truths[trial - 1], truths, ({},) * trials) if truths else None
        truth = oracle.truth if oracle else TEXT
        request = ask(trial, session_seed=name, trial=trial, trials=trials, oracle=oracle)
        found.append(errors.spoil(truth, request)[1]["error"])
    return found


def test_each_error_is_as_frequent_as_asked() -> None:
    wished = {"wrong_fact": 0.2, "refusal": 0.05, "off_topic": 0.1, "cut_short": 0.05}
    settings = [WRONG_FACT, REFUSAL, OFF_TOPIC, CUT_SHORT]
    errors = texts(*({**one, "rate": wished[one["kind"]]} for one in settings))
    count = 8000
    found = Counter(errors.spoil(TEXT, ask(number))[1]["error"] for number in range(count))
    for kind, rate in wished.items():
        assert abs(found[kind] - count * rate) < 5 * math.sqrt(count * rate * (1 - rate)), kind


@given(
    times=st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 2)),
    trials=st.integers(8, 12),
    name=st.text(max_size=8),
)
def test_an_error_with_times_comes_exactly_so_often_in_every_session(
    times: tuple[int, int, int], trials: int, name: str
) -> None:
    wished = [
        {**kind, "times": count} for kind, count in zip((WRONG_FACT, REFUSAL, CUT_SHORT), times, strict=True)
    ]
    found = Counter(session(texts(*wished), trials, name))
    assert [found[kind] for kind in ("wrong_fact", "refusal", "cut_short")] == list(times)
    assert found[None] == trials - sum(times)


def test_planned_errors_come_at_other_trials_in_other_sessions() -> None:
    errors = texts({**REFUSAL, "times": 2})
    assert len({tuple(session(errors, 8, f"session {number}")) for number in range(30)}) > 10


def test_rates_fall_on_the_trials_that_no_plan_took() -> None:
    found = Counter(session(texts({**REFUSAL, "times": 3}, {**CUT_SHORT, "rate": 1}), 8, "a"))
    assert found == {"refusal": 3, "cut_short": 5}


def test_a_planned_wrong_fact_is_put_where_the_fact_is() -> None:
    truths = ("It comes on Monday.",) * 2 + ("It comes soon.",) * 6
    errors = texts({**REFUSAL, "times": 6}, {**WRONG_FACT, "times": 2})
    for number in range(20):
        found = session(errors, 8, f"session {number}", truths)
        assert found == ["wrong_fact"] * 2 + ["refusal"] * 6


def test_others_move_for_an_error_that_has_nowhere_else_to_go() -> None:
    truths = ("one two", "one", "two three", "three", "four")
    facts = [("one", 1), ("two", 1), ("three", 2)]
    errors = texts(*({"kind": "wrong_fact", "swap": {fact: "zero"}, "times": times} for fact, times in facts))
    for number in range(20):
        found = session(errors, 5, f"session {number}", truths)
        assert found[4] is None
        assert found.count("wrong_fact") == 4


def test_more_planned_errors_than_trials_are_refused() -> None:
    with pytest.raises(
        MockError, match=r"'note': errors\.1\.times: 5 planned, but there are 8 trials in all"
    ):
        session(texts({**REFUSAL, "times": 4}, {**CUT_SHORT, "times": 5}), 8, "a")
    with pytest.raises(MockError, match=r"there are 1 trials with 'Monday' in the truth"):
        session(texts({**WRONG_FACT, "times": 2}), 3, "a", ("on Monday", "soon", "later"))


def test_a_wrong_fact_swaps_whole_words_only_and_all_of_them() -> None:
    errors = texts({**WRONG_FACT, "rate": 1})
    output, why = errors.spoil("Monday, Mondays and Monday", ask())
    assert output == {"generated_text": "Tuesday, Mondays and Tuesday"}
    assert why == {"error": "wrong_fact", "planned": False, "swapped": ["Monday", "Tuesday"]}


def test_a_fact_may_have_letters_that_mean_something_to_a_pattern() -> None:
    errors = texts({"kind": "wrong_fact", "rate": 1, "swap": {"(a+)+$": r"\1 \g<0>"}})
    assert errors.spoil("cost (a+)+$ now", ask())[0] == {"generated_text": r"cost \1 \g<0> now"}


def test_a_wrong_fact_that_is_not_there_leaves_the_text_right_and_says_so() -> None:
    output, why = texts({**WRONG_FACT, "rate": 1}).spoil("It comes soon.", ask())
    assert output == {"generated_text": "It comes soon."}
    assert why == {"error": None, "planned": False, "could_not": "wrong_fact"}


@given(
    text=st.text(min_size=2, max_size=80).filter(lambda text: len(text.strip()) > 1),
    number=st.integers(0, 99),
)
def test_a_text_cut_short_is_a_beginning_of_it(text: str, number: int) -> None:
    output, _ = texts({**CUT_SHORT, "rate": 1}).spoil(text, ask(number))
    cut = output["generated_text"]
    assert text.strip().startswith(cut)
    assert 0 < len(cut) < len(text.strip())
    assert cut == cut.rstrip()


def test_a_refusal_has_words_of_its_own_or_ours() -> None:
    assert texts({**REFUSAL, "rate": 1}).spoil(TEXT, ask())[0] == {
        "generated_text": "I can't help with that."
    }
    said = {texts({**OFF_TOPIC, "rate": 1}).spoil(TEXT, ask(n))[0]["generated_text"] for n in range(30)}
    assert said == set(OFF_TOPIC["says"])


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("text-generation", {"generated_text": "No."}),
        ("summarization", {"summary_text": "No."}),
        ("translation", {"translation_text": "No."}),
        ("chat-completion", {"role": "assistant", "content": "No."}),
        ("question-answering", {"answer": "No.", "score": 1.0}),
    ],
)
def test_the_answer_has_the_shape_of_its_task(task: str, expected: dict[str, Any]) -> None:
    output, _ = texts({**REFUSAL, "says": "No.", "rate": 1}).spoil(TEXT, ask(task=task))
    assert output == expected
    assert task in TEXT_TASKS
    tasks.check(task, output)


@pytest.mark.parametrize("truth", [None, "", " \n", 3, ["a"], {"generated_text": "a"}, "x" * 20_001])
def test_a_truth_that_is_no_text_is_refused(truth: Any) -> None:
    with pytest.raises(MockError, match=r"'note', trial 1: expected a text"):
        texts({**CUT_SHORT, "rate": 1}).spoil(truth, ask())


def test_a_task_without_text_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(MockError, match="did you mean 'summarization'"):
        texts({**REFUSAL, "rate": 1}).spoil(TEXT, ask(task="summarisation"))


def test_a_single_letter_cannot_be_cut() -> None:
    assert texts({**CUT_SHORT, "rate": 1}).spoil("a", ask())[1]["could_not"] == "cut_short"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([], "errors"),
        ([{"kind": "refusal"}], "either 'rate'"),
        ([{"kind": "refusal", "rate": 0.1, "times": 1}], "either 'rate'"),
        ([{"kind": "wrong_fact", "rate": 0.1}], "what to swap"),
        ([{**WRONG_FACT, "swap": {" ": "x"}, "rate": 0.1}], "empty text"),
        ([{**WRONG_FACT, "swap": {"a": "a"}, "rate": 0.1}], "swapped for itself"),
        ([{**REFUSAL, "swap": {"a": "b"}, "rate": 0.1}], "belongs to 'wrong_fact'"),
        ([{**CUT_SHORT, "says": "a", "rate": 0.1}], "belongs to 'refusal' and 'off_topic'"),
        ([{"kind": "off_topic", "rate": 0.1}], "what it says"),
        ([{**REFUSAL, "says": " ", "rate": 0.1}], "says"),
        ([{**REFUSAL, "says": [], "rate": 0.1}], "an empty list"),
        ([{**REFUSAL, "rate": 0.7}, {**CUT_SHORT, "rate": 0.7}], "add up to 140%"),
        ([{"kind": "lie", "rate": 0.1}], "wrong_fact"),
        ([{**REFUSAL, "times": 0}], "times"),
    ],
)
def test_settings_that_do_not_fit_are_refused(wrong: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Texts.model_validate({"errors": wrong})
    assert said in str(refused.value.errors())
