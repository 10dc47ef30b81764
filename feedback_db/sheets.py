"""The tables of an export: which columns they have, where those come from, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from feedback_db.errors import NotFound

Kind = Literal["text", "whole", "number", "json", "value", "any"]


class Column(NamedTuple):
    """A column: its SQL, what it means, and what stands in its cells.

    `kind` is `json` for objects and lists, `value` for JSON of which a text stands as it is, and `any` for numbers and
    texts in one column.
    `is_words` says that it may hold what people wrote; `unsaid` is the SQL for whoever may not read that.
    `leads` says how it leads back to somebody: `operator` is counted, of JSON `inside` the ids become numbers, and `id`
    is left out unless it is asked for.
    """

    sql: str
    meaning: str
    kind: Kind = "text"
    is_words: bool = False
    leads: Literal["", "operator", "inside", "id"] = ""
    unsaid: str = "NULL"


class Sheet(NamedTuple):
    """A table: what a row is, which table of the database it is of, with what it is joined, and its own columns."""

    rows: str
    table: str
    columns: Mapping[str, Column]
    joins: str = ""

    @property
    def source(self) -> str:
        """What stands after FROM."""
        own = f"{self.table} JOIN session ON session.id = {self.table}.session"
        return ("session" if self.table == "session" else own) + self.joins


# What stands first in every row. All but the position is known of the session.
WHO: Mapping[str, Column] = {
    "participant": Column("participant.number", "Which participant, by their number in the panel.", "whole"),
    "origin": Column("session.origin", "`real`, `preview`, `practice`, `simulated` or `test`."),
    "persona": Column("session.persona", "Whom they were asked to be."),
    "stratum": Column("session.stratum", "The answers by which people were spread over the arms."),
    "participant_id": Column("participant.id", "The participant's id in the database.", leads="id"),
    "session_id": Column("session.id", "The session's id in the database.", leads="id"),
    "label": Column("link.label", "What the team wrote beside their link.", leads="id"),
}
POSITION = Column("", "The how-manieth of the session's rows in this table, in the order of time.", "whole")

_MEANT = {
    "arm": Column("arm", "The arm that they met at that moment."),
    "period": Column("period", "Which of the person's arms, counted from 1.", "whole"),
    "step": Column("step", "The step of the flow, by its id."),
    "trial": Column(
        "trial", "Which pass through a repeated block, counted from 1; 0 outside of one.", "whole"
    ),
}


def _at(table: str, *names: str) -> dict[str, Column]:
    return {name: _MEANT[name]._replace(sql=f"{table}.{_MEANT[name].sql}") for name in names}


def _operator(sql: str, meaning: str) -> dict[str, Column]:
    counted = f"{meaning}, counted from 1, the same in all tables; empty where no operator did."
    return {
        "operator": Column(sql, counted, "whole", leads="operator"),
        "operator_id": Column(sql, "The same, by the id in the database.", leads="id"),
    }


def _mostly(period: str) -> str:
    """Who gave most of the answers that a session had in one arm; of several the first."""
    return (
        "(SELECT mine.operator FROM prediction AS mine WHERE mine.session = session.id "  # noqa: S608 (a constant)
        f"AND mine.period = {period} AND mine.operator IS NOT NULL "
        "GROUP BY mine.operator ORDER BY count(*) DESC, min(mine.rowid) LIMIT 1)"
    )


_MOSTLY = "Who gave most of the answers that they met in this arm"
_PREDICTION = {
    "prediction": Column(
        "prediction.rowid",
        "Which prediction, by its number in the database; the same in all tables.",
        "whole",
    ),
    "prediction_id": Column("prediction.id", "The same, by its id.", leads="id"),
}


def _about(table: str) -> str:
    return f" LEFT JOIN prediction ON prediction.id = {table}.prediction"


# Numbers, thumbs and stars are no words, wherever they come from.
_NUMBER = "CASE WHEN typeof(answer.value) IN ('integer', 'real') THEN answer.value END"
_PRESSED = "CASE WHEN reaction.value IN ('up', 'down', '1', '2', '3', '4', '5') THEN reaction.value END"

_WHICH = "json_extract(event.payload, '$.prediction')"

SHEETS: Mapping[str, Sheet] = {
    "sessions": Sheet(
        "One row per session and arm that it was given.",
        "session",
        {
            **_at("assignment", "arm", "period"),
            **_operator(_mostly("assignment.period"), _MOSTLY),
            "status": Column("session.status", "`running`, `completed`, `withdrawn` or `screened`."),
            "done": Column("session.done", "How many screens are behind them.", "whole"),
            "steps": Column("session.steps", "How many screens there are.", "whole"),
            "started_at": Column("session.started_at", "When they began."),
            "completed_at": Column("session.completed_at", "When they reached the end."),
        },
        " LEFT JOIN assignment ON assignment.session = session.id",
    ),
    "predictions": Sheet(
        "One row per answer that a feature was asked for.",
        "prediction",
        {
            **_at("prediction", "arm", "period", "step", "trial"),
            **_PREDICTION,
            "feature": Column("prediction.feature", "Which feature."),
            "task": Column("prediction.task", "The shape of its answers."),
            "mock": Column("prediction.mock", "Which mock was asked."),
            **_operator("prediction.operator", "Who answered"),
            "status": Column("prediction.status", "How far it has come; people saw what is `released`."),
            "input": Column("prediction.input", "What the model saw.", "json", is_words=True),
            "intended": Column("prediction.intended", "What the mock said.", "json", is_words=True),
            "shown": Column("prediction.output", "What was shown, after planned errors and faults.", "json", True),
            "truth": Column("prediction.truth", "What really was so.", "value"),
            "late": Column("prediction.late", "1: it came later than its drawn time.", "whole"),
            "fallback": Column("prediction.fallback", "1: the stand-in answered.", "whole"),
            "provenance": Column("prediction.provenance", "How it came about.", "json", True, "inside"),
            "requested_at": Column("prediction.requested_at", "When it was asked for."),
            "answered_at": Column("prediction.answered_at", "When it was answered."),
            "released_at": Column("prediction.released_at", "When it was sent to the screen."),
            "shown_at": Column("prediction.shown_at", "When the participant's browser showed it."),
        },
    ),
    "reactions": Sheet(
        "One row per reaction, each change of mind by itself.",
        "reaction",
        {
            **_at("reaction", "arm", "period", "step", "trial"),
            **_PREDICTION,
            **_operator("reaction.operator", "Who had answered what they reacted to"),
            "kind": Column("reaction.kind", "What they did: `accept`, `edit`, `thumb`, `comment` …"),
            "value": Column("reaction.value", "With what.", is_words=True, unsaid=_PRESSED),
            "revision": Column("reaction.revision", "Of several for the same thing, the highest counts.", "whole"),
            "decision": Column("reaction.decision", "`accept` where it followed the product, `dismiss` where not."),
            "warned": Column("reaction.warned", "1: the answer was shown; 0: it was kept silent.", "whole"),
            "predicted": Column("reaction.predicted", "What the product said, in short.", is_words=True),
            "truth": Column("reaction.truth", "What really was so."),
            "before": Column("reaction.before", "What was there before they changed it.", "value", True),
            "after": Column("reaction.after", "What they made of it.", "value", True),
            "distance": Column("reaction.distance", "How much of it they changed, 0 to 1.", "number"),
            "quality": Column("reaction.quality", "How good it is beside the truth.", "json"),
            "seconds": Column(
                "reaction.seen_to_pressed_ms / 1000.0", "From seeing the buttons to the press.", "number"
            ),
            "done_by": Column("reaction.done_by", "`itself` where the product went on by itself, else `person`."),
            "at": Column("reaction.at", "When."),
        },
        _about("reaction"),
    ),
    "answers": Sheet(
        "One row per answer to a question.",
        "answer",
        {
            **_at("answer", "arm", "period", "step"),
            **_operator(_mostly("answer.period"), _MOSTLY),
            "instrument": Column("answer.instrument", "The questionnaire, if it is one."),
            "item": Column("answer.item", "Which question."),
            "value": Column("answer.value", "A point, a number, a text; a list as JSON.", "any", True, unsaid=_NUMBER),
            "at": Column("answer.at", "When."),
        },
    ),
    "messages": Sheet(
        "One row per line of a conversation.",
        "message",
        {
            **_at("message", "arm", "period", "step", "trial"),
            **_PREDICTION,
            **_operator("prediction.operator", "Who said it for the product"),
            "turn": Column("message.turn", "Which exchange of the conversation, counted from 0.", "whole"),
            "said_by": Column("message.said_by", "`participant` or `product`."),
            "text": Column("message.text", "What was said.", is_words=True),
            "at": Column("message.at", "When."),
        },
        _about("message"),
    ),
    "desk": Sheet(
        "One row per act at the operator's desk.",
        "desk_action",
        {
            **_at("prediction", "arm", "period", "step", "trial"),
            **_PREDICTION,
            **_operator("desk_action.operator", "Who acted"),
            "kind": Column("desk_action.kind", "What they did: `claimed`, `answered`, `retracted`, `noted` …"),
            "payload": Column("desk_action.payload", "What else belongs to it.", "json", True, "inside"),
            "at": Column("desk_action.at", "When."),
        },
        _about("desk_action"),
    ),
    "events": Sheet(
        "One row per thing that happened in a session; all other tables can be told from it.",
        "event",
        {
            **_at("event", "arm", "period"),
            **_PREDICTION,
            **_operator(
                "coalesce(json_extract(event.payload, '$.operator'), prediction.operator)",
                "Who acted, or answered what it is about",
            ),
            "event": Column("event.id", "Which event, by its number in the log.", "whole"),
            "kind": Column("event.kind", "What happened: `step.entered`, `reaction.recorded` …"),
            "payload": Column("event.payload", "The facts; which ones depends on the kind.", "json", True, "inside"),
            "at": Column("event.at", "When."),
        },
        f" LEFT JOIN prediction ON prediction.id = {_WHICH}",
    ),
}  # fmt: skip


def sheet(name: str) -> Sheet:
    """A table of an export by its name. Raises `NotFound`."""
    if name not in SHEETS:
        raise NotFound(f"{name!r} is not a table that can be exported; there are {', '.join(SHEETS)}")
    return SHEETS[name]


def columns(name: str, *, ids: bool = False) -> dict[str, Column]:
    """All columns of a table in their order; those with ids of the database only where they are asked for."""
    every = {**WHO, "position": POSITION, **sheet(name).columns}
    return {name: column for name, column in every.items() if ids or column.leads != "id"}
