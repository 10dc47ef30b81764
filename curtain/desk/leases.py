"""Leases on requests: who holds one, who may, and how that is written down. What all use-cases of the desk stand on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from curtain.clock import later
from curtain.engine import Engine
from curtain.errors import Refused, Taken
from curtain.state import Asked, SessionState
from feedback_db import Writing, key

LEASE = 30.0  # seconds; an open console prolongs it every ten
MOST_HELD = 3  # requests at once in one operator's hands

GONE = "This one has been answered or has left; nothing was sent."
TAKEN = "A colleague took this one a moment ago."
THEIRS = "A colleague plays this person's product at the moment."
ENOUGH = "You hold three already. Please answer one of them first."


class Operator(NamedTuple):
    """Who sits at the desk."""

    id: str
    name: str


class Draft(NamedTuple):
    """What somebody has begun to write: text, or whatever the form of the answer makes of it."""

    prediction: str
    content: Any


def waiting(engine: Engine, tx: Writing, prediction: str) -> tuple[SessionState, Asked]:
    """A request that still wants an answer. Raises `Refused` when it does not."""
    session = engine.waiting.session_of(prediction)
    if session is None:
        raise Refused(GONE, "gone")
    state = engine.state(tx, session)
    asked = state.find(prediction)
    if asked is None or not asked.open or state.status != "running" or engine.now() >= asked.deadline_at:
        raise Refused(GONE, "gone")
    return state, asked


def holder(engine: Engine, asked: Asked) -> str | None:
    """Who holds it now; None for nobody, or when the lease is over."""
    return asked.claimed_by if asked.lease_until and engine.now() < asked.lease_until else None


def may_hold(engine: Engine, operator: Operator, state: SessionState, asked: Asked) -> None:
    """Raises `Taken` where somebody else holds the request, or plays the whole session."""
    if holder(engine, asked) not in (None, operator.id):
        raise Taken(TAKEN)
    if state.taken_by not in (None, operator.id) and engine.floor.is_at_work(state.taken_by or ""):
        raise Taken(THEIRS)


def hold(
    engine: Engine,
    tx: Writing,
    state: SessionState,
    asked: Asked,
    operator: Operator,
    *,
    seen_ms: int | None = None,
    draft: Draft | None = None,
) -> None:
    """Write a claim down, or that it goes on."""
    until = later(engine.clock(), LEASE)
    told = {"prediction": asked.id, "operator": operator.id, "lease_until": until, "seen_ms": seen_ms}
    if draft is not None:
        told["draft"] = draft.content
    engine.append(
        tx, state, "desk.claimed", told, key(state.id, asked.id, f"desk.claimed/{operator.id}/{until}")
    )


def let_go(
    engine: Engine,
    tx: Writing,
    state: SessionState,
    asked: Asked,
    why: str,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write down that nobody holds it any more, and why."""
    told = {"prediction": asked.id, "operator": asked.claimed_by, "why": why, **(more or {})}
    engine.append(tx, state, "desk.released", told)
