"""Simulated people who live in real time: they walk through the real engine one act at a time, as each is due.

One heap of moments drives them all; nobody has a thread of their own, and nothing waits for an operator. They are fast
where nobody waits for an answer, and stay until one comes.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Protocol

from curtain.clock import later, moment, stamp
from curtain.engine import Engine
from curtain.floor import page_of
from curtain.simulated.eyes import Eyes
from curtain.simulated.look import Move
from curtain.simulated.walk import Begun
from curtain.state import VISIBLE, SessionState
from feedback_db import Event

log = logging.getLogger(__name__)

HURRY = 0.25  # seconds, the most, on pages where nobody at the desk sees them
BUSY = 1.5  # the same on screens where the product speaks
TYPES = 3.0  # the same while they type, which the desk can see
HELD = 0.25  # seconds between two looks whether it is their turn
SOON = 2.0  # seconds after a screen was to speak by itself, until they expect nothing of it any more
QUIET = 5.0  # seconds until they look up by themselves, while nothing happens on the screen
NOBODY_HERE = 60.0  # seconds between two looks of the loop, while nobody is under way
SEEN = "shown"  # what a browser tells by itself
STAYS = {
    "decline": "next",
    "withdraw": "keep",
}  # who leaves, or takes their data along, teaches nobody anything
PAGES = frozenset({"consent", "info", "form", "survey", "probe", "reveal", "debrief"})

May = Callable[[str], bool]
"""Whether somebody may go on, by their session."""


class Doing(Protocol):
    """Somebody, or something, with moments at which it wants its turn."""

    def turn(self) -> float | None:
        """Do what is due. Gives the seconds until the next turn; None when there is none any more. A turn too early
        changes nothing."""


class Walker:
    """One simulated person under way in a session of the engine. `may` is asked before
    each act."""

    def __init__(self, engine: Engine, begun: Begun, may: May = lambda _session: True) -> None:
        self.engine, self.may, self.session = engine, may, begun.state.id
        self.eyes = Eyes(engine, begun.panel, begun.state.id, begun.seed)
        self.over = False
        self._moves: list[Move] = []
        self._rev, self._due = -1, ""
        engine.presence.came(page_of(self.session))

    def turn(self) -> float | None:
        """Look, or do what was planned if its time has come."""
        state = self.eyes.state
        if self.over or state.status != "running":
            self.leave()
            return None
        waits = self._awaits(state)
        if self.eyes.arrives() or waits or state.rev != self._rev:
            self._moves = []
        if waits:
            return QUIET
        if not self._moves:
            self._moves, self._rev = self.eyes.moves(), state.rev
            return self._plan()
        now = self.engine.clock()
        if stamp(now) < self._due:
            return (moment(self._due) - now).total_seconds()
        if self._moves[0].act != SEEN and not self.may(self.session):
            return HELD
        return self._act(self._moves.pop(0), state.place)

    def _awaits(self, state: SessionState) -> bool:
        """Whether something is on its way to the screen where they are, or will be in a moment, by itself."""
        asked = state.asked_at(state.place)
        soon = "ask_at" in state.here and stamp(self.engine.clock()) < later(
            moment(state.here["ask_at"]), SOON
        )
        return any(not each.released for each in asked) or (soon and not asked)

    def _plan(self) -> float:
        """When the next of the moves is due."""
        if not self._moves:
            return QUIET
        after = self._hurried(self._moves[0])
        self._due = stamp(self.engine.clock() + timedelta(seconds=after))
        return after

    def _hurried(self, move: Move) -> float:
        kind = self.eyes.look.screen["kind"]
        if move.act == "by_itself":
            return move.after  # a countdown takes as long as it says
        if move.act == "say":
            self.engine.presence.typing(page_of(self.session))
            return min(move.after, TYPES)
        return min(move.after, HURRY if kind in PAGES else BUSY)

    def _act(self, move: Move, place: str) -> float | None:
        self.engine.presence.called(page_of(self.session))
        self.engine.presence.typing(page_of(self.session), False)
        after = self.eyes.does(move._replace(act=STAYS.get(move.act, move.act)), self.engine.clock())
        if after.status != "running":
            self.leave()
            return None
        self._rev = after.rev
        if after.place != place:
            self._moves = []
        return self._plan() if self._moves else 0.0

    def leave(self) -> None:
        """Close the page; the session stays as it is."""
        if not self.over:
            self.over = True
            self.engine.presence.left(page_of(self.session))


class Live:
    """Gives everybody their turns. `tick()` does what is due by the engine's clock; `run()` ticks when it should."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._heap: list[tuple[str, int, Doing]] = []
        self._next: dict[Doing, tuple[str, int] | None] = {}  # when each has its next turn; None during one
        self._walkers: dict[str, Walker] = {}  # by session
        self._numbers = itertools.count()
        self._lock, self._ticking = threading.Lock(), threading.Lock()
        self._stopped = False
        self._wake: Callable[[], object] = lambda: None
        engine.hub.tap(self._hear)

    def add(self, doing: Doing) -> None:
        """Give it a turn now, and from then on whenever it wants one."""
        if isinstance(doing, Walker):
            self._walkers[doing.session] = doing
        self._remember(doing, 0.0)

    def tick(self) -> None:
        """Give everybody whose time has come one turn."""
        with self._ticking:
            for doing in self._due(self.engine.now()):
                after = None if self._stopped else self._turn(doing)
                if after is None:
                    self._forget(doing)
                else:
                    self._remember(doing, after)

    def _turn(self, doing: Doing) -> float | None:
        try:
            return doing.turn()
        except Exception:
            log.exception("a simulated person stumbled, and has left")
            if isinstance(doing, Walker):
                doing.leave()
            return None

    def stop(self) -> None:
        """Give nobody a turn any more; waits for the one that goes on."""
        self._stopped = True
        with self._ticking:
            pass

    def _due(self, now: str) -> list[Doing]:
        found = []
        with self._lock:
            while self._heap and self._heap[0][0] <= now:
                at, number, doing = heapq.heappop(self._heap)
                if self._next.get(doing) == (at, number):
                    self._next[doing] = None
                    found.append(doing)
        return found

    async def run(self) -> None:
        """Tick whenever something is due, until cancelled."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(news.set)
        try:
            while True:
                news.clear()
                await asyncio.to_thread(self.tick)
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), self._pause())
        finally:
            self._wake = lambda: None

    def _pause(self) -> float:
        with self._lock:
            first = self._heap[0][0] if self._heap else None
        if first is None:
            return NOBODY_HERE
        return min(max((moment(first) - self.engine.clock()).total_seconds(), 0.01), NOBODY_HERE)

    def _hear(self, events: list[Event]) -> None:
        """Who has news on their screen looks up at once."""
        for event in events:
            walker = self._walkers.get(event.session or "")
            if walker and event.kind in VISIBLE:
                self._remember(walker, 0.0)

    def _remember(self, doing: Doing, after: float) -> None:
        """Give somebody a turn then, unless they have an earlier one: of news that come during a turn none is lost."""
        at = stamp(self.engine.clock() + timedelta(seconds=after))
        with self._lock:
            planned = self._next.get(doing)
            if planned and planned[0] <= at:
                return
            entry = self._next[doing] = (at, next(self._numbers))
            heapq.heappush(self._heap, (*entry, doing))
            first = self._heap[0][1] == entry[1]
        if first:
            self._wake()

    def _forget(self, doing: Doing) -> None:
        if isinstance(doing, Walker):
            self._walkers.pop(doing.session, None)
        with self._lock:
            self._next.pop(doing, None)
