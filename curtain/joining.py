"""How a person joins a panel: the persona that they are given, the arms that they meet, the rows of their trials."""

from __future__ import annotations

from typing import Any, NamedTuple

import scenarios
from curtain.clock import later
from curtain.engine import Engine
from curtain.state import SessionState
from curtain.visit import Visit
from feedback_db import PanelRow, Writing
from scenarios import Scenario, assignment, rows_of
from scenarios.design import PERSONA
from scenarios.steps import Each

GIVEN_UP_AFTER = 3600.0  # seconds without a sign of life, after which a place is no longer held


class Joined(NamedTuple):
    """The arms that a person meets, by period, the group within which they were balanced, and the chance that the arm
    had, by which data of unequal chances can be weighted."""

    arms: tuple[str, ...]
    stratum: str = ""
    chance: float | None = None


def persona(
    engine: Engine, tx: Writing, panel: PanelRow, origin: str, scenario: Scenario, seed: str
) -> str | None:
    """Who the next person is asked to be; None where the scenario has no personas."""
    if not scenario.personas:
        return None
    counts = tx.persona_counts(panel.id, origin, _since(engine))
    quota = scenario.assign.quotas.get(PERSONA, {})
    full = [name for name, most in quota.items() if counts.get(name, 0) >= most]
    shares = {name: each.share for name, each in scenario.personas.items()}
    return assignment.choose_persona(shares, counts, f"{seed}/persona", full) or next(iter(shares))


def joined(
    engine: Engine,
    tx: Writing,
    panel: PanelRow,
    state: SessionState,
    values: dict[str, Any],
    first: str | None = None,
) -> Joined:
    """The arms of a person with these `values` (their persona, their answers), balanced within their stratum; in a
    study within people, those of a balanced order that begins with `first` if that is given."""
    scenario = engine.scenario(state.version)
    assign, seed = scenario.assign, state.seed
    stratum = assignment.stratum(assign.strata, values)
    counts = tx.order_counts(panel.id, state.origin, stratum, _since(engine))
    arms = panel.arms
    if scenario.within and first:
        return Joined(next(order for order in assignment.orders(arms) if order[0] == first), stratum)
    if scenario.within:
        return Joined(assignment.choose_order(arms, counts, seed, assign.block), stratum)
    by_arm = {arm: sum(n for met, n in counts.items() if met[0] == arm) for arm in arms}
    chances = engine.rewards.chances(panel, state.origin, scenario, f"{seed}/best")
    chances = chances or assignment.chances(arms, by_arm, assign.weights, assign.block)
    arm = assignment.draw(chances, seed)
    return Joined((arm,), stratum, chances[arm])


def rows(engine: Engine, panel: PanelRow, version: str, arms: tuple[str, ...], seed: str) -> dict[str, Any]:
    """The rows of all blocks that somebody in these arms meets; see `scenarios.rows_of`."""
    return rows_of(engine.scenario(version), engine.armed(version, arms, panel), seed)


def is_due(visit: Visit) -> bool:
    """Whether the arm is to be told now: after the last of the screening questions."""
    if visit.state.arms != ("",):
        return False
    plan, here = visit.script.plan, visit.script.order[visit.state.place]
    return not any(getattr(stop.step, "screening", False) for stop in plan[here + 1 :])


def assign(visit: Visit) -> bool:
    """Give the person their arm by what they have said. False: their group has all its people, and this was all."""
    engine, tx, state, panel = visit.engine, visit.tx, visit.state, visit.panel
    values = _values(visit)
    quotas = engine.scenario(state.version).assign.quotas
    counts = {question: _quota_counts(visit, question) for question in quotas}
    if assignment.full(quotas, counts, values):
        visit.append("session.screened_out", "session")
        return False
    who = tx.participant(state.participant)
    link = tx.link(who.link) if who and who.link else None
    found = joined(engine, tx, panel, state, values, link.arm if link else None)
    made = rows(engine, panel, state.version, found.arms, state.seed)
    state.arm = "" if visit.script.scenario.within else found.arms[0]
    plan = scenarios.plan(engine.scenario(state.version), engine.armed(state.version, found.arms, panel))
    told = {**found._asdict(), "arms": list(found.arms), "rows": made, "steps": len(plan)}
    visit.append("session.assigned", "session", **told)
    return True


def screens_first(scenario: Scenario) -> bool:
    """Whether the arm depends on answers, so that questions come before it."""
    return any(getattr(part, "screening", False) for part in scenario.flow if not isinstance(part, Each))


def _values(visit: Visit) -> dict[str, Any]:
    answers = {
        f"{visit.script.stop(place).step.id}.{item}": value
        for place, given in visit.state.answers.items()
        for item, value in given.items()
    }
    return {PERSONA: visit.state.persona, **answers}


def _quota_counts(visit: Visit, question: str) -> dict[str, int]:
    tx, state, since = visit.tx, visit.state, _since(visit.engine)
    if question == PERSONA:
        return tx.persona_counts(state.panel, state.origin, since)
    step, _, item = question.partition(".")
    found = tx.answer_counts(state.panel, state.origin, step, item, state.id, since)
    return {assignment.said(value): count for value, count in found.items()}


def _since(engine: Engine) -> str:
    return later(engine.clock(), -GIVEN_UP_AFTER)
