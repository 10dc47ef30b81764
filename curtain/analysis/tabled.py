"""Figures as tables of words, the same on the page and in the report."""

from __future__ import annotations

import pandas as pd

from curtain.analysis import wording
from curtain.analysis.funnel import Funnel
from curtain.analysis.questionnaires import Questionnaire, Scale, Score, goes_together
from curtain.analysis.spending import Spending


def stages(found: list[Funnel]) -> pd.DataFrame:
    """A row for each stage of the way, a column for each arm."""
    rows: dict[str, dict[str, str]] = {stage.name: {} for stage in found[0].stages}
    for each in found:
        for stage in each.stages:
            rows[stage.name][each.arm] = f"{stage.reached} of {stage.of}"
    return pd.DataFrame.from_dict(rows, orient="index").fillna(wording.NOTHING)


def scores(found: Questionnaire) -> pd.DataFrame:
    """A questionnaire's main score: a row for each arm; no column in which nothing would stand."""
    main = found.scales[0]
    rows = {each.found.arm: _row(each, found.alike.get(each.found.arm)) for each in main.scores}
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table[[name for name in table if any(table[name])]]


def _row(each: Score, alike: tuple[int, int] | None) -> dict[str, str]:
    return {
        "people": str(each.found.n),
        "score": wording.estimate(each.found),
        "beside others": each.standing.says if each.standing else "",
        "made of": each.made_of,
        "items go together": goes_together(each.alpha) if each.alpha and each.found.n else "",
        "answered all alike": f"{alike[0]} of {alike[1]}" if alike else "",
        "note": each.found.note,
    }


def subscales(scales: list[Scale]) -> pd.DataFrame:
    """A row for each subscale, a column for each arm; a second line, where there is one, says how that is elsewhere."""
    rows = {
        scale.measure.title: {
            each.found.arm: score(each) + (f"  \n{each.standing.says}" if each.standing else "")
            for each in scale.scores
        }
        for scale in scales
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def score(each: Score) -> str:
    """A score with its interval, in words."""
    return wording.estimate(each.found) if each.found.estimate is not None else "cannot tell"


def spent(found: Spending) -> pd.DataFrame:
    """A row for each arm, a column for each thing that has a price."""
    unit = f"{found.currency} per person"
    return found.parts.map(lambda value: wording.NOTHING if pd.isna(value) else wording.number(value, unit))
