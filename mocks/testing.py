"""The contract test for mocks: `check_mock(mock)` in a test of your own says whether yours will work.

What every mock promises:

- it answers with a `Prediction` or a `Deferred`, or raises `MockError` with a reason when it has no answer (not to
  every question, unless it says `is_off`); any other exception is a fault in the mock;
- an output has the shape of its task and is plain JSON, and so is `why`; `after` is a number of seconds, 0 or more;
- the same request gets the same answer, whatever was asked before it, and in every process: chance comes from
  `request.random()` or from `Random(request.session_seed + …)`, never from the global generator;
- the request, and what a mock with `knows_truth` is told besides, is left as it was;
- one that says `at_once` does answer at once.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import math
import random
import time
from collections.abc import Mapping
from typing import Any

from mocks import tasks
from mocks.contract import Deferred, Mock, Oracle, Prediction, Request
from mocks.errors import BadOutput, BrokenPromise, MockError

QUESTIONS = 24  # three people, eight trials each
AT_ONCE = 0.05  # seconds; far more than a mock that computes nothing long needs, on a busy machine too
TRIES = 5  # a slow answer may be the machine's fault; as many as this are not

TRUTHS = ("on time", "delayed", "on time", "on time", "delayed", "on time", "on time", "on time")
PARCELS: tuple[Mapping[str, Any], ...] = tuple(
    {"shop": shop, "weather": weather, "last_scan": last_scan}
    for shop, weather, last_scan in (
        ("Baker & Sons", "clear", "out for delivery"),
        ("Smith Ltd", "heavy snow", "sorting centre"),
        ("Alder Books", "light rain", "local depot"),
        ("North Star", "clear", "local depot"),
        ("Miller Tools", "storm", "sorting centre"),
        ("Green Garden", "light rain", "out for delivery"),
        ("Old Mill", "clear", "sorting centre"),
        ("Tea & Co", "heavy snow", "out for delivery"),
    )
)

A_PARCEL = Request(
    id="prediction-1",
    feature="delay",
    task="text-classification",
    input=PARCELS[1],
    seed="panel/delay/session/warning-1",
    session_seed="panel/session/delay",
    answers=("on time", "delayed"),
    trial=2,
    trials=len(PARCELS),
    oracle=Oracle(truth=TRUTHS[1], truths=TRUTHS, rows=PARCELS),
)


def check_mock(mock: Mock, request: Request | None = None) -> None:
    """Ask the mock for several people's trials, forwards and backwards, and hold it to what every mock promises.

    `request` is a question that suits the mock; without one, it is about parcels that are 'on time' or 'delayed'. Its
    trial and its seeds are varied. Its `oracle` is handed on to a mock with `knows_truth` only, as the engine does; one
    of your own has as many truths as the request has trials. Raises `BrokenPromise`, an AssertionError with the reason.
    """
    if not isinstance(mock, Mock):
        raise BrokenPromise(f"{type(mock).__name__} has no method predict(request)")
    _check_flags(mock)
    request = request or A_PARCEL
    _check_suits(mock, request)
    questions = [_question(mock, request, number) for number in range(QUESTIONS)]
    answers = [_ask(mock, question) for question in questions]
    for question, answer in zip(questions, answers, strict=True):
        _check_answer(answer, question)
    for question, first in reversed(list(zip(questions, answers, strict=True))):
        again = _ask(mock, question)
        if again != first:
            raise BrokenPromise(
                f"the same request was answered in two ways, {first!r} and {again!r}; "
                "draw with request.random(), and keep nothing between requests"
            )
    silent = [isinstance(answer, _Nothing) for answer in answers]
    if getattr(mock, "is_off", False):
        if not all(silent):
            raise BrokenPromise("it says 'is_off' and answers; such a mock is never asked")
    elif all(silent):
        raise BrokenPromise(
            f"none of {len(answers)} questions got an answer; the last reason: {answers[-1].reason}. "
            "Give check_mock a request that suits the mock"
        )


@dataclasses.dataclass(frozen=True)
class _Nothing:
    """The mock said that it has no answer, and why."""

    reason: str


def _check_flags(mock: Mock) -> None:
    for name in ("at_once", "knows_truth", "by_person", "is_off"):
        if not isinstance(flag := getattr(mock, name, False), bool):
            raise BrokenPromise(f"'{name}' must be True or False, got {flag!r}")
    fallback = getattr(mock, "fallback", None)
    if not isinstance(fallback, str | None):
        raise BrokenPromise(f"'fallback' must be the name of a mock, or None, got {fallback!r}")


def _check_suits(mock: Mock, request: Request) -> None:
    """Only the form: whether this very question suits it is the author's affair."""
    ask = getattr(mock, "suits", None)
    for problem in ask(request.task, request.answers) if ask else ():
        match problem:
            case (tuple(path), str(reason)) if reason and all(isinstance(step, str | int) for step in path):
                continue
        raise BrokenPromise(
            f"suits(task, answers) must give pairs of a path and a reason, such as "
            f"(('weights', 'lost'), 'the feature has no such answer'), got {problem!r}"
        )


