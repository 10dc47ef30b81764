"""Kind `fixed`: always the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mocks.contract import Prediction, Request
from mocks.given import Given
from mocks.registry import Problem, mock
from mocks.settings import Settings


@mock("fixed")
class Fixed(Given, Settings):
    """Gives `answer` (a label, a text, a number) with `score`, or `output`, whatever it is asked."""

    at_once: ClassVar[bool] = True

    def predict(self, request: Request) -> Prediction:
        """Raises `BadOutput` where a plain answer makes no output of the task."""
        return self.predict_as(request, {"fixed": True})

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """The answer must be one that the feature can have."""
        return self.problems(task, answers)
