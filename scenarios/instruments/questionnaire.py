"""A questionnaire: questions on one page, and their score. Published ones and a scenario's own are read alike."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from scenarios.answers import RatedQuestion
from scenarios.base import Label, Name, Part, Text, Variable
from scenarios.errors import complaint, did_you_mean, listed
from scenarios.instruments.scoring import Benchmark, Scoring, written
from scenarios.questions import KINDS, Points, Question, Real

__all__ = ["Benchmark", "Instrument", "Item", "Scale", "Scoring"]

Order = Literal["as written", "random"]


class Scale(Part):
    """What the items on a scale have in common; an item's own keys go first."""

    points: Points | None = None
    least: Real | None = Field(default=None, alias="from")
    most: Real | None = Field(default=None, alias="to")
    step: Annotated[float, Field(gt=0)] | None = None
    low: Label | None = None
    high: Label | None = None


class Item(NamedTuple):
    """One question of a questionnaire."""

    id: str
    question: Question

    @property
    def text(self) -> str:
        return self.question.text

    @property
    def reverse(self) -> bool:
        """Whether agreement speaks against the product."""
        return isinstance(self.question, RatedQuestion) and self.question.reverse


class Instrument(Part):
    """A questionnaire. `title`, `source` and `note` are for the team; participants read `hint`, and the items.

    `order` is the published rule for the order of items. `scoring` gives the score, `subscales` further ones; a
    scenario's own questionnaire says `score: mean of a, b` instead. `better` tells which way is good for the product.
    """

    id: Name
    title: Label
    source: Text | None = None
    note: Text | None = None
    hint: Text | None = None
    scale: Scale = Scale()
    questions: Annotated[dict[Variable, Question], Field(min_length=1, alias="items")]
    order: Order = "as written"
    better: Literal["more", "less"] = "more"
    scoring: Scoring | None = None
    subscales: dict[Variable, Scoring] = {}
    own_score: str | None = Field(default=None, alias="score")

    @model_validator(mode="before")
    @classmethod
    def _common(cls, data: Any) -> Any:
        """Give the common scale to each item that has such a key."""
        if not isinstance(data, Mapping) or not isinstance(data.get("items"), Mapping):
            return data
        common = data.get("scale")
        if not isinstance(common, Mapping):
            return data
        return {**data, "items": {name: _with(common, item) for name, item in data["items"].items()}}

    @model_validator(mode="after")
    def _scored(self) -> Self:
        for scoring in (self.scoring, *self.subscales.values()):
            for name in scoring.items if scoring else ():
                if name not in self.rated:
                    what = f"{name!r} is not an item that can be scored"
                    raise complaint(what, listed(self.rated), did_you_mean(name, self.rated))
        if self.own_score is not None:
            scoring = Scoring.model_validate(written(self.own_score, self.questions))
            # The model is frozen for everybody else; it is not yet finished here.
            object.__setattr__(self, "scoring", scoring)
        return self

    @property
    def items(self) -> list[Item]:
        """The questions in the order of the file."""
        return [Item(name, question) for name, question in self.questions.items()]

    @cached_property
    def rated(self) -> dict[str, RatedQuestion]:
        """The questions that can be scored."""
        return {name: q for name, q in self.questions.items() if isinstance(q, RatedQuestion)}

    def score(self, answers: Mapping[str, object]) -> float | None:
        """The score of one person; None without a scoring, or when an item has no answer on its scale."""
        return self.scoring.score(self.rated, answers) if self.scoring else None

    def scores(self, answers: Mapping[str, object]) -> dict[str, float]:
        """The score under the questionnaire's id and those of subscales under `id.subscale`, as far as answered."""
        found = {self.id: self.score(answers)}
        for name, scoring in self.subscales.items():
            found[f"{self.id}.{name}"] = scoring.score(self.rated, answers)
        return {name: value for name, value in found.items() if value is not None}


def _with(common: Mapping[str, Any], item: Any) -> Any:
    if not isinstance(item, Mapping):
        return item
    kind = next((KINDS[key] for key in item if key in KINDS), None)
    if kind is None or not issubclass(kind, RatedQuestion):
        return item
    takes = {field.alias or name for name, field in kind.model_fields.items()}
    return {**item, **{key: value for key, value in common.items() if key in takes and key not in item}}
