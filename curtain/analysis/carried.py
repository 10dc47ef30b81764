"""What carries the effect: the main comparison with what else differed between the arms held equal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis import comparing, wording
from curtain.analysis.figures import Difference
from curtain.analysis.inference.clustered import Effect, average_effect
from curtain.analysis.inference.tests import Compared
from curtain.analysis.plan import Plan, Preference
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study

MOST_OPERATORS = 8  # each takes a column; with more, people are too few for them
KNOWN = 0.5  # of the people of an arm, of whom it has to be known to be held equal
ONE_THING = 0.9  # R² of the arm by the rest, from which on both are one thing (a variance inflation of 10)

WORDS = {
    "latency": "how long answers took",
    "fallback": "stand-in answers",
    "operator": "who answered",
    "period": "the order of arms",
}
METHOD = "average difference by generalized estimating equations, bias-reduced"

Columns = NDArray[np.float64]


class Carried(NamedTuple):
    """One arm against the baseline: as it is, and with `held` (in words) equal. What came together with the arm, so
    that nobody can tell them apart, is in `one_thing`. `says` has it in words."""

    arm: str
    raw: Difference
    adjusted: Difference
    held: tuple[str, ...]
    one_thing: tuple[str, ...]
    says: str


class _Others(NamedTuple):
    columns: Columns
    held: tuple[str, ...]
    one_thing: tuple[str, ...]


def carried(study: Study, plan: Plan) -> list[Carried]:
    """For every arm of the decision block: its main measure with shown latency, stand-in answers, operator and (where
    everybody meets several arms) period held equal.

    Nothing where the main measure is a preference, which is a comparison already, and where nothing else differed.
    """
    measure = next((each for each in study.measures if each.name == plan.primary), None)
    preferences = {each.name for each in plan.asked if isinstance(each, Preference)}
    if measure is None or plan.baseline is None or measure.name in preferences:
        return []
    found = [_arm(study, plan, measure, arm, plan.baseline) for arm in plan.compare if arm != plan.baseline]
    return [each for each in found if each]


def _arm(study: Study, plan: Plan, measure: Measure, arm: str, baseline: str) -> Carried | None:
    rows = study.counted[study.counted["arm"].isin([arm, baseline])]
    values = pd.to_numeric(rows[measure.name])
    rows = rows[values.gt(0) if measure.scale == "time" else values.notna()]
    if rows["arm"].nunique() < 2:
        return None
    others = _others(rows, plan, np.asarray(rows["arm"].eq(arm), dtype=np.float64))
    if not others.held and not others.one_thing:
        return None
    raw = comparing.difference(study, plan, measure, arm, baseline)
    adjusted = _adjusted(measure, rows, arm, baseline, others)
    says = _sentence(measure, raw, adjusted, others)
    return Carried(arm, raw, adjusted, others.held, others.one_thing, says)


def _adjusted(measure: Measure, rows: pd.DataFrame, arm: str, baseline: str, others: _Others) -> Difference:
    values = rows[measure.name].astype(float)
    told = Effect(rows["participant"].nunique(), None, None, None, None, "cannot tell")
    if others.held:
        told = average_effect(
            (np.log(values) if measure.scale == "time" else values).tolist(),
            rows["arm"].eq(arm).astype(float).tolist(),
            rows["participant"].tolist(),
            others.columns,
            binary=measure.scale == "share",
        )
    value, lower, upper = (
        math.exp(end) if measure.scale == "time" and end is not None else end
        for end in (told.estimate, told.ci_lower, told.ci_upper)
    )
    n, n_baseline = (int(rows["arm"].eq(one).sum()) for one in (arm, baseline))
    found = Compared(n, n_baseline, value, lower, upper, told.p, None, "", METHOD, told.note)
    return comparing.in_units(measure, arm, baseline, found)


def _others(rows: pd.DataFrame, plan: Plan, arm: Columns) -> _Others:
    """What else differed between people, as centred columns; what is one thing with the arm is left out of them."""
    columns = np.empty((len(rows), 0))
    held: list[str] = []
    one_thing: list[str] = []
    for name in ("latency", "fallback", "operator", *(("period",) if plan.within else ())):
        found = _operators(rows) if name == "operator" else _numbers(rows, name)
        if found is None:
            continue
        tried = np.column_stack([columns, found])
        if not found.size or _explained(arm, tried) > ONE_THING:
            one_thing.append(WORDS[name])
        else:
            columns = tried
            held.append(WORDS[name])
    return _Others(columns, tuple(held), tuple(one_thing))


def _numbers(rows: pd.DataFrame, name: str) -> Columns | None:
    """One centred column; none where all people are alike, and an empty one where it is known in one arm only."""
    values = pd.to_numeric(rows.get(name, pd.Series(index=rows.index)), errors="coerce").astype(float)
    if values.nunique() < 2:
        return None
    if values.notna().groupby(rows["arm"]).mean().min() < KNOWN:
        return np.empty((len(rows), 0))
    return np.asarray((values - values.mean()).fillna(0.0), dtype=np.float64)[:, None]


def _operators(rows: pd.DataFrame) -> Columns | None:
    """A centred column for each operator but the first; whoever was answered by none is a group of their own."""
    who = rows["operator"].astype(object).where(rows["operator"].notna(), "")
    known = sorted(who.unique())
    if not 1 < len(known) <= MOST_OPERATORS:
        return None
    flags = np.column_stack([who.eq(each).to_numpy(dtype=np.float64) for each in known[1:]])
    return np.asarray(flags - flags.mean(axis=0), dtype=np.float64)


def _explained(arm: Columns, columns: Columns) -> float:
    """How much of who is in which arm the columns tell (R²)."""
    apart = arm - arm.mean()
    rest = apart - columns @ np.linalg.lstsq(columns, apart, rcond=None)[0]
    return 1 - float(rest @ rest) / float(apart @ apart)


def _sentence(measure: Measure, raw: Difference, adjusted: Difference, others: _Others) -> str:
    said = f"{raw.arm}: {wording.difference(raw, measure.more, measure.less)}."
    if others.held:
        words = wording.difference(adjusted, measure.more, measure.less)
        left = words if adjusted.estimate is not None else adjusted.note
        said += f" With {_listed(others.held)} held equal: {left}."
    if others.one_thing:
        one = _listed(others.one_thing)
        said += f" {one[0].upper()}{one[1:]} came together with the arm, so nobody can tell them apart."
    return said


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
