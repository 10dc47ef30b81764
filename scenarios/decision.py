"""What would make the team ship: the arms to compare, by what, from which difference on, and the limits."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from scenarios.base import Name, Part, Text
from scenarios.design import ArmName
from scenarios.errors import complaint

NUMBER = r"\d{1,6}(?:\.\d{1,4})?"
UNITS = {
    "point": "points",
    "points": "points",
    "%": "%",
    "s": "s",
    "second": "s",
    "seconds": "s",
    "times": "times",
}

_WORTH = re.compile(rf"\s*({NUMBER})\s*(points?|%|seconds?|s|times)\s*(less)?\s*")
_LIMIT = re.compile(rf"\s*(at least|at most)\s+(-?{NUMBER})\s*(%|seconds?|s)?\s*")
_BESIDE = re.compile(
    rf"\s*not (below|above) the baseline by more than\s+({NUMBER})\s*(points?|%|seconds?|s)\s*"
)


def _said(value: float, unit: str) -> str:
    """ "10 points", "5%", "2 seconds", "0.8 times", "68"."""
    if unit in {"", "%"}:
        return f"{value:g}{unit}"
    name = "second" if unit == "s" else unit.removesuffix("s")
    return f"{value:g} {name if value == 1 and unit != 'times' else name + 's'}"


class Worth(Part):
    """The smallest difference to the baseline that would make the team ship.

    `points` are those of the measure (percentage points for shares), `%` is relative to the baseline, `s` are seconds,
    and `times` is the ratio to the baseline. `less`: a smaller value is the better one.
    """

    amount: Annotated[float, Field(gt=0)]
    unit: Literal["points", "%", "s", "times"] = "points"
    less: bool = False

    def __str__(self) -> str:
        return _said(self.amount, self.unit) + (" less" if self.less and self.unit != "times" else "")


def _worth(written: Any) -> Any:
    if isinstance(written, Worth):
        return written
    if isinstance(written, int | float) and not isinstance(written, bool):
        found: tuple[float, str, bool] | None = (float(written), "points", False)
    else:
        match = _WORTH.fullmatch(written) if isinstance(written, str) else None
        found = (float(match[1]), UNITS[match[2]], match[3] is not None) if match else None
    if found is None or found[0] <= 0:
        raise complaint(
            f"{written!r} is not a difference",
            "points, %, seconds or times, such as 10 points",
            "where less is better, such as 5 seconds less",
        )
    amount, unit, less = found
    if unit == "times" and (amount == 1 or less):
        raise complaint(
            f"{written!r} is not a difference", "a ratio to the baseline, such as 1.2 times or 0.8 times"
        )
    return {"amount": amount, "unit": unit, "less": less or (unit == "times" and amount < 1)}


class Bound(Part):
    """A limit that must hold: `at least 68`, `at most 20%`, or `not below the baseline by more than 5 points`."""

    op: Literal["at least", "at most", "not below", "not above"]
    value: float
    unit: Literal["", "points", "%", "s"] = ""

    @property
    def against_baseline(self) -> bool:
        """Whether it holds an arm against the baseline, and not against a number."""
        return self.op.startswith("not")

    def __str__(self) -> str:
        op = f"{self.op} the baseline by more than" if self.against_baseline else self.op
        return f"{op} {_said(self.value, self.unit)}"


def _bound(written: Any) -> Any:
    if isinstance(written, Bound):
        return written
    match = _LIMIT.fullmatch(str(written))
    if match:
        return {"op": match[1], "value": float(match[2]), "unit": UNITS.get(match[3] or "", "")}
    beside = _BESIDE.fullmatch(str(written))
    if beside:
        return {"op": f"not {beside[1]}", "value": float(beside[2]), "unit": UNITS[beside[3]]}
    if str(written).strip().startswith("not"):
        expected = "`not below the baseline by more than 5 points` (or above; points, % or seconds)"
        raise complaint(f"{written!r} is not a limit", expected)
    raise complaint(
        f"{written!r} is not a limit", "`at least` or `at most` and a number, such as at least 68"
    )


Limits = dict[str, Annotated[Bound, BeforeValidator(_bound)]]


class HowGood(Part):
    """How good the model must be: from which level of a factor on (`along`) a measure (`by`) is where it must be."""

    along: Name
    by: Name
    reach: Annotated[Bound, BeforeValidator(_bound)]


Price = Annotated[float, Field(ge=0, le=1_000_000)]


class Costs(Part):
    """What things cost the team, in its own currency: a contact to support, an event that nobody warned of, a warning
    for nothing, a wrong decision, a minute of a person's time, and each of what measures of the scenario count."""

    currency: Annotated[str, Field(min_length=1, max_length=8)] = Field(alias="in")
    contact: Price = 0
    missed: Price = 0
    false_alarm: Price = 0
    wrong: Price = 0
    minute: Price = 0
    counted: dict[Name, Price] = {}

    @property
    def prices(self) -> dict[str, float]:
        """The prices that were given, by what they are for."""
        return {name: price for name in PRICED if (price := getattr(self, name))} | self.counted


PRICED = ("contact", "missed", "false_alarm", "wrong", "minute")


class DecisionRule(Part):
    """What would make the team ship.

    The arms to compare (baseline first), by which measure, from which difference on, with how many people and how many
    looks at them, which limits must hold, how good the model must be, what things cost, and in words for the reviewers
    (`ship_when`).
    """

    compare: Annotated[list[ArmName], Field(min_length=2)]
    by: Name
    worth_it_from: Annotated[Worth, BeforeValidator(_worth)]
    people: Annotated[int, Field(ge=2, le=100_000)] | None = None
    looks: Annotated[int, Field(ge=1, le=10)] = 1
    must_hold: list[Annotated[Limits, Field(min_length=1, max_length=1)]] = []
    how_good: list[HowGood] = []
    costs: Costs | None = None
    ship_when: Text | None = None

    @property
    def limits(self) -> dict[str, list[Bound]]:
        """All limits, by the name of the measure."""
        found: dict[str, list[Bound]] = {}
        for one in self.must_hold:
            for name, bound in one.items():
                found.setdefault(name, []).append(bound)
        return found
