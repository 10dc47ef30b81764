"""Kind `rules`: the first rule whose conditions hold gives the answer, or `otherwise` when none does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from mocks import matchers, tasks
from mocks.contract import Prediction, Request
from mocks.errors import nearest
from mocks.registry import Problem, mock
from mocks.settings import Settings


def _conditions(raw: Any) -> matchers.Matcher:
    matcher, problems = matchers.parse(raw)
    if matcher is None:
        raise PydanticCustomError("conditions", "these conditions do not fit", {"problems": problems})
    return matcher


class Otherwise(BaseModel):
    """An answer (a label or a text), how sure the model claims to be, and a reason for the log."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    answer: str
    score: float = Field(default=1.0, ge=0, le=1)
    because: str | None = None


class Rule(Otherwise):
    """An answer under conditions. Without an `id` it goes by its place: "rule 1", "rule 2", …"""

    id: str | None = None
    conditions: Annotated[Any, BeforeValidator(_conditions)] = Field(alias="if")


@mock("rules")
class Rules(Settings):
    """Rules from top to bottom. `why` names the rule, or for `otherwise` the nearest miss."""

    at_once: ClassVar[bool] = True

    rules: list[Rule]
    otherwise: Otherwise

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        names = [self._name(place) for place in range(len(self.rules))]
        twice: list[Problem] = [
            (("rules", place, "id"), f"{name!r} is the id of an earlier rule; give each its own")
            for place, name in enumerate(names)
            if name in names[:place]
        ]
        if twice:
            raise PydanticCustomError("ids", "rules share an id", {"problems": twice})
        return self

    def _name(self, place: int) -> str:
        return self.rules[place].id or f"rule {place + 1}"

    def predict(self, request: Request) -> Prediction:
        """The first match, or `otherwise`."""
        nearest_miss: dict[str, Any] | None = None
        best = -1.0
        for place, rule in enumerate(self.rules):
            outcome = rule.conditions.check(request.input)
            if outcome.failed is None:
                return _answer(request, rule, {"rule": self._name(place)})
            if outcome.share > best:
                best, nearest_miss = outcome.share, {"rule": self._name(place), "failed": outcome.failed}
        return _answer(request, self.otherwise, {"rule": "otherwise", "nearest": nearest_miss})

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """Every answer must be a label that the feature has."""
        if task != "text-classification":
            return []
        given: list[tuple[tuple[str | int, ...], str]] = [
            *((("rules", place, "answer"), rule.answer) for place, rule in enumerate(self.rules)),
            (("otherwise", "answer"), self.otherwise.answer),
        ]
        return [
            (path, f"the feature has no answer {answer!r}; {nearest(answer, answers)}")
            for path, answer in given
            if answer not in answers
        ]


def _answer(request: Request, chosen: Otherwise, why: dict[str, Any]) -> Prediction:
    said = {"because": chosen.because} if chosen.because else {}
    return Prediction(tasks.wrap(request.task, chosen.answer, chosen.score), why={**why, **said})
