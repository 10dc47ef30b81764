"""What one simulated person sees, and what their browser would tell of it: shared by visits that are written at once
and those that take as long as they take."""

from __future__ import annotations

import random
from datetime import datetime

from curtain import session, views
from curtain.acts import Act
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.simulated import acting
from curtain.simulated.acting import NotYet, Stuck
from curtain.simulated.look import Look, Move
from curtain.simulated.person import USUAL, Person
from curtain.state import SessionState
from feedback_db import PanelRow
from scenarios.design import Simulated
from scenarios.steps import Show

A_FRAME = 0.02  # seconds from a view's arrival to its being seen


class Eyes:
    """The screen of one session, as the person before it sees it. `seed` gives all that is drawn for them."""

    def __init__(self, house: Engine, panel: PanelRow, session: str, seed: str) -> None:
        self.house, self.panel, self.session = house, panel, session
        self.person = Person(random.Random(f"{seed}/person"), self._like())
        self.look = Look({}, self.person)
        self.arrived = self._timed = house.clock()
        self._came: tuple[str, int] | None = None
        self._timed_at = ""
        self._seen: set[str] = set()

    @property
    def state(self) -> SessionState:
        """The session as it is now."""
        return self.house.look(self.session)

    def _like(self) -> Simulated:
        state = self.state
        scenario = self.house.script_of(state, self.panel).scenario
        persona = scenario.personas.get(state.persona or "")
        return persona.simulated if persona else USUAL

    def arrives(self) -> bool:
        """Whether this is another screen than at the last look; then they have nothing in mind about it yet."""
        state = self.state
        came = (state.place, state.visits.get(state.place, 0))
        new = came != self._came
        if new:
            self._came = came
            self.look = Look({}, self.person)
            self.arrived = self.house.clock()
        return new

    def opens_again(self) -> None:
        """They have closed the page, and open it again."""
        self.arrived = self.house.clock()
        self._timed_at, self._seen = "", set()

    def sees_a_cue(self) -> bool:
        """Whether there is nothing on the screen yet but that something is on its way: that needs no drawing."""
        state = self.state
        asked = state.current
        if asked is None or asked.released:
            return False
        step = self.house.script_of(state, self.panel).stop(state.place).step
        return isinstance(step, Show) and step.starts.at_once

    def moves(self) -> list[Move]:
        """What they do about the screen as it is now; nothing where they wait."""
        self._draw()
        return [*self._unseen(), *acting.moves(self.look)]

    def _draw(self) -> None:
        """Look at the screen as it is now. The time on it begins when there is something to press."""
        state = self.state
        screen = views.view(self.house, state, self.panel)["screen"]
        self.look.screen = screen
        self.look.since = (self.house.clock() - self.arrived).total_seconds()
        place = f"{screen['kind']} {state.place}"
        if self._timed_at != place and screen.get("buttons", True):
            self._timed_at, self._timed = place, self.house.clock()

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

    def does(self, move: Move, at: datetime) -> SessionState:
        """Do it at that moment; gives what becomes of the session. Raises `Stuck` where it is not possible, `NotYet`
        where it will be in a moment."""
        place = self.state.place
        ms = round(1000 * (at - self._timed).total_seconds())
        done = Act(**{"place": place, "act": move.act, "ms": ms, **move.told})
        try:
            return session.act(self.house, self.session, done).result()
        except Refused as error:
            kind = self.look.screen["kind"]
            problem = NotYet if error.kind == "busy" else Stuck
            raise problem(f"{move.act!r} at {place!r} ({kind}) was refused: {error}") from error
