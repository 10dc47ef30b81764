"""A busy office as one process, to be killed at any moment: `python -m tests.engine.office DATABASE LIBRARY OPERATORS`.

Its people work through their trials, its operators claim, answer, take back, hand over, give back, and vanish with a
request in their hands. It says on a line of its own what was acknowledged to an operator, and `done` when all is over.
Started again, it goes on where it was killed.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import threading
import time
from pathlib import Path

from curtain import desk, doors, session
from curtain.acts import Act
from curtain.clockwork import Clockwork
from curtain.desk import Operator, leases
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.state import SessionState
from feedback_db import open_store

SCENARIO = """scenario: office
shown_title: Parcels
data: {parcel: {rows: 10, columns: {shop: {fake: company}}}}
mocks:
  rest: {kind: fixed, answer: in time}
  person: {kind: operator, deadline: 2 s, fallback: rest}
features:
  delay: {answers: [in time, late], model_sees: [shop], played_by: person, show_after: 100 to 300 ms}
flow:
  - each: parcel
    steps:
      - {show: delay, text: "{{ delay.label }}", title: A parcel, buttons: {Go on: accept}}
  - end: Thank you.
"""
LABELS = ("in time", "late")
HERE_AT_ONCE = 40
LEASE = 0.6  # seconds: who vanishes is missed before the deadline


def say(*words: str) -> None:
    os.write(1, (" ".join(words) + "\n").encode())


class Office:
    """Everybody at work, until all people are done."""

    def __init__(self, database: Path, library: Path) -> None:
        self.engine = Engine(open_store(database), library=library)
        self.clockwork = Clockwork(self.engine)
        with self.engine.store.reading() as reading:
            [panel] = reading.panels()
            self.tokens = [link.token for link in reading.links(panel.id)]
        self.over = threading.Event()

    def people(self) -> None:
        waiting = list(self.tokens)
        here: dict[str, str] = {}
        while waiting or here:
            while waiting and len(here) < HERE_AT_ONCE:
                token = waiting.pop()
                doors.enter(self.engine, token).result(30)
                behind = doors.session_behind(self.engine, token)
                assert behind
                here[token] = behind[0]
            moved = False
            for token, id in list(here.items()):
                state = self.engine.look(id)
                if state.status == "completed":
                    del here[token]
                elif (act := self._next(state)) is not None:
                    session.act(self.engine, id, act)
                    moved = True
            if not moved:
                time.sleep(0.005)
            self.engine.store.do(lambda _tx: None)  # all of it is written before anybody looks again

    def _next(self, state: SessionState) -> Act | None:
        asked = state.current
        if asked is None or not asked.released:
            return None
        return Act(place=state.place, act="react", reaction="accept", prediction=asked.id)

    def operator(self, number: int) -> None:
        me, dice = Operator(f"operator-{number}", f"Operator {number}"), random.Random()
        others = Operator(f"operator-{number + 1}", f"Operator {number + 1}")
        while not self.over.is_set():
            try:
                if not self._turn(me, others, dice):
                    time.sleep(0.003)
            except Refused:
                continue  # somebody was quicker, or it was too late: that is what is said, and nothing happened

    def _turn(self, me: Operator, other: Operator, dice: random.Random) -> bool:
        free = [
            each
            for each, session_id in self.engine.waiting.requests()
            if (asked := self.engine.look(session_id).find(each)) and asked.claimed_by in (None, me.id)
        ]
        if not free:
            return False
        prediction = dice.choice(free[:4])
        desk.claim(self.engine, me, prediction).result(30)
        fate = dice.random()
        if fate < 0.05:
            time.sleep(2 * LEASE)  # vanished: no beat, no word
            return True
        if fate < 0.1:
            desk.give_back(self.engine, me, prediction, "begun").result(30)
            return True
        if fate < 0.15:
            desk.hand_over(self.engine, me, prediction, dice.choice((None, other)), "please", None).result(30)
            return True
        self._answer(me, prediction, dice.choice(LABELS))
        if dice.random() < 0.1:
            desk.retract(self.engine, me, prediction).result(30)
            say("retracted", prediction, me.id)
            self._answer(me, prediction, dice.choice(LABELS))
        return True

    def _answer(self, me: Operator, prediction: str, label: str) -> None:
        desk.answer(self.engine, me, prediction, [{"label": label, "score": 0.8}]).result(30)
        say("answered", prediction, me.id, label.replace(" ", "_"))

    async def run(self, operators: int) -> None:
        self.clockwork.recover()
        ticking = asyncio.create_task(self.clockwork.run())
        for number in range(operators):
            threading.Thread(target=self.operator, args=(number,), daemon=True).start()
        await asyncio.to_thread(self.people)
        self.over.set()
        ticking.cancel()
        say("done")


if __name__ == "__main__":
    leases.LEASE = LEASE
    asyncio.run(Office(Path(sys.argv[1]), Path(sys.argv[2])).run(int(sys.argv[3])))
    os._exit(0)
