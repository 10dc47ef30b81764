"""Kind `rules`: the first rule whose conditions hold gives the answer, or `otherwise` when none does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

from mocks import expressions, matchers
from mocks.contract import Prediction, Request
from mocks.given import Given
from mocks.memory import Memory
from mocks.registry import Problem, mock
from mocks.settings import Settings


def _conditions(raw: Any) -> matchers.Matcher:
    matcher, problems = matchers.parse(raw)
    if matcher is None:
        raise PydanticCustomError("conditions", "these conditions do not fit", {"problems": problems})
    return matcher


class Otherwise(Given):
    """The answer when no rule holds."""


class Rule(Given):
    """An answer under conditions (`if`), an expression (`when`), or both. Without an `id` it goes by its place:
    "rule 1", "rule 2", …"""

    id: str | None = None
    conditions: Annotated[Any, BeforeValidator(_conditions)] = Field(default=None, alias="if")
    when: Annotated[Any, BeforeValidator(expressions.read)] = None

    _matcher: matchers.Matcher = PrivateAttr()

    @model_validator(mode="after")
    def _some_condition(self) -> Self:
        parts = [] if self.conditions is None else [self.conditions]
        if self.when is not None:
            parts.append(matchers.When(self.when))
        if not parts:
            problems = [(("if",), "is missing; a rule needs conditions (`if`), or an expression (`when`)")]
            raise PydanticCustomError("conditions", "a rule without conditions", {"problems": problems})
        self._matcher = parts[0] if len(parts) == 1 else matchers.All(tuple(parts))
        return self

    def check(self, data: Any, around: matchers.Around) -> matchers.Outcome:
        """Whether the rule holds, and what failed in it if not."""
        return self._matcher.check(data, around)


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
        around = matchers.Around(Memory(request))
        for place, rule in enumerate(self.rules):
            outcome = rule.check(request.input, around)
            if outcome.failed is None:
                return rule.predict_as(request, {"rule": self._name(place)})
            if outcome.share > best:
                best, nearest_miss = outcome.share, {"rule": self._name(place), "failed": outcome.failed}
        return self.otherwise.predict_as(request, {"rule": "otherwise", "nearest": nearest_miss})

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """Every answer must be one that the feature can have."""
        return [
            *(
                (("rules", place, *path), reason)
                for place, rule in enumerate(self.rules)
                for path, reason in rule.problems(task, answers)
            ),
            *((("otherwise", *path), reason) for path, reason in self.otherwise.problems(task, answers)),
        ]
