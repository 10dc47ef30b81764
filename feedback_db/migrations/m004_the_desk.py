"""What operators leave behind: shifts, practice, replies that they keep; and who answered, beside every answer."""

from __future__ import annotations

from sqlite_utils import Database

_WHO_ANSWERED = (
    "UPDATE prediction SET operator = json_extract(provenance, '$.operator') WHERE provenance IS NOT NULL",
    "UPDATE reaction SET operator = (SELECT operator FROM prediction WHERE prediction.id = reaction.prediction)",
)


def m004_the_desk(db: Database) -> None:
    """Add the tables and columns. What operators do need not be about a prediction any more."""
    db.table("desk_action").transform(not_null={"prediction": False})
    for table in ("prediction", "reaction"):
        db.table(table).add_column("operator", str)
    for statement in _WHO_ANSWERED:
        db.execute(statement)
    db.create_table(
        "shift",
        {
            "id": str, "operator": str, "name": str, "panel": str, "started_at": str, "ended_at": str,
            "paused": int, "hard": str, "off_script": str, "needs": str,
        },
        pk="id",
        not_null={"operator", "name", "started_at", "paused"},
    )  # fmt: skip
    db.table("shift").create_index(["operator"])
    db.create_table(
        "practice",
        {
            "id": int, "operator": str, "name": str, "scenario": str, "feature": str, "answers": int,
            "right": int, "in_time": int, "passed": int, "let_in_by": str, "at": str,
        },
        pk="id",
        not_null={"operator", "name", "scenario", "passed", "at"},
    )  # fmt: skip
    db.create_table(
        "prepared_reply",
        {"id": int, "panel": str, "feature": str, "category": str, "text": str, "operator": str, "at": str},
        pk="id",
        not_null={"panel", "feature", "text", "operator", "at"},
        foreign_keys=[("panel", "panel", "id")],
    )
    db.table("prepared_reply").create_index(["panel"])
