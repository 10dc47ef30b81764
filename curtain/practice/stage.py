"""The simulated people of practice runs: enough of them that somebody nearly always waits, and sometimes two; and how a
run ends.

It hears from the log that a run has begun, so a run goes on after a restart. People stand still while the operator's
console is not open, and a run whose operator stays away is given up.
"""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Collection
from typing import Any

import scenarios
from curtain import values
from curtain.clock import moment
from curtain.engine import Engine
from curtain.floor import console_of
from curtain.practice.marks import Mark, mark
from curtain.practice.runs import Run, requests, run_of, runs, tell
from curtain.simulated.live import Live, Walker
from curtain.simulated.walk import begin
from curtain.state import Asked, SessionState
from feedback_db import Event, NewEvent, PanelRow, Writing
from scenarios.ready import by_person
from scenarios.steps import Chat

AT_ONCE = 3  # people under way at the same time
LOOKS = 0.25  # seconds between two looks at who waits
AWAY = 1.0  # the same while the operator is not there
GIVEN_UP = 900.0  # seconds without the operator until a run is given up
STALLS = 45.0  # seconds within which somebody whose turn it is has to ask; others come in their place
MOST_PEOPLE = 8  # for each answer that is wanted: in a product that hardly ever asks, a run comes to an end


class Stage:
    """The practice runs of this process. `recover` takes up those that went on when the server stopped."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.live = engine, Live(engine)
        self._playing: dict[str, Playing] = {}
        engine.hub.tap(self._hear)

    def recover(self) -> None:
        """After a start: go on with the runs that had begun."""
        for run in runs(self.engine):
            if run.going_on:
                self._play(run)

    def tick(self) -> None:
        """Do what is due by the engine's clock."""
        self.live.tick()

    async def run(self) -> None:
        """Do it whenever something is due, until cancelled."""
        await self.live.run()

    def stop(self) -> None:
        """Let nobody do anything any more; waits for the turn that somebody may just have."""
        self.live.stop()

    def _hear(self, events: list[Event]) -> None:
        for event in events:
            if event.kind == "desk.practice_began":
                self._play(run_of(event, None, going_on=True))
            elif event.kind == "panel.closed" and (playing := self._playing.pop(event.panel, None)):
                playing.over = True

    def _play(self, run: Run) -> None:
        playing = self._playing[run.id] = Playing(self.engine, self.live, run)
        self.live.add(playing)


