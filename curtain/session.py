"""One participant's flow: they start, act on a screen, and move on to the next.

Every function here runs as a command of the store: it reads, decides and appends in one transaction.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

import scenarios
from curtain import predictions
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.state import SessionState, reaction_slot
from curtain.visit import Visit
from feedback_db import PanelRow, ParticipantRow, Writing
from scenarios import Stop
from scenarios.steps import DECISIONS, Screen, Survey


class Act(BaseModel):
    """What a participant did on one screen, as their browser tells it."""

    model_config = ConfigDict(extra="forbid")

    place: str = Field(max_length=200)
    act: Literal["next", "decline", "react", "shown", "answer", "keep", "withdraw"]
    reaction: str | None = Field(default=None, max_length=40)
    value: str | None = Field(default=None, max_length=2_000)
    prediction: str | None = Field(default=None, max_length=64)
    revision: int = Field(default=0, ge=0, le=10_000)
    ms: int | None = Field(default=None, ge=0, le=86_400_000)
    answers: dict[str, int] = Field(default_factory=dict, max_length=200)


def start(
    engine: Engine, tx: Writing, panel: PanelRow, who: ParticipantRow, origin: str, arm: str | None
) -> SessionState:
    """Begin a participant's session, in the arm with the fewest people unless one is given."""
    version = panel.version or engine.freeze(tx, panel.scenario)
    session = f"s-{who.id}"
    seed = f"{panel.seed}/{who.number}"
    if arm is None:
        arm = scenarios.assignment.choose(panel.arms, tx.arm_counts(panel.id, origin), seed)
    state = SessionState(session, panel=panel.id, participant=who.id, arm=arm, version=version)
    visit = Visit(engine, tx, state, panel)
    rows = scenarios.rows(visit.script.scenario, seed)
    plan = visit.script.plan
    visit.append(
        "session.started",
        "session",
        origin=origin,
        arm=arm,
        seed=seed,
        number=who.number,
        rows=rows,
        steps=len(plan),
    )
    enter(visit, plan[0])
    return state


def enter(visit: Visit, stop: Stop) -> None:
    """Come to a screen. If a feature speaks on it, that is asked now; the last one completes the session."""
    done = visit.script.order[stop.place]
    visit.append("step.entered", stop.place, place=stop.place, step=stop.step.id, trial=stop.trial, done=done)
    feature = stop.step.uses
    if feature and visit.script.scenario.features[feature].on:
        predictions.request(visit, stop, feature)
    if visit.script.after(stop.place) is None:
        visit.append("session.completed", "session")


def move_on(visit: Visit) -> None:
    """Go to the next screen, if there is one."""
    following = visit.script.after(visit.state.place)
    if following:
        enter(visit, following)


def act(engine: Engine, session: str, done: Act) -> Future[SessionState]:
    """Carry out what a participant did. An act on a screen that is no longer there changes nothing."""

    def command(tx: Writing) -> SessionState:
        state = engine.state(tx, session)
        if state.status != "running" or done.place != state.place:
            return state
        _DOES[done.act](Visit(engine, tx, state, engine.panel_of(state)), done)
        return state

    return engine.store.submit(command)


def _next(visit: Visit, _done: Act) -> None:
    if visit.stop.step.kind not in {"consent", "info", "reveal"}:
        raise Refused("This screen needs an answer first.")
    move_on(visit)


def _react(visit: Visit, done: Act) -> None:
    stop, asked, reaction = visit.stop, visit.state.current, done.reaction or ""
    if not isinstance(stop.step, Screen) or reaction not in stop.step.reactions:
        raise Refused(f"{reaction!r} is not possible on this screen.")
    if asked and not asked.released:
        raise Refused("Just a moment: this screen is not ready yet.", "busy")
    slot = reaction_slot(reaction)
    warned = asked is not None and predictions.speaks_up(stop.step, asked)
    visit.append(
        "reaction.recorded",
        f"{stop.place}/{slot}",
        done.revision,
        reaction=reaction,
        value=done.value,
        prediction=asked.id if asked else None,
        place=stop.place,
        step=stop.step.id,
        trial=stop.trial,
        revision=done.revision,
        seen_to_pressed_ms=done.ms,
        warned=warned,
        truth=predictions.truth(visit.script.scenario, stop, visit.state.rows),
        predicted=predictions.label(asked.task, asked.output) if asked else None,
    )
    if reaction in DECISIONS:
        move_on(visit)


def _shown(visit: Visit, done: Act) -> None:
    asked = visit.state.current
    if asked and asked.released and asked.id == done.prediction:
        visit.append("prediction.shown", asked.id, prediction=asked.id, place=asked.place, after_ms=done.ms)


def _answer(visit: Visit, done: Act) -> None:
    stop = visit.stop
    if not isinstance(stop.step, Survey):
        raise Refused("There is nothing to answer on this screen.")
    instrument = scenarios.instruments.get(stop.step.instrument)
    missing = [item.id for item in instrument.items if item.id not in done.answers]
    if missing:
        raise Refused("Please answer every line.")
    answers = {item.id: done.answers[item.id] for item in instrument.items}
    if any(not 1 <= value <= instrument.scale.points for value in answers.values()):
        raise Refused("One answer is outside its scale.")
    visit.append("answer.given", stop.place, step=stop.place, instrument=instrument.id, answers=answers)
    move_on(visit)


def _keep(visit: Visit, _done: Act) -> None:
    if visit.stop.step.kind != "debrief":
        raise Refused("There is nothing to keep on this screen.")
    visit.append(
        "answer.given", visit.stop.place, step=visit.stop.place, instrument=None, answers={"data": "keep"}
    )
    move_on(visit)


def _withdraw(visit: Visit, done: Act) -> None:
    """Leave and take everything along: at the consent, at the debrief, or anywhere between."""
    visit.append("participant.withdrew", "session", how=done.act)


_DOES = {
    "next": _next,
    "react": _react,
    "shown": _shown,
    "answer": _answer,
    "keep": _keep,
    "withdraw": _withdraw,
    "decline": _withdraw,
}
