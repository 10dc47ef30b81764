"""From what a mock intended to what the product shows: planned errors, faults, limits, and the words for when it fails.

In this order, for all kinds of mock alike. What was intended is kept beside it, with the reasons for every difference.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from curtain import asking
from curtain.asking import Answer
from curtain.engine import Engine, Script
from curtain.state import Asked, SessionState
from mocks import BadOutput, MockError, Request, tasks
from mocks.around import faults, outputs, schedule
from mocks.around.failures import Reason
from scenarios import Feature


class Shown(NamedTuple):
    """What the participant gets: an `output`, or the words that the product says instead; `why` is for the log."""

    output: Any
    says: str | None
    why: dict[str, Any]


def shown(
    engine: Engine, script: Script, state: SessionState, asked: Asked, answer: Answer, *, late: bool
) -> Shown:
    """What becomes of an answer. It depends on the session's seed and on nothing that varies from run to run."""
    feature = script.scenario.features[asked.feature]
    why: dict[str, Any] = {}
    output, reason, says = answer.output, None, None
    if feature.errors or feature.faults or feature.limits or script.scenario.faults:
        request = asking.question(script, state, asked, knows_truth=True)
        output = _scheduled(engine, feature, request, output, why)
        output, reason, says = _with_fault(script, feature, request, output, why)
        within = _within_limits(feature, request, output, why)
        if within is None and output is not None:
            reason, says = "empty", None
        output = within
    words = feature.when_it_fails
    if reason is None:
        reason = words.reason_for(output, failed=output is None and "failed" in answer.how, late=late)
    says = says or words.says(reason, answered=output is not None)
    if reason is not None:
        why["reason"] = reason
    return Shown(None if says else output, says, why)


def text_length(task: str, output: Any) -> int:
    """How many characters a participant has to wait for, where a text is held back by its length."""
    return len(outputs.text(task, output) or "")


def _scheduled(engine: Engine, feature: Feature, request: Request, output: Any, why: dict[str, Any]) -> Any:
    """The error schedule: it holds for people at the desk as for any other mock."""
    if feature.errors is None or output is None:
        return output
    try:
        plan = schedule.planned(engine.planner(feature), request)
    except MockError as error:
        why["errors"] = {"failed": str(error)}
        return output
    result = schedule.shown(output, plan)
    why["errors"] = result.why
    return result.output


def _with_fault(
    script: Script, feature: Feature, request: Request, output: Any, why: dict[str, Any]
) -> tuple[Any, Reason | None, str | None]:
    fault = faults.which([feature.faults, script.scenario.faults], request)
    if fault is None:
        return output, None, None
    how = faults.generator(request, "how")
    applied = faults.apply(fault, request.task, output, request.answers, how)
    why["fault"] = applied.why
    if fault.fault == "disconnect" and feature.show_after.stream and text_length(request.task, output):
        # A text that comes bit by bit breaks off in the middle, and what came stands there.
        reached = max(1, round(applied.why["after"] * text_length(request.task, output)))
        return outputs.cut(request.task, output, reached), None, None
    broken = applied.output
    try:
        if broken is not None:
            tasks.check(request.task, broken, request.answers, schema=request.schema)
    except BadOutput as error:
        # A malformed answer ends where every real one would: at the check.
        why["malformed"] = str(error)
        broken = None
    return broken, applied.reason, applied.says


def _within_limits(feature: Feature, request: Request, output: Any, why: dict[str, Any]) -> Any:
    if feature.limits is None or output is None:
        return output
    passed = feature.limits.enforce(request.task, output)
    if passed.stopped:
        why["stopped"] = passed.stopped
    try:
        if passed.output is not None:
            tasks.check(request.task, passed.output, request.answers, schema=request.schema)
    except BadOutput as error:
        why["stopped"] = [*passed.stopped, str(error)]
        return None
    return passed.output
