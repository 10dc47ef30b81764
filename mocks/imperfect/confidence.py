"""How sure a mock that is wrong on purpose claims to be: Beta curves, with a knob for over- and underconfidence."""

from __future__ import annotations

import math
import random
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Problem = tuple[tuple[str | int, ...], str]
Score = Annotated[float, Field(gt=0, le=1, strict=True)]
Width = Annotated[float, Field(ge=0, le=0.5, strict=True)]
Knob = Annotated[float, Field(ge=0, le=0.5, strict=True)]

MARGIN = 0.002  # so that rounding never lifts another label above the one that is given
DECIMALS = 4


class Confidence(BaseModel):
    """The mean score of right and of wrong answers, and the standard deviation around each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when_right: Score = 0.9
    when_wrong: Score = 0.6
    spread: Width = 0.1


class Calibration(BaseModel):
    """Of the answers that claim a score c, the share c - `overconfident` (or c + `underconfident`) is right. `spread`
    is the standard deviation of the scores, narrower where there is no room for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    overconfident: Knob | None = None
    underconfident: Knob | None = None
    spread: Width = 0.1

    @property
    def knob(self) -> float:
        """What the scores claim beyond the share that is right; below 0 for too modest ones."""
        return (self.overconfident or 0.0) - (self.underconfident or 0.0)

    @model_validator(mode="after")
    def _one_knob(self) -> Self:
        if self.overconfident is not None and self.underconfident is not None:
            raise ValueError("it is either overconfident or underconfident; keep one of the two")
        return self


class Curve(NamedTuple):
    """A mixture of two Beta distributions, stretched from `low` to `low + width`. `first` is the first one's share."""

    low: float
    width: float
    first: float
    one: tuple[float, float]
    other: tuple[float, float]

    def draw(self, draw: random.Random) -> float:
        """A score, rounded."""
        alpha, beta = self.one if draw.random() < self.first else self.other
        return round(min(self.low + self.width * draw.betavariate(alpha, beta), 1.0), DECIMALS)


class Scores(NamedTuple):
    """The curves of right and of wrong answers."""

    right: Curve
    wrong: Curve


def lowest(labels: int) -> float:
    """No score is below an even guess: the label that is given has the highest score of all."""
    return 1 / labels + MARGIN


def hindrances(confidence: Confidence, labels: int) -> list[Problem]:
    """What hinders these means and this spread among so many labels, with the nearest that would do."""
    low = lowest(labels)
    problems: list[Problem] = []
    for name in ("when_right", "when_wrong"):
        mean = getattr(confidence, name)
        room = math.sqrt(max((mean - low) * (1 - mean), 0.0))
        if mean < low:
            problems.append(
                (
                    (name,),
                    f"{mean:g} is too low: of {labels} answers the one that is given has the highest score, "
                    f"which is above {1 / labels:.2f}; nearest: {math.ceil(low * 100) / 100:g}",
                )
            )
        elif confidence.spread > 0 and mean < 1 and confidence.spread >= room:
            widest = math.floor((room - 1e-9) * 100) / 100
            problems.append(
                (
                    ("spread",),
                    f"{confidence.spread:g} is too wide around {name}: {mean:g}, between {1 / labels:.2f} and 1; "
                    f"nearest: {widest:g}",
                )
            )
    return problems


def fixed(confidence: Confidence, labels: int) -> Scores:
    """Curves with the means and the spread asked for. Check `hindrances` first."""
    low = lowest(labels)

    def curve(mean: float) -> Curve:
        width = 1 - low
        middle = (mean - low) / width
        concentration = _concentration(middle, confidence.spread / width)
        if concentration is None:
            return _constant(mean)
        shape = (middle * concentration, (1 - middle) * concentration)
        return Curve(low, width, 1.0, shape, shape)

    return Scores(curve(confidence.when_right), curve(confidence.when_wrong))


def misses_the_mark(calibration: Calibration, accuracy: float, labels: int) -> list[Problem]:
    """Why scores cannot be calibrated so at that accuracy, with the nearest knob; empty if they can."""
    knob, low = calibration.knob, lowest(labels)
    # A hair of room: sums of shares are not exact.
    if low - knob - 1e-9 <= accuracy <= 1 - knob + 1e-9:
        return []
    mean = accuracy + knob
    name = "underconfident" if calibration.underconfident is not None else "overconfident"
    best = math.floor((1 - accuracy) * 1000) / 1000 if mean > 1 else math.ceil((low - accuracy) * 1000) / 1000
    nearest = f"overconfident: {best:g}" if best >= 0 else f"underconfident: {-best:g}"
    return [
        (
            (name,) if knob else (),
            f"answers that are right in {accuracy:.1%} would need a mean score of {mean:.2f}, which is not between "
            f"{1 / labels:.2f} (a guess among {labels} answers) and 1; nearest: {nearest}",
        )
    ]


def calibrated(calibration: Calibration, accuracy: float, labels: int) -> Scores:
    """Curves under which the share of right answers at score c is c minus the knob. Check `misses_the_mark` first.

    Let p, the chance of being right, have the density g, a Beta(a, b) stretched over [low, high], whose mean is the
    accuracy. Right answers must then have the density p g(p) / accuracy, wrong ones (1 - p) g(p) / (1 - accuracy).
    Over [0, 1] these are Beta(a + 1, b) and Beta(a, b + 1), as the Beta is conjugate to a yes-or-no outcome
    (Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, section 2.4). Over [low, high] the factor p is
    low + width x, a mixture of Beta(a, b) and Beta(a + 1, b) with the shares low : width E[x]; 1 - p likewise. The
    bounds leave room for the knob, so that the score p + knob is never clipped, and the calibration is exact.
    """
    knob = calibration.knob
    low, high = max(0.0, lowest(labels) - knob), min(1.0, 1 - knob)
    width = high - low
    middle = (accuracy - low) / width if width > 0 else 0.0
    wish = calibration.spread / width if width > 0 else 0.0
    concentration = _concentration(middle, min(wish, math.sqrt(max(middle * (1 - middle), 0) / 3)))
    if concentration is None:
        return Scores(_constant(accuracy + knob), _constant(accuracy + knob))
    alpha, beta = middle * concentration, (1 - middle) * concentration
    right = Curve(low + knob, width, low / accuracy, (alpha, beta), (alpha + 1, beta))
    wrong = Curve(low + knob, width, (1 - high) / (1 - accuracy), (alpha, beta), (alpha, beta + 1))
    return Scores(right, wrong)


def _concentration(mean: float, spread: float) -> float | None:
    """alpha + beta of the Beta with that mean and standard deviation; None where it is one single value."""
    if spread < 1e-6 or not 1e-9 < mean < 1 - 1e-9:
        return None
    return mean * (1 - mean) / spread**2 - 1


def _constant(score: float) -> Curve:
    return Curve(score, 0.0, 1.0, (1.0, 1.0), (1.0, 1.0))
