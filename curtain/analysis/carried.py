"""What carries the effect: the main comparison with what else differed between the arms held equal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curtain.analysis import comparing, wording
from curtain.analysis.figures import Difference
from curtain.analysis.inference.clustered import Effect, average_effect
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study

MOST_OPERATORS = 8  # each takes a column; with more, people are too few for them

_HELD = {
    "latency": "how long answers took",
    "fallback": "stand-in answers",
    "operator": "who answered",
    "period": "the order of arms",
}


class Carried(NamedTuple):
    """One arm against the baseline: as it is, and with `held` (in words) equal. `says` is one sentence."""

    arm: str
    raw: Difference
    adjusted: Difference
    held: tuple[str, ...]
    says: str


def carried(study: Study, plan: Plan) -> list[Carried]:
    """For every arm of the decision block. Nothing where the main measure is a time or a preference, and nothing
    where nothing else differed."""
    measure = next((each for each in study.measures if each.name == plan.primary), None)
    if measure is None or plan.baseline is None or measure.scale == "time" or measure.binary:
        return []
    found = [_arm(study, plan, measure, arm) for arm in plan.compare if arm != plan.baseline]
    return [each for each in found if each]


def _arm(study: Study, plan: Plan, measure: Measure, arm: str) -> Carried | None:
    assert plan.baseline is not None
    rows = study.counted[study.counted["arm"].isin([arm, plan.baseline])]
    rows = rows[rows[measure.name].notna()]
    others, held = _others(rows, plan)
    if not held or rows.empty:
        return None
    raw = comparing.difference(study, plan, measure, arm, plan.baseline)
    told = average_effect(
        rows[measure.name].tolist(),
        rows["arm"].eq(arm).astype(float).tolist(),
        rows["participant"].tolist(),
        others,
        binary=measure.scale == "share",
    )
    adjusted = _difference(measure, raw, told)
    return Carried(arm, raw, adjusted, tuple(held), _sentence(measure, raw, adjusted, held))


def _others(rows: pd.DataFrame, plan: Plan) -> tuple[NDArray[np.float64], list[str]]:
    """Centred columns of what else may differ, with words; what is alike for everybody, or mostly unknown, is none."""
    columns: list[pd.Series[float]] = []
    held: list[str] = []
    for name in ("latency", "fallback", *(("period",) if plan.within else ())):
        values = pd.to_numeric(rows.get(name, pd.Series(dtype=float)), errors="coerce").astype(float)
        if values.notna().mean() > 0.5 and values.nunique() > 1:
            columns.append((values - values.mean()).fillna(0.0))
            held.append(_HELD[name])
    operators = rows["operator"].dropna()
    if 1 < operators.nunique() <= MOST_OPERATORS:
        for operator in sorted(operators.unique())[1:]:
            flag = rows["operator"].eq(operator).astype(float)
            columns.append(flag - flag.mean())
        held.append(_HELD["operator"])
    made = np.column_stack(columns) if columns else np.empty((len(rows), 0))
    return np.asarray(made, dtype=np.float64), held


def _difference(measure: Measure, raw: Difference, told: Effect) -> Difference:
    scale = comparing.factor(measure)
    ends = [None if end is None else scale * end for end in (told.estimate, told.ci_lower, told.ci_upper)]
    method = "average difference by generalized estimating equations, bias-reduced"
    return raw._replace(
        estimate=ends[0], ci_lower=ends[1], ci_upper=ends[2], method=method, note=told.note, p=told.p,
        p_adjusted=None, effect=None, effect_name="",
    )  # fmt: skip


def _sentence(measure: Measure, raw: Difference, adjusted: Difference, held: list[str]) -> str:
    equal = " and ".join([", ".join(held[:-1]), held[-1]] if len(held) > 1 else held)
    if adjusted.estimate is None:
        return f"{raw.arm}: what else differed ({equal}) came together with the arm, so nobody can tell them apart."
    words = wording.difference(adjusted, measure.more, measure.less)
    before = wording.difference(raw, measure.more, measure.less)
    return f"{raw.arm}: {before}; with {equal} held equal, {words}."
