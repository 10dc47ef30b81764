"""What rules can know besides the input: where in the session the question stands, and what was answered before.

    trial.index, trial.of     the trial, counted from 1, and how many there are
    turn.index                the question on this screen, counted from 1
    earlier.count             how many answers of the feature this person was shown before
    earlier.last              the latest of them: its label, or its text; null at first
    earlier.times.<answer>    how often they were shown that answer

All of it comes with the request, so that nothing is kept between questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from mocks.around import outputs
from mocks.contract import Request
from mocks.plain import MISSING

RESERVED = ("trial", "turn", "earlier")

_SAID = {**outputs.TEXTS, "regression": "value"}


class Memory:
    """The session as one request tells it; worked out when it is first asked for."""

    __slots__ = ("_request", "_told")

    def __init__(self, request: Request) -> None:
        self._request = request
        self._told: dict[str, Mapping[str, Any]] | None = None

    def get(self, name: str) -> Any:
        """What stands under `trial`, `turn` or `earlier`; MISSING under any other name."""
        if self._told is None:
            self._told = _told(self._request)
        return self._told.get(name, MISSING)

    def look_up(self, path: str) -> Any:
        """The value at a path such as `earlier.times.on time`, or MISSING."""
        name, _, rest = path.partition(".")
        found = self.get(name)
        if name == "earlier" and rest.startswith("times."):
            return found["times"][rest.removeprefix("times.")]
        for step in rest.split("."):
            found = found.get(step, MISSING) if isinstance(found, Mapping) else MISSING
        return found


def said(task: str, output: Any) -> Any:
    """An answer in one word: the label with the highest score, the first of a ranking, the text, the number.

    A `structured` output stays as it is; an empty list gives None.
    """
    if isinstance(output, list):
        if not output:
            return None
        if task == "ranking":
            return output[0].get("id")
        best = max(output, key=lambda one: one.get("score", 0))
        return best.get("label", best.get("entity_group"))
    if isinstance(output, Mapping) and task in _SAID:
        return output.get(_SAID[task])
    return output


def _told(request: Request) -> dict[str, Mapping[str, Any]]:
    answers = [said(request.task, output) for output in request.earlier]
    return {
        "trial": {"index": request.trial, "of": request.trials},
        "turn": {"index": request.turn},
        "earlier": {
            "count": len(answers),
            "last": answers[-1] if answers else None,
            "times": Counter(answer for answer in answers if isinstance(answer, str)),
        },
    }
