"""Questionnaires: each score beside what others scored, whether the items go together, and who answered all alike."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

from curtain.analysis import comparing
from curtain.analysis.figures import Estimate
from curtain.analysis.flags import MANY_ITEMS
from curtain.analysis.inference.benchmarks import Standing, standing
from curtain.analysis.inference.reliability import Alpha, cronbach
from curtain.analysis.intervals import Interval
from curtain.analysis.plan import Plan
from curtain.analysis.quantities import Measure
from curtain.analysis.results import arms_of
from curtain.analysis.study import Study
from curtain.analysis.wording import MINUS
from scenarios.instruments import Instrument
from scenarios.instruments.scoring import PASSIVES, PROMOTERS, Scoring

# From which alpha on items are said to go together (Nunnally 1978 asks for 0.7), and from which on to say the same.
LOOSELY, WELL, THE_SAME = 0.6, 0.7, 0.95

NOBODY = pd.DataFrame()
_FILLED = re.compile(r"\{[{%].*?[%}]\}")  # what stands there depends on the person


class Score(NamedTuple):
    """A score in one arm. `standing` is None where nobody has published what others scored, and `alpha` where the score
    has one item only; `made_of` says what a mean hides, in words."""

    found: Estimate
    standing: Standing | None
    alpha: Alpha | None
    made_of: str = ""


class Scale(NamedTuple):
    """One of a questionnaire's scores in each arm; `typical` is what others scored, and `alpha` that of everybody, each
    person once."""

    measure: Measure
    typical: float | None
    alpha: Alpha | None
    scores: list[Score]


class Questionnaire(NamedTuple):
    """One questionnaire, with a scale for each of its scores.

    `alike` has, by arm, how many gave the same answer to all items, of how many; empty with fewer than five items.
    `items` has a row for each item (its text) and a column of means for each arm, as people answered.
    """

    instrument: Instrument
    scales: list[Scale]
    alike: dict[str, tuple[int, int]]
    items: pd.DataFrame


def questionnaires(study: Study, plan: Plan) -> list[Questionnaire]:
    """All questionnaires of the flow that anybody answered."""
    answered = dict(iter(study.items.groupby("instrument", sort=False)))
    return [_one(study, plan, each, answered[each.id]) for each in plan.instruments if each.id in answered]


def goes_together(found: Alpha) -> str:
    """What an alpha says, in words, with its figure."""
    if found.alpha is None or found.ci_lower is None or found.ci_upper is None:
        return found.note
    figures = f"{found.alpha:.2f} [{found.ci_lower:.2f}, {found.ci_upper:.2f}]".replace("-", MINUS)
    if found.ci_lower < LOOSELY and found.ci_upper >= WELL:
        return f"cannot tell with {found.n} people: {figures}"
    words = "hardly"
    for start, better in ((LOOSELY, "loosely"), (WELL, "well"), (THE_SAME, "so closely that fewer would do")):
        words = better if found.alpha >= start else words
    return f"{words}: {figures}"


def _one(study: Study, plan: Plan, instrument: Instrument, rows: pd.DataFrame) -> Questionnaire:
    arms = arms_of(study, plan)
    answers = {str(arm): _wide(mine) for arm, mine in rows.groupby("arm")}
    known = {measure.name: measure for measure in study.measures}
    scorings = {instrument.id: instrument.scoring} | {
        f"{instrument.id}.{name}": scoring for name, scoring in instrument.subscales.items()
    }
    scales = [
        Scale(
            known[name],
            scoring.benchmark.typical if scoring.benchmark else None,
            _alpha(scoring, instrument, _wide(rows)),
            [_score(study, known[name], scoring, instrument, arm, answers.get(arm, NOBODY)) for arm in arms],
        )
        for name, scoring in scorings.items()
        if scoring is not None and name in known
    ]
    many = len(instrument.rated) >= MANY_ITEMS
    alike = {arm: _alike(answers[arm]) for arm in arms if arm in answers} if many else {}
    return Questionnaire(instrument, scales, alike, _means(instrument, answers, arms))


def _wide(rows: pd.DataFrame) -> pd.DataFrame:
    """A row for each person and a column for each item."""
    return rows.pivot_table(index="participant", columns="item", values="value", aggfunc="mean")


def _score(
    study: Study, measure: Measure, scoring: Scoring, instrument: Instrument, arm: str, answers: pd.DataFrame
) -> Score:
    found = comparing.estimate(study, measure, arm)
    told = Interval(found.n, found.estimate, found.ci_lower, found.ci_upper, found.method, found.note)
    benchmark = scoring.benchmark
    beside = standing(told, benchmark.bands, benchmark.typical) if benchmark and found.n else None
    return Score(found, beside, _alpha(scoring, instrument, answers), _made_of(scoring, answers))


def _alpha(scoring: Scoring, instrument: Instrument, answers: pd.DataFrame) -> Alpha | None:
    names = list(scoring.items or instrument.rated)
    if len(names) < 2:
        return None
    turned = answers.reindex(columns=names)
    for name in names:
        least, most, _ = instrument.rated[name].scale
        if instrument.rated[name].reverse:
            turned[name] = least + most - turned[name]
    return cronbach(turned.to_numpy(dtype=float).tolist())


def _made_of(scoring: Scoring, answers: pd.DataFrame) -> str:
    if scoring.method != "promoters" or answers.empty:
        return ""
    given = answers.mean(axis=1).dropna()
    promoters, detractors = int(given.ge(PROMOTERS).sum()), int(given.lt(PASSIVES).sum())
    return f"{promoters} promoters, {len(given) - promoters - detractors} in between, {detractors} detractors"


def _alike(answers: pd.DataFrame) -> tuple[int, int]:
    whole = answers.dropna()
    return int(whole.nunique(axis=1).eq(1).sum()), len(whole)


def _means(instrument: Instrument, wide: dict[str, pd.DataFrame], arms: tuple[str, ...]) -> pd.DataFrame:
    texts = {
        name: f"{n}. {_FILLED.sub('…', question.text)}"
        for n, (name, question) in enumerate(instrument.rated.items(), 1)
    }
    means = {arm: wide[arm].mean().reindex(list(texts)) for arm in arms if arm in wide}
    return pd.DataFrame(means).rename(index=texts)
