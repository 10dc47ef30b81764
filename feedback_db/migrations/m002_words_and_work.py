"""What richer screens leave behind: words, work that was changed, questions asked in turn; and who met which arms."""

from __future__ import annotations

from sqlite_utils import Database

_NEW: dict[str, dict[str, type]] = {
    "reaction": {
        "decision": str,
        "before": str,
        "after": str,
        "distance": float,
        "quality": str,
        "done_by": str,
    },
    "session": {"arms": str, "persona": str, "stratum": str},
    "prediction": {"turn": int},
}

# A column without a type keeps a text that looks like a number as the text that it is.
_ANSWERS = """
CREATE TABLE answer_new (
    panel TEXT NOT NULL REFERENCES panel(id), session TEXT REFERENCES session(id),
    participant TEXT NOT NULL REFERENCES participant(id), arm TEXT NOT NULL, period INTEGER NOT NULL,
    step TEXT, instrument TEXT, item TEXT, value, at TEXT NOT NULL, PRIMARY KEY (session, step, item)
);
INSERT INTO answer_new SELECT panel, session, participant, arm, period, step, instrument, item, value, at FROM answer;
DROP TABLE answer;
ALTER TABLE answer_new RENAME TO answer;
CREATE INDEX idx_answer_panel ON answer (panel);
"""


def m002_words_and_work(db: Database) -> None:
    """Add the columns and the table of messages. Rows from before keep empty cells."""
    for table, columns in _NEW.items():
        for name, kind in columns.items():
            db.table(table).add_column(name, kind)
    for statement in _ANSWERS.strip().split(";\n"):
        db.execute(statement)
    db.create_table(
        "message",
        {
            "id": int, "panel": str, "session": str, "participant": str, "arm": str, "period": int,
            "place": str, "step": str, "trial": int, "turn": int, "said_by": str, "text": str,
            "prediction": str, "at": str,
        },
        pk="id",
        not_null={"panel", "session", "participant", "arm", "period", "place", "step", "turn", "said_by", "text", "at"},
        foreign_keys=[("panel", "panel", "id"), ("session", "session", "id"), ("participant", "participant", "id")],
    )  # fmt: skip
    for column in ("session", "panel"):
        db.table("message").create_index([column])
