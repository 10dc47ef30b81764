"""`check_mock` finds each way in which a mock can break its promises."""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from mocks import BrokenPromise, Deferred, MockError, Oracle, Prediction, Request, check_mock, testing
from mocks.testing import A_PARCEL, PARCELS, TRUTHS


class Playing:
    """A mock made of one function, and of whatever else it is said to be."""

    def __init__(self, predict: Callable[[Request], Any], **more: Any) -> None:
        self.predict = predict
        self.__dict__.update(more)


def a_label(request: Request, **why: Any) -> Prediction:
    return Prediction([{"label": request.answers[0], "score": 1.0}], why=why)


def test_an_honest_mock_passes() -> None:
    check_mock(Playing(lambda request: request.label(request.random().choice(request.answers), score=0.5)))


counter = itertools.count()


@pytest.mark.parametrize(
    ("predict", "said"),
    [
        (lambda request: "delayed", "must return a Prediction or a Deferred, got 'delayed'"),
        (lambda request: Prediction("delayed"), "the output does not fit"),
        (lambda request: Prediction([{"label": "lost", "score": 1}]), "no answer 'lost'"),
        (lambda request: a_label(request, tags={"a"}), "'why' must be plain JSON data"),
        (lambda request: a_label(request, number=float("nan")), "'why' must be plain JSON data"),
        (lambda request: a_label(request, number=next(counter)), "answered in two ways"),
        (lambda request: a_label(request, number=random.random()), "draw with request.random()"),
        (lambda request: a_label(request, number=random.SystemRandom().random()), "answered in two ways"),
        (lambda request: request.input.pop("shop") and a_label(request), "the request's input was changed"),
        (lambda request: Deferred(deadline=0), "must be above 0 seconds"),
        (lambda request: Deferred(deadline=float("nan")), "must be above 0 seconds"),
        (lambda request: Deferred(fallback=3), "the fallback of a Deferred is the name of a mock"),  # type: ignore[arg-type]
        (lambda request: Prediction(a_label(request).output, why=None), "'why' must be a mapping"),  # type: ignore[arg-type]
        (lambda request: Prediction(a_label(request).output, after=-1.0), "'after' must be seconds"),
        (lambda request: Prediction(a_label(request).output, after=float("inf")), "'after' must be seconds"),
        (
            lambda request: Prediction(a_label(request).output, model_version=""),
            "'model_version' must be a text",
        ),
        (lambda request: random.seed(1) or a_label(request), "the global random generator was used"),
        (lambda request: a_label(request, of=request.earlier[0]), "predict() raised IndexError"),
    ],
)
def test_a_broken_promise_is_named(predict: Callable[[Request], Any], said: str) -> None:
    with pytest.raises(BrokenPromise) as caught:
        check_mock(Playing(predict))
    assert said in str(caught.value)


def test_a_thing_without_predict_is_no_mock() -> None:
    with pytest.raises(BrokenPromise, match=r"object has no method predict\(request\)"):
        check_mock(object())  # type: ignore[arg-type]


def test_a_test_runner_shows_a_broken_promise_as_a_failed_assertion() -> None:
    assert issubclass(BrokenPromise, AssertionError)


def test_a_label_that_the_feature_lacks_is_refused_where_it_is_made() -> None:
    with pytest.raises(BrokenPromise, match="'lost' is not an answer of 'delay'; it has on time, delayed"):
        check_mock(Playing(lambda request: request.label("lost")))


def test_a_mock_may_say_that_it_has_no_answer_but_not_every_time() -> None:
    def until_the_fifth(request: Request) -> Prediction:
        if request.trial > 5:
            raise MockError("the recording is over")
        return a_label(request)

    def never(request: Request) -> Prediction:
        raise MockError("the recording is empty")

    check_mock(Playing(until_the_fifth))
    with pytest.raises(
        BrokenPromise, match=r"none of 24 questions got an answer; .*: the recording is empty"
    ):
        check_mock(Playing(never))


def test_a_mock_that_counts_who_came_before_is_caught() -> None:
    came: list[str] = []

    def by_count(request: Request) -> Prediction:
        came.append(request.seed)
        return a_label(request, number=len(set(came)))

    with pytest.raises(BrokenPromise, match="answered in two ways"):
        check_mock(Playing(by_count))


