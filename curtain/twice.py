"""Requests that a second operator is to answer too, blind: kept at hand from committed events."""

from __future__ import annotations

import threading
from collections.abc import Iterable

from feedback_db import Event, Reading

MOST = 200  # that are kept waiting for a second answer; nobody has to give one


class Twice:
    """What wants a second answer, and who is at it. `hear` is called on the writer's thread."""

    def __init__(self) -> None:
        self._wanted: dict[
            str, tuple[str, str, str]
        ] = {}  # prediction -> (panel, session, the first operator)
        self._in_hand: dict[str, str] = {}  # operator -> prediction
        self._lock = threading.Lock()

    def recover(self, reading: Reading) -> None:
        """Take up what was wanted when the server stopped."""
        for prediction, panel, session, operator in reading.wanted_twice(MOST):
            self._wanted[prediction] = (panel, session, operator)

    def hear(self, events: Iterable[Event]) -> None:
        """Keep up with a committed group of events."""
        with self._lock:
            for event in events:
                told, session = event.payload, event.session
                if session is None:
                    continue
                if event.kind == "desk.answered" and told.get("twice"):
                    self._wanted[told["prediction"]] = (event.panel, session, told["operator"])
                    while len(self._wanted) > MOST:
                        del self._wanted[next(iter(self._wanted))]
                elif event.kind in {"desk.second_answered", "prediction.retracted", "prediction.closed"}:
                    self._wanted.pop(told["prediction"], None)
                elif event.kind == "participant.withdrew":
                    self._wanted = {p: found for p, found in self._wanted.items() if found[1] != session}

    def for_(self, operator: str, panel: str | None) -> list[tuple[str, str]]:
        """(prediction, session) of what this operator may answer second, of one panel or of all, oldest first."""
        with self._lock:
            taken = {each for who, each in self._in_hand.items() if who != operator}
            return [
                (prediction, session)
                for prediction, (of, session, first) in self._wanted.items()
                if first != operator and prediction not in taken and panel in (None, of)
            ]

    def take(self, operator: str, prediction: str) -> bool:
        """Begin with a second answer; False where it is not wanted from this operator, or a colleague is at it."""
        with self._lock:
            found = self._wanted.get(prediction)
            if found is None or found[2] == operator or prediction in self._others(operator):
                return False
            self._in_hand[operator] = prediction
            return True

    def put_back(self, operator: str) -> None:
        """Leave it to somebody else."""
        with self._lock:
            self._in_hand.pop(operator, None)

    def in_hand(self, operator: str) -> str | None:
        """What this operator is answering second."""
        with self._lock:
            found = self._in_hand.get(operator)
            return found if found in self._wanted else None

    def session_of(self, prediction: str) -> str | None:
        """The session of a request that wants a second answer."""
        found = self._wanted.get(prediction)
        return found[1] if found else None

    def _others(self, operator: str) -> set[str]:
        return {each for who, each in self._in_hand.items() if who != operator}
