"""One measure in an arm, and in an arm beside another: by the design, the kind of measure, and its natural unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from curtain.analysis import intervals
from curtain.analysis.figures import Difference, Estimate
from curtain.analysis.inference import tests
from curtain.analysis.inference.several import holm
from curtain.analysis.inference.tests import Compared
from curtain.analysis.intervals import CONFIDENCE, Interval
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study

# Sums that are taken of the same people in both arms, and those of different people in each.
_WITHIN: dict[str, Callable[..., Compared]] = {"time": tests.ratio_within}
_BETWEEN: dict[str, Callable[..., Compared]] = {"time": tests.ratio_between}


class Side(NamedTuple):
    """One value for each person of an arm who has one, by participant. `people` finished here."""

    arm: str
    values: pd.Series[float]
    people: int

    @property
    def absent(self) -> bool:
        """People finished here, and what is measured never occurred."""
        return self.people > 0 and self.values.empty


def side(study: Study, measure: Measure, arm: str) -> Side:
    """The people of an arm with their values."""
    people = study.people
    return side_of(people[people["counts"] & people["arm"].eq(arm)], measure, arm)


def side_of(people: pd.DataFrame, measure: Measure, arm: str) -> Side:
    """The same of people who count and are at hand."""
    values = pd.to_numeric(people[measure.name]).set_axis(people["participant"])
    return Side(arm, values.dropna().astype(float), len(values))


def estimate(study: Study, measure: Measure, arm: str) -> Estimate:
    """A measure in one arm, in its own unit, with its 95% interval."""
    return estimate_of(measure, side(study, measure, arm))


def estimate_of(measure: Measure, here: Side) -> Estimate:
    """A measure of these people, likewise; where they are no arm, `arm` is the name of their group."""
    found = _one(measure, here)
    if here.absent:
        found = found._replace(note=_never(here))
    n, value, lower, upper, method, note = intervals.scaled(found, factor(measure), measure.low, measure.high)
    return Estimate(measure.name, here.arm, n, value, lower, upper, measure.unit, method, note)


def _one(measure: Measure, here: Side) -> Interval:
    if measure.scale == "time":
        return intervals.geometric_mean_of_people(here.values)
    if measure.binary:
        return intervals.share_of_people(int(here.values.sum()), here.values.size)
    return intervals.mean_of_people(here.values)


def difference(
    study: Study, plan: Plan, measure: Measure, arm: str, baseline: str, confidence: float = CONFIDENCE
) -> Difference:
    """A measure in an arm against the baseline: of the same people where everybody meets both, else of two groups."""
    return difference_of(plan, measure, side(study, measure, arm), side(study, measure, baseline), confidence)


def difference_of(
    plan: Plan, measure: Measure, here: Side, there: Side, confidence: float = CONFIDENCE
) -> Difference:
    """The same of people who are at hand: those of an arm, and those of the baseline."""
    found = (
        _paired(measure, here, there, confidence) if plan.within else _apart(measure, here, there, confidence)
    )
    missing = next((each for each in (here, there) if each.absent), None)
    if missing:
        found = found._replace(ci_lower=None, ci_upper=None, p=None, note=_never(missing))
    return in_units(measure, here.arm, there.arm, found)


def _paired(measure: Measure, here: Side, there: Side, confidence: float) -> Compared:
    both = here.values.index.intersection(there.values.index)
    pair = here.values[both], there.values[both]
    if measure.binary:
        return tests.shares_within(*pair, confidence=confidence)
    return _WITHIN.get(measure.scale, tests.within)(*pair, confidence=confidence)


def _apart(measure: Measure, here: Side, there: Side, confidence: float) -> Compared:
    if measure.binary:
        counts = int(here.values.sum()), here.values.size, int(there.values.sum()), there.values.size
        return tests.shares_between(*counts, confidence=confidence)
    return _BETWEEN.get(measure.scale, tests.between)(here.values, there.values, confidence=confidence)


def in_units(measure: Measure, arm: str, baseline: str, found: Compared) -> Difference:
    """A comparison in the measure's unit, with its bounds kept inside what is possible."""
    span = None if measure.high is None or measure.low is None else measure.high - measure.low
    low = 0.0 if measure.scale == "time" else None if span is None else -span
    told = Interval(found.n, found.estimate, found.ci_lower, found.ci_upper, found.method, found.note)
    n, value, lower, upper, method, note = intervals.scaled(told, factor(measure), low, span)
    return Difference(
        *(measure.name, arm, baseline, n, found.n_baseline, value, lower, upper),
        *(measure.unit_of_difference, method, note, found.p, None, found.effect, found.effect_name),
    )


def together(found: Sequence[Difference]) -> list[Difference]:
    """The differences of one measure, each with its p-value as the smallest of several (Holm 1979)."""
    adjusted = holm([each.p for each in found])
    return [each._replace(p_adjusted=p) for each, p in zip(found, adjusted, strict=True)]


def factor(measure: Measure) -> float:
    """From a person's value to the unit: shares become percent."""
    return 100.0 if measure.scale == "share" else 1.0


def _never(where: Side) -> str:
    return f"{intervals.CANNOT_TELL}: did not occur in {where.arm!r}"
