"""What people cost in each arm, each arm beside the baseline, and what the costs are made of."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from curtain.analysis import costs, wording
from curtain.analysis.figures import Difference, Results
from curtain.analysis.plan import Plan
from curtain.analysis.study import Study


class Spending(NamedTuple):
    """A sentence for each arm that is compared, and `parts`: a row for each arm and a column for each thing that has a
    price, with its mean per person in the currency, after `all`, their sum. Missing where nobody has a figure."""

    currency: str
    sentences: tuple[str, ...]
    parts: pd.DataFrame


def spending(study: Study, plan: Plan, results: Results) -> Spending | None:
    """What people cost by the prices of the decision block; None where nothing has a price."""
    measure = costs.measure(plan)
    if measure is None or plan.costs is None:
        return None
    parts = costs.per_person(plan, study.people, study.trials).groupby("arm").mean()
    parts = parts.reindex(list(results.arms)).rename(columns=costs.thing)
    found = (results.difference(measure.name, arm) for arm in plan.compare)
    sentences = tuple(_sentence(each) for each in found if each)
    parts.insert(0, "all", parts.sum(axis=1, skipna=False))
    return Spending(plan.costs.currency, sentences, parts)


def _sentence(found: Difference) -> str:
    """ "with-reason costs 2.10 € less per person than no-warning [0.40, 3.80]." """
    here, there = found.arm, found.baseline
    if found.estimate is None or found.ci_lower is None or found.ci_upper is None:
        return f"Whether {here} costs more or less than {there}: {found.note or 'cannot tell'}."
    said = wording.difference(found, "more", "less")
    amount, bracket, bounds = said.partition(" [")
    if found.ci_lower <= 0 <= found.ci_upper:
        return f"{here} may cost as much as {there}: {said}."
    return f"{here} costs {amount} than {there}{bracket}{bounds}."
