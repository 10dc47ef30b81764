"""What participants and operators corrected, as a labelled data set: the beginning of the real model's data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from feedback_db.cells import as_json, as_text
from feedback_db.queries import Reading
from feedback_db.sheets import POSITION, WHO, Column, columns
from feedback_db.tidy import Who
from mocks import tasks
from mocks.around import outputs

_LIKE = columns("predictions", ids=True)
COLUMNS: Mapping[str, Column] = {
    "participant": WHO["participant"],
    "origin": WHO["origin"],
    "arm": _LIKE["arm"],
    "period": _LIKE["period"],
    "position": POSITION._replace(meaning="The how-manieth answer that the session asked for."),
    "step": _LIKE["step"],
    "trial": _LIKE["trial"],
    "prediction": _LIKE["prediction"],
    "feature": _LIKE["feature"],
    "task": _LIKE["task"],
    "input": _LIKE["input"],
    "proposed": Column("", "What a mock had proposed to the operator, where one did.", "json"),
    "intended": _LIKE["intended"],
    "shown": _LIKE["shown"],
    "confidence": Column("", "How sure the answer that was shown claimed to be, 0 to 1.", "number"),
    "correction": Column(
        "", "The label: what should have been said, in the shape of the task where it has one.", "value"
    ),
    "corrected_by": Column("", "`participant`, or `operator` where a person played the model."),
    "operator": Column("", "Which operator gave the answer, or corrected it; counted from 1.", "whole"),
    "done": Column(
        "",
        "A participant `labelled` an answer, `edited` it, or `kept` what they could have edited. An operator "
        "`wrote` one, `confirmed`, `edited` or `rejected` a proposal, or gave a `second` answer without knowing one.",
    ),
    "truth": _LIKE["truth"],
    "at": Column("", "When."),
}


def labels(reading: Reading, who: Who) -> Iterator[dict[str, Any]]:
    """A session's labels, in the order of its answers: what an operator gave by hand, what a second one said, and what
    the participant made of it. An answer may have several; `corrected_by` and `done` tell them apart. Of several by one
    hand the last counts.
    """
    made, second = _by_participant(reading, who), _second_answers(reading, who)
    for asked in _rows(reading, who, "predictions"):
        number, operator = asked["prediction"], asked["operator"]
        if operator is not None:
            yield _row(asked, asked["intended"], _did(asked), operator, asked["answered_at"])
        if number in second:
            again = second[number]
            yield _row(asked, again["payload"]["output"], "second", again["operator"], again["at"])
        for done, correction, at in made.get(number, {}).values():
            shaped = correction if done == "labelled" else _shaped(asked["task"], correction)
            yield {**_row(asked, shaped, done, operator, at), "corrected_by": "participant"}


def _rows(reading: Reading, who: Who, name: str) -> Iterator[dict[str, Any]]:
    names = list(columns(name))
    return (dict(zip(names, row, strict=True)) for row in reading.tidy(who, name, parsed=True))


def _row(asked: dict[str, Any], correction: Any, done: str, operator: int | None, at: str) -> dict[str, Any]:
    known = {name: asked.get(name) for name in COLUMNS}
    proposal = (asked["provenance"] or {}).get("proposal") or {}
    told = {
        "proposed": proposal.get("output"),
        "confidence": outputs.sureness(asked["shown"]),
        "correction": correction,
        "corrected_by": "operator",
        "operator": operator,
        "done": done,
        "at": at,
    }
    return {**known, **told}


def _did(asked: dict[str, Any]) -> str:
    return (asked["provenance"] or {}).get("operator_did") or "wrote"


def _second_answers(reading: Reading, who: Who) -> dict[int, dict[str, Any]]:
    acts = _rows(reading, who, "desk")
    return {row["prediction"]: row for row in acts if row["kind"] == "second_answered"}


def _by_participant(reading: Reading, who: Who) -> dict[int, dict[str, tuple[str, Any, str]]]:
    """What a participant made of each answer, and when: the last label, and the last of what they edited or kept."""
    found: dict[int, dict[str, tuple[str, Any, str]]] = {}
    for row in _rows(reading, who, "reactions"):
        kind, value, after = row["kind"], row["value"], row["after"]
        of_it = found.setdefault(row["prediction"], {})
        if kind == "label":
            of_it.pop("label", None)
            # What a choice between two answers keeps here is an object, and labels neither of them.
            if value and not value.startswith("{"):
                of_it["label"] = ("labelled", value, row["at"])
        elif kind in {"edit", "accept"} and after is not None:
            of_it["work"] = ("edited" if kind == "edit" else "kept", after, row["at"])
    return found


def _shaped(task: str, made: Any) -> Any:
    """What somebody made of an answer, as the task has it: a text, boxes, or an order; else as they made it."""
    if task in outputs.TEXTS and isinstance(made, str):
        return tasks.wrap(task, made)
    if task == "object-detection":
        return [{"label": one["label"], "score": 1.0, "box": one["box"]} for one in made]
    if task == "ranking":
        return [{"id": name, "score": round(1 - place / len(made), 4)} for place, name in enumerate(made)]
    return made


def cells(row: dict[str, Any], *, parsed: bool) -> list[Any]:
    """The row in the order of `COLUMNS`; unless `parsed`, objects and lists as JSON."""
    if parsed:
        return [row[name] for name in COLUMNS]
    return [_flat(row[name], column) for name, column in COLUMNS.items()]


def _flat(cell: Any, column: Column) -> Any:
    if cell is None or column.kind not in {"json", "value"}:
        return cell
    return as_text(cell) if column.kind == "value" else as_json(cell)
