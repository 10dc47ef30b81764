"""`check_mock` finds each way in which a mock can break its promises."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import Any

import pytest

from mocks import BrokenPromise, Deferred, Prediction, Request, check_mock


class Playing:
    """A mock made of one function."""

    def __init__(self, predict: Callable[[Request], Any]) -> None:
        self.predict = predict


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
        (lambda request: request.input.pop("shop") and a_label(request), "the request's input was changed"),
        (lambda request: Deferred(deadline=0), "must be above 0 seconds"),
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
    with pytest.raises(Exception, match="'lost' is not an answer of 'delay'; it has on time, delayed"):
        check_mock(Playing(lambda request: request.label("lost")))
