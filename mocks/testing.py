"""The contract test for mocks: `check_mock(mock)` in a test of your own says whether yours will work."""

from __future__ import annotations

import copy
import dataclasses
import json
from typing import Any

from mocks import tasks
from mocks.contract import Deferred, Mock, Prediction, Request
from mocks.errors import BadOutput, BrokenPromise

SEEDS = 20

A_PARCEL = Request(
    id="prediction-1",
    feature="delay",
    task="text-classification",
    input={"shop": "Smith Ltd", "weather": "heavy snow", "last_scan": "sorting centre"},
    seed="panel/delay/session/warning-1",
    answers=("on time", "delayed"),
)


def check_mock(mock: Mock, request: Request | None = None) -> None:
    """Ask the mock a number of times and hold it to what every mock promises.

    An answer has its task's shape, is plain JSON, depends on nothing but the request (same seed, same
    answer), and leaves the request as it was. `request` is a question that suits the mock; without one, it is
    about a parcel that is 'on time' or 'delayed'. Raises `BrokenPromise`, an AssertionError with the reason.
    """
    if not isinstance(mock, Mock):
        raise BrokenPromise(f"{type(mock).__name__} has no method predict(request)")
    request = request or A_PARCEL
    for number in range(SEEDS):
        asked = dataclasses.replace(
            request, seed=f"{request.seed}/{number}", input=copy.deepcopy(request.input)
        )
        first = mock.predict(asked)
        if asked.input != request.input:
            raise BrokenPromise(f"the request's input was changed: {request.input!r} became {asked.input!r}")
        if isinstance(first, Deferred):
            _check_ticket(first)
        elif isinstance(first, Prediction):
            _check_prediction(first, asked)
        else:
            raise BrokenPromise(f"predict() must return a Prediction or a Deferred, got {first!r}")
        if first != (again := mock.predict(asked)):
            raise BrokenPromise(
                f"the same request was answered in two ways, {first!r} and {again!r}; "
                "draw with request.random(), and keep nothing between requests"
            )


def _check_ticket(ticket: Deferred) -> None:
    if not ticket.deadline > 0:
        raise BrokenPromise(f"the deadline of a Deferred must be above 0 seconds, got {ticket.deadline!r}")


def _check_prediction(prediction: Prediction, request: Request) -> None:
    try:
        tasks.check(request.task, prediction.output, request.answers)
    except BadOutput as error:
        raise BrokenPromise(f"the output does not fit: {error}") from error
    for name, value in (("output", prediction.output), ("why", dict(prediction.why))):
        if not _is_plain_json(value):
            raise BrokenPromise(f"'{name}' must be plain JSON data, got {value!r}")


def _is_plain_json(value: Any) -> bool:
    try:
        return bool(json.loads(json.dumps(value, allow_nan=False)) == value)
    except (TypeError, ValueError):
        return False
