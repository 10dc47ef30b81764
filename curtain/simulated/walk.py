"""One simulated visit from the first screen to the last: what a browser would send, at the times of a person."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import NamedTuple

from curtain import doors, session, views
from curtain.acts import Act
from curtain.clock import SteppedClock, moment, stamp
from curtain.errors import Refused
from curtain.joining import GIVEN_UP_AFTER
from curtain.simulated import acting
from curtain.simulated.acting import Stuck
from curtain.simulated.inside import Inside
from curtain.simulated.look import Look, Move
from curtain.simulated.operators import Shift
from curtain.simulated.passing import Passing
from curtain.simulated.person import RETURNS, USUAL, Person
from curtain.state import SessionState
from feedback_db import PanelRow
from scenarios.design import Simulated
from scenarios.steps import Show

A_FRAME = 0.02  # seconds from a view's arrival to its being seen
AWAY_FOR = 900.0  # seconds (median) until somebody who left comes back
MOST_MOVES = 5_000  # on one visit; more is a circle


class Begun(NamedTuple):
    """A visit after its first moment: who came, when, and where they stand. `seed` gives all that is drawn for them."""

    seed: str
    at: datetime
    panel: PanelRow
    state: SessionState


def begin(house: Inside, token: str, seed: str) -> Begun:
    """Come in by a link. Raises `Stuck` where the door is shut."""
    screen = doors.enter(house, token).result()["screen"]
    behind = doors.session_behind(house, token)
    if behind is None:
        raise Stuck(f"A simulated person was not let in: {screen.get('title')}.")
    session, panel = behind
    return Begun(seed, house.clock(), panel, house.look(session))


class Visitor:
    """One person's visit, from its beginning on."""

    def __init__(self, house: Inside, clock: SteppedClock, begun: Begun) -> None:
        self.house, self.clock = house, clock
        self.session, self.panel = begun.state.id, begun.panel
        house.take(begun.state)
        self.person = Person(random.Random(f"{begun.seed}/person"), self._like())
        self.passing = Passing(house, self.session, clock, Shift(random.Random(f"{begun.seed}/operators")))
        self.look = Look({}, self.person)
        self._came: tuple[str, int] | None = None
        self._arrived = self._timed = clock()
        self._timed_at = ""
        self._seen: set[str] = set()

    @property
    def state(self) -> SessionState:
        return self.house.look(self.session)

    def _like(self) -> Simulated:
        state = self.state
        scenario = self.house.script_of(state, self.panel).scenario
        persona = scenario.personas.get(state.persona or "")
        return persona.simulated if persona else USUAL

    def walk(self) -> str:
        """Go through it until it is over or they leave for good; gives the session's status."""
        for _ in range(MOST_MOVES):
            state = self.state
            if state.status != "running":
                return state.status
            came = (state.place, state.visits.get(state.place, 0))
            new = came != self._came
            if new:
                self._came = came
                self.look = Look({}, self.person)
                self._arrived = self.clock()
            leaves = new and self.person.chance(self.person.leaves)
            if not (self._comes_back() if leaves else self._go_on()):
                return self.state.status
        raise Stuck(f"A simulated person went in circles around {self.state.place!r}.")

    def _go_on(self) -> bool:
        """Do what is to be done on this screen, or wait for what comes; False when they have left for good."""
        rev = self.state.rev
        if self._sees_a_cue():
            return self._waits()
        self._draw()
        moves = [*self._unseen(), *acting.moves(self.look)]
        for move in moves:
            if not self._does(move):
                return True
        return bool(moves) or self.state.rev != rev or self._waits()

    def _sees_a_cue(self) -> bool:
        """Whether there is nothing on the screen yet but that something is on its way: that needs no drawing."""
        state = self.state
        asked = state.current
        if asked is None or asked.released:
            return False
        step = self.house.script_of(state, self.panel).stop(state.place).step
        return isinstance(step, Show) and step.starts.at_once

    def _draw(self) -> None:
        """Look at the screen as it is now. The time on it begins when there is something to press."""
        state = self.state
        screen = views.view(self.house, state, self.panel)["screen"]
        self.look.screen = screen
        self.look.since = (self.clock() - self._arrived).total_seconds()
        place = f"{screen['kind']} {state.place}"
        if self._timed_at != place and screen.get("buttons", True):
            self._timed_at, self._timed = place, self.clock()

    def _unseen(self) -> list[Move]:
        """What the browser tells by itself, once: that a notice has come before their eyes."""
        screen = self.look.screen
        notices = screen.get("notices", [screen["notice"]] if screen.get("notice") else [])
        fresh = [notice["prediction"] for notice in notices if notice["prediction"] not in self._seen]
        self._seen.update(fresh)
        ms = round(1000 * A_FRAME)
        return [
            Move(0.0 if n else A_FRAME, "shown", {"prediction": prediction, "ms": ms})
            for n, prediction in enumerate(fresh)
        ]

    def _does(self, move: Move) -> bool:
        """Let the time for it pass, and do it; False when something came between, or the screen is another."""
        rev, until = self.state.rev, self.clock() + timedelta(seconds=move.after)
        stamped = stamp(until)
        while (due := self.passing.next_()) and due.at <= stamped:
            self.passing.do(due)
            if self.state.rev != rev:
                return False
        self.clock.now = until
        state = self.state
        ms = round(1000 * (until - self._timed).total_seconds())
        done = Act(**{"place": state.place, "act": move.act, "ms": ms, **move.told})
        try:
            session.act(self.house, self.session, done).result()
        except Refused as error:
            kind = self.look.screen["kind"]
            raise Stuck(f"{move.act!r} at {state.place!r} ({kind}) was refused: {error}") from error
        return self.state.place == done.place and self.state.status == "running"

    def _waits(self) -> bool:
        """Wait for what happens next; False when it takes too long for them, and they do not come back."""
        due = self.passing.next_()
        if due is None:
            raise Stuck(f"Nothing can be done at {self.state.place!r}, and nothing happens by itself.")
        gives_up = max(self._arrived + timedelta(seconds=self.person.tolerance), self.clock())
        if due.at > stamp(gives_up):
            self.clock.now = gives_up
            return self._comes_back()
        self.passing.do(due)
        return True

    def _comes_back(self) -> bool:
        """They leave without a word. What goes by itself goes on; some come back to it later."""
        returns = self.person.chance(RETURNS)
        away = self.person.seconds(AWAY_FOR) if returns else GIVEN_UP_AFTER
        until = stamp(self.clock() + timedelta(seconds=away))
        while (due := self.passing.next_()) and due.at <= until:
            self.passing.do(due)
        self.clock.now = max(self.clock(), moment(until))
        self._arrived = self.clock()
        self._timed_at, self._seen = "", set()
        return returns and self.state.status == "running"
