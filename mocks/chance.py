"""Kind `random`: a seeded draw. The same request seed gives the same answer in every process."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import Field, field_validator

from mocks import tasks
from mocks.contract import Prediction, Request
from mocks.errors import MockError, nearest
from mocks.registry import Problem, mock
from mocks.settings import Settings

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Score = Annotated[float, Field(ge=0, le=1)]

WORDS = """
the route is clear today and our van will reach your street soon because traffic stays calm near every stop
while drivers check each address twice
"""


@mock("random")
class Chance(Settings):
    """Draws one of the weighted answers, with a score between the two bounds of `score`.

    Without weights all answers of the feature are equally likely, and a text is a sentence of random words.
    """

    at_once: ClassVar[bool] = True

    weights: dict[str, Weight] | None = None
    score: tuple[Score, Score] = (0.5, 0.99)

    @field_validator("weights")
    @classmethod
    def _some_weight(cls, weights: dict[str, float] | None) -> dict[str, float] | None:
        if weights is not None and not sum(weights.values()) > 0:
            raise ValueError("at least one answer needs a weight above 0")
        return weights

    @field_validator("score")
    @classmethod
    def _in_order(cls, score: tuple[float, float]) -> tuple[float, float]:
        if score[0] > score[1]:
            raise ValueError(f"the lower bound comes first, got {list(score)}")
        return score

    def predict(self, request: Request) -> Prediction:
        """Raises `MockError` for a classification without weights and without answers."""
        draw = request.random()
        weights = self.weights or dict.fromkeys(request.answers, 1.0)
        if weights:
            answer = draw.choices(list(weights), list(weights.values()))[0]
        elif request.task == "text-generation":
            answer = _sentence(draw)
        else:
            raise MockError(f"nothing to draw from: neither the mock nor {request.feature!r} names answers")
        score = round(draw.uniform(*self.score), 3)
        share = weights.get(answer, 0) / sum(weights.values()) if weights else None
        return Prediction(tasks.wrap(request.task, answer, score), why={"drawn_with": share})

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """Weights must be for labels that the feature has."""
        if task != "text-classification" or not self.weights:
            return []
        return [
            (("weights", label), f"the feature has no answer {label!r}; {nearest(label, answers)}")
            for label in self.weights
            if label not in answers
        ]


def _sentence(draw: random.Random) -> str:
    return " ".join(draw.choices(WORDS.split(), k=draw.randint(6, 12))).capitalize() + "."
