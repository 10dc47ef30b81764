"""The store: an append-only event log, the clean tables kept beside it, and named queries. It knows no mock.

events        what happened, and the keys that make writing it twice harmless
store         what a store is; `open_store`, `reading_beside`
sqlite        the store in one SQLite file: one writer thread, group commit
connections   the durable writing connection, the reading ones that never checkpoint
lock          which process owns the file
writing       what a command may do: append, put
tables        what each kind of event changes in the clean tables
erasure       what goes when a participant withdraws, and when the last bytes are gone
queries       everything that is ever read; `rows` has the types
frames        a panel's tables for analysis
tidy          a panel's rows for whoever takes them away; `sheets` has their columns
dictionary    what each column means
migrations    the schema's history
errors        what can go wrong
"""

from feedback_db.desk_rows import DeskActionRow, PracticeRow, PreparedReplyRow, ShiftRow
from feedback_db.errors import (
    NewerSchema,
    NotAStore,
    NotFound,
    StoreBusy,
    StoreClosed,
    StoreError,
    StoreLocked,
    StoreReadOnly,
)
from feedback_db.events import Event, NewEvent, key
from feedback_db.queries import Reading
from feedback_db.rows import (
    AnswerRow,
    ArmRow,
    AssignmentRow,
    ErasureRow,
    LinkRow,
    PanelRow,
    ParticipantRow,
    PredictionRow,
    ReactionRow,
    ScenarioVersion,
    SessionRow,
    StaffKeyRow,
    StaffSessionRow,
)
from feedback_db.sqlite import SqliteStore
from feedback_db.store import Store, StoreBeside, open_store, reading_beside
from feedback_db.writing import Writing

__all__ = [
    "AnswerRow",
    "ArmRow",
    "AssignmentRow",
    "DeskActionRow",
    "ErasureRow",
    "Event",
    "LinkRow",
    "NewEvent",
    "NewerSchema",
    "NotAStore",
    "NotFound",
    "PanelRow",
    "ParticipantRow",
    "PracticeRow",
    "PredictionRow",
    "PreparedReplyRow",
    "ReactionRow",
    "Reading",
    "ScenarioVersion",
    "SessionRow",
    "ShiftRow",
    "SqliteStore",
    "StaffKeyRow",
    "StaffSessionRow",
    "Store",
    "StoreBeside",
    "StoreBusy",
    "StoreClosed",
    "StoreError",
    "StoreLocked",
    "StoreReadOnly",
    "Writing",
    "key",
    "open_store",
    "reading_beside",
]
