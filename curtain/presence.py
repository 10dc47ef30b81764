"""Who has a page open, and who is typing: kept in memory only, told by their lines and their calls.

After a restart everybody has gone until their page calls again, which it does within seconds.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

TYPES_FOR = 4.0  # seconds after a key; a page tells it again every two while somebody types
STAYS_FOR = 20.0  # seconds after the last call without an open line: it may be down, and calls come by POST

Now = Callable[[], float]


class Presence:
    """People by name (`session/<id>`, `operator/<id>`). Safe to use from any thread.

    `changed(who)` is called when somebody comes, goes, begins to type or stops.
    """

    def __init__(self, changed: Callable[[str], None] = lambda _who: None, now: Now = time.monotonic) -> None:
        self._changed, self._now = changed, now
        self._lines: Counter[str] = Counter()
        self._seen: dict[str, float] = {}
        self._typed: dict[str, float] = {}
        self._lock = threading.Lock()

    def came(self, who: str) -> None:
        """A page of theirs has opened a line."""
        with self._lock:
            self._lines[who] += 1
            self._seen[who] = self._now()
            first = self._lines[who] == 1
        if first:
            self._changed(who)

    def left(self, who: str) -> None:
        """One of their lines has closed. Nobody has gone while another one is open."""
        with self._lock:
            self._lines[who] -= 1
            gone = self._lines[who] <= 0
            if gone:
                del self._lines[who]
                self._seen.pop(who, None)
                self._typed.pop(who, None)
        if gone:
            self._changed(who)

    def called(self, who: str) -> None:
        """They did something, by whatever way."""
        with self._lock:
            self._seen[who] = self._now()

    def typing(self, who: str, now: bool = True) -> None:
        """They have pressed a key in a text field, or left it."""
        with self._lock:
            # A pause is told when the last key has long been forgotten here: whoever looks on still has to hear of it.
            changed = not self._types(who) if now else who in self._typed
            if now:
                self._typed[who] = self._now()
            else:
                self._typed.pop(who, None)
        if changed:
            self._changed(who)

    def is_here(self, who: str) -> bool:
        """Whether a page of theirs is open, or called a moment ago."""
        return who in self._lines or self._now() - self._seen.get(who, -STAYS_FOR) < STAYS_FOR

    def is_typing(self, who: str) -> bool:
        """Whether they have typed within the last seconds."""
        with self._lock:
            return self._types(who)

    def idle_for(self, who: str) -> float:
        """Seconds since they last did anything; endless for somebody who was never here."""
        with self._lock:
            return self._now() - self._seen.get(who, float("-inf"))

    def _types(self, who: str) -> bool:
        return self._now() - self._typed.get(who, -TYPES_FOR) < TYPES_FOR
