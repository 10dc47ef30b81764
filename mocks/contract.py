"""The seam between the product and whatever plays its model: `predict(request) -> Prediction | Deferred`."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from mocks.errors import MockError


@dataclass(frozen=True, slots=True)
class Oracle:
    """What only a mock with `knows_truth = True` is told besides.

    `truth` is what will really happen in this trial, `truths` and `rows` the same and the data of all trials of the
    block, in the order in which this person meets them.
    """

    truth: Any
    truths: tuple[Any, ...]
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the model.

    `input` is plain JSON data: what the scenario lets the model see, and nothing else. `answers` are the
    labels of a text-classification feature, in the scenario's order; `schema` is the JSON Schema of a `structured`
    one. `seed` names the draw: the same seed gives the same answer in every process. `session_seed` is the same all
    through a person's session, for what is planned over all their trials. `trial` counts from 1 to `trials`, `turn`
    the requests on one screen. `earlier` holds what this person was shown by the feature before, oldest first.
    """

    id: str
    feature: str
    task: str
    input: Mapping[str, Any]
    seed: str
    answers: tuple[str, ...] = ()
    trial: int = 1
    trials: int = 1
    turn: int = 1
    session_seed: str = ""
    earlier: tuple[Any, ...] = ()
    schema: Mapping[str, Any] | None = None
    oracle: Oracle | None = None

    def random(self) -> random.Random:
        """A generator seeded by `seed` alone. Python hashes such a text with SHA-512, so PYTHONHASHSEED is
        without effect."""
        return random.Random(self.seed)

    def label(self, label: str, *, score: float = 1.0, why: str | None = None) -> Prediction:
        """A text-classification answer. Raises `MockError` for a label that the feature does not have."""
        if self.answers and label not in self.answers:
            raise MockError(
                f"{label!r} is not an answer of {self.feature!r}; it has {', '.join(self.answers)}"
            )
        return Prediction([{"label": label, "score": score}], why={"because": why} if why else {})


@dataclass(frozen=True, slots=True)
class Prediction:
    """An answer: `output` in the shape of the feature's task, and `why`, which is logged and never shown.

    `after` is for mocks that plan when they speak (a recording): seconds from the request, not shown earlier.
    """

    output: Any
    model_version: str = "mock"
    why: Mapping[str, Any] = field(default_factory=dict)
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Deferred:
    """A ticket for an answer that comes later: from a person at the desk, or from far away.

    The engine completes it, or asks the mock named `fallback` when `deadline` seconds after the request have
    passed.
    """

    to: str = "desk"
    deadline: float = 20.0
    fallback: str | None = None


@runtime_checkable
class Mock(Protocol):
    """Anything with `predict`. It has no database, no Streamlit, and it never sleeps.

    One that neither calls out nor computes for longer than a millisecond may have `at_once = True`: then it is asked
    in the middle of the participant's own act, where a slow one would hold everybody up. One that is wrong on purpose
    has `knows_truth = True`, and gets the request's `oracle`; nobody else does. One whose answers come from a
    person has `by_person = True`. Any may have a `fallback`, the name of
    the mock that answers when it fails.
    """

    def predict(self, request: Request) -> Prediction | Deferred: ...