class Playing:
    """One run: who is under way in it, and whose turn it is to ask."""

    def __init__(self, engine: Engine, live: Live, run: Run) -> None:
        self.engine, self.live, self.run = engine, live, run
        self.over = False
        self._rng = random.Random(run.id)
        self._people: list[Walker] = []
        self._came = 0
        self._turns: dict[
            str, tuple[int, str]
        ] = {}  # session -> how often it had asked, and since when it is its turn
        self._here_at = engine.now()
        self._arms: list[str] = []

    def turn(self) -> float | None:
        """Look who waits, and send the next one; end the run when enough was asked."""
        if self.over:
            self._all_leave()
            return None
        if not self.engine.presence.is_here(console_of(self.run.operator.id)):
            return self._alone()
        self._here_at = self.engine.now()
        asked = self._asked()
        missing = self._missing(asked)
        if not missing and all(each.released for each in asked):
            self._end()
            self._all_leave()
            return None
        self._people = [each for each in self._people if not each.over]
        self._turns = {session: turn for session, turn in self._turns.items() if self._still(session, turn)}
        room = min(self._wanted(asked) - sum(each.open for each in asked), missing) - len(self._turns)
        if room > 0:
            self._send(room)
        elif not missing:
            self._turns.clear()
        return LOOKS

    def may_go_on(self, session: str) -> bool:
        """Whether it is this person's turn to ask, or what they do next asks for nothing."""
        if self.over:
            return False
        return session in self._turns or not might_ask(self.engine, self.engine.look(session), self.run.asks)

    # Who asks ------------------------------------------------------------------------------------------------------

    def _asked(self) -> list[Asked]:
        """All requests of the run that count."""
        with self.engine.store.reading() as reading:
            sessions = [row.id for row in reading.sessions(self.run.id)]
        found = [asked for session in sessions for asked in self.engine.look(session).asked.values()]
        return [asked for asked in found if asked.feature in self.run.asks and not asked.closed]

    def _missing(self, asked: list[Asked]) -> int:
        count = Counter(each.feature for each in asked)
        return sum(max(0, asks.answers - count[feature]) for feature, asks in self.run.asks.items())

    def _wanted(self, asked: list[Asked]) -> int:
        """How many may be open now: one besides the one that is being answered, and now and then two at the same time;
        never more than the desk takes."""
        in_hand = any(each.open and each.claimed_by for each in asked)
        return min(2 if in_hand or len(asked) % 2 else 1, self._most_waiting())

    def _most_waiting(self) -> int:
        scenario = self.engine.scenario_of(self._panel())
        most = [scenario.mocks[mock].get("most_waiting") for mock in self._panel().played_by.values()]
        return min([each for each in most if each], default=2)

    def _still(self, session: str, turn: tuple[int, str]) -> bool:
        """Whether it is still their turn: they are there, and have not asked since they got it."""
        had, since = turn
        person = next((each for each in self._people if each.session == session), None)
        if person is None or len(self.engine.look(session).asked) > had:
            return False
        if (self.engine.clock() - moment(since)).total_seconds() > STALLS:
            person.leave()
            return False
        return True

    def _send(self, room: int) -> None:
        """Give so many people their turn: those who have stood longest, and new ones while there are few."""
        while len(self._people) < AT_ONCE and self._came < MOST_PEOPLE * sum(
            asks.answers for asks in self.run.asks.values()
        ):
            if not self._comes():
                break
        standing = [
            each for each in self._people if each.session not in self._turns and not self._waits(each)
        ]
        for person in standing[:room]:
            self._people.remove(person)  # to the end of the line
            self._people.append(person)
            self._turns[person.session] = (len(person.eyes.state.asked), self.engine.now())
        if not self._people:
            self._close()

    def _waits(self, person: Walker) -> bool:
        return any(asked.open for asked in person.eyes.state.asked.values())

    def _comes(self) -> bool:
        """Somebody new comes by a link of their own; False where nobody is let in."""
        if self._panel().status != "open":
            return False  # the doors are closed for now
        self._came += 1
        token, arm = secrets.token_urlsafe(16), self._next_arm()
        link = {"token": token, "kind": "personal", "arm": arm}
        self.engine.store.do(
            lambda tx: tx.append(NewEvent("link.made", self.engine.now(), self.run.id, payload=link))
        )
        begun = begin(self.engine, token, f"{self.run.id}/{self._came}")
        person = Walker(self.engine, begun, self.may_go_on)
        self._people.append(person)
        self.live.add(person)
        return True

    def _next_arm(self) -> str | None:
        """The arms in which an operator is asked, one after the other; None where everybody meets every arm."""
        panel = self._panel()
        scenario = self.engine.scenario_of(panel)
        if scenario.within:
            return None
        if not self._arms:
            self._arms = [arm for arm in panel.arms if self._asks(panel, arm)] or list(panel.arms)
            self._rng.shuffle(self._arms)
        return self._arms[self._came % len(self._arms)]

    def _asks(self, panel: PanelRow, arm: str) -> bool:
        [armed] = self.engine.armed(panel.version, (arm,), panel)
        by_hand = {
            name
            for name, feature in armed.features.items()
            if name in self.run.asks and feature.on and by_person(armed.mocks[feature.played_by])
        }
        return any(by_hand & stop.step.features for stop in scenarios.plan(armed, [armed]))

    def _panel(self) -> PanelRow:
        with self.engine.store.reading() as reading:
            return reading.panel(self.run.id)

    # How it ends ---------------------------------------------------------------------------------------------------

    def _end(self) -> None:
        """Write down how it went, and close the run."""
        told = result(self.engine, self.run)

        def command(tx: Writing) -> None:
            if tx.panel(self.run.id).status != "closed":
                tell(self.engine, tx, self.run.id, "desk.practised", told)
                tell(self.engine, tx, self.run.id, "panel.closed", {})

        self.engine.store.do(command)

    def _alone(self) -> float | None:
        """The operator is not there. After a while nobody waits for them any more."""
        if (self.engine.clock() - moment(self._here_at)).total_seconds() <= GIVEN_UP:
            self._turns.clear()
            return AWAY
        self._close()
        self._all_leave()
        return None

    def _close(self) -> None:
        self.engine.store.do(lambda tx: tell(self.engine, tx, self.run.id, "panel.closed", {}))

    def _all_leave(self) -> None:
        self.over = True
        for person in self._people:
            person.leave()


def might_ask(engine: Engine, state: SessionState, features: Collection[str]) -> bool:
    """Whether the next act of somebody may ask one of these features: something else on this screen, or what the
    following one asks on arrival."""
    script = engine.script_of(state, engine.panel_of(state))
    here = script.stop(state.place)
    if here.step.features & set(features) and (isinstance(here.step, Chat) or not state.asked_at(here.place)):
        return True
    following = script.after(here.place)
    while following and not values.holds(script, state, following):
        following = script.after(following.place)
    if following is None or isinstance(following.step, Chat):
        return False
    return bool(following.step.features & set(features))


def result(engine: Engine, run: Run) -> dict[str, Any]:
    """How a run went, as it is written down. It is passed where the answers that were right, and in time, are as large
    a share as the scenario wants, for every feature."""
    with engine.store.reading() as reading:
        rows = requests(reading, run)
    marks = [mark(engine, engine.look(row.session), row, run.operator.id) for row in rows]
    return {
        "operator": run.operator.id,
        "name": run.operator.name,
        "scenario": run.scenario,
        "feature": ", ".join(run.asks),
        "answers": len(marks),
        "right": sum(each.right for each in marks),
        "in_time": sum(each.in_time for each in marks),
        "passed": all(_passed(marks, feature, asks.right) for feature, asks in run.asks.items()),
        "of": run.of,
        "marks": [each._asdict() for each in marks],
    }


def _passed(marks: list[Mark], feature: str, share: float) -> bool:
    mine = [each for each in marks if each.feature == feature]
    return sum(each.right for each in mine) >= share * len(mine) - 1e-9
