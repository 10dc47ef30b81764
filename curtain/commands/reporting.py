"""`curtain report`: the report of a panel, or of a scenario's newest panel with people, as one file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from curtain.engine import Engine
from curtain.ledger import ledger
from curtain.report.gather import gather
from curtain.report.page import html
from feedback_db import PanelRow
from feedback_db.queries import Reading
from scenarios.errors import did_you_mean


def run(engine: Engine, name: str, target: Path | None, say: Callable[[str], None]) -> None:
    """Write the report. `name` is a panel's id or name, or a scenario's."""
    with engine.store.reading() as reading:
        panel = panel_or_scenario(reading, name)
    place = target or Path(f"{panel.id}.html")
    found = gather(engine, ledger(engine).counted(panel.id))
    write(place, html(engine, found))
    done = found.results.completed
    say(f"{place}: {found.verdict.headline} ({done} {'person' if done == 1 else 'people'} finished)")


def panel_or_scenario(reading: Reading, name: str) -> PanelRow:
    """The panel that is meant. Raises `ClickException` with the nearest name."""
    known = reading.panels()
    found = [row for row in known if name in (row.id, row.name)]
    if not found:
        of_scenario = [row for row in known if row.scenario == name]
        found = [row for row in of_scenario if reading.sessions(row.id, row.origin)] or of_scenario
    if found:
        return found[-1]
    names = [each for row in known for each in (row.id, row.name, row.scenario)]
    nearest = did_you_mean(name, names)
    raise click.ClickException(
        f"there is no panel or scenario {name!r}" + (f"; {nearest}" if nearest else "")
    )


def write(place: Path, text: str) -> None:
    """Write a file whole, or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}-{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)
