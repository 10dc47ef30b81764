"""Figures in words: how a number is written, and the one sentence that a panel has to say so far."""

from __future__ import annotations

from curtain.analysis.figures import Difference, Estimate, Results, Said
from curtain.analysis.measures import Measure
from curtain.analysis.plan import Plan

MINUS = "−"
NOTHING = "–"  # in the place of a figure that nobody has

NOT_EVIDENCE = {
    "simulated": "Simulated people, so this says nothing about real ones.",
    "practice": "A practice run, which is not evidence.",
    "preview": "Previews, which are not evidence.",
    "test": "A test run, which is not evidence.",
}


def number(value: float, unit: str) -> str:
    """A figure with as many digits as a panel of this size can bear: "78", "4.2", "0.35"."""
    if unit in {"%", "percentage points"} or abs(value) >= 100:
        text = f"{value:.0f}"
    elif unit == "times" or unit.endswith(("per person", "per trial")):
        text = f"{value:.2f}"
    else:
        text = f"{value:.1f}"
    return "0" if float(text) == 0 else text.replace("-", MINUS)


def estimate(found: Estimate) -> str:
    """ "78% [69, 87]"; an estimate without bounds stands alone, and a dash stands for no data."""
    return NOTHING if found.estimate is None else f"{_value(found.estimate, found.unit)}{_bounds(found)}"


def difference(found: Difference, more: str = "more", less: str = "fewer") -> str:
    """ "14 points more [5, 23]", "8 points fewer [20 fewer, 4 more]", "1.20 times as long [0.94, 1.53]", and
    "2.10 € less per person [0.40, 3.80]".

    Bounds on both sides of zero say which side they are on; a sign would be read as the direction of the estimate.
    """
    if found.estimate is None:
        return NOTHING
    if found.unit == "times":
        return f"{number(found.estimate, found.unit)} times as long{_bounds(found)}"
    size = number(abs(found.estimate), found.unit)
    words = less if found.estimate < 0 else more
    if size == "0":
        words = "apart"
    if found.unit.endswith("points"):
        said = f"{size} {'point' if size == '1' else 'points'} {words}"
    else:
        currency, per, each = found.unit.partition(" per ")
        said = f"{size} {currency} {words}{per}{each}" if per else f"{size} {words} {found.unit}"
    if found.ci_lower is None or found.ci_upper is None:
        return said
    ends = found.ci_lower, found.ci_upper
    sizes = [number(abs(end), found.unit) for end in ends]
    if found.ci_lower < 0 < found.ci_upper:
        return f"{said} [{sizes[0]} {less}, {sizes[1]} {more}]"
    return f"{said} [{', '.join(sizes if found.estimate > 0 else reversed(sizes))}]"


def size(value: float, measure: Measure) -> str:
    """A difference without its sign: "9 points", "1.2 times as long", "0.4 per person"."""
    if measure.unit_of_difference == "times":
        return f"{number(value, 'times')} times as long"
    amount = number(abs(value), measure.unit_of_difference)
    if measure.unit_of_difference.endswith("points"):
        return f"{amount} {'point' if amount == '1' else 'points'}"
    return f"{amount} {measure.unit_of_difference}"


def said(results: Results, plan: Plan) -> Said:
    """What the primary measure says so far, with n and interval, and that it is no decision. Names no winner."""
    note = NOT_EVIDENCE.get(results.origin, "")
    standing = _standing(results, plan) + (BY_REWARD if plan.by_reward else "")
    if not results.started:
        return Said(note, "Nobody has begun yet.", "")
    if not results.completed:
        began = _people(results.started)
        return Said(note, f"{began} began and nobody has finished yet: nothing can be said.", "")
    if results.primary is None or results.primary not in {measure.name for measure in results.measures}:
        return Said(note, "The scenario names no measure to compare by.", standing)
    compared = plan.compare or results.arms
    others = [arm for arm in compared if arm != results.baseline]
    if not others:
        only = _arm(results, compared[0], results.measure(results.primary))
        return Said(note, f"So far {only}.", standing)
    told = [_against(results, arm, results.primary) for arm in others]
    return Said(note, f"So far {'; '.join(told)}.", standing)


def _against(results: Results, arm: str, primary: str) -> str:
    measure, found = results.measure(primary), results.difference(primary, arm)
    figures = f"{_arm(results, arm, measure)}, {_arm(results, results.baseline or '', measure, again=True)}"
    if found is None or found.ci_lower is None or found.ci_upper is None:
        return f"{figures}: {found.note if found and found.note else 'cannot tell'}"
    words = difference(found, measure.more, measure.less)
    nothing = 1.0 if measure.scale == "time" else 0.0
    if found.ci_lower <= nothing <= found.ci_upper:
        return f"{figures}: {words}, which may as well be no difference"
    return f"{figures}: {words}"


def _arm(results: Results, arm: str, measure: Measure, *, again: bool = False) -> str:
    """ "with-reason 78% right decisions (20 people)", and `again` "no-warning 64% (20 people)"."""
    found = next(each for each in results.of(measure.name) if each.arm == arm)
    title = measure.title.lower()
    if found.estimate is None:
        return f"{arm} has no {title} yet"
    named = "" if again else f" {title}"
    return f"{arm} {_value(found.estimate, found.unit)}{named} ({_people(found.n)})"


BY_REWARD = (
    " People were sent where more came of it: arms that did badly at first have few people and look worse than they"
    " are, so these intervals are no ground for a decision."
)


def _standing(results: Results, plan: Plan) -> str:
    """How far the panel is, and why its figures are no decision yet."""
    n, planned = results.completed, results.planned
    if planned is None:
        return f"{_people(n)} finished and no number was planned: not a decision point."
    if n < planned:
        return f"{n} of {_people(planned)}: not a decision point yet."
    worth = f" Hold the interval against the {plan.worth_it_from} asked for." if plan.worth_it_from else ""
    worth += f" What you wrote before you looked: {plan.ship_when.strip()}" if plan.ship_when else ""
    if n == planned:
        return f"{n} of {_people(planned)}: the planned number is in.{worth}"
    return (
        f"{_people(n)} finished, {n - planned} more than the {planned} planned: the planned look has passed."
    )


def _people(n: int) -> str:
    return "1 person" if n == 1 else f"{n} people"


def _value(value: float, unit: str) -> str:
    return f"{number(value, unit)}%" if unit == "%" else f"{number(value, unit)} {unit}"


def _bounds(found: Estimate | Difference) -> str:
    if found.ci_lower is None or found.ci_upper is None:
        return ""
    return f" [{number(found.ci_lower, found.unit)}, {number(found.ci_upper, found.unit)}]"
