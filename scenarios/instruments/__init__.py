"""Standard questionnaires with their published scoring; one YAML file each, with its source."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from ruamel.yaml import YAML

from scenarios.base import Label, Part, Text
from scenarios.errors import ScenariosError, did_you_mean, listed

FOLDER = Path(__file__).parent


class Item(Part):
    """One statement to rate."""

    id: Label
    text: Text
    reverse: bool = False


class Scale(Part):
    """Points from 1 up, and what the two ends are called."""

    points: Annotated[int, Field(ge=2, le=11)]
    low: Label
    high: Label


class Scoring(Part):
    """How answers become one number: each item's points (turned round where `reverse`, counted from 0 where
    `from_zero`) are summed or averaged and multiplied by `times`. `lowest` and `highest` bound the score."""

    method: Literal["sum", "mean"]
    from_zero: bool = False
    times: float = 1.0
    lowest: float
    highest: float


class Instrument(Part):
    """A questionnaire. `title` and `source` are for the team; participants read the items and the scale only."""

    id: Label
    title: Label
    source: Text
    note: Text | None = None
    items: Annotated[list[Item], Field(min_length=1)]
    scale: Scale
    scoring: Scoring

    def score(self, answers: Mapping[str, int]) -> float | None:
        """The published score; None when an item has no answer on the scale."""
        found = []
        for item in self.items:
            value = answers.get(item.id)
            if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= self.scale.points:
                return None
            value = self.scale.points + 1 - value if item.reverse else value
            found.append(value - 1 if self.scoring.from_zero else value)
        total = sum(found) * self.scoring.times
        return total / len(found) if self.scoring.method == "mean" else total


@cache
def ids() -> tuple[str, ...]:
    """The questionnaires there are."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def get(name: str) -> Instrument:
    """A questionnaire by its id. Raises `ScenariosError` with the nearest name for one that is not there."""
    if name not in ids():
        hint = did_you_mean(name, ids(), f"there is {listed(ids())}")
        raise ScenariosError(f"there is no questionnaire {name!r}; {hint}")
    data = YAML(typ="safe", pure=True).load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return Instrument.model_validate(data)
