"""Kind `replay`: plays a recorded session again, timings included."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from mocks.contract import Prediction, Request
from mocks.errors import MockError
from mocks.given import Given, is_json
from mocks.plain import MISSING, same, short
from mocks.quantities import LONGEST, seconds
from mocks.registry import Problem, mock
from mocks.settings import Settings


class Entry(Given):
    """One recorded answer: to what (`input`), when (`trial`, `turn`), and how long after the question (`after`)."""

    input: dict[str, Any] | None = None
    trial: Annotated[int, Field(ge=1)] | None = None
    turn: Annotated[int, Field(ge=1)] = 1
    after: Annotated[float, BeforeValidator(seconds), Field(ge=0, le=LONGEST)] = 0.0


@mock("replay")
class Replay(Settings):
    """Finds the entry for a request by its input, by its trial and turn, or by either, the input first."""

    at_once: ClassVar[bool] = True

    recording: Annotated[list[Entry], Field(min_length=1)]
    match: Literal["input", "trial", "either"] = "either"
    timing: Literal["recorded", "none"] = "recorded"

    _by_input: dict[str, list[int]] = PrivateAttr(default_factory=dict)
    _by_trial: dict[tuple[int, int], int] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        problems: list[Problem] = []
        for place, entry in enumerate(self.recording):
            at = ("recording", place)
            if entry.input is None and (self.match == "input" or entry.trial is None):
                needed = {"input": "`input`", "trial": "`trial`", "either": "`input` or `trial`"}[self.match]
                problems.append((at, f"needs {needed} to be found by"))
            elif self.match == "trial" and entry.trial is None:
                problems.append(((*at, "trial"), "is missing; with `match: trial` each entry needs one"))
            elif entry.input is not None and not is_json(entry.input):
                problems.append(((*at, "input"), "must be plain JSON data; put dates in quotes"))
            else:
                problems += self._enter(place, entry)
        if problems:
            raise PydanticCustomError("recording", "entries cannot be found", {"problems": problems})
        return self

    def _enter(self, place: int, entry: Entry) -> list[Problem]:
        if entry.input is not None:
            self._by_input.setdefault(_key(entry.input), []).append(place)
        if entry.trial is None:
            return []
        other = self._by_trial.setdefault((entry.trial, entry.turn), place)
        if other != place and (self.match == "trial" or entry.input is None):
            reason = f"trial {entry.trial}, turn {entry.turn} stands in entry {other + 1} already"
            return [(("recording", place, "trial"), reason)]
        return []

    def predict(self, request: Request) -> Prediction:
        """What was recorded, to be shown `after` seconds. Raises `MockError` when nothing was, with the nearest."""
        place, by = self._find(request)
        if place is None:
            raise MockError(f"nothing is recorded for this question: {self._nearest(request)}")
        entry = self.recording[place]
        after = entry.after if self.timing == "recorded" else 0.0
        return entry.predict_as(request, {"entry": place + 1, "same": by}, after)

    def _find(self, request: Request) -> tuple[int | None, str]:
        here = (request.trial, request.turn)
        if self.match != "trial":
            try:
                found = self._by_input.get(_key(request.input), [])
            except (RecursionError, TypeError, ValueError):
                found = []  # nothing like that can stand in a recording
            # The same question may have been asked more than once; the answer of this very trial comes first.
            now = (
                place for place in found if (self.recording[place].trial, self.recording[place].turn) == here
            )
            if found:
                return next(now, found[0]), "input"
        if self.match != "input":
            return self._by_trial.get(here), "trial"
        return None, ""

    def _nearest(self, request: Request) -> str:
        if self.match == "trial" or all(entry.input is None for entry in self.recording):
            trial, turn = min(
                self._by_trial, key=lambda one: (abs(one[0] - request.trial), abs(one[1] - request.turn))
            )
            return f"the nearest is trial {trial}, turn {turn}, and this is trial {request.trial}, turn {request.turn}"
        differing = [
            (len(differences), place, differences)
            for place, entry in enumerate(self.recording)
            if entry.input is not None
            for differences in [_differences(entry.input, request.input)]
        ]
        _, place, differences = min(differing)
        return f"the nearest is entry {place + 1}, which differs in {', '.join(differences[:3])}"

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """Every recorded answer must be one that the feature can have."""
        return [
            (("recording", place, *path), reason)
            for place, entry in enumerate(self.recording)
            for path, reason in entry.problems(task, answers)
        ]


def _key(data: Mapping[str, Any]) -> str:
    """The same text for equal JSON data: the order of names is without meaning, and 1 equals 1.0."""
    return json.dumps(_normal(data), sort_keys=True)


def _normal(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {name: _normal(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(inner) for inner in value]
    return value


def _differences(recorded: Mapping[str, Any], asked: Mapping[str, Any]) -> list[str]:
    found = []
    for name in sorted({*recorded, *asked}, key=str):
        one, other = recorded.get(name, MISSING), asked.get(name, MISSING)
        if not same(one, other):
            found.append(f"{name} (recorded {_told(one)}, asked {_told(other)})")
    return found


def _told(value: Any) -> str:
    return "nothing" if value is MISSING else short(value)
