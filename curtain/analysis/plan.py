"""What a scenario asks of its results: arms in order, what is compared, measures, planned people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Scored(Protocol):
    """A questionnaire with its published scoring, as `scenarios.instruments` gives them."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    def score(self, answers: Mapping[str, int]) -> float | None: ...


class RightShare(NamedTuple):
    """The share of a person's decisions at `step` that fit the truth: `right_when` maps reaction to truth."""

    name: str
    step: str
    right_when: Mapping[str, str]


class Plan(NamedTuple):
    """The part of a scenario that the analysis needs. `compare` has the baseline first."""

    arms: tuple[str, ...]
    compare: tuple[str, ...]
    primary: str | None = None
    shares: tuple[RightShare, ...] = ()
    reactions: frozenset[str] = frozenset()
    instruments: tuple[Scored, ...] = ()
    people: int | None = None
    worth_it_from: float | None = None

    @property
    def baseline(self) -> str | None:
        return self.compare[0] if self.compare else None
