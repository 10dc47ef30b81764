"""Who holds a request: claim it, prolong the hold, give it back, hand it to a colleague; and leases that end.

A claim is a lease: it ends by itself when its operator is gone. Who comes first is decided in the store's one writer,
so fifty claims at once have exactly one winner.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from curtain.clock import later
from curtain.desk import shifts
from curtain.desk.leases import (
    ENOUGH,
    LEASE,
    MOST_HELD,
    TAKEN,
    Draft,
    Operator,
    hold,
    holder,
    let_go,
    may_hold,
    waiting,
)
from curtain.engine import Engine
from curtain.errors import Refused, Taken
from curtain.state import SessionState
from feedback_db import Writing

YOURS = "You play this session yourself. Give it back before a colleague answers in it."


def claim(engine: Engine, operator: Operator, prediction: str, seen_ms: int | None = None) -> Future[None]:
    """Take a request for yourself, or prolong your hold on it; `seen_ms` is for how long it has stood on your screen.
    Whoever does so is at work. One that wants a second answer is taken without a lease: nobody waits for it.

    Raises `Taken`, or `Refused` when it is gone, you hold enough, or have to practise first.
    """

    def command(tx: Writing) -> None:
        if engine.twice.take(operator.id, prediction):
            return
        state, asked = waiting(engine, tx, prediction)
        may_hold(engine, operator, state, asked)
        shifts.may_play(engine, operator, state)
        if asked.claimed_by != operator.id and len(engine.waiting.held(operator.id)) >= MOST_HELD:
            raise Refused(ENOUGH, "busy")
        shifts.take_part(engine, tx, operator, state)
        hold(engine, tx, state, asked, operator, seen_ms=seen_ms)

    return engine.store.submit(command)


def give_back(engine: Engine, operator: Operator, prediction: str, draft: Any = None) -> Future[None]:
    """Return a claimed request to the queue, with what was begun. Giving back what you do not hold changes nothing."""

    def command(tx: Writing) -> None:
        if engine.twice.in_hand(operator.id) == prediction:
            engine.twice.put_back(operator.id)
            return
        session = engine.waiting.session_of(prediction)
        if session is None:
            return
        state = engine.state(tx, session)
        asked = state.find(prediction)
        if asked and asked.claimed_by == operator.id and asked.open:
            let_go(engine, tx, state, asked, "given back", {"draft": draft})

    return engine.store.submit(command)


def hand_over(
    engine: Engine, operator: Operator, prediction: str, to: Operator | None, note: str, draft: Any = None
) -> Future[None]:
    """Give a request that you hold to a colleague, or to whoever takes it, with a note and what was begun.

    Raises `Refused` when you do not hold it.
    """

    def command(tx: Writing) -> None:
        state, asked = waiting(engine, tx, prediction)
        if asked.claimed_by != operator.id:
            raise Taken(TAKEN)
        if to and state.taken_by == operator.id:
            raise Refused(YOURS)
        told = {
            "prediction": asked.id,
            "operator": operator.id,
            "name": operator.name,
            "to": to.id if to else None,
            "lease_until": later(engine.clock(), LEASE) if to else None,
            "note": note,
            "draft": draft,
        }
        engine.append(tx, state, "desk.handed_over", told)

    return engine.store.submit(command)


def beat(engine: Engine, operator: Operator, draft: Draft | None = None) -> Future[None]:
    """The operator is still there: prolong what they hold, and keep what they have begun."""

    def command(tx: Writing) -> None:
        for prediction, session in engine.waiting.held(operator.id):
            state = engine.state(tx, session)
            asked = state.find(prediction)
            if asked and asked.claimed_by == operator.id and asked.open:
                begun = draft if draft and draft.prediction == prediction else None
                hold(engine, tx, state, asked, operator, draft=begun)

    return engine.store.submit(command)


def expire(engine: Engine, tx: Writing, state: SessionState, prediction: str) -> None:
    """Put a request whose lease is over back into the queue."""
    asked = state.find(prediction)
    if asked and asked.open and asked.claimed_by and holder(engine, asked) is None:
        let_go(engine, tx, state, asked, "expired")
