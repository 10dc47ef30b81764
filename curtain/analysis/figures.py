"""The shapes of results. Their field names are stable: notebooks and reports lean on them."""

from __future__ import annotations

from typing import NamedTuple

from curtain.analysis.measures import Measure


class Said(NamedTuple):
    """What a panel says so far: a note on people who are not real, the finding, and how far the panel has come."""

    note: str
    finding: str
    standing: str

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        return " ".join(part for part in self if part)


class People(NamedTuple):
    """How many began in an arm and what became of them: started = completed + withdrawn + running.

    `running` are under way or have left without a word; `decisions` are those of the people who completed.
    """

    arm: str
    started: int
    completed: int
    withdrawn: int
    running: int
    decisions: int


class Estimate(NamedTuple):
    """One measure in one arm, from `n` people, with its 95% interval. None: nobody can tell (`note`)."""

    measure: str
    arm: str
    n: int
    estimate: float | None
    ci_lower: float | None
    ci_upper: float | None
    unit: str
    method: str
    note: str


class Difference(NamedTuple):
    """One measure in `arm` against `baseline`: the difference, or for times the ratio (unit "times").

    `n` people have a value in the arm. `p` is never to be read alone; `p_adjusted` is it as one of several comparisons
    of this measure (Holm). `effect` is the difference without a unit, by the name in `effect_name`.
    """

    measure: str
    arm: str
    baseline: str
    n: int
    n_baseline: int
    estimate: float | None
    ci_lower: float | None
    ci_upper: float | None
    unit: str
    method: str
    note: str
    p: float | None = None
    p_adjusted: float | None = None
    effect: float | None = None
    effect_name: str = ""


class Results(NamedTuple):
    """Everything that the reviewer's page shows, within one origin. `planned`: how many people to reach.

    `started` and `completed` count each person once, also one who meets several arms.
    """

    origin: str
    arms: tuple[str, ...]
    baseline: str | None
    primary: str | None
    planned: int | None
    started: int
    completed: int
    people: list[People]
    measures: list[Measure]
    estimates: list[Estimate]
    differences: list[Difference]
    said: Said

    @property
    def sentence(self) -> str:
        """What the panel says so far, in one line."""
        return self.said.sentence

    def measure(self, name: str) -> Measure:
        return next(measure for measure in self.measures if measure.name == name)

    def of(self, measure: str) -> list[Estimate]:
        """A measure's estimates, in the order of the arms."""
        return [found for found in self.estimates if found.measure == measure]

    def difference(self, measure: str, arm: str) -> Difference | None:
        """An arm against the baseline; None for the baseline itself."""
        return next((d for d in self.differences if d.measure == measure and d.arm == arm), None)
