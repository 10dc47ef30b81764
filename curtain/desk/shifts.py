"""Shifts: an operator comes, pauses, goes on, and ends with three short answers; and what has to be practised first."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from curtain.desk.leases import Operator, let_go
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.floor import Shift
from curtain.state import SessionState
from feedback_db import NewEvent, PanelRow, Writing
from scenarios import Scenario, ScenarioError
from scenarios.at_desk import Practice

QUESTIONS = ("hard", "off_script", "needs")  # what was hard, what went off script, what a model would need
LONGEST = 2_000  # characters of one answer to them
PRACTISE_FIRST = "Please practise on this scenario first: it takes a few minutes."


def start(engine: Engine, operator: Operator, panel: str | None = None) -> Future[None]:
    """Begin a shift for one panel or for all. Beginning again changes nothing."""
    return engine.store.submit(lambda tx: ensure(engine, tx, operator, panel))


def take_part(engine: Engine, tx: Writing, operator: Operator, state: SessionState) -> None:
    """Whoever takes a request is at work, and goes on if they had paused; but who practises is not, and simulated
    operators have no shifts."""
    if state.origin not in {"practice", "simulated"}:
        ensure(engine, tx, operator, None)


def ensure(engine: Engine, tx: Writing, operator: Operator, panel: str | None) -> None:
    """Begin a shift within a transaction, or go on with one that was paused."""
    shift = engine.floor.shift_of(operator.id)
    if shift is None:
        told = {"shift": secrets.token_hex(8), "operator": operator.id, "name": operator.name}
        _tell(engine, tx, "desk.shift_started", panel, told)
    elif shift.paused:
        _tell(engine, tx, "desk.shift_went_on", shift.panel, {"shift": shift.id, "operator": operator.id})


def pause(engine: Engine, operator: Operator) -> Future[None]:
    """Step out for a moment: nothing new is counted on this operator."""
    return _when(engine, operator, "desk.shift_paused", paused=False)


def go_on(engine: Engine, operator: Operator) -> Future[None]:
    """Come back from a pause."""
    return _when(engine, operator, "desk.shift_went_on", paused=True)


def end(engine: Engine, operator: Operator, answers: Mapping[str, Any]) -> Future[None]:
    """End a shift: what is held goes back to the queue, sessions that were taken over go back to their mocks. `answers`
    may have texts for `QUESTIONS`."""
    told = {name: str(answers.get(name) or "")[:LONGEST] for name in QUESTIONS}

    def command(tx: Writing) -> None:
        for prediction, session in engine.waiting.held(operator.id):
            state = engine.state(tx, session)
            asked = state.find(prediction)
            if asked and asked.open and asked.claimed_by == operator.id:
                let_go(engine, tx, state, asked, "end of shift")
        for session in engine.floor.taken_by(operator.id):
            state = engine.state(tx, session)
            if state.taken_by == operator.id:
                engine.append(tx, state, "desk.gave_over", {"operator": operator.id})
        shift = engine.floor.shift_of(operator.id)
        if shift:
            ended = {"shift": shift.id, "operator": operator.id, **told}
            _tell(engine, tx, "desk.shift_ended", shift.panel, ended)

    return engine.store.submit(command)


def let_in(engine: Engine, operator: Operator, scenario: str, by: str) -> Future[None]:
    """Let somebody play without practice. It is logged, and told in the results."""
    told = {"operator": operator.id, "name": operator.name, "scenario": scenario, "by": by}
    return engine.store.submit(lambda tx: _tell(engine, tx, "desk.let_in", None, told))


def practice_of(scenario: Scenario) -> dict[str, Practice]:
    """What the scenario asks of operators before their first shift, by feature."""
    return {name: each.desk.practice for name, each in scenario.features.items() if each.desk.practice}


def lacks_practice(engine: Engine, operator: str, panel: PanelRow) -> bool:
    """Whether an operator has to practise before they play for the real people of this panel."""
    if panel.origin != "real" or engine.floor.may_play(operator, panel.scenario):
        return False
    try:
        return bool(practice_of(engine.scenario_of(panel)))
    except ScenarioError:
        return False


def has_to_practise(engine: Engine, operator: str, state: SessionState) -> bool:
    """The same for one session: previews, practice and simulated people may be answered by anybody."""
    return state.origin == "real" and lacks_practice(engine, operator, engine.panel_of(state))


def may_play(engine: Engine, operator: Operator, state: SessionState) -> None:
    """Raises `Refused` where a real person waits, and the practice that is asked for first was not done."""
    if has_to_practise(engine, operator.id, state):
        raise Refused(PRACTISE_FIRST, "practise")


def _when(engine: Engine, operator: Operator, kind: str, *, paused: bool) -> Future[None]:
    def command(tx: Writing) -> None:
        shift: Shift | None = engine.floor.shift_of(operator.id)
        if shift and shift.paused == paused:
            _tell(engine, tx, kind, shift.panel, {"shift": shift.id, "operator": operator.id})

    return engine.store.submit(command)


def _tell(engine: Engine, tx: Writing, kind: str, panel: str | None, told: Mapping[str, Any]) -> None:
    tx.append(NewEvent(kind, engine.now(), panel or "", payload=dict(told)))
