"""A panel's rows made tidy for whoever takes them away: who, where, in what order, by whom and when, in every row.

By default nobody can be found by them: people are their numbers, operators are counted, and ids, tokens, links and
labels stay here. Rows are read session by session, so a large panel takes no more memory than a small one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from feedback_db.cells import as_json
from feedback_db.connected import Connected
from feedback_db.sheets import WHO, Column, sheet

_SESSIONS = (
    "FROM session JOIN participant ON participant.id = session.participant "
    "LEFT JOIN link ON link.token = participant.link "
    "WHERE session.panel = ?1 AND (?2 IS NULL OR session.origin = ?2) ORDER BY participant.number, session.rowid"
)
_OPERATORS = (
    "SELECT operator FROM (SELECT operator, answered_at AS at FROM prediction WHERE panel = ?1 "
    "UNION ALL SELECT operator, at FROM desk_action WHERE panel = ?1 "
    "UNION ALL SELECT json_extract(payload, '$.to'), at FROM desk_action "
    "WHERE panel = ?1 AND kind = 'handed_over') "
    "WHERE operator IS NOT NULL GROUP BY operator ORDER BY min(at), operator"
)
# Of what happened, who it was is told by numbers; these would tell it otherwise.
_NAMES = {"token", "link", "name", "shift"}


class Who(NamedTuple):
    """A session of which rows are taken away: its cells of `sheets.WHO`, and the numbers that ids are told by."""

    session: str
    token: str
    cells: Mapping[str, Any]
    operators: Mapping[str, int]


class Tidy(Connected):
    """What is read to be taken away."""

    def taken_away(self, panel: str, origin: str | None = None) -> list[Who]:
        """The sessions of a panel, of one origin or of all, by the numbers of their people."""
        operators = {
            operator: n
            for n, (operator,) in enumerate(self._connection.execute(_OPERATORS, (panel,)), start=1)
        }
        asked = f"SELECT session.id, participant.token, {', '.join(each.sql for each in WHO.values())} {_SESSIONS}"
        found = self._connection.execute(asked, (panel, origin))
        return [
            Who(session, token, dict(zip(WHO, cells, strict=True)), operators)
            for session, token, *cells in found
        ]

    def tidy(
        self, who: Who, name: str, *, words: bool = True, ids: bool = False, parsed: bool = False
    ) -> Iterator[list[Any]]:
        """A session's rows of one table, in the order of time, cells as in `sheets.columns(name, ids=ids)`.

        Without `words`, cells with what people may have written are empty, but for numbers; with `ids` there are those
        of the database; `parsed` gives JSON as values instead of as text. Raises `NotFound`.
        """
        table = sheet(name)
        told = [each for each in table.columns.values() if ids or each.leads != "id"]
        first = [cell for name, cell in who.cells.items() if ids or WHO[name].leads != "id"]
        # Names come from the sheets, never from outside.
        cells = ", ".join(each.sql if words or not each.is_words else each.unsaid for each in told)
        asked = f"SELECT {cells} FROM {table.source} WHERE session.id = ? ORDER BY {table.table}.rowid"  # noqa: S608
        mends = [(n, mend) for n, each in enumerate(told) if (mend := self._mend(who, each, parsed))]
        for position, found in enumerate(self._connection.execute(asked, (who.session,)), start=1):
            row = list(found)
            for n, mend in mends:
                if row[n] is not None:
                    row[n] = mend(row[n])
            yield [*first, position, *row]

    def _mend(self, who: Who, column: Column, parsed: bool) -> Callable[[Any], Any] | None:
        """What is done with the cells of a column, if anything."""
        if column.leads == "operator":
            return who.operators.get
        if column.leads == "inside":
            numbers = self._numbers(who)
            return lambda cell: _told(numbered(_nameless(json.loads(cell)), numbers), parsed)
        if column.kind == "json" and not parsed:
            return lambda cell: None if cell == "null" else cell
        if column.kind in {"json", "value"}:
            return lambda cell: _value(cell, parsed)
        return None

    def _numbers(self, who: Who) -> dict[str, Any]:
        """What stands for each id that may occur inside of a session's rows."""
        predictions = self._connection.execute(
            "SELECT id, rowid FROM prediction WHERE session = ?", (who.session,)
        )
        itself = {who.session: None, who.token: None, who.cells["participant_id"]: who.cells["participant"]}
        return {**who.operators, **dict(predictions), **itself}


def numbered(value: Any, numbers: Mapping[str, Any]) -> Any:
    """The value with a number for each id in it."""
    if isinstance(value, dict):
        return {name: numbered(each, numbers) for name, each in value.items()}
    if isinstance(value, list):
        return [numbered(each, numbers) for each in value]
    return numbers.get(value, value) if isinstance(value, str) else value


def _nameless(facts: Any) -> Any:
    return {name: each for name, each in facts.items() if name not in _NAMES} if facts else None


def _told(value: Any, parsed: bool) -> Any:
    return value if parsed or value is None else as_json(value)


def _value(cell: Any, parsed: bool) -> Any:
    """A cell of JSON, or a plain one; a text stands without quotation marks."""
    if not isinstance(cell, str):
        return cell
    try:
        value = json.loads(cell)
    except ValueError:
        return cell
    return value if parsed or isinstance(value, str | None) else cell
