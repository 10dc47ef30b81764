"""What the decision block asks, beside what was found: is it better, is it worth it, do the limits hold?"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from curtain.analysis import wording
from curtain.analysis.figures import Difference, Estimate
from curtain.analysis.quantities import Measure
from scenarios.decision import Bound, Worth

Held = Literal["holds", "broken", "cannot tell"]
SEEN = (
    1.960 + 0.842
) / 1.960  # half an interval times this is seen in 80 of 100 panels: (z.975 + z.80) / z.975


class Gain(NamedTuple):
    """A difference with its sign turned so that more is better; logarithms for times. None: nobody can tell.

    `asked` is the smallest one that is worth it.
    """

    estimate: float | None
    lower: float | None
    upper: float | None
    asked: float | None

    @property
    def enough(self) -> bool:
        """As large as was asked for, as far as one number can say."""
        return self.estimate is not None and self.asked is not None and self.estimate >= self.asked

    @property
    def too_little(self) -> bool:
        """Whatever it is, it is smaller than was asked for: the whole interval is."""
        return self.upper is not None and self.asked is not None and self.upper < self.asked

    @property
    def visible(self) -> float | None:
        """The smallest one that a panel like this would see in 8 of 10 cases."""
        known = self.lower is not None and self.upper is not None
        return SEEN * (self.upper - self.lower) / 2 if known else None  # type: ignore[operator]


class Limit(NamedTuple):
    """One limit of the decision block in one arm. `says` has the figure that it was held against."""

    measure: str
    arm: str
    held: Held
    says: str


def gain(found: Difference, measure: Measure, worth: Worth | None, baseline: float | None) -> Gain:
    """A difference to the baseline, whose own estimate is `baseline`, as a gain."""
    less = worth is not None and worth.less
    ends = [_straight(end, measure, less) for end in (found.ci_lower, found.ci_upper)]
    lower, upper = reversed(ends) if less else ends
    asked = _straight(needed(worth, measure, baseline), measure, less) if worth else None
    return Gain(_straight(found.estimate, measure, less), lower, upper, asked)


def back(value: float, measure: Measure, worth: Worth | None) -> float:
    """A gain as a difference again, or for times as a ratio."""
    turned = -value if worth is not None and worth.less else value
    return math.exp(turned) if measure.scale == "time" else turned


def needed(worth: Worth, measure: Measure, baseline: float | None) -> float | None:
    """What was asked for in the unit of the measure's differences, or as a ratio for times; None where that hangs on
    the baseline and the baseline is not known."""
    sign = -1.0 if worth.less else 1.0
    if measure.scale == "time":
        if worth.unit == "times":
            return worth.amount
        share = worth.amount / 100 if worth.unit == "%" else _by(worth.amount, baseline)
        return None if share is None or 1 + sign * share <= 0 else 1 + sign * share
    if worth.unit in {"points", "s"}:
        return sign * worth.amount
    if baseline is None:
        return None
    return baseline * (worth.amount - 1) if worth.unit == "times" else sign * baseline * worth.amount / 100


def limit(bound: Bound, measure: Measure, arm: Estimate, against: Difference | None, base: Estimate) -> Limit:
    """Whether a limit holds in an arm, by the whole interval: what may be on either side is not known to hold."""
    title = f"{measure.title}: {bound}"
    if bound.against_baseline:
        if against is None:
            return Limit(measure.name, arm.arm, "cannot tell", f"{title}. There is nothing to compare.")
        edge = _edge(bound, measure, base.estimate)
        held = _held(against.ci_lower, against.ci_upper, edge, at_least=bound.op == "not below")
        return Limit(measure.name, arm.arm, held, f"{title}. {_figure(against, measure)}")
    held = _held(arm.ci_lower, arm.ci_upper, bound.value, at_least=bound.op == "at least")
    return Limit(measure.name, arm.arm, held, f"{title}. {wording.estimate(arm)}")


def _figure(found: Difference, measure: Measure) -> str:
    return wording.difference(found, measure.more, measure.less)


def _held(lower: float | None, upper: float | None, edge: float | None, *, at_least: bool) -> Held:
    if lower is None or upper is None or edge is None:
        return "cannot tell"
    inside, outside = (lower >= edge, upper < edge) if at_least else (upper <= edge, lower > edge)
    return "holds" if inside else "broken" if outside else "cannot tell"


def _edge(bound: Bound, measure: Measure, baseline: float | None) -> float | None:
    """The outermost difference that a limit beside the baseline allows."""
    sign = -1.0 if bound.op == "not below" else 1.0
    if measure.scale == "time":
        share = bound.value / 100 if bound.unit == "%" else _by(bound.value, baseline)
        return None if share is None else max(0.0, 1 + sign * share)
    if bound.unit == "%":
        return None if baseline is None else sign * abs(baseline) * bound.value / 100
    return sign * bound.value


def _by(amount: float, baseline: float | None) -> float | None:
    return amount / baseline if baseline else None


def _straight(value: float | None, measure: Measure, less: bool) -> float | None:
    if value is None:
        return None
    if measure.scale == "time":
        value = math.log(value) if value > 0 else -math.inf
    return -value if less else value
