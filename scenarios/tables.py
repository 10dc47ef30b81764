"""Tables of data from files: CSV with a header, JSON as a list of objects, or one JSON object on each line."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

from pydantic_core import PydanticCustomError

from scenarios.errors import complaint, did_you_mean, listed

MOST_POOL = 5_000
MOST_COLUMNS = 100
DEEPEST = 20

FORMS = (".csv", ".json", ".jsonl")


class Table(NamedTuple):
    """The rows of a file, all with the same columns. Not to be changed: who hands out rows copies them."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]

    def column(self, name: str) -> list[Any]:
        """The values of a column, row by row."""
        return [row[name] for row in self.rows]


class _Bad(Exception):
    """A file that is no table; its arguments are those of `complaint`."""


def read(name: str, text: str) -> Table:
    """The table in a file. Raises pydantic's error with the line of the file where it fails."""
    try:
        return _read(name, text)
    except _Bad as error:
        raise _told(error) from None


def _told(error: _Bad) -> PydanticCustomError:
    return complaint(*error.args)


@lru_cache(maxsize=64)
def _read(name: str, text: str) -> Table:
    """Read once for all arms."""
    if not text.strip():
        _bad(f"the file {name!r} is empty", "a table with a row for each time", "write it")
    if name.endswith(".csv"):
        columns, rows = _csv(name, text)
    else:
        columns, rows = _objects(name, _lines(name, text) if name.endswith(".jsonl") else _list(name, text))
    if not rows:
        _bad(f"the file {name!r} has no rows", "at least one", "write a row below the names of the columns")
    return Table(name, columns, tuple(rows))


def _csv(name: str, text: str) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        _header(name, header)
        cells: list[list[str]] = []
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                what = f"line {reader.line_num} of {name!r} has {_counted(len(row), 'cell')}"
                remedy = (
                    "put a text with a comma in double quotes" if len(row) > len(header) else "fill it up"
                )
                _bad(what, f"{len(header)}, as in its first line", remedy)
            cells.append(row)
            _bounded(name, len(cells))
    except csv.Error as error:
        _bad(f"line {reader.line_num} of {name!r} cannot be read: {error}", remedy="save it as plain CSV")
    read = [_numbers(column) for column in zip(*cells, strict=True)]
    return header, [dict(zip(header, row, strict=True)) for row in zip(*read, strict=True)]


def _header(name: str, header: tuple[str, ...]) -> None:
    if len(header) == 1 and (sign := next((s for s in ";\t|" if s in header[0]), None)):
        shown = "tabs" if sign == "\t" else repr(sign)
        _bad(f"the columns of {name!r} are parted by {shown}", "commas", "save it as CSV with commas")
    for column in header:
        _column(name, column, f"the first line of {name!r} must name the columns")
    for n, column in enumerate(header):
        if column in header[:n]:
            _bad(f"two columns of {name!r} are called {column!r}", remedy="rename one of them")
    if len(header) > MOST_COLUMNS:
        _bad(f"the file {name!r} has {len(header):,} columns", f"at most {MOST_COLUMNS}")


def _column(name: str, column: str, what: str) -> None:
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", column):
        return
    better = re.sub(r"[^A-Za-z0-9]+", "_", column).strip("_")
    remedy = f"write {better!r}" if better[:1].isalpha() else f"give it a name in {name!r}"
    _bad(f"{what}, and {column[:60]!r} is no name", "a letter, then letters, digits or _", remedy)


def _numbers(column: tuple[str, ...]) -> list[Any]:
    """Numbers where the whole column is; codes such as 007 stay as they are."""
    if all(re.fullmatch(r"-?(0|[1-9]\d{0,14})", cell) for cell in column):
        return [int(cell) for cell in column]
    if all(re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,15})?", cell) for cell in column):
        return [float(cell) for cell in column]
    return list(column)


def _objects(name: str, found: Iterator[tuple[str, Any]]) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    columns: tuple[str, ...] = ()
    rows: list[dict[str, Any]] = []
    for where, row in found:
        if not isinstance(row, dict) or not row:
            _bad(f"{where} of {name!r} is not a row", 'an object such as {"title": "…"}')
        if not rows:
            columns = tuple(row)
            for column in columns:
                _column(name, column, f"each column of {name!r} must have a name")
            if len(columns) > MOST_COLUMNS:
                _bad(f"the file {name!r} has {len(columns):,} columns", f"at most {MOST_COLUMNS}")
        for missing in [column for column in columns if column not in row]:
            _bad(
                f"{where} of {name!r} has no {missing!r}",
                "the columns of the first row",
                "write null if it is empty",
            )
        for extra in [column for column in row if column not in columns]:
            _bad(f"{where} of {name!r} has a column {extra!r}", listed(columns), did_you_mean(extra, columns))
        if _depth(row) > DEEPEST:
            _bad(f"{where} of {name!r} nests too deeply", f"at most {DEEPEST} levels")
        if not _whole_signs(row):
            _bad(
                f"{where} of {name!r} holds half a character",
                remedy="remove the escape that begins with \\ud",
            )
        rows.append({column: row[column] for column in columns})
        _bounded(name, len(rows))
    return columns, rows


def _list(name: str, text: str) -> Iterator[tuple[str, Any]]:
    found = _json(name, text, 0)
    if not isinstance(found, list):
        _bad(f"the file {name!r} is not a list of rows", '[{"title": "…"}, …]')
    yield from ((f"row {n}", row) for n, row in enumerate(found, 1))


def _lines(name: str, text: str) -> Iterator[tuple[str, Any]]:
    for n, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield f"line {n}", _json(name, line, n)


def _json(name: str, text: str, line: int) -> Any:
    """One JSON value. `line` is where it stands; 0 for the whole file."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_constant, parse_int=_whole)
    except json.JSONDecodeError as error:
        at = f"line {line or error.lineno}, column {error.colno}"
        _bad(f"{at} of {name!r} is not JSON: {error.msg}", remedy="check quotes, commas and brackets")
    except _Bad as error:
        where = f"in line {line} of {name!r}, " if line else f"in {name!r}, "
        _bad(where + str(error.args[0]), *error.args[1:])
    except RecursionError:
        _bad(f"the file {name!r} nests too deeply", f"at most {DEEPEST} levels")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            _bad(f"the key {key!r} stands in one object twice", "each key once", "remove one of them")
        found[key] = value
    return found


def _constant(written: str) -> NoReturn:
    _bad(f"{written} stands for no number", "a number", "write null where there is none")


def _whole(written: str) -> int:
    if len(written.lstrip("-")) > 15:
        _bad(f"a number has {len(written)} digits", "at most 15", "put a code in quotes")
    return int(written)


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        found, depth = waiting.pop()
        deepest = max(deepest, depth)
        inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
        waiting += [(each, depth + 1) for each in inner]
    return deepest


def _whole_signs(row: Mapping[str, Any]) -> bool:
    """Whether all texts can be stored: JSON's escapes can stand for half a character."""
    try:
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _bounded(name: str, rows: int) -> None:
    if rows > MOST_POOL:
        _bad(f"the file {name!r} has more than {MOST_POOL:,} rows", remedy="keep those that people can meet")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _bad(what: str, expected: str = "", remedy: str = "") -> NoReturn:
    raise _Bad(what, expected, remedy)
