"""A look at one panel: counted, without the people who are left out, and kept for whoever looks next."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
import streamlit as st

from curtain.analysis import Results
from curtain.analysis.bandit import Bandit, bandit
from curtain.analysis.carried import Carried, carried
from curtain.analysis.deciding import decide, depending
from curtain.analysis.dose import Dose, cells, doses
from curtain.analysis.flags import FLAGS
from curtain.analysis.guards import Guard
from curtain.analysis.guards import guards as look_at
from curtain.analysis.results import results_of
from curtain.analysis.spending import Spending, spending
from curtain.analysis.verdict import Verdict
from curtain.engine import Engine
from curtain.ledger import Counted, ledger
from curtain.privacy import reads_words
from curtain.ui.results import guards
from curtain.ui.results.here import Here


def at(engine: Engine, panel: str, *, switches: bool) -> Here:
    """The panel as it stands now, with the `switches` to leave people out. Raises `CurtainError` where its scenario
    cannot be read."""
    found = ledger(engine).counted(panel)
    excluded = guards.switches(found.study) if switches else ()
    return Here(
        engine,
        found.panel,
        found.scenario,
        found.plan,
        found.study.without(excluded),
        found.study,
        figures(panel, found.up_to, excluded, found),
        excluded,
        found.up_to,
        words=reads_words(found.scenario, st.session_state["me"].roles),
        theme=st.context.theme.type or "light",
    )


@st.cache_data(max_entries=64, show_spinner="Counting…")
def figures(panel: str, up_to: int, excluded: tuple[str, ...], _found: Counted) -> Results:  # noqa: ARG001 (the key)
    """The panel's results, computed once for each state of its log, however many reviewers look."""
    return results_of(_found.study.without(excluded), _found.plan, _found.panel.people)


@st.cache_data(max_entries=64, show_spinner="Weighing…")
def _verdict(key: tuple[object, ...], _here: Here, _invalid: tuple[str, ...]) -> Verdict:  # noqa: ARG001 (the key)
    found = decide(_here.study, _here.plan, _here.panel.people, _invalid)
    return depending(_here.study, _here.plan, found, [flag for flag in FLAGS if flag not in _here.excluded])


def verdict(here: Here, invalid: tuple[str, ...] = ()) -> Verdict:
    """The verdict, likewise. `invalid` are the reasons why nothing may be decided."""
    return _verdict((here.panel.id, here.up_to, here.excluded, invalid), here, invalid)


class Behind(NamedTuple):
    """What stands behind a verdict: whether the data can be trusted, and what else may have made the difference."""

    guards: list[Guard]
    carried: list[Carried]
    doses: list[Dose]
    cells: pd.DataFrame | None
    spending: Spending | None
    bandit: Bandit | None


@st.cache_data(max_entries=64, show_spinner="Looking closer…")
def _behind(key: tuple[object, ...], _here: Here) -> Behind:  # noqa: ARG001 (the key)
    study, plan = _here.study, _here.plan
    measure = next((each for each in study.measures if each.name == plan.primary), None)
    return Behind(
        look_at(study, plan, _here.scenario.assign.weights, _here.whole),
        carried(study, plan),
        doses(study, plan),
        cells(study, plan, measure) if measure else None,
        spending(study, plan, _here.results),
        _bandit(_here),
    )


def _bandit(here: Here) -> Bandit | None:
    """What was known when people were sent; whoever is left out of the figures was known then."""
    rule = here.scenario.assign.by_reward
    if rule is None:
        return None
    less = here.scenario.less_is_better(rule.measure)
    return bandit(here.whole, rule, here.panel.arms, less_is_better=less)


def behind(here: Here) -> Behind:
    """What stands behind the verdict, likewise."""
    return _behind((here.panel.id, here.up_to, here.excluded), here)


def dependence(found: Verdict) -> list[str]:
    """What to say where the verdict would be another without some people."""
    return [
        f"This hangs on people who may be left out ({FLAGS[flag].title.lower()}): without them, the verdict is another."
        for flag in found.depends_on
    ]
