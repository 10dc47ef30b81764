"""The store in one SQLite file: one writer thread that commits commands in groups, and pooled readers."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, TypeVar

from feedback_db import erasure
from feedback_db.connections import Readers, open_writer
from feedback_db.errors import StoreClosed, StoreError, explained
from feedback_db.events import Event
from feedback_db.lock import FileLock
from feedback_db.queries import Reading
from feedback_db.writing import Writing

T = TypeVar("T")
log = logging.getLogger(__name__)

GROUP = 500  # commands in one commit at most, so that nobody waits for an endless one


class _Job(NamedTuple):
    command: Callable[[Writing], Any]
    future: Future[Any]


class _Outcome(NamedTuple):
    future: Future[Any]
    result: Any
    error: BaseException | None
    events: list[Event]


class SqliteStore:
    """See `feedback_db.store.Store`. One process owns the file; a second one gets `StoreLocked`."""

    patience = 5.0  # seconds to wait for another program that holds the database's write lock

    def __init__(self, path: Path | str, *, clock: Callable[[], datetime]) -> None:
        self.path = Path(path).resolve()
        self._clock = clock
        self._lock = FileLock(self.path)
        try:
            self._connection = open_writer(self.path, self._patience_ms)
        except BaseException:
            self._lock.release()
            raise
        self._readers = Readers(self.path)
        self._listeners: list[Callable[[list[Event]], None]] = []
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._tidy = False
        self._finish_erasures()
        self._writer = threading.Thread(target=self._write, name="store-writer", daemon=True)
        self._writer.start()

    def submit(self, command: Callable[[Writing], T]) -> Future[T]:
        """Have `command` run in a transaction; answered after the commit. Raises `StoreClosed`."""
        future: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise StoreClosed(f"the store {self.path} is closed; nothing can be written any more")
            self._jobs.put(_Job(command, future))
        return future

    def do(self, command: Callable[[Writing], T]) -> T:
        """`submit`, and wait. Not for commands and listeners: they would wait for themselves."""
        if threading.current_thread() is self._writer:
            raise RuntimeError(
                "a command or listener of the store must not wait for another one: use submit()"
            )
        return self.submit(command).result()

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Queries on one moment's view of what is committed. Raises `StoreError`."""
        if self._closed:
            raise StoreClosed(f"the store {self.path} is closed; nothing can be read any more")
        with self._readers.view() as connection:
            try:
                yield Reading(connection)
            except sqlite3.Error as error:
                raise explained(error, self.path) from error

    def subscribe(self, listener: Callable[[list[Event]], None]) -> None:
        """Call `listener` on the writer's thread with each commit's events, before callers are answered."""
        self._listeners = [*self._listeners, listener]

    def finish_erasures(self) -> int:
        """Try to finish pending erasures; gives how many are still pending."""
        self.do(self._ask_to_tidy)
        with self.reading() as reading:
            return len(reading.pending_erasures())

    def close(self) -> None:
        """Finish what was submitted, stop the writer, and let another process have the file."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._writer.join()
        self._readers.close()
        self._connection.close()
        self._lock.release()

    @property
    def _patience_ms(self) -> int:
        return int(self.patience * 1000)

    # On the writer's thread -----------------------------------------------------------------

    def _write(self) -> None:
        running = True
        while running:
            group, running = self._next_group()
            if group:
                self._carry_out(group)

    def _next_group(self) -> tuple[list[_Job], bool]:
        """Wait for a job, then take all that has queued up; False at the end."""
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == GROUP:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _carry_out(self, group: list[_Job]) -> None:
        outcomes: list[_Outcome] = []
        waiting = [job for job in group if job.future.set_running_or_notify_cancel()]
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            outcomes.extend(map(self._attempt, waiting))
            self._commit()
        except Exception as error:
            self._roll_back()
            self._fail(waiting, outcomes, explained(error, self.path))
            return
        events = [event for outcome in outcomes for event in outcome.events]
        if events:
            self._tell(events)
        if self._tidy or any(event.kind == "participant.withdrew" for event in events):
            self._finish_erasures()
        for outcome in outcomes:
            if outcome.error is None:
                outcome.future.set_result(outcome.result)
            else:
                outcome.future.set_exception(outcome.error)

    def _attempt(self, job: _Job) -> _Outcome:
        """Run one command in a savepoint: when it fails, it fails alone."""
        execute = self._connection.execute
        writing = Writing(self._connection)
        execute("SAVEPOINT command")
        try:
            result = job.command(writing)
        except BaseException as error:
            if not self._connection.in_transaction:
                # A full disk can end the whole transaction: then none of the group was written.
                raise explained(error, self.path) from error
            execute("ROLLBACK TO command")
            execute("RELEASE command")
            failure = explained(error, self.path) if isinstance(error, sqlite3.Error) else error
            return _Outcome(job.future, None, failure, [])
        execute("RELEASE command")
        return _Outcome(job.future, result, None, writing.written)

    def _commit(self) -> None:
        self._connection.execute("COMMIT")

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            log.exception("rolling back failed")

    def _fail(self, jobs: list[_Job], outcomes: list[_Outcome], failure: StoreError) -> None:
        """Nothing of the group was written. A command's own error says more than the failed commit."""
        own = {id(outcome.future): outcome.error for outcome in outcomes}
        for job in jobs:
            job.future.set_exception(own.get(id(job.future)) or failure)

    def _tell(self, events: list[Event]) -> None:
        for listener in self._listeners:
            try:
                listener(list(events))
            except Exception:
                log.exception("a listener failed; the events are written all the same")

    def _ask_to_tidy(self, _: Writing) -> None:
        self._tidy = True

    def _finish_erasures(self) -> None:
        self._tidy = False
        now = self._clock().isoformat(timespec="microseconds")
        try:
            erasure.finish(self._connection, now, self._patience_ms)
        except sqlite3.Error:
            log.exception("an erasure could not be finished; it is tried again")
