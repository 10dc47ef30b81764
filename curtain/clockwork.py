"""What happens by itself: mocks are asked, answers released, deadlines and leases kept, also when no browser is open.

It listens to committed events and keeps a heap of moments. Everything that it does is a command that looks again at
the session's state, so doing it twice, late or after a restart is harmless.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal, NamedTuple

from curtain import desk, moving, predictions
from curtain.clock import moment
from curtain.engine import Engine
from curtain.state import SessionState
from feedback_db import Event, StoreError, Writing

log = logging.getLogger(__name__)

BY_ITSELF = frozenset({"real", "preview", "practice", "test"})  # simulated people keep their own time
AT_PLACE: tuple[Literal["limit", "ask"], ...] = (
    "limit",
    "ask",
)  # what is due at a place, not for a prediction
SOON = timedelta(milliseconds=1)
HOUSEKEEPING = 60.0  # seconds between looks at what a busy store could not do at once


class Due(NamedTuple):
    """One moment at which a session wants a look: at a prediction (`thing` is its id) or at a place (its name)."""

    at: str
    session: str
    thing: str
    what: Literal["release", "deadline", "lease", "limit", "ask"]


class Clockwork:
    """Plays the mocks and keeps the times of one engine. `tick()` does what is due; `run()` ticks when it should."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._heap: list[Due] = []
        self._lock = threading.Lock()
        self._wake: Callable[[], object] = lambda: None
        engine.hub.tap(self._hear)

    def recover(self) -> None:
        """After a start: take up every prediction that was still open when the server stopped."""
        with self.engine.store.reading() as reading:
            unfinished, standing = reading.open_predictions(), reading.due_at_place()
        for session, place, told in standing:
            self._remember_place(session, place, told)
        for row in unfinished:
            if row.status == "requested":
                self.engine.players.submit(self._play, row.session, row.id)
            self._remember(Due(row.release_at, row.session, row.id, "release"))
            if row.deadline_at:
                self._remember(Due(row.deadline_at, row.session, row.id, "deadline"))
            if row.lease_until:
                self._remember(Due(row.lease_until, row.session, row.id, "lease"))
        self.engine.store.finish_erasures()

    def tick(self) -> list[Future[None]]:
        """Do all that is due by the engine's clock; gives what it has set going."""
        now = self.engine.now()
        due = []
        with self._lock:
            while self._heap and self._heap[0].at <= now:
                due.append(heapq.heappop(self._heap))
        return [self._look(each) for each in due if self._matters(each)]

    def _matters(self, due: Due) -> bool:
        """Whether there can be anything to do: most deadlines and leases end long after the answer."""
        state = self.engine.peek(due.session)
        if state is None:
            return True
        if due.what in AT_PLACE:
            return state.status == "running" and state.place == due.thing
        asked = state.find(due.thing)
        over = asked is None or asked.closed or (asked.released if due.what == "release" else asked.answered)
        return state.status == "running" and not over

    async def run(self) -> None:
        """Tick whenever something is due, until cancelled."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(news.set)
        tidied = loop.time()
        try:
            while True:
                news.clear()
                for future in self.tick():
                    future.add_done_callback(_complain)
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), self._pause())
                if loop.time() - tidied > HOUSEKEEPING:
                    tidied = loop.time()
                    await asyncio.to_thread(self.engine.store.finish_erasures)
        finally:
            self._wake = lambda: None

    def _pause(self) -> float:
        with self._lock:
            if not self._heap:
                return HOUSEKEEPING
            wait = (moment(self._heap[0].at) - self.engine.clock() + SOON).total_seconds()
        return min(max(wait, 0.0), HOUSEKEEPING)

    def _hear(self, events: list[Event]) -> None:
        for event in events:
            told, session = event.payload, event.session
            if session is None:
                continue
            state = self.engine.peek(session)
            if state is None or state.origin not in BY_ITSELF:
                continue
            if event.kind == "prediction.requested":
                asked = state.find(told["prediction"])
                if asked and not asked.answered:
                    self._remember(Due(asked.deadline_at, session, asked.id, "deadline"))
                    if not asked.deferred:
                        self.engine.players.submit(self._play, session, asked.id)
            elif event.kind == "prediction.answered":
                asked = state.find(told["prediction"])
                if asked and not asked.released:
                    self._remember(Due(asked.release_at, session, asked.id, "release"))
            elif event.kind == "desk.claimed":
                self._remember(Due(told["lease_until"], session, told["prediction"], "lease"))
            elif event.kind == "step.entered":
                self._remember_place(session, told["place"], told)

    def _remember_place(self, session: str, place: str, told: Mapping[str, Any]) -> None:
        for what in AT_PLACE:
            if f"{what}_at" in told:
                self._remember(Due(told[f"{what}_at"], session, place, what))

    def _remember(self, due: Due) -> None:
        with self._lock:
            heapq.heappush(self._heap, due)
            first = self._heap[0] is due
        if first:
            self._wake()

    def _play(self, session: str, prediction: str) -> None:
        state = self.engine.peek(session) or self.engine.recall(session).result()
        asked = state.find(prediction)
        if asked and asked.open and state.status == "running":
            predictions.play(self.engine, state, asked)

    def _look(self, due: Due) -> Future[None]:
        """What a due moment asks for. A deadline needs another mock, so it goes by way of the players."""
        engine = self.engine
        if due.what == "deadline":
            return engine.players.submit(self._fall_back, due.session, due.thing)

        def command(tx: Writing) -> None:
            state = engine.state(tx, due.session)
            if state.status == "running":
                _DOES[due.what](engine, tx, state, due.thing)

        return engine.store.submit(command)

    def _fall_back(self, session: str, prediction: str) -> None:
        state: SessionState = self.engine.recall(session).result()
        asked = state.find(prediction)
        if asked and asked.open and state.status == "running":
            predictions.play(self.engine, state, asked, fallback=True).result()


_DOES: dict[str, Callable[[Engine, Writing, SessionState, str], None]] = {
    "release": predictions.release,
    "lease": desk.expire,
    "limit": moving.time_up,
    "ask": moving.ask_now,
}


def _complain(future: Future[None]) -> None:
    error = None if future.cancelled() else future.exception()
    if isinstance(error, StoreError):
        log.error("could not be written down, and will be tried again: %s", error)
    elif error:
        log.error("the clockwork stumbled", exc_info=error)
