"""What reviewers leave behind: tags and pins of what people said, and links to a verdict that expire."""

from __future__ import annotations

from sqlite_utils import Database


def m005_reviewers(db: Database) -> None:
    """Add the tables."""
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
    db.create_table(
        "share",
        {"hash": str, "panel": str, "name": str, "made_at": str, "expires_at": str, "revoked_at": str},
        pk="hash",
        not_null={"panel", "name", "made_at", "expires_at"},
        foreign_keys=[("panel", "panel", "id")],
    )
    db.table("share").create_index(["panel"])
