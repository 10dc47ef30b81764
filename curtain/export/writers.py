"""One file of rows after the other: CSV for spreadsheets, JSON Lines, Parquet, SQLite. Rows are never held together."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal, get_args

from feedback_db.sheets import Kind

Format = Literal["csv", "jsonl", "parquet", "sqlite"]
FORMATS: tuple[Format, ...] = get_args(Format)
BATCH = 5_000  # rows

Columns = Mapping[str, Kind]
Rows = Iterable[Sequence[Any]]

# The last four are the same signs in the width of Chinese and Japanese, where spreadsheets take them too.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")

# A column of bytes is the one in which SQLite keeps numbers as numbers and texts as texts.
_SQLITE: Mapping[Kind, type] = {"whole": int, "number": float, "any": bytes}


def defused(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe in front; anything else as it is
    (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _FORMULA else cell


def suffix(form: Format) -> str:
    """How a file in this format ends."""
    return f".{form}"


def wants_values(form: Format) -> bool:
    """Whether JSON goes into it as values; elsewhere it is text."""
    return form == "jsonl"


def write(form: Format, path: Path, name: str, columns: Columns, rows: Rows) -> int:
    """Write rows, with cells in the order of `columns`, into a file; gives how many. Several tables may go into one
    SQLite file, by their names."""
    count = 0

    def counted() -> Iterator[Sequence[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    _WRITERS[form](path, name, columns, counted())
    return count


def _csv(path: Path, _name: str, columns: Columns, rows: Rows) -> None:
    # Spreadsheets take UTF-8 for something else without the mark at the beginning.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(map(defused, row) for row in rows)


def _jsonl(path: Path, _name: str, columns: Columns, rows: Rows) -> None:
    encode = json.JSONEncoder(ensure_ascii=False).encode
    names = list(columns)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{encode(dict(zip(names, row, strict=True)))}\n" for row in rows)


def _parquet(path: Path, _name: str, columns: Columns, rows: Rows) -> None:
    import pyarrow as arrow
    from pyarrow.parquet import ParquetWriter

    known = {"whole": arrow.int64(), "number": arrow.float64()}
    shape = arrow.schema([(name, known.get(kind, arrow.string())) for name, kind in columns.items()])
    mixed = [n for n, kind in enumerate(columns.values()) if kind == "any"]
    with ParquetWriter(path, shape) as writer:
        for batch in _batches(rows):
            cells = [list(column) for column in zip(*batch, strict=True)]
            for n in mixed:
                cells[n] = [None if cell is None else str(cell) for cell in cells[n]]
            arrays = [arrow.array(column, field.type) for column, field in zip(cells, shape, strict=True)]
            writer.write_table(arrow.table(arrays, schema=shape))


def _sqlite(path: Path, name: str, columns: Columns, rows: Rows) -> None:
    from sqlite_utils import Database

    with closing(Database(path)) as db, db.atomic():
        db.create_table(name, {column: _SQLITE.get(kind, str) for column, kind in columns.items()})
        db.table(name).insert_all(chain([list(columns)], rows), batch_size=BATCH)


def _batches(rows: Rows) -> Iterator[list[Sequence[Any]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


_WRITERS: dict[Format, Callable[[Path, str, Columns, Rows], None]] = {
    "csv": _csv, "jsonl": _jsonl, "parquet": _parquet, "sqlite": _sqlite,
}  # fmt: skip
