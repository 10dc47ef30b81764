"""One participant's flow: they start, act on a screen, and move on to the next.

Every function here runs as a command of the store: it reads, decides and appends in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from curtain import joining, reactions
from curtain.acts import Act
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.moving import enter, go_back, move_on
from curtain.screens import KINDS
from curtain.state import SessionState
from curtain.visit import Visit
from feedback_db import PanelRow, ParticipantRow, Writing
from scenarios.design import PERSONA
from scenarios.formats import speaking


def start(
    engine: Engine, tx: Writing, panel: PanelRow, who: ParticipantRow, origin: str, arm: str | None
) -> SessionState:
    """Begin a participant's session: in the given arm, in one that is told by balance, or in none before they have
    answered the questions that decide it."""
    version = panel.version or engine.freeze(tx, panel.scenario)
    scenario = engine.scenario(version)
    session, seed = f"s-{who.id}", f"{panel.seed}/{who.number}"
    state = SessionState(
        session, panel=panel.id, participant=who.id, version=version, seed=seed, origin=origin
    )
    state.persona = joining.persona(engine, tx, panel, origin, scenario, seed)
    if arm is not None and not scenario.within:
        found = joining.Joined((arm,))
    elif joining.screens_first(scenario):
        found = joining.Joined(("",))
    else:
        found = joining.joined(engine, tx, panel, state, {PERSONA: state.persona}, arm)
    state.arms, state.stratum = found.arms, found.stratum
    state.arm = "" if scenario.within else found.arms[0]
    state.period = 0 if scenario.within else 1
    visit = Visit(engine, tx, state, panel)
    plan = visit.script.plan
    visit.append(
        "session.started",
        "session",
        origin=origin,
        arm=state.arm,
        arms=list(found.arms),
        persona=state.persona,
        stratum=found.stratum,
        chance=found.chance,
        seed=seed,
        number=who.number,
        rows=joining.rows(engine, panel, version, found.arms, seed),
        steps=len(plan),
    )
    with speaking(scenario.lang):
        enter(visit, plan[0])
    return state


def act(engine: Engine, session: str, done: Act) -> Future[SessionState]:
    """Carry out what a participant did. An act on a screen that is no longer there changes nothing."""

    def command(tx: Writing) -> SessionState:
        state = engine.state(tx, session)
        if state.status != "running" or done.place != state.place:
            return state
        visit = Visit(engine, tx, state, engine.panel_of(state))
        with speaking(visit.script.scenario.lang):
            _does(visit, done)(visit, done)
        return state

    return engine.store.submit(command)


def _does(visit: Visit, done: Act) -> Callable[[Visit, Act], None]:
    """What an act means on this screen. Raises `Refused` where it is not possible."""
    step = visit.stop.step
    found = _ANYWHERE.get(done.act) or KINDS[step.kind].acts.get(done.act)
    if found is None or (done.act == "skip" and not step.optional):
        raise Refused("This is not possible on this screen.")
    return found


def _shown(visit: Visit, done: Act) -> None:
    asked = visit.state.find(done.prediction or "")
    if asked and asked.released and asked.place == visit.state.place:
        visit.append("prediction.shown", asked.id, prediction=asked.id, place=asked.place, after_ms=done.ms)


def _skip(visit: Visit, done: Act) -> None:
    reactions.record(visit, done, "skip", asked=visit.state.current)
    move_on(visit)


def _back(visit: Visit, _done: Act) -> None:
    go_back(visit)


def _withdraw(visit: Visit, done: Act) -> None:
    """Leave and take everything along: at the consent, at the debrief, or anywhere between."""
    visit.append("participant.withdrew", "session", how=done.act)


_ANYWHERE: dict[str, Callable[[Visit, Act], None]] = {
    "shown": _shown,
    "skip": _skip,
    "back": _back,
    "withdraw": _withdraw,
    "decline": _withdraw,
}
