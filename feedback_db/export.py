"""A panel's tables as CSV, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv as writers
import io
from typing import Any

from feedback_db.queries import Reading

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv(reading: Reading, panel: str, table: str, origin: str | None = None) -> str:
    """One table of a panel with a line of column names, of one origin or of all; JSON stays as it is.

    Text that a spreadsheet would run as a formula gets an apostrophe in front
    (https://owasp.org/www-community/attacks/CSV_Injection). Raises `NotFound`.
    """
    names, rows = reading.cells(panel, table, origin)
    out = io.StringIO()
    writer = writers.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue()


def defused(cell: Any) -> Any:
    """Text that no spreadsheet takes for a formula; anything but text as it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
