"""A panel in one call, for notebooks and commands: which one is meant by a name, and what it counts to."""

from __future__ import annotations

from pathlib import Path

from curtain.engine import Engine
from curtain.ledger import Counted, ledger
from feedback_db import NotFound, PanelRow, StoreBeside
from feedback_db.queries import Reading
from scenarios.errors import did_you_mean


def load(db: Path | str, name: str) -> Counted:
    """A panel of a database, counted, for notebooks: `name` is its id or name, or a scenario's, whose newest panel with
    people is taken. Reads beside a running server. Raises `NotAStore`, and `NotFound` for a name that is nobody's."""
    engine = Engine(StoreBeside(Path(db)))
    with engine.store.reading() as reading:
        row = named(reading, name)
    return ledger(engine).counted(row.id)


def named(reading: Reading, name: str) -> PanelRow:
    """The panel that is meant by an id, a name, or a scenario's name: the newest, with people if there is one. Raises
    `NotFound` with the nearest name."""
    known = reading.panels()
    found = [row for row in known if name in (row.id, row.name)]
    if not found:
        of_scenario = [row for row in known if row.scenario == name]
        found = [row for row in of_scenario if reading.sessions(row.id, row.origin)] or of_scenario
    if found:
        return found[-1]
    nearest = did_you_mean(name, [each for row in known for each in (row.id, row.name, row.scenario)])
    raise NotFound(f"there is no panel or scenario {name!r}" + (f"; {nearest}" if nearest else ""))
