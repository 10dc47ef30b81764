"""A panel's results: people and estimates per arm, each arm against the baseline."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from curtain.analysis import comparing, intervals
from curtain.analysis.comparing import Side
from curtain.analysis.figures import Difference, Estimate, People, Results, Said
from curtain.analysis.frames import Frames, evidence
from curtain.analysis.inference.tests import shares_between
from curtain.analysis.measures import Measure, catalogue
from curtain.analysis.plan import Plan
from curtain.analysis.study import Study, study
from curtain.analysis.wording import said

FINISHED = Measure(
    "finished", "Finished", "Of those who began, the share who reached the end and kept their data.",
    "share", "health", "%", "percentage points", high=100.0, binary=True,
)  # fmt: skip


def analyse(frames: Frames, plan: Plan, *, origin: str = "real", planned: int | None = None) -> Results:
    """A panel's results from its clean tables. Only sessions of `origin` count, and only people who finished.

    `planned` is the panel's number of people; without it the decision block's holds.
    """
    return results_of(study(frames, plan, origin), plan, planned)


def results_of(counted: Study, plan: Plan, planned: int | None = None) -> Results:
    """The results of a panel that is ready to be counted."""
    arms = arms_of(counted, plan)
    baseline = plan.baseline or (arms[0] if arms else None)
    people = [_people(counted.people[counted.people["arm"].eq(arm)], arm) for arm in arms]
    measures = [FINISHED, *counted.measures]
    estimates = [_finished(row) for row in people]
    differences = _finished_against(people, baseline)
    # Looking an arm's people up once is most of the time in a large panel.
    apart = {arm: counted.counted[counted.counted["arm"].eq(arm)] for arm in arms}
    for measure in counted.measures:
        sides = {arm: comparing.side_of(apart[arm], measure, arm) for arm in arms}
        estimates += [comparing.estimate_of(measure, side) for side in sides.values()]
        if baseline in sides:
            differences += against_baseline(plan, measure, sides, baseline)
    results = Results(
        counted.origin,
        arms,
        baseline,
        plan.primary,
        planned or plan.people,
        counted.people["session"].nunique(),
        counted.counted["participant"].nunique(),
        people,
        measures,
        estimates,
        differences,
        Said("", "", ""),
    )
    return results._replace(said=said(results, plan))


def arms_of(counted: Study, plan: Plan) -> tuple[str, ...]:
    """The scenario's arms in their order, then those that only the data know."""
    seen = sorted(set(counted.people["arm"]) - set(plan.arms))
    return (*plan.arms, *seen)


def against_baseline(
    plan: Plan, measure: Measure, sides: Mapping[str, Side], baseline: str
) -> list[Difference]:
    """Each arm against the baseline: those that the decision block planned to compare are corrected for their number
    among themselves, the rest among the rest."""
    there = sides[baseline]
    found = [
        comparing.difference_of(plan, measure, here, there) for arm, here in sides.items() if arm != baseline
    ]
    planned = [each for each in found if measure.name == plan.primary and each.arm in plan.compare]
    rest = [each for each in found if each not in planned]
    adjusted = {each.arm: each for part in (planned, rest) for each in comparing.together(part)}
    return [adjusted[each.arm] for each in found]


def per_person(
    frames: Frames, plan: Plan, name: str, *, origin: str = "real"
) -> tuple[Measure, pd.Series[float]]:
    """One measure with its value for each person, over (participant, arm). Raises `KeyError` for a name that the plan
    does not have."""
    known = {measure.name: (measure, values) for measure, values in catalogue(plan)}
    measure, values = known[name]
    return measure, values(evidence(frames, origin))


def _people(rows: pd.DataFrame, arm: str) -> People:
    completed = int(rows["counts"].sum())
    running = int(rows["status"].eq("running").sum())
    # A completed session of somebody who withdrew afterwards is a withdrawal.
    withdrawn = len(rows) - completed - running
    return People(arm, len(rows), completed, withdrawn, running, int(rows["decisions"].sum()))


def finished(counted: Study, arm: str, baseline: str) -> tuple[Estimate, Estimate, Difference]:
    """The share who finished in an arm, in the baseline, and the difference."""
    here, there = (_people(counted.people[counted.people["arm"].eq(one)], one) for one in (arm, baseline))
    return _finished(here), _finished(there), _finished_beside(here, there)


def _finished(row: People) -> Estimate:
    found = intervals.scaled(intervals.share_of_people(row.completed, row.started), 100.0)
    n, value, lower, upper, method, note = found
    return Estimate(FINISHED.name, row.arm, n, value, lower, upper, FINISHED.unit, method, note)


def _finished_against(people: list[People], baseline: str | None) -> list[Difference]:
    other = next((row for row in people if row.arm == baseline), None)
    if other is None:
        return []
    return comparing.together([_finished_beside(row, other) for row in people if row.arm != baseline])


def _finished_beside(here: People, there: People) -> Difference:
    found = shares_between(here.completed, here.started, there.completed, there.started)
    return comparing.in_units(FINISHED, here.arm, there.arm, found)
