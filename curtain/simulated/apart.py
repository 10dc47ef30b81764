"""A process that plays visits and writes nothing: it gives back the events, for the process that owns the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.simulated.inside import Inside
from curtain.simulated.walk import Begun, Visitor
from feedback_db import Event, NewEvent, Reading, Writing, reading_beside

T = TypeVar("T")

_here: list[Engine] = []


class Beside:
    """The store of another process, to be read only."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def submit(self, command: Callable[[Writing], T]) -> Future[T]:
        """Only the process that owns the store writes."""
        raise NotImplementedError("the store belongs to another process")

    def do(self, command: Callable[[Writing], T]) -> T:
        """Only the process that owns the store writes."""
        raise NotImplementedError("the store belongs to another process")

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """What is committed."""
        with reading_beside(self.path) as reading:
            yield reading

    def subscribe(self, listener: Callable[[list[Event]], None]) -> None:
        """Nothing is committed here, so nothing is told."""

    def finish_erasures(self) -> int:
        """Left to the process that owns the store."""
        return 0

    def close(self) -> None:
        """There is nothing to close."""


class Recording(Writing):
    """Takes events like a transaction, and keeps them as they are to be written. Their ids are this visit's own."""

    def __init__(self, connection: sqlite3.Connection, after: int) -> None:
        super().__init__(connection)
        self.told: list[NewEvent] = []
        self._names: set[str] = set()
        self._last, self._erased = after, False

    def append(self, event: NewEvent) -> Event | None:
        """Keep an event; None where it has been there before, or after a withdrawal."""
        name = event.key or ""
        if self._erased or name in self._names:
            return None
        self._names.add(name)
        self._erased = event.kind == "participant.withdrew"
        self._last += 1
        kind, at, panel, session, participant, arm, period, version = event[:8]
        payload = json.dumps(event.payload, ensure_ascii=False, allow_nan=False)
        self.told.append(event)
        written = Event(
            self._last, name, at, kind, panel, session, participant, arm, period, version, json.loads(payload)
        )
        self.written.append(written)
        return written


def start(path: Path, library: Path | None, time_scale: float) -> None:
    """Make this process ready to play for the store in that file."""
    _here.append(Engine(Beside(path), library=library, time_scale=time_scale))


def ready() -> None:
    """Nothing but a reason for this process to be there."""


def play(begun: Begun) -> tuple[str, list[NewEvent]]:
    """Play a visit that has begun; gives the session's status, and the events to be written."""
    clock = SteppedClock(begun.at)
    with sqlite3.connect(":memory:") as nothing:
        _here[0]._panels.setdefault(begun.panel.id, begun.panel)
        tx = Recording(nothing, begun.state.last_id)
        status = Visitor(Inside(_here[0], tx, clock), clock, begun).walk()
    return status, tx.told
