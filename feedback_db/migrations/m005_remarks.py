"""What reviewers add to what people said: tags, and quotes that are to stand in the report."""

from __future__ import annotations

from sqlite_utils import Database


def m005_remarks(db: Database) -> None:
    """Add the table."""
    db.create_table(
        "remark",
        {
            "id": str, "panel": str, "session": str, "participant": str, "quote": str, "kind": str, "tag": str,
            "staff": str, "name": str, "at": str,
        },
        pk="id",
        not_null={"panel", "session", "participant", "quote", "kind", "staff", "name", "at"},
        foreign_keys=[("panel", "panel", "id"), ("session", "session", "id")],
    )  # fmt: skip
    for column in ("panel", "session"):
        db.table("remark").create_index([column])
