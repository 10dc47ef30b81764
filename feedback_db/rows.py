"""Rows as the named queries give them: one NamedTuple for each table, JSON parsed, flags as bool."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from feedback_db.desk_rows import DeskActionRow, PracticeRow, PreparedReplyRow, ShiftRow
from feedback_db.events import Event

R = TypeVar("R", bound=tuple[Any, ...])

PanelStatus = Literal["draft", "open", "paused", "closed"]
SessionStatus = Literal["running", "completed", "withdrawn", "screened"]
PredictionStatus = Literal["requested", "waiting", "claimed", "answered", "released", "closed"]


class PanelRow(NamedTuple):
    """A panel. `people` is how many are planned, None for no limit."""

    id: str
    name: str
    scenario: str
    version: str
    status: PanelStatus
    origin: str
    played_by: dict[str, str]
    seed: str
    people: int | None
    arms: list[str]
    created_at: str
    opened_at: str | None
    closed_at: str | None


class LinkRow(NamedTuple):
    """A link of a panel. `participant` is who came by it, for personal links."""

    token: str
    panel: str
    kind: Literal["personal", "open", "preview"]
    arm: str | None
    participant: str | None
    label: str | None
    made_at: str


class ParticipantRow(NamedTuple):
    """A person, anonymous. `number` counts from 1 within the panel."""

    id: str
    panel: str
    token: str
    number: int
    link: str | None
    made_at: str | None
    withdrawn_at: str | None


class SessionRow(NamedTuple):
    """A person's pass through the flow. `done` of `steps` are behind them; `rows` is their trials' data.

    `arms` are those that they meet, in their order. A withdrawn session has only its panel, origin, arm and start
    left. `number` is the participant's, 0 if unknown.
    """

    id: str
    participant: str
    panel: str
    origin: str
    arm: str
    status: SessionStatus
    place: str | None
    done: int
    steps: int
    rows: dict[str, list[dict[str, Any]]]
    started_at: str
    last_at: str
    completed_at: str | None
    arms: list[str] | None
    persona: str | None
    stratum: str | None
    number: int


class AssignmentRow(NamedTuple):
    """Which arm a session meets in a period."""

    session: str
    period: int
    arm: str


class PredictionRow(NamedTuple):
    """A prediction as far as it has come. `intended` is what the mock said, `output` what is shown."""

    id: str
    panel: str
    session: str
    participant: str
    arm: str
    period: int
    feature: str
    place: str
    step: str
    each: str | None
    trial: int
    task: str
    mock: str
    status: PredictionStatus
    input: dict[str, Any]
    requested_at: str
    release_at: str
    deadline_at: str | None
    claimed_by: str | None
    lease_until: str | None
    answered_at: str | None
    released_at: str | None
    shown_at: str | None
    intended: Any
    output: Any
    provenance: dict[str, Any] | None
    late: bool
    fallback: bool
    truth: Any
    turn: int | None
    operator: str | None


class ReactionRow(NamedTuple):
    """What a participant did. Of several revisions of one kind at one place, the highest holds."""

    id: int
    panel: str
    session: str
    participant: str
    arm: str
    period: int
    prediction: str | None
    place: str
    step: str
    trial: int
    kind: str
    value: str | None
    revision: int
    seen_to_pressed_ms: int | None
    at: str
    warned: bool | None
    truth: str | None
    predicted: str | None
    decision: Literal["accept", "dismiss"] | None
    before: Any
    after: Any
    distance: float | None
    quality: dict[str, float] | None
    done_by: Literal["person", "itself"] | None
    operator: str | None


class MessageRow(NamedTuple):
    """One thing that was said in a conversation, by the participant or by the product."""

    id: int
    panel: str
    session: str
    participant: str
    arm: str
    period: int
    place: str
    step: str
    trial: int
    turn: int
    said_by: Literal["participant", "product"]
    text: str
    prediction: str | None
    at: str


class AnswerRow(NamedTuple):
    """One answered question. `value` is a number, a text, or JSON for a list."""

    panel: str
    session: str
    participant: str
    arm: str
    period: int
    step: str
    instrument: str | None
    item: str
    value: Any
    at: str


class ScenarioVersion(NamedTuple):
    """The files of a frozen scenario, by name."""

    slug: str
    files: dict[str, str]


class StaffKeyRow(NamedTuple):
    """A staff key, as the hash of it."""

    hash: str
    roles: list[str]
    made_at: str
    revoked_at: str | None


class StaffSessionRow(NamedTuple):
    """One signed-in browser of the staff."""

    id: str
    roles: list[str]
    name: str
    number: int
    made_at: str
    revoked_at: str | None


class ErasureRow(NamedTuple):
    """A withdrawal. It is pending while `done_at` is None: old bytes may still be in the write-ahead log."""

    participant: str
    requested_at: str
    done_at: str | None


class ArmRow(NamedTuple):
    """How many sessions of an arm stand where."""

    arm: str
    running: int
    completed: int
    withdrawn: int


class Shape(Generic[R]):
    """How one table's columns become rows: which hold JSON, which are flags."""

    def __init__(
        self,
        table: str,
        row: type[R],
        json: Sequence[str] = (),
        flags: Sequence[str] = (),
        extra: Sequence[str] = (),
        only: Collection[str] | None = None,
    ) -> None:
        self.table, self.row = table, row
        whole: tuple[str, ...] = row._fields  # type: ignore[attr-defined]
        fields = tuple(field for field in whole if only is None or field in only)
        self.columns = tuple(field for field in fields if field not in extra)
        self.json, self.flags = (tuple(name for name in kind if name in fields) for kind in (json, flags))
        self._json = [fields.index(name) for name in self.json]
        self._flags = [fields.index(name) for name in self.flags]
        # Names come from the classes above, never from outside.
        names = ", ".join(f"{table}.{column}" for column in self.columns)
        self.select = f"SELECT {names} FROM {table}"  # noqa: S608

    def of(self, only: Collection[str]) -> Shape[R]:
        """Some of the columns, for frames: what is not read need not be parsed."""
        return Shape(self.table, self.row, self.json, self.flags, only=only)

    def decoded(self, values: Sequence[Any]) -> list[Any]:
        """A stored row with its JSON parsed and its flags as bool."""
        cells = list(values)
        for n in self._json:
            if cells[n] is not None:
                cells[n] = json.loads(cells[n])
        for n in self._flags:
            if cells[n] is not None:
                cells[n] = bool(cells[n])
        return cells

    def __call__(self, values: Sequence[Any]) -> R:
        return self.row(*self.decoded(values))


