"""What a store is, and how one is opened. Another database can be one by passing the same tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, TypeVar

from feedback_db.connections import open_reader
from feedback_db.errors import StoreReadOnly
from feedback_db.events import Event
from feedback_db.queries import Reading
from feedback_db.sqlite import SqliteStore
from feedback_db.writing import Writing

T = TypeVar("T")
Clock = Callable[[], datetime]
Listener = Callable[[list[Event]], None]


class Store(Protocol):
    """The one place where anything is kept. Safe to use from any thread."""

    def submit(self, command: Callable[[Writing], T]) -> Future[T]:
        """Have `command` read, decide and append in one transaction.

        The future is answered after the commit: with what the command gave, with what it raised (then
        nothing of it was written), or with a `StoreError` when the commit failed. Raises `StoreClosed`.
        """
        ...

    def do(self, command: Callable[[Writing], T]) -> T:
        """`submit`, and wait."""
        ...

    def reading(self) -> AbstractContextManager[Reading]:
        """Queries on one moment's view of what is committed. Keep it short."""
        ...

    def subscribe(self, listener: Callable[[list[Event]], None]) -> None:
        """Call `listener` with all events of each commit, in order, before its callers are answered.

        It runs on the writer's thread: it must be quick, and it may `submit` but not wait.
        """
        ...

    def finish_erasures(self) -> int:
        """Try to finish pending erasures; gives how many are still pending."""
        ...

    def close(self) -> None:
        """Finish what was submitted, then stop."""
        ...


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def open_store(path: Path | str, *, clock: Clock = utc_now) -> SqliteStore:
    """Open the store in that SQLite file, making it when there is none, and bring its schema up to date.

    `clock` says when an erasure was finished; events carry their own times.
    Raises `StoreLocked`, `StoreReadOnly`, `StoreBusy`, `NotAStore`, `NewerSchema`.
    """
    return SqliteStore(path, clock=clock)


@contextmanager
def reading_beside(path: Path | str) -> Iterator[Reading]:
    """Read a store beside the server that owns it, or while none runs: for reports and exports.

    Raises `NotAStore` when there is no store in that file.
    """
    connection = open_reader(Path(path).resolve())
    try:
        connection.execute("BEGIN")
        yield Reading(connection)
    finally:
        connection.close()


class StoreBeside:
    """A store that another process owns, or none: everything can be read, nothing written."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def submit(self, _command: Callable[[Writing], T]) -> Future[T]:
        """Always raises `StoreReadOnly`."""
        raise StoreReadOnly(f"{self.path} is only read here")

    def do(self, command: Callable[[Writing], T]) -> T:
        """Always raises `StoreReadOnly`."""
        return self.submit(command).result()

    def reading(self) -> AbstractContextManager[Reading]:
        """Queries on one moment's view. Raises `NotAStore`."""
        return reading_beside(self.path)

    def subscribe(self, _listener: Callable[[list[Event]], None]) -> None:
        """Nothing is ever committed here, so there is nothing to hear of."""

    def finish_erasures(self) -> int:
        """Nothing is written, so nothing is finished."""
        return 0

    def close(self) -> None:
        """There is nothing open."""
