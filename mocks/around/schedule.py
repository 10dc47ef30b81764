"""The error schedule over the answers of others: a person gives the right answer, the planned wrong one is shown.

The plan is a mock that knows the truth, such as one of the kind `imperfect`. It is asked in each trial beside whoever
plays the feature; nobody at the desk sees what it said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from mocks.around import outputs
from mocks.contract import Mock, Prediction, Request
from mocks.errors import MockError
from mocks.registry import Problem, suits

RIGHT_OR_WRONG = (outputs.ONE_LABEL | outputs.TEXTS.keys()) - {"automatic-speech-recognition"}


class Planned(NamedTuple):
    """What the plan has for this trial: whether it is to be wrong, the output for it, the right answer (a label or a
    text), and what the planning mock said of it for the log."""

    wrong: bool
    output: Any
    task: str
    right: str
    why: dict[str, Any]


class Shown(NamedTuple):
    """What the participant gets, and what was intended; both go into the log, with `why`.

    `why` holds `planned` ("right" or "wrong"), `did` ("kept", "scored", "replaced", or "nothing" without an answer),
    `own_error` (whether the intended answer was itself wrong; None where that cannot be told) and `plan`.
    """

    output: Any
    why: dict[str, Any]
    intended: Any


def hindrances(mock: Mock, task: str, answers: Sequence[str]) -> list[Problem]:
    """What hinders this mock from planning the errors of a feature with that task and those answers."""
    if not getattr(mock, "knows_truth", False):
        return [((), _must_know(mock))]
    if task not in RIGHT_OR_WRONG:
        return [
            (
                (),
                f"an answer of the task {task} is not simply right or wrong, so that no errors can be scheduled",
            )
        ]
    return suits(mock, task, answers)


def planned(mock: Mock, request: Request) -> Planned:
    """Whether this trial is planned wrong, and the output for it. The request must hold the `oracle`.

    Raises `MockError` for a mock that does not know the truth or hands out tickets, a request without the truth, and
    a task whose answers are not simply right or wrong.
    """
    if hindered := hindrances(mock, request.task, request.answers):
        raise MockError(f"the errors of {request.feature!r} cannot be scheduled: {hindered[0][1]}")
    if request.oracle is None:
        raise MockError(
            f"the errors of {request.feature!r} cannot be scheduled: the truth is not known; name its column in the "
            "feature, such as truth: actual, and ask within `each:`"
        )
    given = mock.predict(request)
    if not isinstance(given, Prediction):
        raise MockError(f"{type(mock).__name__} answers later; a plan must be there at once")
    right = str(request.oracle.truth)
    return Planned(
        _gist(request.task, given.output) != right, given.output, request.task, right, dict(given.why)
    )


def shown(intended: Any, planned: Planned) -> Shown:
    """The planned output where it is wrong, else the intended one; an own error of the person stays as it is.

    Where a label is right in both, it comes with the plan's scores: a person's would differ from the planned ones, and
    tell which answers were theirs.
    """
    said = _gist(planned.task, intended)
    labelled = planned.task in outputs.ONE_LABEL
    did: Literal["kept", "scored", "replaced", "nothing"]
    if intended is None:
        output, did = None, "nothing"
    elif planned.wrong:
        output, did = planned.output, "replaced"
    elif labelled and said == planned.right:
        output, did = planned.output, "scored"
    else:
        output, did = intended, "kept"
    why = {
        "planned": "wrong" if planned.wrong else "right",
        "did": did,
        # The same can be said rightly in many words: only labels are right or wrong by comparison.
        "own_error": said != planned.right if labelled and intended is not None else None,
        "plan": planned.why,
    }
    return Shown(output, why, intended)


def _gist(task: str, output: Any) -> str | None:
    return outputs.top(output) if task in outputs.ONE_LABEL else outputs.text(task, output)


def _must_know(mock: Mock) -> str:
    return (
        f"{type(mock).__name__} does not know the truth; expected a mock such as one of the kind 'imperfect'"
    )
