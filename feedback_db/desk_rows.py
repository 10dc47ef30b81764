"""Rows about the desk: what operators did, their shifts, their practice, and the replies that they kept."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

DeskAction = Literal[
    "claimed",
    "released_claim",
    "expired",
    "handed_over",
    "answered",
    "retracted",
    "held",
    "flagged",
    "second_answered",
    "took_over",
    "gave_over",
    "noted",
]


class DeskActionRow(NamedTuple):
    """What an operator did, or what became of their claim. `prediction` is None for what is about a whole session."""

    id: int
    panel: str
    session: str
    participant: str
    prediction: str | None
    operator: str
    kind: DeskAction
    at: str
    payload: dict[str, Any]


class ShiftRow(NamedTuple):
    """An operator's time at the desk, for one panel or (`panel` empty) for all; and what they said at its end."""

    id: str
    operator: str
    name: str
    panel: str | None
    started_at: str
    ended_at: str | None
    paused: bool
    hard: str | None
    off_script: str | None
    needs: str | None


class PracticeRow(NamedTuple):
    """A practice run: of so many `answers` this many were right, and in time. `let_in_by` names who let somebody play
    without one."""

    id: int
    operator: str
    name: str
    scenario: str
    feature: str | None
    answers: int | None
    right: int | None
    in_time: int | None
    passed: bool
    let_in_by: str | None
    at: str


class PreparedReplyRow(NamedTuple):
    """A reply that an operator kept for the rest of a panel."""

    id: int
    panel: str
    feature: str
    category: str | None
    text: str
    operator: str
    at: str
