"""How many complete courier sessions a second simulated people play, beside plain `sqlite3` that writes the same rows.

The plain one has no engine at all: it gets the rows of each session ready-made and writes them, one commit for each
session, with the same schema and the same settings for durability. Ours decides, renders, asks the mock, folds and
projects every event, and commits a cohort at a time.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.simulated.crowd import cores
from curtain.simulated.rehearsal import FIRST_DAY, rehearse
from feedback_db import open_store

SCENARIO = "courier-delay"
TURNS = 3  # a busy neighbour then slows all alike
WARM_UP = 32  # people who come before the clock runs: processes start, scenarios are read
TABLES = ("event", "session", "assignment", "prediction", "reaction", "answer", "message", "desk_action")


class Row(NamedTuple):
    """Sessions per second, as medians over the turns; `ratio` is ours by plain, as the median of the turns' ratios."""

    processes: int
    sessions: float
    plain: float
    ratio: float


def measure(number: int, processes: int, turns: int = TURNS) -> Row:
    """Play `number` people several times with so many processes, each time beside the plain one."""
    found = []
    for turn in range(turns):
        with tempfile.TemporaryDirectory(prefix="curtain-bench-") as folder:
            ours, path = _ours(Path(folder), number, processes, str(turn))
            found.append((ours, _plain(Path(folder), path)))
    ours_all, plain_all = zip(*found, strict=True)
    return Row(processes, median(ours_all), median(plain_all), median(ours / plain for ours, plain in found))


def run(number: int, out: Callable[[str], object]) -> None:
    """Print how many sessions a second one process plays, and one per core."""
    out(f"complete sessions of {SCENARIO} a second, durable; medians of {TURNS} turns of {number} people")
    out(f"{'processes':>9} {'sessions/s':>11} {'plain sqlite3':>14} {'ratio':>6}")
    for processes in sorted({1, cores()}):
        row = measure(number, processes)
        out(f"{row.processes:>9} {row.sessions:>11.0f} {row.plain:>14.0f} {row.ratio:>6.2f}")


def _ours(folder: Path, number: int, processes: int, seed: str) -> tuple[float, Path]:
    """Sessions per second after the warm-up, and the file in which they are."""
    path, clock, marks = folder / "ours.db", SteppedClock(FIRST_DAY), [(0.0, 0.0)]
    engine = Engine(open_store(path, clock=clock), clock=clock)
    total = number + WARM_UP
    try:
        rehearse(
            engine,
            SCENARIO,
            total,
            seed,
            lambda share: marks.append((share * total, time.perf_counter())),
            processes=processes,
        )
    finally:
        engine.close()
    begun = next(mark for mark in marks if mark[0] >= WARM_UP)
    return (marks[-1][0] - begun[0]) / (marks[-1][1] - begun[1]), path


def _plain(folder: Path, source: Path) -> float:
    """The same rows, ready-made, one commit for each session; gives sessions per second."""
    sessions = _rows(source)
    open_store(folder / "plain.db").close()
    with closing(sqlite3.connect(folder / "plain.db", isolation_level=None)) as plain:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            plain.execute(f"PRAGMA {pragma}")
        started = time.perf_counter()
        for rows in sessions:
            plain.execute("BEGIN IMMEDIATE")
            for insert, row in rows:
                plain.execute(insert, row)
            plain.execute("COMMIT")
        return len(sessions) / (time.perf_counter() - started)


def _rows(source: Path) -> list[list[tuple[str, tuple[Any, ...]]]]:
    """By session: each row as the statement that inserts it, and its cells."""
    found: dict[str, list[tuple[str, tuple[Any, ...]]]] = {}
    with closing(sqlite3.connect(source)) as connection:
        for table in TABLES:
            cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 (a name from the list above)
            names = [column[0] for column in cursor.description]
            which = names.index("id" if table == "session" else "session")
            cells = ", ".join("?" * len(names))
            insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({cells})"  # noqa: S608
            for row in cursor:
                if row[which] is not None:
                    found.setdefault(row[which], []).append((insert, row))
    return list(found.values())
