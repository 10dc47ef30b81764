"""What results cost: the first look at a large panel, a look after something new, the report, and the memory.

Beside the look after something new stands counting everything again, which is what it would cost without the ledger.
"""

from __future__ import annotations

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import scenarios
from curtain.analysis.deciding import decide
from curtain.analysis.guards import guards, reasons
from curtain.analysis.results import results_of
from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.ledger import Counted, Ledger, counted
from curtain.report.gather import gather
from curtain.report.page import html
from curtain.simulated.crowd import people
from curtain.simulated.rehearsal import FIRST_DAY, rehearse
from feedback_db import NewEvent, Writing, open_store

SCENARIO = "courier-delay"
EVENTS_EACH = 85  # of one session of it, about
NEW = 3  # people who come between two looks


class Measured(NamedTuple):
    """Seconds for each, the events in the panel, and the most memory in use, in MB."""

    events: int
    people: int
    first: float
    again: float
    everything: float
    page: float
    report: float
    memory: float


def run(events: int, out: Callable[[str], Any] = print, file: Path | None = None) -> Measured:
    """Fill a panel with simulated people until it has about so many events (or take the newest panel in a copy of
    `file`), and print what looking at it costs."""
    clock = SteppedClock(FIRST_DAY)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "big.db"
        if file:
            _copied(file, copy)
        engine = Engine(open_store(copy, clock=clock), clock=clock, library=scenarios.LIBRARY)
        try:
            panel = _panel(engine, events, out, made=file is None)
            found = _measure(engine, panel)
        finally:
            engine.close()
    out(f"{found.events:,} events, {found.people:,} people who finished")
    out(f"{'first look: reading, counting, drawing conclusions':<52} {found.first:>8.2f} s")
    out(f"{f'after {NEW} more people: only what is new is counted':<52} {found.again:>8.2f} s")
    out(f"{'  beside it: counting everything again':<52} {found.everything:>8.2f} s")
    out(f"{'results, guards and verdict, once counted':<52} {found.page:>8.2f} s")
    out(f"{'report':<52} {found.report:>8.2f} s")
    out(f"{'most memory in use':<52} {found.memory:>8.0f} MB")
    return found


def _copied(file: Path, copy: Path) -> None:
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as whole, closing(sqlite3.connect(copy)) as into:
        whole.backup(into)


def _panel(engine: Engine, events: int, out: Callable[[str], Any], *, made: bool) -> str:
    if made:
        out("simulated people fill a panel; this takes a while")
        return rehearse(engine, SCENARIO, max(NEW, events // EVENTS_EACH), "1").panel
    with engine.store.reading() as reading:
        return reading.panels()[-1].id


def _measure(engine: Engine, panel: str) -> Measured:
    ledger = Ledger(engine)
    first, _ = _timed(lambda: _page(ledger.counted(panel)))
    _more(engine, panel)
    again, kept = _timed(lambda: ledger.counted(panel))
    page, _ = _timed(lambda: _page(kept))
    report, _ = _timed(lambda: html(engine, gather(engine, ledger.counted(panel))))
    memory = _memory()
    everything, whole = _timed(lambda: _anew(engine, panel))
    assert len(whole.study.people) == len(kept.study.people)
    with engine.store.reading() as reading:
        events = reading.events_in(panel)
    return Measured(events, len(kept.study.counted), first, again, everything, page, report, memory)


def _more(engine: Engine, panel: str) -> None:
    engine.store.do(lambda tx: tx.append(_opened(engine, tx, panel)))
    with engine.store.reading() as reading:
        seed = f"after {reading.last_event_id(panel)}"  # so that they are not people who came already
    people(engine, panel, NEW, seed, lambda _share: None, processes=1)


def _opened(engine: Engine, tx: Writing, panel: str) -> NewEvent:
    version = tx.panel(panel).version
    return NewEvent("panel.opened", engine.now(), panel, version=version, payload={"version": version})


def _page(found: Counted) -> None:
    results_of(found.study, found.plan, found.panel.people)
    decide(found.study, found.plan, found.panel.people, reasons(guards(found.study, found.plan)))


def _anew(engine: Engine, panel: str) -> Counted:
    with engine.store.reading() as reading:
        row = reading.panel(panel)
        return counted(reading, row, engine.scenario_of(row))


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = do()
    return time.perf_counter() - began, found


def _memory() -> float:
    """The most that this process has had, in MB; macOS counts in bytes, others in kilobytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)
