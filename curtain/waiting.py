"""Who waits at the desk, at hand: kept from committed events, so that looking at a busy desk costs no query."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable
from statistics import median
from typing import NamedTuple

from feedback_db import Event, Reading

REMEMBERED = 50  # latest answers of one operator, for the live figures of their shift


class Turn(NamedTuple):
    """One answer: the seconds from the request to sending it, and whether that was in time."""

    seconds: float
    in_time: bool


class Figures(NamedTuple):
    """How an operator does: of `n` answers the median in seconds, and the share that was in time (None without any)."""

    n: int
    median_s: float | None
    in_time: float | None


class Waiting:
    """The requests that wait for an operator, claimed or not, oldest first; what each operator holds, has sent, and how
    fast. Figures begin anew with the server.

    `hear` is called on the writer's thread; everything else from any.
    """

    def __init__(self) -> None:
        self._sessions: dict[str, str] = {}  # by prediction
        self._panels: dict[str, str] = {}  # by prediction
        self._holders: dict[str, str] = {}  # by prediction
        self._sent: dict[str, dict[str, str]] = defaultdict(
            dict
        )  # operator -> prediction -> session, unreleased
        self._answered: dict[str, Counter[str]] = defaultdict(Counter)  # by operator, then by arm
        self._turns: dict[str, deque[Turn]] = defaultdict(lambda: deque(maxlen=REMEMBERED))
        self._figures: dict[str, Figures] = {}  # by operator, until their next answer
        self._lock = threading.Lock()

    def recover(self, reading: Reading) -> None:
        """Take up what was waiting when the server stopped."""
        rows = reading.queue()
        self._sessions = {row.id: row.session for row in rows}
        self._panels = {row.id: row.panel for row in rows}
        self._holders = {row.id: row.claimed_by for row in rows if row.claimed_by}
        for (operator, arm), count in reading.answered_by_operator().items():
            self._answered[operator][arm] = count
        for operator, prediction, session in reading.sent_and_unreleased():
            self._sent[operator][prediction] = session

    def hear(self, events: Iterable[Event]) -> None:
        """Keep up with a committed group of events."""
        with self._lock:
            for event in events:
                self._hear(event)

    def _hear(self, event: Event) -> None:
        told, session = event.payload, event.session
        if session is None:
            return
        prediction = told.get("prediction")
        match event.kind:
            case "prediction.deferred" | "prediction.retracted":
                self._sessions[told["prediction"]] = session
                self._panels[told["prediction"]] = event.panel
                if event.kind == "prediction.retracted":
                    self._holders[told["prediction"]] = told["operator"]
                    self._sent[told["operator"]].pop(told["prediction"], None)
                    if not told.get("practice"):
                        self._answered[told["operator"]][event.arm or ""] -= 1
            case "prediction.answered" | "prediction.closed":
                self._forget(told["prediction"])
            case "prediction.released":
                for sent in self._sent.values():
                    sent.pop(told["prediction"], None)
            case "desk.claimed" if prediction in self._sessions:
                self._holders[told["prediction"]] = told["operator"]
            case "desk.handed_over" if told["to"] and prediction in self._sessions:
                self._holders[told["prediction"]] = told["to"]
            case "desk.released" | "desk.handed_over":
                self._holders.pop(told["prediction"], None)
            case "desk.answered":
                operator = told["operator"]
                self._sent[operator][told["prediction"]] = session
                if not told.get("practice"):
                    self._answered[operator][event.arm or ""] += 1
                    self._turns[operator].append(Turn(told["seconds"], told["in_time"]))
                    self._figures.pop(operator, None)
            case "participant.withdrew":
                for each in [p for p, s in self._sessions.items() if s == session]:
                    self._forget(each)

    def _forget(self, prediction: str) -> None:
        self._sessions.pop(prediction, None)
        self._panels.pop(prediction, None)
        self._holders.pop(prediction, None)

    def requests(self, panel: str | None = None) -> list[tuple[str, str]]:
        """(prediction, session) of each, of one panel or of all, oldest first."""
        with self._lock:
            return [each for each in self._sessions.items() if panel in (None, self._panels[each[0]])]

    def session_of(self, prediction: str) -> str | None:
        """The session that waits for this prediction; None if nobody does."""
        return self._sessions.get(prediction)

    def number(self, panel: str) -> int:
        """How many requests of a panel wait."""
        with self._lock:
            return sum(each == panel for each in self._panels.values())

    def held(self, operator: str) -> list[tuple[str, str]]:
        """(prediction, session) of what is in an operator's hands, the oldest request first."""
        with self._lock:
            return [(each, self._sessions[each]) for each, who in self._holders.items() if who == operator]

    def sent_by(self, operator: str) -> list[tuple[str, str]]:
        """(prediction, session) of the answers that an operator has sent and nobody has seen yet, oldest first."""
        with self._lock:
            return list(self._sent[operator].items())

    def answered_by(self, operator: str, arm: str | None = None) -> int:
        """How many requests this operator has answered, in one arm or in all."""
        with self._lock:
            answered = self._answered[operator]
            return answered.total() if arm is None else answered[arm]

    def figures(self, operator: str) -> Figures:
        """How an operator does, over their latest answers."""
        with self._lock:
            if operator not in self._figures:
                self._figures[operator] = _figures(self._turns[operator])
            return self._figures[operator]


def _figures(turns: Collection[Turn]) -> Figures:
    if not turns:
        return Figures(0, None, None)
    in_time = sum(turn.in_time for turn in turns) / len(turns)
    return Figures(len(turns), median(turn.seconds for turn in turns), in_time)
