"""`curtain report`: the report of a panel, or of a scenario's newest panel with people, as one file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from curtain.engine import Engine
from curtain.ledger import ledger
from curtain.notebooks import named
from curtain.report.gather import gather
from curtain.report.page import html


def run(engine: Engine, name: str, target: Path | None, say: Callable[[str], None]) -> None:
    """Write the report. `name` is a panel's id or name, or a scenario's."""
    with engine.store.reading() as reading:
        panel = named(reading, name)
    place = target or Path(f"{panel.id}.html")
    found = gather(engine, ledger(engine).counted(panel.id))
    write(place, html(engine, found))
    done = found.results.completed
    say(f"{place}: {found.verdict.headline} ({done} {'person' if done == 1 else 'people'} finished)")


def write(place: Path, text: str) -> None:
    """Write a file whole, or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}-{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, place)
    finally:
        draft.unlink(missing_ok=True)