def test_it_asks_about_several_people_and_each_of_their_trials() -> None:
    asked: list[Request] = []

    def note(request: Request) -> Prediction:
        asked.append(request)
        return a_label(request)

    check_mock(Playing(note))
    first = asked[: testing.QUESTIONS]
    assert [request.trial for request in first] == [*range(1, 9)] * 3
    assert {request.trials for request in asked} == {8}
    assert len({request.session_seed for request in first}) == 3
    assert len({request.seed for request in first}) == testing.QUESTIONS
    assert [request.input for request in first[:8]] == list(PARCELS)


def test_only_a_mock_that_knows_the_truth_is_told_it() -> None:
    told: list[Oracle | None] = []

    def note(request: Request) -> Prediction:
        told.append(request.oracle)
        return a_label(request)

    check_mock(Playing(note))
    assert set(told) == {None}
    told.clear()
    check_mock(Playing(note, knows_truth=True))
    assert [oracle and oracle.truth for oracle in told[:8]] == list(TRUTHS)
    assert all(oracle and oracle.truths == TRUTHS and oracle.rows == PARCELS for oracle in told)


def test_a_mock_that_changes_what_it_is_told_of_the_truth_is_caught() -> None:
    def cheat(request: Request) -> Prediction:
        assert request.oracle is not None
        request.oracle.rows[0]["weather"] = "clear as ever"  # type: ignore[index]
        return a_label(request)

    with pytest.raises(BrokenPromise, match="the request's oracle was changed"):
        check_mock(Playing(cheat, knows_truth=True))


def test_a_question_of_ones_own_keeps_its_input_and_its_truth() -> None:
    asked: list[Request] = []

    def note(request: Request) -> Prediction:
        asked.append(request)
        return Prediction({"generated_text": "Yes."})

    question = Request(
        id="q", feature="reply", task="text-generation", input={"asked": "Is it late?"}, seed="s",
        oracle=Oracle("yes", ("yes", "no"), ({}, {})),
    )  # fmt: skip
    check_mock(Playing(note, knows_truth=True), question)
    assert {request.input["asked"] for request in asked} == {"Is it late?"}
    assert {request.oracle.truth for request in asked if request.oracle} == {"yes"}
    asked.clear()
    check_mock(Playing(note), dataclasses.replace(question, oracle=None))
    assert {request.oracle for request in asked} == {None}


def test_a_mock_that_says_at_once_is_held_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = itertools.count(step=0.06)
    monkeypatch.setattr("mocks.testing.time.perf_counter", lambda: next(moments))
    check_mock(Playing(a_label))
    with pytest.raises(BrokenPromise, match="says 'at_once' and took 60 ms, expected less than 50 ms"):
        check_mock(Playing(a_label, at_once=True))


def test_one_slow_answer_may_be_the_machines_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = itertools.chain((0.0, 3.0), itertools.count(4.0, step=0.01))
    monkeypatch.setattr("mocks.testing.time.perf_counter", lambda: next(moments))
    check_mock(Playing(a_label, at_once=True))


@pytest.mark.parametrize(
    ("said", "passes"),
    [
        ([], True),
        ([(("weights", "lost"), "the feature has no such answer"), (("rules", 0), "is odd")], True),
        (["the feature has no such answer"], False),
        ([("weights", "the feature has no such answer")], False),
        ([(("weights",), "")], False),
    ],
)
def test_what_suits_says_has_a_path_and_a_reason(said: Any, passes: bool) -> None:
    def suits(task: str, answers: Sequence[str]) -> Any:
        assert (task, answers) == (A_PARCEL.task, A_PARCEL.answers)
        return said

    if passes:
        check_mock(Playing(a_label, suits=suits))
    else:
        with pytest.raises(BrokenPromise, match=r"suits\(task, answers\) must give pairs"):
            check_mock(Playing(a_label, suits=suits))


def test_a_mock_that_is_off_never_answers() -> None:
    def never(request: Request) -> Prediction:
        raise MockError("it is off")

    check_mock(Playing(never, is_off=True))
    with pytest.raises(BrokenPromise, match="says 'is_off' and answers"):
        check_mock(Playing(a_label, is_off=True))


@pytest.mark.parametrize("name", ["at_once", "knows_truth", "by_person", "is_off", "fallback"])
def test_a_flag_that_is_none_is_named(name: str) -> None:
    with pytest.raises(BrokenPromise, match=f"'{name}' must be"):
        check_mock(Playing(a_label, **{name: 1}))
