"""What all guards share: their shape, what they are given, and from where on they speak."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

import pandas as pd

from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study

State = Literal["fine", "look", "invalid", "cannot tell"]

SURE = 0.001  # a p-value below which people were not sent as they should have been
DOUBT = 0.01
SMALL = 20  # people, with fewer of whom nothing is called invalid
ALARMING = 0.1  # a share of stand-in or flagged people from which on to look


class Guard(NamedTuple):
    """One thing that was looked at. `says` has the numbers, `do` what to do about it, `sessions` the evidence, and
    `flag` the reason by which those people may be left out."""

    name: str
    title: str
    state: State
    says: str
    do: str = ""
    sessions: tuple[str, ...] = ()
    flag: str | None = None


class Given(NamedTuple):
    """What is looked at: the study as it is counted, and the `whole` one, with the people who were left out."""

    study: Study
    whole: Study
    plan: Plan
    weights: Mapping[str, float]

    @property
    def primary(self) -> Measure | None:
        """The measure that the decision block decides by."""
        return next((each for each in self.study.measures if each.name == self.plan.primary), None)


def by_arm(plan: Plan, rows: pd.DataFrame, some: pd.Series[bool]) -> dict[str, tuple[int, int]]:
    """For each arm of the plan: of how many rows `some` holds, and how many there are."""
    arms = {arm: rows["arm"].eq(arm) for arm in plan.arms}
    return {arm: (int((here & some).sum()), int(here.sum())) for arm, here in arms.items()}


def of_all(counts: Mapping[str, tuple[int, int]]) -> str:
    """ "old 2 of 20, new 5 of 21" """
    return ", ".join(f"{arm} {some} of {n}" for arm, (some, n) in counts.items())


def people(n: int) -> str:
    """ "1 person", "2 people" """
    return "1 person" if n == 1 else f"{n} people"


def seldom(p: float) -> str:
    """A small p-value in words."""
    return f"in {'fewer than 1' if p < SURE else f'about {round(1000 * p)}'} of 1,000 panels"
