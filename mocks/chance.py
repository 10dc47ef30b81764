"""Kind `random`: a seeded draw. The same request seed gives the same answer in every process."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from mocks import invent, tasks
from mocks.contract import Prediction, Request
from mocks.errors import nearest
from mocks.registry import Problem, mock
from mocks.settings import Settings

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Score = Annotated[float, Field(ge=0, le=1)]

LABELLED = ("text-classification", "image-classification", "token-classification", "object-detection")
SCORED = (*LABELLED, "question-answering", "automatic-speech-recognition", "ranking")


class Fake(BaseModel):
    """A lifelike text by Faker: what it is about, and its language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fake: str
    lang: str = "en-US"

    @field_validator("fake")
    @classmethod
    def _approved(cls, fake: str) -> str:
        if fake not in invent.FAKES:
            raise ValueError(f"there is no made-up {fake[:40]!r}; {nearest(fake, invent.FAKES)}")
        return fake

    @field_validator("lang")
    @classmethod
    def _spoken(cls, lang: str) -> str:
        return invent.check_language(lang)


@mock("random")
class Chance(Settings):
    """Draws one of the weighted answers, a number from a distribution, or a lifelike text.

    Without settings all answers of the feature are equally likely, and every other task gets an answer of its shape,
    made up from the request alone. Scores lie between the two bounds of `score`.
    """

    at_once: ClassVar[bool] = True

    weights: dict[str, Weight] | None = None
    number: invent.Number | None = None
    text: Fake | None = None
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

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [name for name in ("weights", "number", "text") if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"give one of 'weights', 'number' and 'text', got {' and '.join(given)}")
        return self

    def predict(self, request: Request) -> Prediction:
        """Raises `MockError` where nothing of the task's shape can be made."""
        draw = request.random()
        plain = tasks.find(request.task).plain
        if self.number:
            return Prediction(self.number.draw(draw))
        if self.text:
            text = invent.fake(self.text.fake, self.text.lang, request.seed)
            return Prediction(tasks.wrap(request.task, text, self._score(draw)))
        weights = self.weights or dict.fromkeys(request.answers, 1.0)
        if weights and plain in ("label", "text"):
            answer = _weighted(draw, weights)
            share = weights[answer] / sum(weights.values())
            return Prediction(tasks.wrap(request.task, answer, self._score(draw)), why={"drawn_with": share})
        labels = weights or dict.fromkeys(invent.LABELS, 1.0)
        made = invent.answer(
            request, draw, label=lambda: _weighted(draw, labels), score=lambda: self._score(draw)
        )
        return Prediction(made, why={"drawn_with": None})

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """Every setting must be one for that task; weights must be for labels that the feature has."""
        plain = tasks.find(task).plain
        fits = {
            "weights": task in LABELLED or plain == "text",
            "number": plain == "number",
            "text": plain == "text",
            "score": task in SCORED,
        }
        problems: list[Problem] = [
            ((name,), f"a feature of the task {task!r} has no use for it; leave it out")
            for name, fit in fits.items()
            if not fit and name in self.model_fields_set and getattr(self, name) is not None
        ]
        if task in LABELLED and answers:
            problems += [
                (("weights", label), f"the feature has no answer {label!r}; {nearest(label, answers)}")
                for label in self.weights or ()
                if label not in answers
            ]
        return problems

    def _score(self, draw: Random) -> float:
        return round(draw.uniform(*self.score), 3)


def _weighted(draw: Random, weights: dict[str, float]) -> Any:
    return draw.choices(list(weights), list(weights.values()))[0]
