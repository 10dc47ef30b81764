"""A panel's results: people and estimates per arm, each arm against the baseline."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from curtain.analysis import intervals
from curtain.analysis.figures import Difference, Estimate, People, Results, Said
from curtain.analysis.frames import Evidence, Frames, evidence
from curtain.analysis.intervals import Interval
from curtain.analysis.measures import Measure, catalogue, decisions
from curtain.analysis.plan import Plan
from curtain.analysis.wording import said

FINISHED = Measure(
    "finished", "Finished", "Of those who began, the share who reached the end and kept their data.",
    "share", "health", "%", "percentage points", high=100.0,
)  # fmt: skip


def analyse(frames: Frames, plan: Plan, *, origin: str = "real", planned: int | None = None) -> Results:
    """A panel's results from its clean tables. Only sessions of `origin` count, and only people who finished.

    `planned` is the panel's number of people; without it the decision block's holds.
    """
    counted = evidence(frames, origin)
    seen = [arm for arm in sorted(counted.started["arm"].unique()) if arm not in plan.arms]
    arms = (*plan.arms, *seen)
    baseline = plan.baseline or (arms[0] if arms else None)
    people = [_people(counted, plan, arm) for arm in arms]
    others = [row for row in people if row.arm != baseline]
    measures = [FINISHED]
    estimates = [_finished(row) for row in people]
    differences = [
        _finished_against(row, other) for other in people if other.arm == baseline for row in others
    ]
    for measure, per_person in catalogue(plan):
        values = per_person(counted)
        by_arm = {row.arm: _in_arm(values, row) for row in people}
        measures.append(measure)
        estimates += [_estimate(measure, by_arm[arm]) for arm in arms]
        differences += [_against(measure, by_arm[row.arm], by_arm[baseline]) for row in others if baseline]
    results = Results(
        origin,
        arms,
        baseline,
        plan.primary,
        planned or plan.people,
        counted.started["id"].nunique(),
        counted.people["participant"].nunique(),
        people,
        measures,
        estimates,
        differences,
        Said("", "", ""),
    )
    return results._replace(said=said(results, plan))


def per_person(
    frames: Frames, plan: Plan, name: str, *, origin: str = "real"
) -> tuple[Measure, pd.Series[float]]:
    """One measure with its value for each person, over (participant, arm). Raises `KeyError` for a name that the plan
    does not have."""
    known = {measure.name: (measure, values) for measure, values in catalogue(plan)}
    measure, values = known[name]
    return measure, values(evidence(frames, origin))


def _people(counted: Evidence, plan: Plan, arm: str) -> People:
    began = counted.started[counted.started["arm"].eq(arm)]
    completed = int(counted.people["arm"].eq(arm).sum())
    running = int(began["status"].eq("running").sum())
    taken = decisions(counted, plan.shares[0] if plan.shares else None)
    # A completed session of somebody who withdrew afterwards is a withdrawal.
    withdrawn = len(began) - completed - running
    return People(arm, len(began), completed, withdrawn, running, int(taken["arm"].eq(arm).sum()))


class _Values(NamedTuple):
    """One value per person of an arm. `absent`: people finished here, and it never occurred."""

    arm: str
    values: list[float]
    absent: bool


def _in_arm(values: pd.Series[float], row: People) -> _Values:
    found = [float(value) for value in values[values.index.get_level_values("arm") == row.arm].dropna()]
    return _Values(row.arm, found, row.completed > 0 and not found)


def _absent(found: Interval, *arms: _Values) -> Interval:
    missing = next((each.arm for each in arms if each.absent), None)
    return found._replace(note=f"{intervals.CANNOT_TELL}: did not occur in {missing!r}") if missing else found


def _estimate(measure: Measure, here: _Values) -> Estimate:
    of_people = intervals.geometric_mean_of_people if measure.scale == "time" else intervals.mean_of_people
    return _in_units(measure, here.arm, _absent(of_people(here.values), here))


def _in_units(measure: Measure, arm: str, found: Interval) -> Estimate:
    n, value, lower, upper, method, note = intervals.scaled(
        found, _factor(measure), measure.low, measure.high
    )
    return Estimate(measure.name, arm, n, value, lower, upper, measure.unit, method, note)


def _against(measure: Measure, here: _Values, there: _Values) -> Difference:
    compare = intervals.ratio_of_geometric_means if measure.scale == "time" else intervals.difference_of_means
    found = _absent(compare(here.values, there.values), here, there)
    return _compared(measure, here.arm, there.arm, len(there.values), found)


def _compared(measure: Measure, arm: str, baseline: str, n_baseline: int, found: Interval) -> Difference:
    span = None if measure.high is None or measure.low is None else measure.high - measure.low
    low = 0.0 if measure.scale == "time" else None if span is None else -span
    n, value, lower, upper, method, note = intervals.scaled(found, _factor(measure), low, span)
    unit = measure.unit_of_difference
    return Difference(measure.name, arm, baseline, n, n_baseline, value, lower, upper, unit, method, note)


def _factor(measure: Measure) -> float:
    return 100.0 if measure.scale == "share" else 1.0


def _finished(row: People) -> Estimate:
    return _in_units(FINISHED, row.arm, intervals.share_of_people(row.completed, row.started))


def _finished_against(row: People, other: People) -> Difference:
    found = intervals.difference_of_shares(row.completed, row.started, other.completed, other.started)
    return _compared(FINISHED, row.arm, other.arm, other.started, found)
