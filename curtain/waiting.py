"""Who waits at the desk, at hand: kept from committed events, so that looking at a busy desk costs no query."""

from __future__ import annotations

import threading
from collections import Counter

from feedback_db import Event, Reading


class Waiting:
    """The requests that wait for an operator, claimed or not, oldest first; and how many each operator has answered.

    `hear` is called on the writer's thread; everything else from any.
    """

    def __init__(self) -> None:
        self._sessions: dict[str, str] = {}  # by prediction
        self._answered: Counter[tuple[str, str]] = Counter()  # by (operator, arm)
        self._lock = threading.Lock()

    def recover(self, reading: Reading) -> None:
        """Take up what was waiting when the server stopped."""
        self._sessions = {row.id: row.session for row in reading.queue()}
        self._answered = Counter(reading.answered_by_operator())

    def hear(self, events: list[Event]) -> None:
        """Keep up with a committed group of events."""
        with self._lock:
            for event in events:
                if event.kind == "prediction.deferred" and event.session:
                    self._sessions[event.payload["prediction"]] = event.session
                elif event.kind in {"prediction.answered", "prediction.closed"}:
                    self._sessions.pop(event.payload["prediction"], None)
                elif event.kind == "desk.answered":
                    self._answered[event.payload["operator"], event.arm or ""] += 1
                elif event.kind == "participant.withdrew":
                    self._sessions = {p: s for p, s in self._sessions.items() if s != event.session}

    def requests(self) -> list[tuple[str, str]]:
        """(prediction, session) of each, oldest first."""
        with self._lock:
            return list(self._sessions.items())

    def session_of(self, prediction: str) -> str | None:
        """The session that waits for this prediction; None if nobody does."""
        return self._sessions.get(prediction)

    def answered_by(self, operator: str, arm: str | None = None) -> int:
        """How many requests this operator has answered, in one arm or in all."""
        if arm is not None:
            return self._answered[operator, arm]
        with self._lock:
            return sum(count for (who, _), count in self._answered.items() if who == operator)
