"""Taking over: an operator answers in place of the mock of any running session, and gives it back. Both are logged."""

from __future__ import annotations

from concurrent.futures import Future

from curtain.desk.leases import THEIRS, Operator
from curtain.engine import Engine
from curtain.errors import Refused, Taken
from curtain.state import SessionState
from feedback_db import Writing

OVER = "This person has finished or left."


def take_over(engine: Engine, operator: Operator, session: str) -> Future[None]:
    """Take a session's next answers from its mocks. What is being answered by a mock already stays with it.

    Raises `Taken` while a colleague who is at work has it, `Refused` when the session is over.
    """

    def command(tx: Writing) -> None:
        state = running(engine, tx, session)
        if state.taken_by == operator.id:
            return
        if state.taken_by and engine.floor.is_at_work(state.taken_by):
            raise Taken(THEIRS)
        engine.append(tx, state, "desk.took_over", {"operator": operator.id})

    return engine.store.submit(command)


def give_over(engine: Engine, operator: Operator, session: str) -> Future[None]:
    """Give a session back to its mocks. One that you do not have stays as it is."""

    def command(tx: Writing) -> None:
        state = engine.state(tx, session)
        if state.taken_by == operator.id:
            engine.append(tx, state, "desk.gave_over", {"operator": operator.id})

    return engine.store.submit(command)


def running(engine: Engine, tx: Writing, session: str) -> SessionState:
    """A session that goes on. Raises `Refused` for any other."""
    state = engine.state(tx, session)
    if not state.panel or state.status != "running":
        raise Refused(OVER, "gone")
    return state
