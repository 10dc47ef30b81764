"""What can go wrong with the store, in words for people.

StoreError             something could not be read or written; nothing half-written stays
├── StoreLocked        another server process owns this file
├── StoreReadOnly      the file or its folder cannot be written
├── StoreBusy          another program holds the database's write lock for too long
├── NotAStore          the file is not a database of ours, or it is damaged
├── NewerSchema        the file was written by a newer version of this program
├── StoreClosed        the store has been closed
└── NotFound           there is no such panel, session, participant or version
"""

from __future__ import annotations

import sqlite3
from pathlib import Path


class StoreError(Exception):
    """The root of this package's errors. Its message is for people."""


class StoreLocked(StoreError):
    """Another server process owns this file; the message names it."""


class StoreReadOnly(StoreError):
    """The file or its folder cannot be written."""


class StoreBusy(StoreError):
    """Another program holds the database's write lock. Nothing was written; trying again is safe."""


class NotAStore(StoreError):
    """The file is not a database of ours, or it is damaged."""


class NewerSchema(StoreError):
    """The file has migrations that this version does not know."""


class StoreClosed(StoreError):
    """The store has been closed, or is closing."""


class NotFound(StoreError):
    """There is no such panel, session, participant or version."""


def explained(error: BaseException, path: Path) -> StoreError:
    """The same failure in words: what happened, to which file, what to do next."""
    if isinstance(error, StoreError):
        return error
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreBusy(
            f"{path} is locked by another program. Nothing was written. Close whatever writes to it "
            "(a database browser, a copy job), then try again."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return StoreReadOnly(
            f"{path} cannot be written. Make the file and its folder writable for this user, "
            "or choose another path."
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return StoreReadOnly(
            f"{path} cannot be opened. Check that its folder exists and is writable, and that it is a file."
        )
    if code == sqlite3.SQLITE_FULL:
        return StoreError(
            f"The disk that holds {path} is full. Nothing was written. Free some space, then try again; "
            "what had been acknowledged before is safe."
        )
    if code == sqlite3.SQLITE_NOTADB:
        return NotAStore(f"{path} is not a database. Choose another path, or move that file away.")
    if code == sqlite3.SQLITE_CORRUPT:
        return NotAStore(f"{path} is damaged ({error}). Restore it from a backup, or choose another path.")
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(
            f"The disk that holds {path} reports an error ({error}). Nothing was written. "
            "Check the disk, then try again."
        )
    return StoreError(f"{path} could not be used: {error}")
