"""How a participant moves through the flow: on to the next screen, back, or on by itself when the time is up."""

from __future__ import annotations

from curtain import joining, values
from curtain.clock import later
from curtain.engine import Engine, Script
from curtain.errors import Refused
from curtain.kinds import KINDS
from curtain.state import SessionState
from curtain.visit import Visit
from feedback_db import Writing
from scenarios import Stop


def enter(visit: Visit, stop: Stop) -> None:
    """Come to a screen. If a feature speaks on it, that is asked now; the last screen completes the session."""
    state, step = visit.state, stop.step
    _leave(visit)
    state.period, state.arm = stop.period, _arm(state, stop)
    told: dict[str, object] = {}
    if step.time_limit:
        told["limit_at"] = later(visit.engine.clock(), step.time_limit)
    ask_after = KINDS[step.kind].asks_after(visit, stop)
    if ask_after:
        told["ask_at"] = later(visit.engine.clock(), ask_after * visit.engine.time_scale)
    visit.append(
        "step.entered",
        stop.place,
        state.visits.get(stop.place, 0),
        place=stop.place,
        step=step.id,
        trial=stop.trial,
        done=visit.script.order[stop.place],
        **told,
    )
    KINDS[step.kind].enter(visit, stop)
    if visit.script.after(stop.place) is None:
        visit.append("session.completed", "session")


def move_on(visit: Visit) -> None:
    """Go to the next screen that is meant for this person; without one, that was all."""
    if joining.is_due(visit) and not joining.assign(visit):
        return
    script, following = visit.script, visit.script.after(visit.state.place)
    while following and not values.holds(script, visit.state, following):
        following = script.after(following.place)
    if following:
        enter(visit, following)
    else:
        _leave(visit)
        visit.append("session.completed", "session")


def way_back(script: Script, state: SessionState) -> Stop | None:
    """The screen before this one, where going back is allowed: never before a checkpoint, into another arm, or to a
    question that told the arm."""
    stop = script.stop(state.place)
    if not stop.step.back:
        return None
    for before in reversed(script.plan[: script.order[stop.place]]):
        told_the_arm = getattr(before.step, "screening", False) and any(state.arms)
        if (
            told_the_arm
            or before.step.checkpoint
            or before.period != stop.period
            or before.step.kind == "consent"
        ):
            return None
        if before.place in state.visits:
            return before
    return None


def go_back(visit: Visit) -> None:
    """Go to the screen before. Raises `Refused` where that is not allowed."""
    before = way_back(visit.script, visit.state)
    if before is None:
        raise Refused("There is no way back from here.")
    visit.append("step.left", visit.spot, place=visit.state.place, how="back")
    enter(visit, before)


def time_up(engine: Engine, tx: Writing, state: SessionState, place: str) -> None:
    """Move on from a screen whose time is over; before that, or elsewhere, do nothing."""
    if state.status != "running" or state.place != place or engine.now() < state.here.get("limit_at", "~"):
        return
    visit = Visit(engine, tx, state, engine.panel_of(state))
    visit.append("step.left", visit.spot, place=place, how="time")
    move_on(visit)


def ask_now(engine: Engine, tx: Writing, state: SessionState, place: str) -> None:
    """Ask the feature of a screen that speaks by itself, when its moment has come."""
    if state.status == "running" and state.place == place and engine.now() >= state.here.get("ask_at", "~"):
        visit = Visit(engine, tx, state, engine.panel_of(state))
        KINDS[visit.stop.step.kind].ask(visit, visit.stop)


def _leave(visit: Visit) -> None:
    """Who goes on wants no answer any more: what was asked and has not come is taken off the desk."""
    for asked in visit.state.asked_at(visit.state.place):
        if not asked.released:
            visit.append("prediction.closed", asked.id, prediction=asked.id)


def _arm(state: SessionState, stop: Stop) -> str:
    """The arm that holds at a screen; none around the block that is repeated for every arm."""
    return state.arms[stop.period - 1] if 0 < stop.period <= len(state.arms) else ""
