"""`curtain export`: a panel as files, with a progress bar; and which panel is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from curtain.export.panels import export
from curtain.export.writers import Format, suffix
from feedback_db import PanelRow
from feedback_db.queries import Reading
from feedback_db.tidy import SHEETS
from scenarios.errors import did_you_mean


def panel_named(reading: Reading, name: str) -> PanelRow:
    """The panel with that id or name, the newest of several. Raises `ClickException` with the nearest name."""
    known = reading.panels()
    found = [row for row in known if name in (row.id, row.name)]
    if found:
        return found[-1]
    names = [each for row in known for each in (row.name, row.id)]
    nearest = did_you_mean(name, names)
    raise click.ClickException(f"there is no panel {name!r}" + (f"; {nearest}" if nearest else ""))


def run(
    reading: Reading,
    name: str,
    target: Path | None,
    form: Format,
    *,
    every_origin: bool,
    as_labels: bool,
    force: bool,
    say: Callable[[str], None],
) -> None:
    """Write the panel, and say what was written and what it means."""
    panel = panel_named(reading, name)
    origin = None if every_origin else panel.origin
    ending = suffix(form) if form == "sqlite" else ""
    place = target or Path(f"{panel.id}{'-labels' if as_labels else ''}{ending}")
    total = sum(reading.rows_of(panel.id, sheet, origin) for sheet in SHEETS)
    with click.progressbar(length=total, label=f"Writing {panel.name}") as bar:

        def track(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
            for row in rows:
                yield row
                bar.update(1)

        done = export(
            reading, panel.id, place, form, origin=origin, as_labels=as_labels, force=force, track=track
        )
        bar.update(total - bar.pos)
    say(f"{done.path}: " + ", ".join(f"{rows} {table}" for table, rows in done.rows.items()))
