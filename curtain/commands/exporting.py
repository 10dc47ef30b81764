"""`curtain export`: a panel as files, with a progress bar."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from curtain.export.panels import Asked, export, tables_of
from curtain.export.writers import Format, suffix
from curtain.notebooks import named
from feedback_db.queries import Reading
from feedback_db.tidy import Who

ALL = "all"
WITH_IDS = (
    "This leads back to people: it has the ids of the database, and what you wrote beside their links. "
    "Keep it as you keep the database."
)


def run(
    reading: Reading,
    name: str,
    target: Path | None,
    form: Format,
    *,
    origin: str | None,
    labels: bool,
    ids: bool,
    force: bool,
    say: Callable[[str], None],
) -> None:
    """Write the panel, and say what was written. `origin` is one, `all`, or None for the panel's own."""
    panel = named(reading, name)
    asked = Asked(form, None if origin == ALL else origin or panel.origin, ids=ids, labels=labels)
    ending = suffix(form) if form == "sqlite" else ""
    place = target or Path(f"{panel.id}{'-labels' if labels else ''}{ending}")
    steps = len(reading.taken_away(panel.id, asked.origin)) * tables_of(asked)
    with _tidied(), click.progressbar(length=steps, label=f"Writing {panel.name}") as bar:

        def track(sessions: Iterable[Who]) -> Iterator[Who]:
            for who in sessions:
                yield who
                bar.update(1)

        done = export(reading, panel.id, place, asked, force=force, track=track)
    say(f"{done.path}: " + ", ".join(f"{rows} {table}" for table, rows in done.rows.items()))
    if ids:
        say(WITH_IDS)


@contextmanager
def _tidied() -> Iterator[None]:
    """Whoever stops us by another signal than Ctrl-C wants nothing left behind either."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
