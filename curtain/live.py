"""Who listens to what: events are published after commit, as numbers and topics, never as content.

Topics: `session/<id>` (one participant); for staff `desk` and `desk/<panel>` (operators), `watch/<session>` and
`sessions` (who looks on), `panel/<id>` and `panels`.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from curtain.state import VISIBLE, SessionState
from feedback_db import Event

Listener = Callable[[int], None]

SESSIONS = "sessions"  # the topic of all sessions together

# What changes a list of sessions.
ON_THE_WAY = frozenset(
    {
        "session.started",
        "step.entered",
        "session.completed",
        "session.screened_out",
        "participant.withdrew",
        "desk.took_over",
        "desk.gave_over",
    }
)
# With everything that operators do (`desk.…`): what changes what a console shows.
AT_THE_DESK = frozenset(
    {
        "prediction.deferred",
        "prediction.answered",
        "prediction.released",
        "prediction.retracted",
        "panel.opened",
        "panel.paused",
        "participant.withdrew",
    }
)


class Hub:
    """Carries committed events to listeners on the event loop. Safe to call from any thread."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._taps: list[Callable[[list[Event]], None]] = []
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        # Staff counters begin at the time, so that they go on growing over a restart.
        self._numbers = itertools.count(int(time.time() * 1000))
        self.number = next(self._numbers)

    def bind(self, loop: asyncio.AbstractEventLoop | None) -> None:
        """Listeners are called on this loop from now on; None: nobody can be told any more."""
        self._loop = loop

    def tap(self, listener: Callable[[list[Event]], None]) -> None:
        """Be told of every group of events, on the writer's thread. For the clockwork."""
        self._taps.append(listener)

    def listen(self, topic: str, listener: Listener) -> Callable[[], None]:
        """Call `listener(number)` on the loop whenever the topic moves on; gives the way to stop it."""
        with self._lock:
            self._listeners[topic].add(listener)

        def stop() -> None:
            with self._lock:
                self._listeners[topic].discard(listener)
                if not self._listeners[topic]:
                    del self._listeners[topic]

        return stop

    def publish(self, events: list[Event], states: Mapping[str, SessionState]) -> None:
        """Tell everybody concerned about one committed group of events."""
        for tap in self._taps:
            tap(events)
        if self._loop is None or not self._listeners:
            return
        self.number = next(self._numbers)
        news = {topic: self.number for topic in _staff_topics(events) if topic in self._listeners}
        for event in events:
            topic = f"session/{event.session}"
            if event.session and event.kind in VISIBLE and topic in self._listeners:
                state = states.get(event.session)
                news[topic] = state.rev if state else 0
            elif event.kind == "participant.withdrew" and topic in self._listeners:
                news[topic] = 0
        if news:
            try:
                self._loop.call_soon_threadsafe(self._tell, news)
            except RuntimeError:
                self._loop = None

    def nudge(self, *topics: str) -> None:
        """Tell staff that something has changed that is no event, such as who is there."""
        if self._loop is None or not any(topic in self._listeners for topic in topics):
            return
        self.number = next(self._numbers)
        try:
            self._loop.call_soon_threadsafe(self._tell, dict.fromkeys(topics, self.number))
        except RuntimeError:
            self._loop = None

    def _tell(self, news: Mapping[str, int]) -> None:
        for topic, number in news.items():
            for listener in tuple(self._listeners.get(topic, ())):
                listener(number)


def _staff_topics(events: Iterable[Event]) -> set[str]:
    topics = set()
    for event in events:
        topics.add(f"panel/{event.panel}")
        if event.kind in AT_THE_DESK or event.kind.startswith("desk."):
            topics |= {"desk", f"desk/{event.panel}"}
        if event.session is None:
            topics.add("panels")
        else:
            topics.add(watching(event.session))
        if event.kind in ON_THE_WAY:
            topics.add(SESSIONS)
    return topics


def watching(session: str) -> str:
    """The topic of those who look on at a session. A participant's own topic counts only what they may notice."""
    return f"watch/{session}"
