"""Everything that a report is made of, counted once."""

from __future__ import annotations

from typing import NamedTuple

from curtain import quotes
from curtain.analysis import Results
from curtain.analysis.carried import Carried, carried
from curtain.analysis.deciding import decide, depending
from curtain.analysis.dose import Dose, doses
from curtain.analysis.flags import FLAGS
from curtain.analysis.funnel import Funnel, funnel, way
from curtain.analysis.guards import Guard, guards, reasons
from curtain.analysis.questionnaires import Questionnaire, questionnaires
from curtain.analysis.results import results_of
from curtain.analysis.spending import Spending, spending
from curtain.analysis.study import Study
from curtain.analysis.verdict import Verdict
from curtain.engine import Engine
from curtain.ledger import Counted
from curtain.quotes import Said


class Gathered(NamedTuple):
    """A panel with its results, its verdict and what stands behind it. `excluded`: the flags of people left out."""

    counted: Counted
    study: Study
    results: Results
    verdict: Verdict
    guards: list[Guard]
    carried: list[Carried]
    doses: list[Dose]
    funnels: list[Funnel]
    questionnaires: list[Questionnaire]
    spending: Spending | None
    said: Said
    excluded: tuple[str, ...]


def gather(
    engine: Engine, counted: Counted, excluded: tuple[str, ...] = (), *, words: bool = True
) -> Gathered:
    """Count a panel for its report; without `words`, what people wrote stays out."""
    study, plan, panel = counted.study.without(excluded), counted.plan, counted.panel
    found = guards(study, plan, counted.scenario.assign.weights, counted.study)
    verdict = decide(study, plan, panel.people, reasons(found))
    verdict = depending(study, plan, verdict, [flag for flag in FLAGS if flag not in excluded])
    said = Said([], [])
    if words:
        with engine.store.reading() as reading:
            said = quotes.said(reading, panel, plan)
    results = results_of(study, plan, panel.people)
    return Gathered(
        counted,
        study,
        results,
        verdict,
        found,
        carried(study, plan),
        doses(study, plan),
        funnel(study, way(counted.scenario)),
        questionnaires(study, plan),
        spending(study, plan, results),
        said,
        excluded,
    )
