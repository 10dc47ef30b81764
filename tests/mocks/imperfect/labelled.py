"""People who meet a classifier that is wrong on purpose, as plain requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mocks import Mock, Oracle, Prediction, Request, build

EIGHT = ("on time", "delayed", "on time", "on time", "delayed", "on time", "on time", "on time")
ANSWERS = ("on time", "delayed")


def imperfect(**settings: Any) -> Any:
    """A mock of the kind, with these settings."""
    return build({"kind": "imperfect", **settings})


def question(
    trial: int = 1,
    *,
    session: str = "anna",
    truths: Sequence[Any] = EIGHT,
    rows: Sequence[Mapping[str, Any]] | None = None,
    answers: Sequence[str] = ANSWERS,
    **more: Any,
) -> Request:
    """The request of one trial."""
    rows = rows if rows is not None else [{"trial": n} for n in range(len(truths))]
    settings: dict[str, Any] = {
        "id": f"{session}-{trial}",
        "feature": "delay",
        "task": "text-classification",
        "input": {},
        "seed": f"{session}/parcel-{trial}/delay",
        "answers": tuple(answers),
        "trial": trial,
        "trials": len(truths),
        "session_seed": f"{session}/delay",
        "oracle": Oracle(truths[trial - 1], tuple(truths), tuple(rows)),
    }
    return Request(**{**settings, **more})


def ask(mock: Mock, request: Request) -> Prediction:
    """The prediction, which is never a ticket."""
    given = mock.predict(request)
    assert isinstance(given, Prediction)
    return given


def session(mock: Mock, **person: Any) -> list[Prediction]:
    """What one person is told in all their trials."""
    trials = len(person.get("truths", EIGHT))
    return [ask(mock, question(trial, **person)) for trial in range(1, trials + 1)]


def said(predictions: Sequence[Prediction]) -> list[str]:
    """The labels that were given: those with the highest scores."""
    return [max(each.output, key=lambda found: found["score"])["label"] for each in predictions]


def errors(predictions: Sequence[Prediction]) -> list[str | None]:
    """The kind of each error, None where there is none."""
    return [each.why["error"] for each in predictions]
