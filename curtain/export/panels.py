"""A whole panel as files: tidy tables with the data dictionary, written at once or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from curtain.errors import CurtainError
from curtain.export import labels
from curtain.export.writers import Format, suffix, wants_values, write
from feedback_db.queries import Reading
from feedback_db.tidy import SHEETS

DICTIONARY = "dictionary.md"
LABELS = "labels"

Track = Callable[[Iterable[dict[str, Any]]], Iterable[dict[str, Any]]]


class Written(NamedTuple):
    """What was written: rows by table."""

    path: Path
    rows: Mapping[str, int]


def export(
    reading: Reading,
    panel: str,
    target: Path,
    form: Format,
    *,
    origin: str | None = None,
    words: bool = True,
    as_labels: bool = False,
    force: bool = False,
    track: Track = lambda rows: rows,
) -> Written:
    """Write a panel: a folder with one file for each table, or with `sqlite` one file with all of them.

    `track` is given the rows of each table as they pass. Raises `CurtainError` where `target` is there and `force` is
    not said. Whatever happens on the way, `target` is whole or as it was.
    """
    if target.exists() and not force:
        raise CurtainError(f"{target} is there already: choose another place, or say --force")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as folder:
        place = Path(folder) / "export"
        place.mkdir()
        rows = dict(_tables(reading, panel, place, form, origin, words, as_labels, track))
        made = next(place.glob("*.sqlite")) if form == "sqlite" else place
        if form != "sqlite":
            (place / DICTIONARY).write_text(dictionary(as_labels), encoding="utf-8")
        _put(made, target)
    return Written(target, rows)


def _tables(
    reading: Reading,
    panel: str,
    place: Path,
    form: Format,
    origin: str | None,
    words: bool,
    as_labels: bool,
    track: Track,
) -> Iterator[tuple[str, int]]:
    values = wants_values(form)
    sources: dict[str, tuple[list[str], Iterable[dict[str, Any]]]] = {}
    if as_labels:
        found = labels.labels(reading, panel, origin)
        sources[LABELS] = list(labels.COLUMNS), found if values else map(labels.as_text, found)
    else:
        for name, sheet in SHEETS.items():
            told = reading.tidy(panel, name, origin, words=words, parsed=values)
            sources[name] = list(sheet.columns), told
    for name, (columns, rows) in sources.items():
        file = place / ("panel" if form == "sqlite" else name)
        yield name, write(form, file.with_suffix(suffix(form)), name, columns, track(rows))
    if form == "sqlite":
        meanings = [
            {"table": table, "column": column, "meaning": meaning}
            for table, column, meaning in _meanings(as_labels)
        ]
        write(
            form,
            (place / "panel").with_suffix(".sqlite"),
            "dictionary",
            ["table", "column", "meaning"],
            meanings,
        )


def dictionary(as_labels: bool = False) -> str:
    """What each column means, as a Markdown page."""
    lines = [
        "# What the tables hold",
        "",
        "People are known by their number only; times are UTC, ISO 8601.",
        "",
    ]
    before = ""
    for table, column, meaning in _meanings(as_labels):
        if table != before:
            rows = SHEETS[table].rows if table in SHEETS else "One row per answer that somebody corrected."
            lines += ["", f"## {table}", "", rows, "", "| column | what it holds |", "|---|---|"]
            before = table
        lines.append(f"| `{column}` | {meaning} |")
    return "\n".join(lines) + "\n"


def _meanings(as_labels: bool) -> Iterator[tuple[str, str, str]]:
    if as_labels:
        yield from ((LABELS, column, meaning) for column, meaning in labels.COLUMNS.items())
        return
    for table, sheet in SHEETS.items():
        yield from ((table, name, column.meaning) for name, column in sheet.columns.items())


def _put(made: Path, target: Path) -> None:
    """Replace the target in one step where that can be done, else in two."""
    if target.is_dir():
        shutil.rmtree(target)
    os.replace(made, target)
