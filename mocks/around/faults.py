"""What breaks on purpose, and in which trials: faults of a request, an arm, a feature or a scenario.

`which` decides before anybody answers, `apply` does it to the answer. Both draw from a generator of their own, so
that a fault never changes what the mock would have said, nor in which trials other faults come.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, model_validator

from mocks.around import outputs
from mocks.around.failures import Reason
from mocks.around.written import Part, complaint, fit
from mocks.contract import Request
from mocks.errors import nearest
from mocks.quantities import Share
from mocks.registry import Problem

Kind = Literal[
    "error",
    "timeout",
    "empty",
    "truncated",
    "malformed",
    "refusal",
    "disconnect",
    "unsure",
    "wrong_label",
    "none",
]
REFUSAL = "I can't help with that."

_NO_ANSWER: Mapping[str, Reason] = {
    "error": "error",
    "timeout": "late",
    "empty": "empty",
    "disconnect": "error",
}
_CUT_BETWEEN = (
    0.2,
    0.8,
)  # of a text or a list: enough to see that something was there, and that it is not all
_UNSURE_BETWEEN = (0.2, 0.49)


def _trials(written: Any) -> Any:
    return (written,) if isinstance(written, int) else written


class Fault(Part):
    """One way to break, in some trials: `on` names them (from 1), `chance` draws them; without either it is all.

    `says` is the refusal, the wrong label, or what the product says for this fault instead of its usual words.
    `none` keeps the faults of the levels below away.
    """

    fault: Kind
    chance: Share | None = None
    on: Annotated[tuple[Annotated[int, Field(ge=1, strict=True)], ...], BeforeValidator(_trials)] | None = (
        None
    )
    says: Annotated[str, Field(min_length=1, max_length=10_000)] | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.chance is not None and self.on is not None:
            raise ValueError("chance and on both choose the trials; leave one out")
        if self.on == ():
            raise ValueError("on names no trial; expected numbers from 1, such as on: [3, 5]")
        if self.says is not None and self.fault in ("truncated", "none"):
            raise ValueError(f"the fault {self.fault!r} says nothing of its own; leave says out")
        return self


class Applied(NamedTuple):
    """What became of an answer.

    `output` is None when there is none. `reason` is what the product answers by (None: it shows the output as it
    is), `says` its words for this fault alone, `why` is for the log.
    """

    output: Any
    reason: Reason | None
    why: dict[str, Any]
    says: str | None = None


def read(written: Any) -> tuple[Fault, ...]:
    """The faults of one level, from a list of settings, a single one, or the name of a fault that always comes.

    Raises `ValueError`, also for faults of which one can never come.
    """
    if written is None:
        return ()
    several = list(written) if isinstance(written, list | tuple) else [written]
    faults: list[Fault] = []
    problems: list[Problem] = []
    for place, one in enumerate(several):
        try:
            faults.append(fit(Fault, {"fault": one} if isinstance(one, str) else one))
        except ValueError as error:
            inner = getattr(error, "context", None) or {"problems": [((), str(error))]}
            problems += [((place, *path), reason) for path, reason in inner["problems"]]
    if problems:
        raise complaint(problems)
    _check_together(faults)
    return tuple(faults)


def _check_together(faults: Sequence[Fault]) -> None:
    chances = sum(fault.chance or 0.0 for fault in faults)
    if chances > 1 + 1e-9:
        raise ValueError(
            f"the chances add up to {chances:.0%}; expected at most 100%, as one fault comes per trial"
        )
    always = [fault for fault in faults if fault.chance is None and fault.on is None]
    if len(always) > 1:
        raise ValueError(
            f"{always[1].fault!r} never comes, as {always[0].fault!r} always does; give it chance or on"
        )
    seen: dict[int, Fault] = {}
    for fault in faults:
        for trial in fault.on or ():
            if (other := seen.setdefault(trial, fault)) is not fault:
                raise ValueError(
                    f"trial {trial} has two faults, {other.fault!r} and {fault.fault!r}; leave one out"
                )


def suits(faults: Sequence[Fault], task: str, answers: Sequence[str]) -> list[Problem]:
    """What hinders these faults from befalling a feature with that task and those answers."""
    problems: list[Problem] = []
    for place, fault in enumerate(faults):
        if fault.fault == "truncated" and (task in outputs.ONE_LABEL or task == "regression"):
            problems.append(
                ((place, "fault"), f"an answer of the task {task} cannot be cut; use malformed or empty")
            )
        if fault.fault == "wrong_label":
            if task not in outputs.LABELLED:
                problems.append(((place, "fault"), f"the task {task} has no labels; use error or refusal"))
            elif fault.says is not None and answers and fault.says not in answers:
                reason = f"the feature has no answer {fault.says!r}; {nearest(fault.says, answers)}"
                problems.append(((place, "says"), reason))
            elif len(answers) == 1:
                problems.append(
                    ((place, "fault"), f"the feature has one answer only, {answers[0]!r}; name another")
                )
    return problems


def generator(request: Request, what: str = "") -> random.Random:
    """The draws of this trial's faults, apart from the mock's own; `what` names a draw apart from which fault it is.

    On later turns of one trial each turn draws anew.
    """
    turn = f"/{request.turn}" if request.turn > 1 else ""
    return random.Random(f"{request.session_seed}/faults/{request.trial}{turn}{f'/{what}' if what else ''}")


def which(levels: Sequence[Sequence[Fault]], request: Request) -> Fault | None:
    """The fault of this trial. Levels stand from the request's own over arm and feature to the scenario's; the first
    that says anything for this trial wins, and `none` there means none."""
    rng = generator(request)
    for level in levels:
        # One draw per level, needed or not: what one level says moves no fault of another to other trials.
        found = _said(level, request.trial, rng.random())
        if found is not None:
            return None if found.fault == "none" else found
    return None


def _said(level: Sequence[Fault], trial: int, drawn: float) -> Fault | None:
    """Trials by name go before chances, and chances before what always comes."""
    for fault in level:
        if fault.on is not None and trial in fault.on:
            return fault
    reached = 0.0
    for fault in level:
        reached += fault.chance or 0.0
        if fault.chance is not None and drawn < reached:
            return fault
    return next((fault for fault in level if fault.chance is None and fault.on is None), None)


def apply(fault: Fault, task: str, output: Any, answers: Sequence[str], rng: random.Random) -> Applied:
    """The answer with the fault in it. `rng` is `generator(request, "how")`; the output given is left as it was.

    A `malformed` one fails `tasks.check`, so that it ends where every real one would. Where there is nothing to break
    (no answer came, no other label, a text of one letter) `why` says so under `unchanged`.
    """
    why: dict[str, Any] = {"fault": fault.fault}
    if fault.fault in _NO_ANSWER:
        if fault.fault == "disconnect":
            why["after"] = round(rng.uniform(*_CUT_BETWEEN), 3)  # the share of a stream that comes before
        return Applied(None, _NO_ANSWER[fault.fault], why, fault.says)
    if fault.fault == "none":
        return Applied(output, None, why)
    if output is None:
        return Applied(None, "error", {**why, "unchanged": "there was no answer to break"}, fault.says)
    if fault.fault == "malformed" or (fault.fault == "truncated" and task == "structured"):
        return Applied(_half_of_its_json(output, rng), "error", why, fault.says)
    if fault.fault == "refusal":
        if outputs.text(task, output) is None or task == "automatic-speech-recognition":
            return Applied(None, "empty", why, fault.says)
        return Applied(outputs.say(task, output, fault.says or REFUSAL), None, why)
    if fault.fault == "unsure":
        return Applied(_less_sure(output, rng), "unsure", why, fault.says)
    changed = (
        _truncated(task, output, rng)
        if fault.fault == "truncated"
        else _mislabelled(fault, task, output, answers, rng)
    )
    if changed is None:
        return Applied(output, None, {**why, "unchanged": "there was nothing in this answer to break"})
    return Applied(changed, None, why)


def _half_of_its_json(output: Any, rng: random.Random) -> str:
    written = json.dumps(output)
    return written[: _place(len(written), rng)]


def _place(length: int, rng: random.Random) -> int:
    return min(max(1, round(length * rng.uniform(*_CUT_BETWEEN))), max(1, length - 1))


def _truncated(task: str, output: Any, rng: random.Random) -> Any:
    text = outputs.text(task, output)
    if text is not None:
        begins = len(text) - len(text.lstrip())
        at = max(_place(len(text), rng), begins + 1)
        return outputs.cut(task, output, len(text[:at].rstrip())) if at < len(text.rstrip()) else None
    if isinstance(output, list) and len(output) > 1:
        return output[: _place(len(output), rng)]
    return None


def _less_sure(output: Any, rng: random.Random) -> Any:
    """All scores lower by the same factor, so that their order stays; the highest ends below a half."""
    highest = outputs.sureness(output)
    if isinstance(output, dict) and isinstance(output.get("chunks"), list):
        scored = [chunk["score"] for chunk in output["chunks"] if "score" in chunk]
        factor = _factor(max(scored, default=0.0), rng)
        return {**output, "chunks": [_with_lower_score(chunk, factor) for chunk in output["chunks"]]}
    if highest is None:
        return output
    factor = _factor(highest, rng)
    if isinstance(output, dict):
        return _with_lower_score(output, factor)
    return [_with_lower_score(one, factor) for one in output]


def _factor(highest: float, rng: random.Random) -> float:
    wanted = rng.uniform(*_UNSURE_BETWEEN)
    return wanted / highest if highest >= 0.5 else 1.0


def _with_lower_score(scored: dict[str, Any], factor: float) -> dict[str, Any]:
    return {**scored, "score": round(scored["score"] * factor, 3)} if "score" in scored else scored


def _mislabelled(fault: Fault, task: str, output: Any, answers: Sequence[str], rng: random.Random) -> Any:
    if task not in outputs.LABELLED or not isinstance(output, list) or not output:
        return None
    key = outputs.NAMED.get(task, "label")
    place = (
        max(range(len(output)), key=lambda place: output[place]["score"])
        if task in outputs.ONE_LABEL
        else rng.randrange(len(output))
    )
    said = output[place][key]
    others = [answer for answer in answers or dict.fromkeys(one[key] for one in output) if answer != said]
    if fault.says is not None:
        others = [fault.says] if fault.says != said else []
    if not others:
        return None
    wrong = rng.choice(others)
    changed = [dict(one) for one in output]
    if task in outputs.ONE_LABEL:
        # The two change places; each label stands there once.
        for one in changed:
            one[key] = {wrong: said, said: wrong}.get(one[key], one[key])
    else:
        changed[place][key] = wrong
    return changed
