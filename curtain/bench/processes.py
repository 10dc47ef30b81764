"""The servers of a benchmark as processes: start one, wait until it answers, and read what it uses of the processor."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from curtain.errors import CurtainError

START_TIMEOUT = 30.0  # seconds
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def python(arguments: Sequence[str], ready: str, *, cwd: Path | None = None) -> Iterator[int]:
    """Run this Python with the arguments until the block is left; gives the process id once `ready` answers.

    Raises `CurtainError` with its last words if it ends, or answers nothing for `START_TIMEOUT`.
    """
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen([sys.executable, *arguments], cwd=cwd, stdout=said, stderr=said) as process,
    ):
        try:
            if not _answers(process, ready):
                said.seek(0)
                words = "".join(said.readlines()[-3:]).strip()
                raise CurtainError(
                    f"`python {' '.join(arguments)}` did not answer at {ready}: {words or 'it said nothing'}\n"
                    "The benchmarks need the development tools: pip install -e '.[dev]'"
                )
            yield process.pid
        finally:
            process.kill()


def _answers(process: subprocess.Popen[bytes], ready: str) -> bool:
    until = time.monotonic() + START_TIMEOUT
    while process.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(ready, timeout=1):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    return False


class Usage:
    """What a process and its children use of the processor, from the making of this object on."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._seconds, self._at = _used(pid), time.perf_counter()

    def percent(self) -> float:
        """Percent of one core, as a mean since the start."""
        return 100 * (_used(self._pid) - self._seconds) / (time.perf_counter() - self._at)


def _used(pid: int) -> float:
    """Seconds of processor time; those of children that are still there are added. From /proc/<pid>/stat."""
    children = _children()
    found, todo = 0.0, [pid]
    while todo:
        one = todo.pop()
        todo += children.get(one, ())
        found += _stat(one)[1]
    return found


def _children() -> Mapping[int, list[int]]:
    found: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                found.setdefault(_stat(int(folder.name))[0], []).append(int(folder.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def _stat(pid: int) -> tuple[int, float]:
    """The parent's id, and the seconds used by the process and by its children that have ended."""
    # The name in the second field may hold spaces and brackets; the numbers come after the last one.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), sum(map(int, fields[11:15])) / _TICKS
