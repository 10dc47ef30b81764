"""A panel's rows made tidy for whoever takes them away: who, where, in what order, by whom and when, in every row.

By default nobody can be found by them: people are their numbers, operators are counted, and ids, tokens, links and
labels stay here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from feedback_db.connected import Connected
from feedback_db.errors import NotFound

_OF_PANEL = "WHERE session.panel = ?1 AND (?2 IS NULL OR session.origin = ?2)"
_PERSON = "Which participant, by their number in the panel."
_POSITION = "The how-manieth of this person's rows in this table, in the order of time."
_OPERATOR = "Who answered, counted from 1 in the order of this table; empty where a mock did."
_PREDICTION = "Which prediction, by its number in the database; the same in all tables."
_WHO = {
    "participant": ("participant.number", _PERSON),
    "origin": ("session.origin", "`real`, `preview`, `practice`, `simulated` or `test`."),
    "persona": ("session.persona", "Whom they were asked to be."),
    "stratum": ("session.stratum", "The answers by which people were spread over the arms."),
}


class Column(NamedTuple):
    """A column of an export: where it comes from, what it means, and how it is told."""

    sql: str
    meaning: str
    is_json: bool = False
    is_words: bool = False  # it may hold what people wrote


class Sheet(NamedTuple):
    """A table of an export. `source` is what stands after FROM; `order` sorts it."""

    rows: str
    source: str
    order: str
    columns: Mapping[str, Column]


def _sheet(rows: str, table: str, columns: Mapping[str, Column], joins: str = "") -> Sheet:
    source = f"{table} JOIN session ON session.id = {table}.session" if table != "session" else "session"
    source += f" JOIN participant ON participant.id = session.participant{joins}"
    who = {name: Column(sql, meaning) for name, (sql, meaning) in _WHO.items()}
    return Sheet(rows, source, f"participant.number, {table}.rowid", {**who, **columns})


def _at(table: str, *names: str) -> dict[str, Column]:
    meanings = {
        "arm": "The arm that they met at that moment.",
        "period": "Which of the person's arms, counted from 1.",
        "step": "The step of the flow, by its id.",
        "trial": "Which pass through a repeated block, counted from 1; 0 outside of one.",
    }
    found = {name: Column(f"{table}.{name}", meanings[name]) for name in names}
    spot = f"row_number() OVER (PARTITION BY session.id ORDER BY {table}.rowid)"
    return {**found, "position": Column(spot, _POSITION)}


_ASKED = " LEFT JOIN prediction ON prediction.id = reaction.prediction"

SHEETS: Mapping[str, Sheet] = {
    "sessions": _sheet(
        "One row per session and arm that it was given.",
        "session",
        {
            "arm": Column("assignment.arm", "The arm."),
            "period": Column("assignment.period", "Which of the person's arms, counted from 1."),
            "status": Column("session.status", "`running`, `completed`, `withdrawn` or `screened`."),
            "done": Column("session.done", "How many screens are behind them."),
            "steps": Column("session.steps", "How many screens there are."),
            "started_at": Column("session.started_at", "When they began."),
            "completed_at": Column("session.completed_at", "When they reached the end."),
        },
        " LEFT JOIN assignment ON assignment.session = session.id",
    ),
    "predictions": _sheet(
        "One row per answer of a feature.",
        "prediction",
        {
            **_at("prediction", "arm", "period", "step", "trial"),
            "prediction": Column("prediction.rowid", _PREDICTION),
            "feature": Column("prediction.feature", "Which feature."),
            "task": Column("prediction.task", "The shape of its answers."),
            "mock": Column("prediction.mock", "Which mock was asked."),
            "operator": Column("prediction.operator", _OPERATOR),
            "status": Column("prediction.status", "How far it has come; people saw what is `released`."),
            "input": Column("prediction.input", "What the model saw.", is_json=True, is_words=True),
            "intended": Column("prediction.intended", "What the mock said.", is_json=True, is_words=True),
            "shown": Column("prediction.output", "What was shown, after planned errors and faults.", True, True),
            "truth": Column("prediction.truth", "What really was so.", is_json=True),
            "late": Column("prediction.late", "1: it came later than its drawn time."),
            "fallback": Column("prediction.fallback", "1: the stand-in answered."),
            "provenance": Column("prediction.provenance", "How it came about.", is_json=True, is_words=True),
            "requested_at": Column("prediction.requested_at", "When it was asked for."),
            "answered_at": Column("prediction.answered_at", "When it was answered."),
            "released_at": Column("prediction.released_at", "When it was sent to the screen."),
            "shown_at": Column("prediction.shown_at", "When the participant's browser showed it."),
        },
    ),
    "reactions": _sheet(
        "One row per reaction, each revision by itself.",
        "reaction",
        {
            **_at("reaction", "arm", "period", "step", "trial"),
            "prediction": Column("prediction.rowid", _PREDICTION),
            "operator": Column("reaction.operator", _OPERATOR),
            "kind": Column("reaction.kind", "What they did: `accept`, `edit`, `thumb`, `comment` …"),
            "value": Column("reaction.value", "With what.", is_words=True),
            "revision": Column("reaction.revision", "Of several for the same thing, the highest counts."),
            "decision": Column("reaction.decision", "`accept` where it followed the product, `dismiss` where not."),
            "warned": Column("reaction.warned", "1: the answer was shown; 0: it was kept silent."),
            "predicted": Column("reaction.predicted", "What the product said, in short.", is_words=True),
            "truth": Column("reaction.truth", "What really was so."),
            "before": Column("reaction.before", "What was there before they changed it.", True, True),
            "after": Column("reaction.after", "What they made of it.", is_json=True, is_words=True),
            "distance": Column("reaction.distance", "How much of it they changed, 0 to 1."),
            "quality": Column("reaction.quality", "How good it is beside the truth.", is_json=True),
            "seconds": Column("reaction.seen_to_pressed_ms / 1000.0", "From seeing the buttons to the press."),
            "done_by": Column("reaction.done_by", "`itself` where the product went on by itself."),
            "at": Column("reaction.at", "When."),
        },
        _ASKED,
    ),
    "answers": _sheet(
        "One row per answer to a question.",
        "answer",
        {
            **_at("answer", "arm", "period", "step"),
            "instrument": Column("answer.instrument", "The questionnaire, if it is one."),
            "item": Column("answer.item", "Which question."),
            "value": Column("answer.value", "The answer.", is_words=True),
            "at": Column("answer.at", "When."),
        },
    ),
    "messages": _sheet(
        "One row per line of a conversation.",
        "message",
        {
            **_at("message", "arm", "period", "step", "trial"),
            "turn": Column("message.turn", "Which turn of the conversation."),
            "said_by": Column("message.said_by", "`participant` or `product`."),
            "text": Column("message.text", "What was said.", is_words=True),
            "at": Column("message.at", "When."),
        },
    ),
}  # fmt: skip


def sheet(name: str) -> Sheet:
    """A table of an export by its name. Raises `NotFound`."""
    if name not in SHEETS:
        raise NotFound(f"{name!r} is not a table that can be exported; there are {', '.join(SHEETS)}")
    return SHEETS[name]


class Tidy(Connected):
    """What is read to be taken away."""

    def tidy(
        self, panel: str, name: str, origin: str | None = None, *, words: bool = True, parsed: bool = False
    ) -> Iterator[dict[str, Any]]:
        """The rows of a panel, one after the other, of one origin or of all; no more than one is held in memory.

        Without `words`, columns that may hold what people wrote are empty. `parsed` gives JSON as values instead of as
        text. Raises `NotFound`.
        """
        table = sheet(name)
        told = {column: each for column, each in table.columns.items() if words or not each.is_words}
        # Names come from the sheets above, never from outside.
        asked = f"SELECT {', '.join(each.sql for each in told.values())} FROM {table.source} "  # noqa: S608
        found = self._connection.execute(f"{asked} {_OF_PANEL} ORDER BY {table.order}", (panel, origin))
        operators: dict[str, int] = {}
        names = list(told)
        for cells in found:
            row = {**dict.fromkeys(table.columns), **dict(zip(names, cells, strict=True))}
            if row.get("operator"):
                row["operator"] = operators.setdefault(row["operator"], len(operators) + 1)
            yield _told(table, row, parsed)

    def rows_of(self, panel: str, name: str, origin: str | None = None) -> int:
        """How many rows that will be."""
        asked = f"SELECT count(*) FROM {sheet(name).source} {_OF_PANEL}"  # noqa: S608
        return self._number(asked, panel, origin)


def _told(table: Sheet, row: dict[str, Any], parsed: bool) -> dict[str, Any]:
    """The row with its JSON parsed, if so; how an answer came about does not name who gave it."""
    if row.get("provenance"):
        how = json.loads(row["provenance"])
        how.pop("operator", None)
        row["provenance"] = json.dumps(how, ensure_ascii=False)
    if parsed:
        for name, column in table.columns.items():
            if column.is_json and row[name] is not None:
                row[name] = json.loads(row[name])
    return row