EVENT = Shape("event", Event, json=["payload"])
PANEL = Shape("panel", PanelRow, json=["played_by", "arms"])
LINK = Shape("link", LinkRow)
PARTICIPANT = Shape("participant", ParticipantRow)
SESSION = Shape("session", SessionRow, json=["rows", "arms"], extra=["number"])
ASSIGNMENT = Shape("assignment", AssignmentRow)
PREDICTION = Shape(
    "prediction",
    PredictionRow,
    json=["input", "intended", "output", "provenance", "truth"],
    flags=["late", "fallback"],
)
REACTION = Shape("reaction", ReactionRow, json=["before", "after", "quality"], flags=["warned"])
MESSAGE = Shape("message", MessageRow)
ANSWER = Shape("answer", AnswerRow)
DESK_ACTION = Shape("desk_action", DeskActionRow, json=["payload"])
SHIFT = Shape("shift", ShiftRow, flags=["paused"])
PRACTICE = Shape("practice", PracticeRow, flags=["passed"])
PREPARED_REPLY = Shape("prepared_reply", PreparedReplyRow)
STAFF_KEY = Shape("staff_key", StaffKeyRow, json=["roles"])
STAFF_SESSION = Shape("staff_session", StaffSessionRow, json=["roles"])
ERASURE = Shape("erasure", ErasureRow)
