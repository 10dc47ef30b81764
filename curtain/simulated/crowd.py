"""A crowd of simulated people: cohorts come one after the other, and their visits are played side by side.

A cohort enters, in one transaction; then its visits are written, in another. Meanwhile the next cohort has come, so
that people are under way at once, as they are in a real panel. That order is the same however many processes play.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from typing import NamedTuple

from curtain.clock import SteppedClock, stamp
from curtain.engine import Engine
from curtain.joining import screens_first
from curtain.rewards import Rewards
from curtain.simulated import apart
from curtain.simulated.inside import Inside
from curtain.simulated.walk import Begun, Visitor, begin
from feedback_db import NewEvent, PanelRow, SqliteStore, Writing

APART = 45.0  # seconds between two arrivals, on average
COHORT = 16  # people who enter in one transaction, and whose visits share one
WORTH_PROCESSES = 200  # people from which starting further processes takes less time than it saves

Told = Callable[[float], object]


class _Arrival(NamedTuple):
    """One person to come, `after` so many seconds since the first."""

    seed: str
    after: float


class _Steady(Rewards):
    """Rewards that are reckoned between two cohorts, and not whenever a thread comes to it."""

    def renew(self, *_: object) -> None:
        """Wait for the end of the cohort."""


def people(
    engine: Engine,
    panel: str,
    number: int,
    seed: str,
    told: Told = lambda _share: None,
    *,
    arm: str | None = None,
    processes: int | None = None,
) -> dict[str, int]:
    """Send `number` simulated people through an open panel of simulated origin; gives how many sessions ended how.

    The first comes now, by the engine's clock. The same panel and seed give the same sessions, whatever else happens
    and however many `processes` play (by default one, and one per core for large crowds). `arm` sends all of them into
    one arm. `told` hears the share that is done, each part of which is durable. Raises `Stuck` where they do not get
    through.
    """
    with engine.store.reading() as reading:
        row = reading.panel(panel)
    crowd = _Crowd(engine, row, arm)
    arrivals = _arrivals(number, seed)
    cohorts = [arrivals[n : n + COHORT] for n in range(0, number, COHORT)]
    wanted = processes or (cores() if number >= WORTH_PROCESSES else 1)
    ends: dict[str, int] = {}
    with _players(engine, row, wanted) as pool:
        play = crowd.played_here if pool is None else crowd.played_by(pool)
        waiting = [play(crowd.come(each)) for each in cohorts[:2]]
        for n in range(len(cohorts)):
            for status in crowd.write(waiting.pop(0)):
                ends[status] = ends.get(status, 0) + 1
            told(sum(ends.values()) / number)
            if n + 2 < len(cohorts):
                waiting.append(play(crowd.come(cohorts[n + 2])))
    return ends


def _arrivals(number: int, seed: str) -> list[_Arrival]:
    draw, after, found = random.Random(f"{seed}/arrivals"), 0.0, []
    for n in range(1, number + 1):
        found.append(_Arrival(f"{seed}/{n}", after))
        after += draw.expovariate(1 / APART)
    return found


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


Visit = Callable[[Writing], str]
"""A visit that is yet to be written; gives the session's status."""


class _Crowd:
    """The people of one panel: they come, their visits are played, here or by others, and written."""

    def __init__(self, engine: Engine, panel: PanelRow, arm: str | None) -> None:
        self.engine, self.panel, self.arm = engine, panel, arm
        self.rewards = _Steady(engine)
        self.begins = engine.clock()

    def _inside(self, tx: Writing, clock: SteppedClock) -> Inside:
        house = Inside(self.engine, tx, clock)
        house.rewards = self.rewards
        return house

    def come(self, cohort: list[_Arrival]) -> list[Begun]:
        """Let a cohort in."""

        def command(tx: Writing) -> list[Begun]:
            return [self._comes(tx, each) for each in cohort]

        scenario = self.engine.scenario_of(self.panel)
        if scenario.assign.by_reward:
            self.rewards._reckon(self.panel, "simulated", scenario)
        return self.engine.store.do(command)

    def _comes(self, tx: Writing, arrival: _Arrival) -> Begun:
        """Somebody comes by a personal link, as the engine makes them; but with an id from the seed, so that all that
        is drawn from it is the same again."""
        panel, clock = self.panel.id, SteppedClock(self.begins + timedelta(seconds=arrival.after))
        token = _drawn(f"{panel}/{arrival.seed}/link", 11)
        who = _drawn(f"{panel}/{arrival.seed}/participant", 8)
        link = {"token": token, "kind": "personal", "arm": self.arm}
        made = {"token": token, "number": tx.next_number(panel), "link": token}
        when = stamp(clock())
        tx.append(NewEvent("link.made", when, panel, payload=link, key=f"{who}/link"))
        tx.append(NewEvent("participant.made", when, panel, participant=who, payload=made, key=f"{who}/made"))
        return begin(self._inside(tx, clock), token, arrival.seed)

    def played_here(self, cohort: list[Begun]) -> list[Visit]:
        """Play each visit when it is written."""

        def visit(begun: Begun) -> Visit:
            def command(tx: Writing) -> str:
                clock = SteppedClock(begun.at)
                return Visitor(self._inside(tx, clock), clock, begun).walk()

            return command

        return [visit(begun) for begun in cohort]

    def played_by(self, pool: ProcessPoolExecutor) -> Callable[[list[Begun]], list[Visit]]:
        """Have others play the visits while this process writes what they have played."""

        def play(cohort: list[Begun]) -> list[Visit]:
            played = [pool.submit(apart.play, begun) for begun in cohort]

            def visit(n: int) -> Visit:
                def command(tx: Writing) -> str:
                    status, events = played[n].result()
                    for event in events:
                        tx.append(event)
                    return status

                return command

            return [visit(n) for n in range(len(cohort))]

        return play

    def write(self, visits: list[Visit]) -> list[str]:
        """Write a cohort's visits in one transaction; gives how they ended."""
        return self.engine.store.do(lambda tx: [visit(tx) for visit in visits])


@contextmanager
def _players(engine: Engine, panel: PanelRow, wanted: int) -> Iterator[ProcessPoolExecutor | None]:
    """Processes that play; None where this one does: for few people, and where a visit depends on the others' (quotas
    and arms that are told by answers)."""
    scenario, store = engine.scenario_of(panel), engine.store
    if wanted == 1 or screens_first(scenario) or not isinstance(store, SqliteStore):
        yield None
        return
    told = (store.path, engine.library, engine.time_scale)
    # A process that were forked would inherit this one's threads in the middle of what they do.
    with ProcessPoolExecutor(wanted, get_context("spawn"), initializer=apart.start, initargs=told) as pool:
        with _unheard():
            for _ in range(wanted):
                pool.submit(apart.ready)
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@contextmanager
def _unheard() -> Iterator[None]:
    """While this holds, processes are started that Ctrl+C does not reach: a terminal tells it to all of them, and only
    this one has something to say."""
    if not hasattr(signal, "pthread_sigmask"):  # on Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _drawn(name: str, length: int) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[: 2 * length]
