"""From the answers of one person to one number: how questionnaires are scored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from scenarios.answers import BaseQuestion, RatedQuestion
from scenarios.base import Label, Part, Text, Variable
from scenarios.errors import complaint, did_you_mean, listed

PROMOTERS, PASSIVES = 9, 7  # the lowest answers of each, from 0 to 10


class Benchmark(Part):
    """What others scored: the `typical` score, and `bands` by the score from which on each begins."""

    source: Text
    typical: float | None = None
    bands: dict[Label, float] = {}


class Scoring(Part):
    """How answers become one number, times `times`, plus `plus`; `lowest` and `highest` bound it.

    `sum` and `mean` take the answers as they are, or counted from the low end of their scale (`from_zero`). `percent`
    is what was reached of what can be reached, 0 to 100. `top boxes` is the share of the items that were answered with
    one of the `top` highest answers, in percent. `promoters` makes 100 of 9 and 10, -100 of 0 to 6, and 0 of 7 and 8:
    the mean over people is then the share of promoters minus the share of detractors (Reichheld 2003).
    Without `items`, all count. Items with `reverse` are turned round before.
    """

    method: Literal["sum", "mean", "percent", "top boxes", "promoters"]
    title: Label | None = None
    items: list[Variable] = []
    from_zero: bool = False
    top: Annotated[int, Field(ge=1)] = 2
    times: float = 1.0
    plus: float = 0.0
    lowest: float
    highest: float
    benchmark: Benchmark | None = None

    def score(self, questions: Mapping[str, RatedQuestion], answers: Mapping[str, object]) -> float | None:
        """The score; None when an item has no answer on its scale."""
        found = []
        for item in self.items or questions:
            question = questions[item]
            rated = question.rated(answers.get(item))
            if rated is None:
                return None
            found.append((rated, *question.scale))
        return self._reckon(found) * self.times + self.plus

    def _reckon(self, found: list[tuple[float, float, float, float]]) -> float:
        match self.method:
            case "sum" | "mean":
                total = sum(rated - (least if self.from_zero else 0) for rated, least, _, _ in found)
                return total / len(found) if self.method == "mean" else total
            case "percent":
                reached = sum(rated - least for rated, least, _, _ in found)
                return 100 * reached / sum(most - least for _, least, most, _ in found)
            case "top boxes":
                boxes = [rated > most - self.top * step for rated, _, most, step in found]
                return 100 * sum(boxes) / len(found)
            case "promoters":
                counts = [(rated >= PROMOTERS) - (rated < PASSIVES) for rated, *_ in found]
                return 100 * sum(counts) / len(found)


def written(score: str, questions: Mapping[str, BaseQuestion]) -> dict[str, Any]:
    """The scoring behind a designer's `mean of easy, useful` or `sum of all`, bounds included. Raises a complaint."""
    match = re.fullmatch(r"\s*(sum|mean) of \[?([\w\s,]+?)\]?\s*", score)
    if match is None:
        raise complaint(
            f"{score!r} is not a score",
            "`mean of` or `sum of`, and items with commas between",
            "or `mean of all`",
        )
    method, rated = match[1], {item: q for item, q in questions.items() if isinstance(q, RatedQuestion)}
    names = list(rated) if match[2] == "all" else [name for name in re.split(r"[\s,]+", match[2]) if name]
    for name in names:
        if name not in rated:
            what = f"{name!r} is not an item that can be scored"
            raise complaint(
                what, listed(rated), did_you_mean(name, rated, "use likert, differential, slider or stars")
            )
    if not names:
        raise complaint("no item can be scored", "a likert, differential, slider or stars item")
    ends = [rated[name].scale[:2] for name in names]
    lowest, highest = (sum(end[n] for end in ends) / (len(ends) if method == "mean" else 1) for n in (0, 1))
    return {"method": method, "items": names, "lowest": lowest, "highest": highest}
