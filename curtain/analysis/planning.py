"""How many people a panel takes: what they vary by, what so many of them show, and how long it takes to get them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis import comparing, wording, worth
from curtain.analysis.inference import power
from curtain.analysis.inference.tests import between, within
from curtain.analysis.looks import ALPHA, looks
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study

FEWEST = 6  # people with a value, from whom a spread can be read
DRAWS = 400
SHARE_SPREAD, TIME_SPREAD, SCALE_PART = 0.25, 0.5, 5.0  # where nothing is known: see `Spread.unknown`


class Spread(NamedTuple):
    """What the main measure varies by: the baseline's value, and the standard deviation between people, or of their own
    differences where everybody meets all arms; of the logarithms for times. `source` says whence that is known."""

    baseline: float
    deviation: float
    source: str

    @classmethod
    def unknown(cls, measure: Measure) -> Spread:
        """Where nobody has been asked yet: shares vary by 25 points, times by half as much again, scores by a fifth of
        their scale."""
        if measure.scale == "share":
            return cls(
                0.65,
                SHARE_SPREAD,
                "nobody has been asked yet: 25 points are usual for shares of a few trials",
            )
        if measure.scale == "time":
            return cls(
                20.0, TIME_SPREAD, "nobody has been asked yet: times usually vary by half as much again"
            )
        low, high = measure.low or 0.0, measure.high or 10.0
        told = "nobody has been asked yet: scores usually vary by a fifth of their scale"
        return cls((low + high) / 2, (high - low) / SCALE_PART, told)


class Planned(NamedTuple):
    """What `people` people show. `visible` is the smallest gain that is seen in 8 of 10 panels, `chance` how often the
    one that was asked for is seen, `needed` how many people 8 of 10 takes; None where nothing was asked for."""

    people: int
    each: int
    visible: float
    chance: float | None
    needed: int | None
    sentence: str


class Pace(NamedTuple):
    """How fast people come: finished per day, and the share of those who began; `days` for the rest, with a 95%
    interval (None: nobody has finished yet)."""

    per_day: float
    completion: float | None
    days: float | None
    fewest: float | None
    most: float | None
    sentence: str


def spread_of(study: Study, plan: Plan, measure: Measure, source: str) -> Spread | None:
    """The spread among people who have been asked; None while they are too few."""
    if plan.baseline is None:
        return None
    base = _scaled(comparing.side(study, measure, plan.baseline).values, measure)
    if plan.within and len(plan.compare) > 1:
        other = _scaled(comparing.side(study, measure, plan.compare[1]).values, measure)
        both = base.index.intersection(other.index)
        deviations = [float((other[both] - base[both]).std(ddof=1))] if len(both) >= FEWEST else []
    else:
        sides = [_scaled(comparing.side(study, measure, arm).values, measure) for arm in plan.compare]
        deviations = [float(side.std(ddof=1)) for side in sides if len(side) >= 2]
        if sum(len(side) for side in sides) < FEWEST:
            return None
    if not deviations or not len(base) or not np.isfinite(deviations).all():
        return None
    middle = float(np.exp(base.mean())) if measure.scale == "time" else float(base.mean())
    return Spread(middle, float(np.sqrt(np.mean(np.square(deviations)))), source)


def planned(
    plan: Plan, measure: Measure, spread: Spread, people: int, weights: Mapping[str, float]
) -> Planned:
    """What so many people would show, by the formulas for the t test."""
    each = _each(plan, people, weights)
    level = _level(plan, people)
    seen = _visible(plan, spread, each, level)
    asked = _asked(plan, measure, spread)
    chance = None if asked is None else _chance(plan, spread, each, asked, level)
    needed = None if asked is None else _needed(plan, spread, asked, weights)
    told = _sentence(plan, measure, people, each, seen, needed)
    return Planned(people, each, seen, chance, needed, told)


def curve(
    plan: Plan, measure: Measure, spread: Spread, weights: Mapping[str, float], most: int
) -> pd.DataFrame:
    """What more people buy: a row for each of some numbers up to `most`, with `people`, `each` (in an arm), `visible`
    (in the unit of the measure), its `words`, and the `chance` to see what was asked for."""
    rows = []
    for people in sorted({int(n) for n in np.geomspace(max(8, 2 * len(plan.arms)), max(most, 40), 14)}):
        found = planned(plan, measure, spread, people, weights)
        size = worth.back(found.visible, measure, None) if math.isfinite(found.visible) else None
        amount = (
            None
            if size is None
            else (100 * (size - 1) if measure.scale == "time" else comparing.factor(measure) * size)
        )
        rows.append(
            {
                "people": people, "each": found.each, "visible": amount,
                "words": _size(found.visible, measure), "chance": found.chance,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def by_drawing(
    plan: Plan, measure: Measure, study: Study, people: int, weights: Mapping[str, float], *, seed: int = 1
) -> float | None:
    """The chance to see what was asked for, by drawing panels anew from people who have been asked, with the difference
    that was asked for put between the arms; None where that cannot be done."""
    found = spread_of(study, plan, measure, "")
    asked = None if found is None else _asked(plan, measure, found)
    if found is None or asked is None or plan.baseline is None:
        return None
    base = _scaled(comparing.side(study, measure, plan.baseline).values, measure).to_numpy(np.float64)
    if base.size < FEWEST:
        return None
    rng, each, level = np.random.default_rng(seed), _each(plan, people, weights), _level(plan, people)
    gain = asked if not (plan.worth_it_from and plan.worth_it_from.less) else -asked
    hits = sum(_seen(rng, base, found.deviation, each, gain, level, plan.within) for _ in range(DRAWS))
    return hits / DRAWS


def pace(study: Study, wanted: int | None, now: datetime) -> Pace:
    """How fast people have come so far, and how long it takes until `wanted` have finished, if it goes on like that."""
    sessions = study.people.drop_duplicates("session")
    done = int(study.counted["participant"].nunique())
    if not len(sessions):
        return Pace(0.0, None, None, None, None, "Nobody has come yet.")
    began = pd.to_datetime(sessions["started_at"], utc=True, format="ISO8601").min()
    days = max((now - began.to_pydatetime()).total_seconds() / 86_400, 1 / 24)
    ended = sessions["status"].ne("running").sum()
    completion = done / ended if ended else None
    left = max(0, (wanted or 0) - done)
    if not done:
        return Pace(
            0.0,
            completion,
            None,
            None,
            None,
            "Nobody has finished yet, so nobody can tell how long it takes.",
        )
    if not left:
        return Pace(done / days, completion, 0.0, 0.0, 0.0, "The planned number of people has finished.")
    from scipy.stats import chi2

    slow, fast = float(chi2.ppf(0.025, 2 * done)) / 2 / days, float(chi2.ppf(0.975, 2 * done + 2)) / 2 / days
    middle = done / days
    told = f"{left} people more at the present pace of {middle:.1f} a day: about {_days(left / middle)}"
    told += f" ({_days(left / fast)} to {_days(left / slow)})."
    if completion is not None and completion < 1:
        invited = math.ceil(left / completion)
        told += f" {completion:.0%} of those who are through have finished, so invite about {invited}."
    return Pace(middle, completion, left / middle, left / fast, left / slow, told)


# Parts -----------------------------------------------------------------


def _scaled(values: pd.Series[float], measure: Measure) -> pd.Series[float]:
    return values[values > 0].map(math.log) if measure.scale == "time" else values


def _each(plan: Plan, people: int, weights: Mapping[str, float]) -> int:
    """People in the smaller of the arms that are compared; all of them where everybody meets every arm."""
    if plan.within:
        return people
    shares = {arm: weights.get(arm, 1.0) for arm in plan.arms}
    total = sum(shares.values()) or 1.0
    return math.floor(people * min(shares.get(arm, 1.0) for arm in plan.compare) / total)


def _level(plan: Plan, people: int) -> float:
    comparisons = max(1, len(plan.compare) - 1)
    points = looks(people, min(plan.looks, max(1, people // 2)), comparisons, plan.sharing)
    return points[-1].level if plan.looks > 1 and points else ALPHA / comparisons


def _visible(plan: Plan, spread: Spread, each: int, level: float) -> float:
    if plan.within:
        return power.visible_within(each, spread.deviation, alpha=level)
    return power.visible_between(each, each, spread.deviation, alpha=level)


def _chance(plan: Plan, spread: Spread, each: int, asked: float, level: float) -> float:
    if plan.within:
        return power.chance_within(each, asked, spread.deviation, alpha=level)
    return power.chance_between(each, each, asked, spread.deviation, alpha=level)


def _asked(plan: Plan, measure: Measure, spread: Spread) -> float | None:
    """The gain that was asked for, on the scale of the spread."""
    if plan.worth_it_from is None:
        return None
    scale = comparing.factor(measure)
    needed = worth.needed(plan.worth_it_from, measure, spread.baseline * scale)
    if needed is None:
        return None
    return abs(math.log(needed)) if measure.scale == "time" else abs(needed) / scale


def _needed(plan: Plan, spread: Spread, asked: float, weights: Mapping[str, float]) -> int | None:
    if spread.deviation <= 0 or asked <= 0:
        return None
    seek: Callable[..., int] = power.people_within if plan.within else power.people_between
    try:
        each = seek(asked, spread.deviation, alpha=_level(plan, 1000))
    except ValueError:
        return None
    people = each
    while _each(plan, people, weights) < each:
        people = math.ceil(people * max(1.01, each / max(1, _each(plan, people, weights))))
    return people


def _seen(
    rng: np.random.Generator,
    base: NDArray[Any],
    deviation: float,
    each: int,
    gain: float,
    level: float,
    same: bool,
) -> bool:
    if same:
        own = gain + deviation * rng.standard_normal(each)
        p = within(own, np.zeros(each)).p
    else:
        p = between(rng.choice(base, each) + gain, rng.choice(base, each)).p
    return p is not None and p <= level


def _sentence(plan: Plan, measure: Measure, people: int, each: int, seen: float, needed: int | None) -> str:
    who = (
        f"{people} people" if plan.within else f"{people} people, {each} in the smaller of the arms compared,"
    )
    if not math.isfinite(seen):
        return f"{who} are too few to show any difference."
    told = f"{who} would show a difference of {_size(seen, measure)} in 8 of 10 such panels."
    if needed is None or plan.worth_it_from is None:
        return told
    if needed <= people:
        return f"{told} You asked for {plan.worth_it_from}: that is enough."
    return f"{told} You asked for {plan.worth_it_from}: that takes about {needed}."


def _size(gain: float, measure: Measure) -> str:
    if not math.isfinite(gain):
        return "nothing"
    return wording.size(
        math.exp(gain) if measure.scale == "time" else comparing.factor(measure) * gain, measure
    )


def _days(days: float) -> str:
    if days < 1.5:
        return f"{max(1, round(24 * days))} hours"
    return f"{round(days)} days"
