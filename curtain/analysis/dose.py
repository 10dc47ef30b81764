"""How good must the model be: a measure over the levels of a factor, and where it reaches what was asked."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from curtain.analysis import comparing, wording
from curtain.analysis.figures import Estimate
from curtain.analysis.inference.signal import reliance
from curtain.analysis.inference.thresholds import Point, Threshold, threshold
from curtain.analysis.intervals import mean_of_people
from curtain.analysis.plan import Factor, Plan
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study
from scenarios.decision import Bound


class Level(NamedTuple):
    """One level of a factor: the measure in all arms that have it, and how people relied on what they were told.

    The shares are means of people's own, in percent: how often they followed right answers and wrong ones, and did not
    follow right ones. `d_prime` is the mean of people's sensitivity. None: it did not occur.
    """

    level: float
    label: str
    found: Estimate
    followed_right: float | None
    followed_wrong: float | None
    overrode_right: float | None
    d_prime: float | None


class Dose(NamedTuple):
    """A measure along a factor. `reached` has the curve, in the unit of the measure; `beside` are arms that the factor
    does not reach. `target` is None where nobody said what is good enough. `crossed` is the arm of the file that was
    varied (empty: all together): arms that were meant to differ are not taken together."""

    factor: Factor
    crossed: str
    measure: Measure
    target: Bound | None
    levels: tuple[Level, ...]
    reached: Threshold
    beside: tuple[Estimate, ...]
    sentence: str


def doses(study: Study, plan: Plan) -> list[Dose]:
    """What the decision block asks under `how_good`, or the main measure along every factor that has an order."""
    known = {measure.name: measure for measure in study.measures}
    asked: list[tuple[str, str, Bound | None]] = [(one.along, one.by, one.reach) for one in plan.how_good]
    if not asked and plan.primary:
        asked = [(name, plan.primary, None) for name in plan.factors]
    return [
        _dose(study, plan, arm, factor, known[by], reach)
        for along, by, reach in asked
        if along in plan.factors and by in known
        for arm, factor in _apart(plan.factors[along]).items()
    ]


def _apart(factor: Factor) -> dict[str, Factor]:
    """The factor for each arm of the file that meets several of its levels; for all together, where one does not."""
    levels: dict[str, dict[str, float]] = {}
    for arm, level in factor.by_arm.items():
        levels.setdefault(factor.crossed.get(arm, ""), {})[arm] = level
    if any(len(set(each.values())) < 2 for each in levels.values()):
        return {"": factor}
    return {arm: factor._replace(by_arm=each) for arm, each in levels.items()}


def cells(study: Study, plan: Plan, measure: Measure) -> pd.DataFrame | None:
    """The measure in each combination of two factors: a row for each, with both levels, `n`, `estimate` (in the unit of
    the measure) and its words; None where there are not two factors with an order."""
    if len(plan.factors) < 2:
        return None
    first, second = list(plan.factors.values())[:2]
    rows = []
    for a in sorted(set(first.by_arm.values())):
        for b in sorted(set(second.by_arm.values())):
            arms = [arm for arm, level in first.by_arm.items() if level == a and second.by_arm.get(arm) == b]
            if arms:
                found = _of_arms(study, measure, arms)
                label = {first.name: said(first, a), second.name: said(second, b)}
                rows.append(
                    {**label, "n": found.n, "estimate": found.estimate, "words": wording.estimate(found)}
                )
    return pd.DataFrame(rows)


def said(factor: Factor, level: float) -> str:
    """A level with its unit: "0.2 s", "75%"."""
    unit = f" {factor.unit}" if factor.unit and factor.unit != "%" else factor.unit
    return f"{level:.3g}{unit}"


def _dose(
    study: Study, plan: Plan, crossed: str, factor: Factor, measure: Measure, target: Bound | None
) -> Dose:
    rows = study.counted[study.counted["arm"].isin(factor.by_arm)]
    values = rows[measure.name].to_numpy(dtype=np.float64, na_value=np.nan)
    is_time = measure.scale == "time"
    known = values > 0 if is_time else np.isfinite(values)
    rows, values = rows[known], np.log(values[known]) if is_time else values[known]
    aim = target.value if target else float("nan")
    scaled = aim / comparing.factor(measure)
    found = threshold(
        rows["arm"].map(dict(factor.by_arm)).tolist(),
        values.tolist(),
        rows["participant"].tolist(),
        math.log(scaled) if is_time and scaled > 0 else scaled,
        binary=measure.scale == "share",
    )
    found = found._replace(curve=tuple(_natural(point, measure) for point in found.curve))
    by_level: dict[float, list[str]] = {}
    for arm, level in sorted(factor.by_arm.items(), key=lambda each: each[1]):
        by_level.setdefault(level, []).append(arm)
    levels = tuple(_level(study, plan, factor, measure, level, arms) for level, arms in by_level.items())
    met = plan.factors[factor.name].by_arm
    beside = tuple(comparing.estimate(study, measure, arm) for arm in plan.arms if arm not in met)
    told = sentence(factor, measure, target, found)
    words = f"{crossed}: {told}" if crossed else told
    return Dose(factor, crossed, measure, target, levels, found, beside, words)


def sentence(factor: Factor, measure: Measure, target: Bound | None, found: Threshold) -> str:
    """What the curve says about the target, in one line. Of levels beyond the tested ones it says nothing."""
    name, along = measure.title, factor.name
    if found.reached == "cannot tell":
        return f"{name} along {along}: {found.note}."
    flat = found.reached == "no slope"
    if target is None:
        if flat:
            return f"{name} does not change with {along}, as far as {_people(found)} can show."
        way = "more" if found.rising else "less"
        return f"The more {along}, the {way} {name.lower()}. Nobody said what is good enough, so no level is named."
    everywhere = _everywhere(found, target)
    if flat and everywhere is None:
        return f"{name} does not change with {along}, as far as {_people(found)} can show: no level can be named."
    if flat or found.level is None:
        middle = found.curve[len(found.curve) // 2].estimate
        good = (middle >= target.value) == (target.op == "at least")
        where = "at every level that was tried" if good else "not reached in the tested range"
        levels = f"{said(factor, found.curve[0].level)} to {said(factor, found.curve[-1].level)}"
        unsure = (
            ""
            if everywhere is not None
            else f" That is the best guess; {_people(found)} cannot make it sure."
        )
        return f"{name}: {target}, {where} of {along} ({levels}).{unsure}"
    more = "more" if found.rising == (target.op == "at least") else "less"
    lower = said(factor, found.lower) if found.lower is not None else "below all that was tried"
    upper = said(factor, found.upper) if found.upper is not None else "above all that was tried"
    return f"{name}: {target} once {along} is {said(factor, found.level)} or {more} [{lower}, {upper}]."


def _everywhere(found: Threshold, target: Bound) -> bool | None:
    """Whether the whole band of the curve is on the good side of the target, or on the bad one; None: neither."""
    above = all(point.lower >= target.value for point in found.curve)
    below = all(point.upper <= target.value for point in found.curve)
    return None if not above and not below else above == (target.op == "at least")


def _people(found: Threshold) -> str:
    return "1 person" if found.people == 1 else f"{found.people} people"


def _level(
    study: Study, plan: Plan, factor: Factor, measure: Measure, level: float, arms: list[str]
) -> Level:
    rows = study.trials[study.trials["arm"].isin(arms) & study.trials["decision"].isin(["accept", "dismiss"])]
    known = rows[rows["right"].notna() & rows["seen"].eq(True)]
    followed = known.assign(hit=_followed(known, plan).astype(float))
    by = {right: followed[followed["right"].eq(right)].groupby("participant")["hit"] for right in (1.0, 0.0)}
    right, wrong = (mean_of_people(by[each].mean()).estimate for each in (1.0, 0.0))
    counts = pd.DataFrame(
        {
            name: by[each].agg(how)
            for each, hits, n in ((1.0, "a", "b"), (0.0, "c", "d"))
            for name, how in ((hits, "sum"), (n, "count"))
        }
    ).fillna(0)
    signals = [reliance(*row) for row in counts[["a", "b", "c", "d"]].astype(int).to_numpy().tolist()]
    sensitivities = [each.d_prime for each in signals if each]
    return Level(
        level,
        said(factor, level),
        _of_arms(study, measure, arms),
        None if right is None else 100 * right,
        None if wrong is None else 100 * wrong,
        None if right is None else 100 * (1 - right),
        float(np.mean(sensitivities)) if sensitivities else None,
    )


def _followed(rows: pd.DataFrame, plan: Plan) -> pd.Series[bool]:
    """Whether a decision did as the answer said: by dismissing, where it said that there is nothing to accept."""
    event = rows["step"].map(plan.accept_fits)
    urged = event.isna() | rows["said"].astype(str).eq(event.astype(str))
    return rows["decision"].eq("accept").eq(urged)


def _of_arms(study: Study, measure: Measure, arms: list[str]) -> Estimate:
    """The measure in several arms taken together, each person once."""
    together = study.people[study.people["arm"].isin(arms)].assign(arm=arms[0])
    found = together.groupby(["participant", "arm"], as_index=False).agg(
        {measure.name: "mean", "counts": "max"}
    )
    return comparing.estimate(replace(study, people=found), measure, arms[0])


def _natural(point: Point, measure: Measure) -> Point:
    scale = comparing.factor(measure)
    ends = (point.estimate, point.lower, point.upper)
    natural = [math.exp(min(700.0, end)) if measure.scale == "time" else scale * end for end in ends]
    return Point(point.level, *natural)
