"""Item by item: what people answered in questionnaires, as numbers."""

from __future__ import annotations

import pandas as pd

from curtain.analysis.frames import PERSON, Evidence
from curtain.analysis.plan import Plan

COLUMNS = ("participant", "arm", "session", "instrument", "item", "value")


def items(evidence: Evidence, plan: Plan) -> pd.DataFrame:
    """A row for each person, arm and item of a questionnaire that can be scored, with the answer as it was given (not
    turned round). Where a questionnaire comes once for every trial, `value` is the mean of them; where it stands at
    several steps of the flow, that of the last one."""
    rated = {
        (each.id, item): question.scale[:2]
        for each in plan.instruments
        for item, question in each.rated.items()
    }
    rows = evidence.answers
    places = pd.Series(
        list(zip(rows["instrument"], rows["item"], strict=True)), index=rows.index, dtype=object
    )
    known = places.isin(list(rated))
    rows, scales = rows[known], [rated[place] for place in places[known]]
    low, high = (pd.Series([scale[n] for scale in scales], rows.index, dtype=float) for n in (0, 1))
    value = pd.to_numeric(rows["value"], errors="coerce")
    on_scale = value.ge(low) & value.le(high)
    rows = rows.assign(value=value.astype(float))[on_scale.astype(bool)]
    last = rows.sort_values("at", kind="stable").drop_duplicates([*PERSON, "instrument"], keep="last")
    rows = rows.merge(last[[*PERSON, "instrument", "where"]], on=[*PERSON, "instrument", "where"])
    grouped = rows.groupby([*PERSON, "session", "instrument", "item"], sort=False)
    return grouped["value"].mean().reset_index()[list(COLUMNS)]
