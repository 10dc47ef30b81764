"""The file lock that says which process owns a store."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from feedback_db.errors import StoreLocked, StoreReadOnly

if sys.platform == "win32":
    import msvcrt

    # Beyond the text, so that another process can still read who holds the lock.
    _FAR = 1 << 30

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FileLock:
    """Held from construction to `release()`, or to the end of the process, however it ends.

    Raises `StoreLocked` naming the holder, or `StoreReadOnly` when the lock file cannot be made.
    """

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(f"{store.name}.lock")
        try:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StoreReadOnly(
                f"{self.path} cannot be made ({error.strerror}). "
                "The folder of the database must exist and be writable."
            ) from error
        try:
            _take(self._descriptor)
        except OSError as error:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(self._descriptor)
            raise StoreLocked(
                f"{store} is in use by another server (process {holder}). Stop that one first, "
                "or start this one with another database."
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Let another process have the store. The lock file stays: removal would race with the next owner."""
        os.close(self._descriptor)
