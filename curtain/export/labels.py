"""What participants and operators corrected, as a labelled data set: the beginning of the real model's data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from feedback_db.queries import Reading
from mocks.around import outputs

COLUMNS = {
    "participant": "Whose request it was, by their number in the panel.",
    "arm": "The arm in which they were.",
    "step": "The step of the flow, by its id.",
    "trial": "Which pass through a repeated block.",
    "feature": "Which feature.",
    "task": "The shape of its answers.",
    "input": "What the model saw.",
    "intended": "What the mock said.",
    "shown": "What was shown to the participant.",
    "correction": "What somebody made of it: the label.",
    "corrected_by": "`participant`, or `operator` where a person played the model.",
    "operator": "Which operator, counted.",
    "truth": "What really was so, where the scenario knows.",
    "confidence": "How sure the answer claimed to be, 0 to 1.",
}


def labels(reading: Reading, panel: str, origin: str | None = None) -> Iterator[dict[str, Any]]:
    """A row for each answer that somebody corrected or gave by hand, in the order of people and time.

    Of several corrections of one answer the last one counts. What was accepted as it stood is a label too, where
    people were asked to mend it.
    """
    corrected = _by_participants(reading, panel, origin)
    for asked in reading.tidy(panel, "predictions", origin, parsed=True):
        if asked["status"] != "released":
            continue
        found = corrected.pop(asked["prediction"], None)
        if found is not None:
            yield _row(asked, found, "participant")
        elif asked["operator"] and asked["shown"] is not None and not asked["fallback"]:
            yield _row(asked, asked["intended"], "operator")


def _by_participants(reading: Reading, panel: str, origin: str | None) -> dict[int, Any]:
    """The last correction of each prediction: a label that was given, or what was made of a text, boxes or an order."""
    found: dict[int, Any] = {}
    for row in reading.tidy(panel, "reactions", origin, parsed=True):
        if row["prediction"] is None:
            continue
        if row["kind"] == "label" and row["value"]:
            found[row["prediction"]] = row["value"]
        elif row["kind"] in {"edit", "accept"} and row["after"] is not None:
            found[row["prediction"]] = row["after"]
    return found


def _row(asked: dict[str, Any], correction: Any, by: str) -> dict[str, Any]:
    told = {name: asked.get(name) for name in COLUMNS}
    return {
        **told,
        "correction": correction,
        "corrected_by": by,
        "confidence": outputs.sureness(asked["shown"]),
    }


def as_text(row: dict[str, Any]) -> dict[str, Any]:
    """The row for formats without nested values: JSON as text."""
    return {
        name: cell
        if cell is None or isinstance(cell, str | int | float)
        else json.dumps(cell, ensure_ascii=False)
        for name, cell in row.items()
    }
