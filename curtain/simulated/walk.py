"""One simulated visit from the first screen to the last: what a browser would send, at the times of a person."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import NamedTuple

from curtain import doors
from curtain.clock import SteppedClock, moment, stamp
from curtain.engine import Engine
from curtain.joining import GIVEN_UP_AFTER
from curtain.simulated.acting import NotYet, Stuck
from curtain.simulated.eyes import Eyes
from curtain.simulated.inside import Inside
from curtain.simulated.look import Move
from curtain.simulated.operators import Shift
from curtain.simulated.passing import Passing
from curtain.simulated.person import RETURNS
from curtain.state import SessionState
from feedback_db import PanelRow

AWAY_FOR = 900.0  # seconds (median) until somebody who left comes back
MOST_MOVES = 5_000  # on one visit; more is a circle


class Begun(NamedTuple):
    """A visit after its first moment: who came, when, and where they stand. `seed` gives all that is drawn for them."""

    seed: str
    at: datetime
    panel: PanelRow
    state: SessionState


def begin(house: Engine, token: str, seed: str) -> Begun:
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
        house.take(begun.state)
        self.eyes = Eyes(house, begun.panel, begun.state.id, begun.seed)
        self.person = self.eyes.person
        operators = Shift(random.Random(f"{begun.seed}/operators"))
        self.passing = Passing(house, begun.state.id, clock, operators)

    @property
    def state(self) -> SessionState:
        return self.eyes.state

    def walk(self) -> str:
        """Go through it until it is over or they leave for good; gives the session's status."""
        for _ in range(MOST_MOVES):
            state = self.state
            if state.status != "running":
                return state.status
            leaves = self.eyes.arrives() and self.person.chance(self.person.leaves)
            if not (self._comes_back() if leaves else self._go_on()):
                return self.state.status
        raise Stuck(f"A simulated person went in circles around {self.state.place!r}.")

    def _go_on(self) -> bool:
        """Do what is to be done on this screen, or wait for what comes; False when they have left for good."""
        rev = self.state.rev
        if self.eyes.sees_a_cue():
            return self._waits()
        moves = self.eyes.moves()
        for move in moves:
            try:
                if not self._does(move):
                    return True
            except NotYet:
                return self._waits()
        return bool(moves) or self.state.rev != rev or self._waits()

    def _does(self, move: Move) -> bool:
        """Let the time for it pass, and do it; False when something came between, or the screen is another."""
        rev, until = self.state.rev, self.clock() + timedelta(seconds=move.after)
        stamped = stamp(until)
        while (due := self.passing.next_()) and due.at <= stamped:
            self.passing.do(due)
            if self.state.rev != rev:
                return False
        self.clock.now = until
        place = self.state.place
        after = self.eyes.does(move, until)
        return after.place == place and after.status == "running"

    def _waits(self) -> bool:
        """Wait for what happens next; False when it takes too long for them, and they do not come back."""
        due = self.passing.next_()
        if due is None:
            raise Stuck(f"Nothing can be done at {self.state.place!r}, and nothing happens by itself.")
        gives_up = max(self.eyes.arrived + timedelta(seconds=self.person.tolerance), self.clock())
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
        self.eyes.opens_again()
        return returns and self.state.status == "running"
