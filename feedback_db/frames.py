"""A panel's clean tables as columns and rows: for analysis, and for whoever wants to look."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from feedback_db import rows as tables
from feedback_db.cells import as_json
from feedback_db.errors import NotFound
from feedback_db.rows import Shape

if TYPE_CHECKING:
    import pandas as pd

SHAPES: dict[str, Shape[Any]] = {
    shape.table: shape
    for shape in (
        tables.PARTICIPANT,
        tables.SESSION,
        tables.ASSIGNMENT,
        tables.PREDICTION,
        tables.REACTION,
        tables.ANSWER,
        tables.MESSAGE,
        tables.DESK_ACTION,
        tables.EVENT,
    )
}

# Of one origin: what belongs to a session with it. `AMONG` stands for "and of these sessions", or for nothing.
_BY_SESSION = "session.panel = ?1 AND (?2 IS NULL OR session.origin = ?2)"
_FROM: dict[str, str] = {
    "participant": "WHERE panel = ?1 AND (?2 IS NULL OR EXISTS (SELECT 1 FROM session "
    "WHERE session.participant = participant.id AND session.origin = ?2)) AMONG ORDER BY number",
    "session": f"WHERE {_BY_SESSION} AMONG ORDER BY started_at, rowid",
    "assignment": f"JOIN session ON session.id = assignment.session WHERE {_BY_SESSION} AMONG "
    "ORDER BY session.started_at, assignment.rowid",
    "event": "WHERE panel = ?1 AND (?2 IS NULL OR session IN "
    "(SELECT id FROM session WHERE origin = ?2)) AMONG ORDER BY id",
    **{
        name: f"JOIN session ON session.id = {name}.session WHERE {_BY_SESSION} AMONG ORDER BY {name}.rowid"
        for name in ("prediction", "reaction", "answer", "message", "desk_action")
    },
}
_THESE = "(SELECT value FROM json_each(?3))"
_AMONG = {
    "session": f"AND session.id IN {_THESE}",
    "participant": f"AND id IN (SELECT participant FROM session WHERE id IN {_THESE})",  # noqa: S608 (a constant)
}


def columns(table: str) -> tuple[str, ...]:
    """The table's columns. Raises `NotFound` for a name that is not a table of a panel."""
    if table not in SHAPES:
        raise NotFound(f"{table!r} is not a table of a panel; there are {', '.join(sorted(SHAPES))}")
    return SHAPES[table].columns


def frame(
    connection: sqlite3.Connection,
    panel: str,
    table: str,
    origin: str | None,
    sessions: Collection[str] | None = None,
    only: Collection[str] | None = None,
) -> pd.DataFrame:
    """The rows as a frame, JSON parsed, flags as `boolean`: of these sessions and with these columns only, where some
    are named. Raises `NotFound`."""
    import pandas as pd

    columns(table)
    shape = SHAPES[table] if only is None else SHAPES[table].of(only)
    asked, values = f"{shape.select} {_FROM[table]}", (panel, origin)
    if sessions is None:
        rows = connection.execute(asked.replace(" AMONG", ""), values)
    else:
        among = _AMONG.get(table, f"AND {table}.session IN {_THESE}")
        # The + keeps the panel's index out of it, by which everybody would be looked through for these few.
        asked = asked.replace("WHERE ", "WHERE +", 1).replace("AMONG", among)
        rows = connection.execute(asked, (*values, as_json([*sessions])))
    found = pd.DataFrame.from_records([shape.decoded(row) for row in rows], columns=list(shape.columns))
    return found.astype(dict.fromkeys(shape.flags, "boolean"))
