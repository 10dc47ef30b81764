"""How many acknowledged events a second the log takes, beside plain `sqlite3` that writes the same rows.

The plain one has the same schema, the same settings for durability, the same threads and the same hand-off: a queue, a
future for each caller, and one commit for all that has queued up. A third one commits each event by itself.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue
from statistics import median
from typing import Any, NamedTuple, Protocol

from curtain.clock import stamp, system_clock
from feedback_db import NewEvent, Writing, key, open_store

TURNS = 20  # a busy neighbour then slows all three alike
GROUP = 500

_EVENT = (
    "INSERT INTO event (key, at, kind, panel, session, participant, arm, period, version, payload) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING"
)
_REACTION = (
    "INSERT INTO reaction (id, panel, session, participant, arm, period, prediction, place, step, trial, kind, "
    "value, revision, seen_to_pressed_ms, at, warned, truth, predicted) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Row(NamedTuple):
    """Acknowledged events per second with so many concurrent callers, as medians over the turns.

    `ratio` is ours by plain, as the median of the turns' ratios.
    """

    callers: int
    ours: float
    plain: float
    ratio: float
    commit_each: float


class _Log(Protocol):
    def write(self, event: NewEvent) -> None:
        """Write one event; come back when it is durable."""

    def close(self) -> None: ...


class _Ours:
    def __init__(self, path: Path) -> None:
        self._store = open_store(path)

    def write(self, event: NewEvent) -> None:
        def command(tx: Writing) -> bool:
            return tx.append(event) is not None

        self._store.do(command)

    def close(self) -> None:
        self._store.close()


class _Plain:
    """What one would write by hand. `group` is how many events may share a commit."""

    def __init__(self, path: Path, group: int) -> None:
        open_store(path).close()
        self._group = group
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._jobs: SimpleQueue[tuple[NewEvent, Future[int]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def write(self, event: NewEvent) -> None:
        future: Future[int] = Future()
        self._jobs.put((event, future))
        future.result()

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            jobs = [job]
            while len(jobs) < self._group:
                try:
                    job = self._jobs.get_nowait()
                except Empty:
                    break
                if job is None:
                    self._jobs.put(None)
                    break
                jobs.append(job)
            self._connection.execute("BEGIN IMMEDIATE")
            written = [self._insert(event) for event, _ in jobs]
            self._connection.execute("COMMIT")
            for (_, future), id in zip(jobs, written, strict=True):
                future.set_result(id)

    def _insert(self, event: NewEvent) -> int:
        kind, at, panel, session, participant, arm, period, version, told, name = event
        row = (name, at, kind, panel, session, participant, arm, period, version, json.dumps(told))
        id = self._connection.execute(_EVENT, row).lastrowid or 0
        who = (id, panel, session, participant, arm, period)
        what = (
            told["prediction"],
            told["place"],
            told["step"],
            told["trial"],
            told["reaction"],
            told["value"],
        )
        how = (
            told["revision"],
            told["seen_to_pressed_ms"],
            at,
            told["warned"],
            told["truth"],
            told["predicted"],
        )
        self._connection.execute(_REACTION, (*who, *what, *how))
        return id


_LOGS: dict[str, Callable[[Path], _Log]] = {
    "ours": _Ours,
    "plain": lambda path: _Plain(path, GROUP),
    "commit_each": lambda path: _Plain(path, 1),
}


def run(seconds: float, callers: Sequence[int], out: Callable[[str], Any] = print) -> list[Row]:
    """Measure for each number of callers, and print a table as it grows.

    `seconds` is the time for each figure; the three take turns, so that none has the machine's better moments.
    Raises `RuntimeError` when a log does not hold exactly what it acknowledged.
    """
    out("acknowledged events per second (each one event row and one reaction row, WAL, synchronous=FULL)")
    out(f"{'callers':>8} {'Curtain':>10} {'plain sqlite3':>14} {'ratio':>7} {'one commit each':>16}")
    found = []
    for number in callers:
        with tempfile.TemporaryDirectory() as folder:
            rates = _rates(Path(folder), number, seconds / TURNS)
        ours, plain, each = (median(rates[name]) for name in _LOGS)
        ratio = median(a / b for a, b in zip(rates["ours"], rates["plain"], strict=True))
        found.append(Row(number, ours, plain, ratio, each))
        out(f"{number:>8} {ours:>10,.0f} {plain:>14,.0f} {ratio:>7.0%} {each:>16,.0f}")
    return found


def _rates(folder: Path, callers: int, seconds: float) -> dict[str, list[float]]:
    """What each log took in each turn, per second."""
    paths = {name: folder / f"{name}.db" for name in _LOGS}
    logs = {name: make(paths[name]) for name, make in _LOGS.items()}
    counts = dict.fromkeys(_LOGS, 0)
    rates: dict[str, list[float]] = {name: [] for name in _LOGS}
    for _ in range(TURNS):
        for name, log in logs.items():
            written, took = _turn(log, counts[name], callers, seconds)
            counts[name] += written
            rates[name].append(written / took)
    for name, log in logs.items():
        log.close()
        _check(paths[name], counts[name])
    return rates


def _turn(log: _Log, before: int, callers: int, seconds: float) -> tuple[int, float]:
    """How many events the callers had acknowledged, and the seconds it took. `before` keeps their keys apart."""
    acknowledged = [0] * callers
    ready = threading.Barrier(callers + 1)
    stop = threading.Event()

    def call(caller: int) -> None:
        ready.wait()
        while not stop.is_set():
            log.write(_reaction(caller, before + acknowledged[caller]))
            acknowledged[caller] += 1

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(callers)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    stop.wait(seconds)
    stop.set()
    for thread in threads:
        thread.join()
    return sum(acknowledged), time.perf_counter() - began


def _reaction(caller: int, revision: int) -> NewEvent:
    session = f"s-{caller:04d}"
    return NewEvent(
        kind="reaction.recorded",
        at=stamp(system_clock()),
        panel="bench",
        session=session,
        participant=f"p-{caller:04d}",
        arm="short",
        version="0" * 64,
        payload={
            "reaction": "thumb",
            "value": "up" if revision % 2 else "down",
            "prediction": f"{session}-warning-1",
            "place": "warning/1",
            "step": "warning",
            "trial": 1,
            "revision": revision,
            "seen_to_pressed_ms": 1_234,
            "warned": True,
            "truth": "delayed",
            "predicted": "delayed",
        },
        key=key(session, "warning/1/thumb", "reaction.recorded", revision),
    )


def _check(path: Path, acknowledged: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for count in ("SELECT count(*) FROM event", "SELECT count(*) FROM reaction"):
            held = connection.execute(count).fetchone()[0]
            if held != acknowledged:
                raise RuntimeError(f"{path.name} acknowledged {acknowledged} events and holds {held} rows")
