"""A connection that gives rows: what all groups of queries stand on."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from feedback_db.rows import R, Shape


class Connected:
    """One connection's view of the store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def _all(
        self, shape: Shape[R], tail: str, values: Sequence[Any] = (), select: str | None = None
    ) -> list[R]:
        return [shape(row) for row in self._connection.execute(f"{select or shape.select} {tail}", values)]

    def _one(self, shape: Shape[R], tail: str, values: Sequence[Any], select: str | None = None) -> R | None:
        row = self._connection.execute(f"{select or shape.select} {tail}", values).fetchone()
        return None if row is None else shape(row)

    def _number(self, sql: str, *values: Any) -> int:
        return int(self._connection.execute(sql, values).fetchone()[0] or 0)
