"""What a designer may wish of labels that are wrong on purpose: the settings, and which of them hold in a trial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from mocks import matchers
from mocks.imperfect.confidence import Calibration, Confidence
from mocks.quantities import Share

Path = tuple[str | int, ...]
Problem = tuple[Path, str]


def _conditions(raw: Any) -> matchers.Matcher:
    matcher, problems = matchers.parse(raw)
    if matcher is None:
        raise PydanticCustomError("conditions", "these conditions do not fit", {"problems": problems})
    return matcher


Count = Annotated[int, Field(ge=0, strict=True)]
Errors = Literal["exact", "drawn"]
WAYS = {
    "counts": ("misses", "false_alarms"),
    "right_in": ("right_in",),
    "rates": ("precision", "recall"),
    "confusion": ("confusion",),
}


class Wish(BaseModel):
    """How often, and in which way, to be wrong: one of `misses` and `false_alarms`, `right_in`, `precision` and
    `recall`, or `confusion` (truth: {answer: share}). Without any of them it is never wrong."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    misses: Count | None = None
    false_alarms: Count | None = None
    right_in: Share | None = None
    precision: Annotated[Share, Field(gt=0)] | None = None
    recall: Annotated[Share, Field(gt=0)] | None = None
    confusion: dict[str, dict[str, Share]] | None = None
    errors: Errors | None = None

    @property
    def way(self) -> str | None:
        """One of `WAYS`, None for a wish that is never wrong."""
        return next((way for way in WAYS if self._given(way)), None)

    def _given(self, way: str) -> list[str]:
        return [name for name in WAYS[way] if getattr(self, name) is not None]

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [way for way in WAYS if self._given(way)]
        problems: list[Problem] = []
        if len(ways) > 1:
            first, second = self._given(ways[0])[0], self._given(ways[1])[0]
            problems.append(((second,), f"stands beside {first!r}; keep one of the two ways to say it"))
        elif ways == ["rates"] and len(self._given("rates")) == 1:
            there, missing = ("precision", "recall") if self.recall is None else ("recall", "precision")
            never = "means that nothing is missed" if missing == "recall" else "means that no alarm is false"
            problems.append(((there,), f"needs {missing!r} beside it; {missing}: 1 {never}"))
        for truth, row in (self.confusion or {}).items():
            if abs(sum(row.values()) - 1) > 0.001:
                problems.append(
                    (("confusion", truth), f"the shares must add up to 1, they are {sum(row.values()):.4g}")
                )
        if problems:
            raise PydanticCustomError("wish", "this cannot be wished", {"problems": problems})
        return self


class Drift(Wish):
    """What holds from a trial on (trials count from 1)."""

    from_trial: Annotated[int, Field(ge=2, strict=True)]


class Segment(Wish):
    """What holds in the trials whose data meet the conditions."""

    conditions: Annotated[Any, BeforeValidator(_conditions)] = Field(alias="if")


class Block(NamedTuple):
    """A wish, where it stands in the settings, and whether it is met exactly or drawn."""

    name: str
    path: Path
    wish: Wish
    exact: bool


class Labels(Wish):
    """The settings for labels: the usual wish, those that hold instead `where` data or `worse` times say so, and
    the confidences."""

    alarm: str | None = None
    worse: Drift | None = None
    where: tuple[Segment, ...] = ()
    confidence: Confidence | None = None
    calibration: Calibration | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The usual wish, then `worse`, then each of `where`."""
        named: list[tuple[str, Path, Wish]] = [("usual", (), self)]
        if self.worse:
            named.append(("worse", ("worse",), self.worse))
        named += [(f"where {n + 1}", ("where", n), each) for n, each in enumerate(self.where)]
        return tuple(
            Block(name, path, wish, (wish.errors or self.errors) != "drawn") for name, path, wish in named
        )

    @property
    def wished(self) -> bool:
        """Whether any wish for labels stands here."""
        return any(block.wish.way for block in self.blocks)

    def groups(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """For each trial the place of its block in `blocks`: the first of `where` that matches its data, else
        `worse` from its trial on, else the usual one."""
        first = 2 if self.worse else 1
        return [self._group(trial, row, first) for trial, row in enumerate(rows, start=1)]

    def _group(self, trial: int, row: Mapping[str, Any], first: int) -> int:
        for place, segment in enumerate(self.where):
            if segment.conditions.check(row).failed is None:
                return first + place
        return 1 if self.worse and trial >= self.worse.from_trial else 0

    @model_validator(mode="after")
    def _complete(self) -> Self:
        problems: list[Problem] = []
        for block in self.blocks:
            way = block.wish.way
            if way in ("counts", "rates") and self.alarm is None:
                given = next(name for name in WAYS[way] if getattr(block.wish, name) is not None)
                problems.append(
                    ((*block.path, given), "needs to know which answer is the alarm; add alarm: delayed, say")
                )
            if way == "counts" and not block.exact:
                problems.append(
                    (
                        (*block.path, "errors"),
                        "numbers of errors are always exact; for draws give right_in, precision and recall, "
                        "or confusion, or write errors: exact here",
                    )
                )
        if self.confidence and self.calibration:
            problems.append((("calibration",), "stands beside 'confidence'; keep one of the two"))
        if problems:
            raise PydanticCustomError("labels", "these wishes do not fit", {"problems": problems})
        return self
