"""One file of rows after the other: CSV for spreadsheets, JSON Lines, Parquet, SQLite. Rows are never held together."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Literal, get_args

Format = Literal["csv", "jsonl", "parquet", "sqlite"]
FORMATS: tuple[Format, ...] = get_args(Format)
BATCH = 10_000  # rows

Rows = Iterable[dict[str, Any]]


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def defused(cell: Any) -> Any:
    """Text that a spreadsheet would run as a formula, with an apostrophe in front; anything else as it is
    (https://owasp.org/www-community/attacks/CSV_Injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def suffix(form: Format) -> str:
    """How a file in this format ends."""
    return {"csv": ".csv", "jsonl": ".jsonl", "parquet": ".parquet", "sqlite": ".sqlite"}[form]


def wants_values(form: Format) -> bool:
    """Whether JSON goes into it as values; elsewhere it is text."""
    return form == "jsonl"


def write(form: Format, path: Path, name: str, columns: list[str], rows: Rows) -> int:
    """Write rows into a file; gives how many. Several tables may go into one SQLite file, by their names."""
    return _WRITERS[form](path, name, columns, rows)


def _csv(path: Path, _name: str, columns: list[str], rows: Rows) -> int:
    # Spreadsheets take UTF-8 for something else without the mark at the beginning.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        count = 0
        for row in rows:
            writer.writerow([defused(row[name]) for name in columns])
            count += 1
        return count


def _jsonl(path: Path, _name: str, columns: list[str], rows: Rows) -> int:
    with path.open("w", encoding="utf-8") as file:
        count = 0
        for row in rows:
            file.write(json.dumps({name: row[name] for name in columns}, ensure_ascii=False) + "\n")
            count += 1
        return count


def _parquet(path: Path, _name: str, columns: list[str], rows: Rows) -> int:
    import pyarrow as arrow
    from pyarrow.parquet import ParquetWriter

    count, writer, kinds = 0, None, None
    for batch in _batches(rows):
        if kinds is None:
            kinds = arrow.schema([(name, _kind(arrow, [row[name] for row in batch])) for name in columns])
            writer = ParquetWriter(path, kinds)
        told = {field.name: [_cell(row[field.name], str(field.type)) for row in batch] for field in kinds}
        assert writer is not None
        writer.write_table(arrow.table(told, schema=kinds))
        count += len(batch)
    if writer is None:
        kinds = arrow.schema([(name, arrow.string()) for name in columns])
        writer = ParquetWriter(path, kinds)
        writer.write_table(kinds.empty_table())
    writer.close()
    return count


def _kind(arrow: Any, cells: list[Any]) -> Any:
    """Whole numbers, numbers, or text: as the first rows have it. A number that comes later among text is text."""
    known = [cell for cell in cells if cell is not None]
    if known and all(isinstance(cell, int) for cell in known):
        return arrow.int64()
    return (
        arrow.float64() if known and all(isinstance(cell, int | float) for cell in known) else arrow.string()
    )


def _cell(cell: Any, kind: str) -> Any:
    if cell is None or kind == "string":
        return None if cell is None else str(cell)
    try:
        return int(cell) if kind == "int64" else float(cell)
    except (TypeError, ValueError):
        return None


def _sqlite(path: Path, name: str, columns: list[str], rows: Rows) -> int:
    from sqlite_utils import Database

    db = Database(path)
    if not rows:
        return 0
    count = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield {column: row[column] for column in columns}

    db.create_table(name, dict.fromkeys(columns, str))  # SQLite keeps numbers as numbers in any column
    db.table(name).insert_all(counted(), batch_size=BATCH)
    db.close()
    return count


def _batches(rows: Rows) -> Iterator[list[dict[str, Any]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        yield batch


_WRITERS: dict[Format, Callable[[Path, str, list[str], Rows], int]] = {
    "csv": _csv, "jsonl": _jsonl, "parquet": _parquet, "sqlite": _sqlite,
}  # fmt: skip
