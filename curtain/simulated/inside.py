"""The house within one command of the store: what a simulated person does is carried out at once, in one transaction.

A browser's acts are commands of their own, each answered after its commit. Somebody whose whole visit is known to
happen needs no answer in between: all of it goes into one transaction, by the same functions, with the same events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from curtain.clock import Clock
from curtain.engine import Engine
from curtain.state import SessionState, fold
from curtain.waiting import Waiting
from feedback_db import Event, Reading, Writing
from feedback_db import key as named

T = TypeVar("T")


class Within:
    """A store that is already in the middle of a transaction: commands run where they are submitted."""

    def __init__(self, tx: Writing) -> None:
        self._tx = tx

    def submit(self, command: Callable[[Writing], T]) -> Future[T]:
        """Run it now. What it raises is raised here too: then the whole transaction is undone by whoever began it."""
        future: Future[T] = Future()
        future.set_result(command(self._tx))
        return future

    def do(self, command: Callable[[Writing], T]) -> T:
        """Run it now."""
        return command(self._tx)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """What the transaction sees."""
        yield self._tx

    def subscribe(self, listener: Callable[[list[Event]], None]) -> None:
        """Nobody can listen to what is not committed."""
        raise NotImplementedError("listen to the store itself: in here nothing is committed")

    def finish_erasures(self) -> int:
        """Left to the store itself, between transactions."""
        return 0

    def close(self) -> None:
        """There is nothing to close."""


class Inside(Engine):
    """An engine under its own clock, in the middle of the transaction `tx`. The states of its sessions are at hand as
    they are now, so that nothing is folded twice."""

    def __init__(self, house: Engine, tx: Writing, clock: Clock) -> None:
        self.__dict__ = {**house.__dict__, "clock": clock, "store": Within(tx), "waiting": Waiting()}
        self._tx, self._named = tx, 0
        self._here: dict[str, SessionState] = {}

    def take(self, state: SessionState) -> None:
        """Go on with a session from where it stands."""
        self._here[state.id] = state.copy()
        for asked in state.asked.values():
            if asked.deferred and not asked.answered:
                told = {"prediction": asked.id, "proposal": asked.proposal}
                self.waiting.hear([_known(state, "prediction.deferred", told)])

    def state(self, tx: Writing, session: str) -> SessionState:
        """The session as it is now."""
        found = self._here.get(session)
        if found is None:
            found = self._here[session] = fold(session, tx.events_of(session))
        return found

    def look(self, session: str) -> SessionState:
        """The session as it is now."""
        return self.state(self._tx, session)

    def peek(self, session: str) -> SessionState | None:
        """The session as it is now, if this transaction knows it."""
        return self._here.get(session)

    def append(
        self, tx: Writing, state: SessionState, kind: str, payload: Mapping[str, Any], key: str | None = None
    ) -> bool:
        """Write what happened; see `Engine.append`."""
        self._here[state.id] = state
        if key is None:
            # What may happen more than once has no name of its own; here even that is the same again.
            self._named += 1
            key = named(state.id, "unnamed", kind, self._named)
        written = super().append(tx, state, kind, payload, key)
        if written:
            self.waiting.hear(tx.written[-1:])
        return written


def _known(state: SessionState, kind: str, payload: dict[str, Any]) -> Event:
    """Something that is known to have happened, for those who listen."""
    return Event(
        state.last_id,
        "",
        "",
        kind,
        state.panel,
        state.id,
        state.participant,
        state.arm,
        state.period,
        state.version,
        payload,
    )
