"""Which operators are at work: their shifts, whether their console is open, whom they play, and the replies they keep.

All of it is kept at hand from committed events, so that looking at a busy desk costs no query.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from curtain.presence import Presence
from feedback_db import Event, Reading


class Shift(NamedTuple):
    """One operator's time at the desk; `panel` is None for all of them."""

    id: str
    operator: str
    name: str
    panel: str | None
    started_at: str
    paused: bool = False


class Kept(NamedTuple):
    """A reply that an operator kept for the rest of a panel."""

    id: str
    category: str | None
    text: str


class Floor:
    """The shifts that go on, and what operators have practised. `hear` is called on the writer's thread."""

    def __init__(self, presence: Presence) -> None:
        self._presence = presence
        self._shifts: dict[str, Shift] = {}  # by operator
        self._practised: set[tuple[str, str]] = (
            set()
        )  # (operator, scenario) that passed, or were let in without
        self._taken: dict[str, str] = {}  # session -> the operator who plays it
        self._replies: dict[tuple[str, str], list[Kept]] = {}  # by (panel, feature)
        self._lock = threading.Lock()

    def recover(self, reading: Reading) -> None:
        """Take up the shifts that went on when the server stopped."""
        for row in reading.shifts():
            if row.ended_at is None:
                self._shifts[row.operator] = Shift(
                    row.id, row.operator, row.name, row.panel or None, row.started_at, bool(row.paused)
                )
        self._practised = set(reading.practised())
        self._taken = dict(reading.taken_over())
        for kept in reading.prepared_replies():
            self._keep(kept.panel, kept.feature, Kept(f"kept/{kept.id}", kept.category, kept.text))

    def hear(self, events: Iterable[Event]) -> None:
        """Keep up with a committed group of events."""
        with self._lock:
            for event in events:
                if event.kind.startswith("desk."):
                    self._hear(event)
                elif event.kind in {"session.completed", "participant.withdrew"}:
                    self._taken.pop(event.session or "", None)

    def _hear(self, event: Event) -> None:
        told = event.payload
        match event.kind:
            case "desk.shift_started":
                who = told["operator"]
                self._shifts[who] = Shift(told["shift"], who, told["name"], event.panel or None, event.at)
            case "desk.shift_paused" | "desk.shift_went_on":
                paused = event.kind == "desk.shift_paused"
                if told["operator"] in self._shifts:
                    self._shifts[told["operator"]] = self._shifts[told["operator"]]._replace(paused=paused)
            case "desk.shift_ended":
                self._shifts.pop(told["operator"], None)
            case "desk.practised" if told["passed"]:
                self._practised.add((told["operator"], told["scenario"]))
            case "desk.let_in":
                self._practised.add((told["operator"], told["scenario"]))
            case "desk.reply_kept":
                self._keep(
                    event.panel, told["feature"], Kept(f"kept/{event.id}", told["category"], told["text"])
                )
            case "desk.took_over":
                self._taken[event.session or ""] = told["operator"]
            case "desk.gave_over":
                self._taken.pop(event.session or "", None)

    def _keep(self, panel: str, feature: str, reply: Kept) -> None:
        self._replies.setdefault((panel, feature), []).append(reply)

    def replies(self, panel: str, feature: str) -> list[Kept]:
        """The replies that operators kept for a feature in this panel, oldest first."""
        return list(self._replies.get((panel, feature), ()))

    def shift_of(self, operator: str) -> Shift | None:
        """The shift that an operator is in."""
        return self._shifts.get(operator)

    def may_play(self, operator: str, scenario: str) -> bool:
        """Whether an operator has practised on a scenario, or was let in without."""
        return (operator, scenario) in self._practised

    def taken_by(self, operator: str) -> list[str]:
        """The sessions that an operator plays in place of their mocks."""
        with self._lock:
            return [session for session, who in self._taken.items() if who == operator]

    def is_at_work(self, operator: str) -> bool:
        """Whether an operator is in a shift that is not paused, with a console open."""
        shift = self._shifts.get(operator)
        return shift is not None and self._is_manned(shift)

    def at_work(self, panel: str | None = None) -> Iterator[Shift]:
        """The shifts of operators at work, for one panel or at all; the longest first."""
        shifts = tuple(self._shifts.values())  # in the order in which they began
        return (
            shift
            for shift in shifts
            if (panel is None or shift.panel in (None, panel)) and self._is_manned(shift)
        )

    def _is_manned(self, shift: Shift) -> bool:
        return not shift.paused and self._presence.is_here(console_of(shift.operator))


def console_of(operator: str) -> str:
    """An operator's name among those who are present."""
    return f"operator/{operator}"


def page_of(session: str) -> str:
    """A participant's name among those who are present: the topic that their page listens to."""
    return f"session/{session}"
