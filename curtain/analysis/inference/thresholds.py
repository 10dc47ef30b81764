"""How good is good enough: a curve over ordered levels, and the level at which it crosses a target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from curtain.analysis.inference.clustered import CannotFit, Fit, fit

POINTS = 60  # of the curve

Reached = Literal["within", "at every level", "at no level", "no slope", "cannot tell"]


class Point(NamedTuple):
    """The curve at one level, with its 95% interval."""

    level: float
    estimate: float
    lower: float
    upper: float


class Threshold(NamedTuple):
    """Where the curve crosses the target: `level` with the interval of Fieller, inside what was tested.

    A bound is None where the interval is open on that side: any level beyond the tested ones would fit as well.
    `rising`: more of the level makes more of the measure.
    """

    reached: Reached
    level: float | None
    lower: float | None
    upper: float | None
    rising: bool
    people: int
    curve: tuple[Point, ...]
    note: str = ""


def threshold(
    levels: Sequence[float], outcome: Sequence[float], people: Sequence[Any], target: float, *, binary: bool
) -> Threshold:
    """Fit the outcome (shares of trials as 1 and 0 where `binary`) on the level, clustered by person, and invert.

    The interval is Fieller's (1954) with t by the number of people: all levels at which the target lies inside the
    interval of the curve. Beyond the tested levels nothing is said, and a curve without a slope has no threshold.
    """
    x = np.asarray(levels, dtype=np.float64)
    middle, low, high = float(x.mean()) if x.size else 0.0, float(x.min(initial=0)), float(x.max(initial=0))
    try:
        if not x.size or np.ptp(x) == 0:
            raise CannotFit("cannot tell: everybody met the same level")
        low, high = float(x.min()), float(x.max())
        found = fit(outcome, np.column_stack([np.ones(x.size), x - middle]), people, binary=binary)
    except CannotFit as why:
        return Threshold("cannot tell", None, None, None, False, len(set(people)), (), str(why))
    curve = tuple(_point(found, level, middle) for level in np.linspace(low, high, POINTS))
    rising = bool(found.coefficients[1] > 0)
    if found.p(1) > 0.05:
        return Threshold("no slope", None, None, None, rising, found.people, curve)
    aim = _aim(target, binary)
    if aim is None:
        reached: Reached = "at every level" if (target <= 0) else "at no level"
        return Threshold(reached, None, None, None, rising, found.people, curve)
    level = middle + (aim - float(found.coefficients[0])) / float(found.coefficients[1])
    lower, upper = _fieller(found, aim, middle)
    if not low <= level <= high:
        # What lies beyond the tested levels is not known: but on which side of the target all of them are, is.
        above = curve[0].estimate >= target
        return Threshold(
            "at every level" if above else "at no level", None, None, None, rising, found.people, curve
        )
    inside = (
        (None if lower is None or lower < low else lower),
        (None if upper is None or upper > high else upper),
    )
    return Threshold("within", level, *inside, rising, found.people, curve)


def _aim(target: float, binary: bool) -> float | None:
    if not binary:
        return target
    return math.log(target / (1 - target)) if 0 < target < 1 else None


def _point(found: Fit, level: float, middle: float) -> Point:
    at: NDArray[np.float64] = np.array([1.0, level - middle])
    value = float(at @ found.coefficients)
    reach = found.t * math.sqrt(max(0.0, float(at @ found.covariance @ at)))
    ends = [value, value - reach, value + reach]
    if found.binary:
        ends = [1 / (1 + math.exp(-min(500.0, max(-500.0, end)))) for end in ends]
    return Point(float(level), *ends)


def _fieller(found: Fit, aim: float, middle: float) -> tuple[float | None, float | None]:
    """The levels x with (a + b·x − aim)² ≤ t²·var(a + b·x): between two roots where the slope is sure, else open."""
    (a, b), v, t2 = found.coefficients, found.covariance, found.t**2
    square = b * b - t2 * v[1, 1]
    linear = 2 * ((a - aim) * b - t2 * v[0, 1])
    rest = (a - aim) ** 2 - t2 * v[0, 0]
    inner = linear * linear - 4 * square * rest
    if square <= 0 or inner < 0:
        return None, None
    roots = sorted((-linear + sign * math.sqrt(inner)) / (2 * square) for sign in (-1, 1))
    return float(middle + roots[0]), float(middle + roots[1])