def _question(mock: Mock, request: Request, number: int) -> Request:
    person, place = divmod(number, max(request.trials, 1))
    changed: dict[str, Any] = {
        "seed": f"{request.seed}/{number}",
        "session_seed": f"{request.session_seed}/{person}",
        "trial": place + 1,
        "oracle": None,
    }
    oracle = request.oracle
    told_all = (
        oracle is not None and len(oracle.truths) == len(oracle.rows) == request.trials >= request.trial
    )
    if oracle and told_all and oracle.rows[request.trial - 1].items() >= request.input.items():
        changed["input"] = {name: oracle.rows[place][name] for name in request.input}
    if oracle and getattr(mock, "knows_truth", False):
        truth = oracle.truths[place] if told_all else oracle.truth
        changed["oracle"] = dataclasses.replace(oracle, truth=truth)
        changed["trial"] = place + 1 if told_all else request.trial
    return dataclasses.replace(request, **changed)


def _ask(mock: Mock, question: Request) -> Any:
    """The answer, with all watched that a mock does besides answering."""
    seconds = math.inf
    for _ in range(TRIES):
        given = copy.deepcopy(question)
        chance, started = random.getstate(), time.perf_counter()
        try:
            answer: Any = mock.predict(given)
        except MockError as error:
            answer = _Nothing(str(error))
        except Exception as error:
            raise BrokenPromise(
                f"predict() raised {type(error).__name__}: {error}; a mock that has no answer raises MockError"
            ) from error
        seconds = min(seconds, time.perf_counter() - started)
        _check_untouched(question, given)
        if random.getstate() != chance:
            raise BrokenPromise("the global random generator was used; draw with request.random()")
        if seconds <= AT_ONCE or not getattr(mock, "at_once", False):
            return answer
    raise BrokenPromise(
        f"it says 'at_once' and took {seconds * 1000:.0f} ms, expected less than {AT_ONCE * 1000:.0f} ms; "
        "compute what it needs once, or remove 'at_once'"
    )


def _check_untouched(question: Request, given: Request) -> None:
    for field in dataclasses.fields(Request):
        before, after = getattr(question, field.name), getattr(given, field.name)
        if before != after:
            raise BrokenPromise(f"the request's {field.name} was changed: {before!r} became {after!r}")


def _check_answer(answer: Any, question: Request) -> None:
    if isinstance(answer, Deferred):
        _check_ticket(answer)
    elif isinstance(answer, Prediction):
        _check_prediction(answer, question)
    elif not isinstance(answer, _Nothing):
        raise BrokenPromise(f"predict() must return a Prediction or a Deferred, got {answer!r}")


def _check_ticket(ticket: Deferred) -> None:
    if not 0 < ticket.deadline < math.inf:
        raise BrokenPromise(f"the deadline of a Deferred must be above 0 seconds, got {ticket.deadline!r}")
    if not isinstance(ticket.fallback, str | None):
        raise BrokenPromise(f"the fallback of a Deferred is the name of a mock, got {ticket.fallback!r}")


def _check_prediction(prediction: Prediction, question: Request) -> None:
    try:
        tasks.check(question.task, prediction.output, question.answers, schema=question.schema)
    except BadOutput as error:
        raise BrokenPromise(f"the output does not fit: {error}") from error
    if not isinstance(prediction.why, Mapping):
        raise BrokenPromise(f"'why' must be a mapping, got {prediction.why!r}")
    for name, value in (("output", prediction.output), ("why", dict(prediction.why))):
        if not _is_plain_json(value):
            raise BrokenPromise(f"'{name}' must be plain JSON data, got {value!r}")
    after = prediction.after
    if isinstance(after, bool) or not isinstance(after, int | float) or not 0 <= after < math.inf:
        raise BrokenPromise(f"'after' must be seconds from the request, 0 or more, got {after!r}")
    if not isinstance(prediction.model_version, str) or not prediction.model_version:
        raise BrokenPromise(f"'model_version' must be a text, got {prediction.model_version!r}")


def _is_plain_json(value: Any) -> bool:
    try:
        return bool(json.loads(json.dumps(value, allow_nan=False)) == value)
    except (TypeError, ValueError):
        return False
