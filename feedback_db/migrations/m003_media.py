"""The pictures, sounds and films of frozen scenarios, each kept once however many versions show it."""

from __future__ import annotations

from sqlite_utils import Database


def m003_media(db: Database) -> None:
    """Add the table of media."""
    db.create_table(
        "media",
        {"digest": str, "type": str, "content": bytes, "kept_at": str},
        pk="digest",
        not_null={"type", "content", "kept_at"},
    )
