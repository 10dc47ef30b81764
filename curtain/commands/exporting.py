"""`curtain export`: a panel as files, with a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from curtain.export.panels import export
from curtain.export.writers import Format, suffix
from curtain.notebooks import named
from feedback_db.queries import Reading
from feedback_db.tidy import SHEETS


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
    panel = named(reading, name)
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
