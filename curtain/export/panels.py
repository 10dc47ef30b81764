"""A whole panel as files: tidy tables with the data dictionary, written at once or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from curtain.errors import CurtainError
from curtain.export import labels
from curtain.export.writers import FORMATS, Format, suffix, wants_values, write
from feedback_db import StoreError, reading_beside
from feedback_db.queries import Reading
from feedback_db.sheets import SHEETS, Column, Kind, columns
from feedback_db.tidy import Who

DICTIONARY = "dictionary.md"
LABELS = "labels"
_LABELS = "One row per answer that somebody gave by hand, labelled, or could have mended."

Track = Callable[[Iterable[Who]], Iterable[Who]]


class Asked(NamedTuple):
    """What is wanted of a panel: sessions of which `origin` (all: None), with what people wrote or without, with the
    ids of the database or without; the tables, or `labels` in their place."""

    form: Format
    origin: str | None = None
    words: bool = True
    ids: bool = False
    labels: bool = False


class Table(NamedTuple):
    """One table on its way into a file."""

    name: str
    says: str
    columns: Mapping[str, Column]
    rows_of: Callable[[Who], Iterable[list[Any]]]


class Written(NamedTuple):
    """What was written: rows by table."""

    path: Path
    rows: Mapping[str, int]


def export(
    reading: Reading,
    panel: str,
    target: Path,
    asked: Asked,
    *,
    force: bool = False,
    track: Track = lambda sessions: sessions,
) -> Written:
    """Write a panel: a folder with one file for each table and the dictionary, or with `sqlite` one file with all.
    Labels, which are one table, go into a file where `target` ends like one.

    `track` is given the sessions for each table as they pass. Raises `CurtainError` where `target` is there and `force`
    is not said, or is no earlier export. Whatever happens on the way, `target` is whole or as it was.
    """
    one_file = asked.form == "sqlite" or (asked.labels and target.suffix == suffix(asked.form))
    _may_write(target, force=force, one_file=one_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-") as aside:
        place = Path(aside) / "export"
        place.mkdir()
        sessions = reading.taken_away(panel, asked.origin)
        rows = {
            table.name: _write(place, asked.form, table, sessions, track) for table in _tables(reading, asked)
        }
        _explain(place, asked)
        made = next(place.glob(f"*{suffix(asked.form)}")) if one_file else place
        _put(made, target, Path(aside) / "before")
    return Written(target, rows)


def tables_of(asked: Asked) -> int:
    """How many tables that is."""
    return 1 if asked.labels else len(SHEETS)


def _tables(reading: Reading, asked: Asked) -> Iterator[Table]:
    parsed = wants_values(asked.form)
    if asked.labels:

        def labelled(who: Who) -> Iterable[list[Any]]:
            return (labels.cells(row, parsed=parsed) for row in labels.labels(reading, who))

        yield Table(LABELS, _LABELS, labels.COLUMNS, labelled)
        return
    for name, sheet in SHEETS.items():

        def tidy(who: Who, name: str = name) -> Iterable[list[Any]]:
            return reading.tidy(who, name, words=asked.words, ids=asked.ids, parsed=parsed)

        yield Table(name, sheet.rows, columns(name, ids=asked.ids), tidy)


def _write(place: Path, form: Format, table: Table, sessions: list[Who], track: Track) -> int:
    kinds = {name: column.kind for name, column in table.columns.items()}
    rows = (row for who in track(sessions) for row in table.rows_of(who))
    return write(form, _file(place, form, table.name), table.name, kinds, rows)


def _file(place: Path, form: Format, table: str) -> Path:
    return (place / ("panel" if form == "sqlite" else table)).with_suffix(suffix(form))


# What it means -----------------------------------------------------------------


def dictionary(asked: Asked) -> str:
    """What each column means, as a Markdown page."""
    lines = ["# What the tables hold", "", "Times are UTC, ISO 8601. Empty means that there was none."]
    if not asked.ids:
        lines[-1] += " People are known by their number only."
    for table, says, told in _meanings(asked):
        lines += ["", f"## {table}", "", says, "", "| column | what it holds |", "|---|---|"]
        lines += [f"| `{name}` | {column.meaning} |" for name, column in told.items()]
    return "\n".join(lines) + "\n"


def _explain(place: Path, asked: Asked) -> None:
    if asked.form != "sqlite":
        (place / DICTIONARY).write_text(dictionary(asked), encoding="utf-8")
        return
    told = [
        [table, name, column.meaning]
        for table, _, meant in _meanings(asked)
        for name, column in meant.items()
    ]
    heads: dict[str, Kind] = dict.fromkeys(("table", "column", "meaning"), "text")
    write("sqlite", _file(place, "sqlite", ""), "dictionary", heads, told)


def _meanings(asked: Asked) -> Iterator[tuple[str, str, Mapping[str, Column]]]:
    if asked.labels:
        yield LABELS, _LABELS, labels.COLUMNS
        return
    for name, sheet in SHEETS.items():
        yield name, sheet.rows, columns(name, ids=asked.ids)


# Where it goes -----------------------------------------------------------------


def _may_write(target: Path, *, force: bool, one_file: bool) -> None:
    """Raises `CurtainError` where something would be lost that nobody meant."""
    if not one_file and target.suffix in {suffix(form) for form in FORMATS}:
        raise CurtainError(f"{target}: there is a file for each table, so name a folder")
    if not target.exists():
        return
    if not force:
        raise CurtainError(f"{target} is there already: choose another place, or say --force")
    if target.is_dir() and (one_file or not (target / DICTIONARY).is_file()):
        raise CurtainError(f"{target} is a folder with other things in it: choose another place")
    if target.is_file() and (not one_file or _holds_store(target)):
        what = "the database itself" if one_file else "a file, and a folder is needed"
        raise CurtainError(f"{target} is {what}: choose another place")


def _holds_store(file: Path) -> bool:
    try:
        with reading_beside(file):
            return True
    except StoreError:
        return False


def _put(made: Path, target: Path, before: Path) -> None:
    """Put the new one in the place of the old one, which comes back where that cannot be done."""
    if not target.is_dir():
        os.replace(made, target)
        return
    os.replace(target, before)
    try:
        os.replace(made, target)
    except BaseException:
        os.replace(before, target)
        raise
