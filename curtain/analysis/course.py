"""A measure over time: as it stood after so many people, and day by day."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from curtain.analysis import comparing
from curtain.analysis.figures import Estimate
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure
from curtain.analysis.results import arms_of
from curtain.analysis.study import Study

Along = Literal["people", "days"]
POINTS = 12  # of a running figure; each is reckoned from all people before it
DAYS = 31  # the latest ones


class Point(NamedTuple):
    """One arm at one time: `at` is how many of all people had finished, or a day (in UTC, as "2026-01-05")."""

    at: int | str
    found: Estimate


def course(study: Study, plan: Plan, measure: Measure, along: Along) -> list[Point]:
    """The measure in each arm: along `people`, of everybody so far, at about 12 points; by `days`, of those who
    finished on that day. None of it is a decision point: whoever stops where it looks best is misled."""
    counted = study.counted
    reach = _after_people if along == "people" else _by_day
    return [
        Point(at, comparing.estimate_of(measure, comparing.side_of(rows, measure, arm)))
        for arm in arms_of(study, plan)
        for at, rows in reach(counted, arm)
    ]


def _after_people(counted: pd.DataFrame, arm: str) -> list[tuple[int | str, pd.DataFrame]]:
    order = pd.factorize(counted["participant"])[0] + 1  # people are in the order in which they finished
    everybody = int(order.max()) if len(order) else 0
    mine = counted["arm"].eq(arm).to_numpy()
    stops = np.unique(np.linspace(min(2, everybody), everybody, POINTS).round().astype(int))
    return [(int(stop), counted[mine & (order <= stop)]) for stop in stops if stop]


def _by_day(counted: pd.DataFrame, arm: str) -> list[tuple[int | str, pd.DataFrame]]:
    day = counted["completed_at"].str[:10]
    days = sorted(day.unique())[-DAYS:]
    return [(each, counted[day.eq(each) & counted["arm"].eq(arm)]) for each in days]
