"""Connections to a SQLite file: the durable writing one, and reading ones that cannot disturb it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from sqlite_utils import Database

from feedback_db.errors import NewerSchema, NotAStore, StoreError, explained
from feedback_db.migrations import MIGRATIONS, NAMES

STATEMENTS_KEPT = 256
IDLE_READERS = 8


def open_writer(path: Path, patience_ms: int) -> sqlite3.Connection:
    """The connection that writes: WAL with `synchronous=FULL`, `secure_delete`, and the schema up to date.

    `patience_ms` is how long it waits for other programs that hold the write lock.
    Raises `StoreReadOnly`, `StoreBusy`, `NotAStore`, `NewerSchema`.
    """
    if path.is_dir():
        raise NotAStore(f"{path} is a folder; the path of a database file was expected.")
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS_KEPT
        )
        connection.execute(f"PRAGMA busy_timeout = {patience_ms:d}")
        database = Database(connection, execute_plugins=False)
        _check_ours(database, path)
        _make_durable(connection, path)
        _check_writable(connection)
        MIGRATIONS.apply(database)
    except (sqlite3.Error, StoreError) as error:
        if connection:
            connection.close()
        raise explained(error, path) from error
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read, and never checkpoints: only the writer does.

    SQLite before 3.51.3 has a rare race between two checkpointers that can damage a file.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(
            f"{path.as_uri()}?mode=ro",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=STATEMENTS_KEPT,
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("PRAGMA busy_timeout = 2000")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone():
            raise NotAStore(
                f"{path} holds no store yet. Start the server with it once, or choose another path."
            )
    except (sqlite3.Error, StoreError) as error:
        if connection:
            connection.close()
        raise explained(error, path) from error
    return connection


def _check_ours(database: Database, path: Path) -> None:
    tables = set(database.table_names()) - {MIGRATIONS.migrations_table, "sqlite_sequence"}
    applied = {migration.name for migration in MIGRATIONS.applied(database)}
    if tables and not applied:
        raise NotAStore(f"{path} is a database of another program. Choose another path.")
    newer = sorted(applied - set(NAMES))
    if newer:
        raise NewerSchema(
            f"{path} was written by a newer version: its migration {newer[0]!r} is unknown here. "
            "Install the newer version, or choose another path."
        )


def _check_writable(connection: sqlite3.Connection) -> None:
    """A file that cannot be written opens all the same, and even begins a transaction; only writing tells."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute("PRAGMA user_version = 0")
    finally:
        connection.execute("ROLLBACK")


def _make_durable(connection: sqlite3.Connection, path: Path) -> None:
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    # Statement journals in a temporary file would keep what is to be erased.
    connection.execute("PRAGMA temp_store = MEMORY")
    kept = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "secure_delete")]
    if mode != "wal" or kept != [2, 1]:
        raise StoreError(
            f"The file system that holds {path} does not allow a durable store: "
            f"it gave the journal mode {mode!r}, and 'wal' was expected. "
            "Choose a path on a local disk."
        )


class Readers:
    """A pool of reading connections. One is made when all are in use; a few idle ones are kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def view(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment from its first query on."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        connection = connection or open_reader(self._path)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            with self._lock:
                keep = not self._closed and len(self._idle) < IDLE_READERS
                if keep:
                    self._idle.append(connection)
            if not keep:
                connection.close()

    def close(self) -> None:
        """Close the idle ones now, and those in use when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()
