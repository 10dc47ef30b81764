"""How one desk bears a crowd: several operators who share a queue, and participants who think between two questions.

Told are the time in the queue (from the question to an operator's claim, operators' own pauses included), the time from
an operator's send to the participant's screen, and what the server uses of the processor; for a crowd, and beside it in
the same run for a single participant with a single operator.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from curtain import staff
from curtain.bench import release
from curtain.bench.pairs import JSON, Line
from curtain.bench.processes import Usage
from curtain.bench.server import Server
from curtain.bench.stage import seat
from curtain.clock import moment
from curtain.engine import Engine
from feedback_db import open_store

THINKS = (2.0, 6.0)  # seconds that a participant takes until the next question
WORKS = (0.3, 1.0)  # seconds that an operator takes for an answer
HERE = Path(__file__).parent


class Spread(NamedTuple):
    """Milliseconds."""

    median: float
    p95: float


class Crowd(NamedTuple):
    """So many operators and participants at one desk; `percent` of a core the server used."""

    operators: int
    people: int
    turns: int
    in_queue: Spread
    to_screen: Spread
    percent: float


def run(
    out: Callable[[str], Any] = print, *, operators: int = 8, people: int = 50, seconds: float = 20.0
) -> tuple[Crowd, Crowd]:
    """Measure one pair and the crowd, and print as it goes. Raises `CurtainError` when the server does not start."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "curtain.db"
        engine = Engine(open_store(database), library=HERE)
        key = staff.first_keys(engine)["operator"]
        one, all_ = seat(engine, 1, key, 1), seat(engine, 2, key, people)
        cookies = [staff.sign_in(engine, key) or "" for _ in range(operators)]
        engine.close()
        with Server(database, environment={"CURTAIN_TIME_SCALE": "0"}) as server:
            thinks, works = (f"{least:g} to {most:g} s" for least, most in (THINKS, WORKS))
            out(f"participants think {thinks}, operators work {works} per answer; ms as median | 95%")
            out(
                f"{'operators':>9} {'people':>6} {'turns':>6} {'in the queue':>20} {'send to screen':>20} {'CPU':>5}"
            )
            found = []
            for desk, tokens, at in (
                (one.panel, one.tokens, cookies[:1]),
                (all_.panel, all_.tokens, cookies),
            ):
                crowd = asyncio.run(_play(server, desk, tokens, at, seconds))
                found.append(crowd)
                out(_row(crowd))
    release.run(out)
    return found[0], found[1]


def _row(crowd: Crowd) -> str:
    queue, screen = (f"{each.median:8.1f} | {each.p95:7.1f}" for each in (crowd.in_queue, crowd.to_screen))
    return f"{crowd.operators:>9} {crowd.people:>6} {crowd.turns:>6} {queue:>20} {screen:>20} {crowd.percent:>4.0f}%"


class _Floor:
    """What all clients of one run share: when each text was sent, and what was measured."""

    def __init__(self, until: float) -> None:
        self.until, self.sent = until, dict[str, float]()
        self.queued: list[float] = []
        self.shown: list[float] = []
        self.dice = random.Random(7)


async def _play(server: Server, panel: str, tokens: list[str], cookies: list[str], seconds: float) -> Crowd:
    async with AsyncExitStack() as opened:
        consoles = [Line(server.url, {"desk": panel}, cookie) for cookie in cookies]
        people = [Line(server.url, {"k": token}) for token in tokens]
        for line in (*consoles, *people):
            await line.open()
            opened.push_async_callback(line.close)
        usage = Usage(server.pid)
        floor = _Floor(time.perf_counter() + seconds)
        working = [asyncio.create_task(_operator(floor, line)) for line in consoles]
        await asyncio.gather(*(_participant(floor, line) for line in people))
        percent = usage.percent()
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    return Crowd(
        len(cookies), len(tokens), len(floor.shown), _spread(floor.queued), _spread(floor.shown), percent
    )


def _spread(found: list[float]) -> Spread:
    p95 = quantiles(found, n=20, method="inclusive")[-1] if len(found) > 1 else found[0]
    return Spread(1000 * median(found), 1000 * p95)


async def _operator(floor: _Floor, line: Line) -> None:
    """Takes whoever waits longest, works on the answer, sends it; a colleague may be quicker."""
    view = await line.call("desk.view")
    while True:
        free = next((row for row in view["queue"] if row["state"] == "waiting"), None)
        if free is None:
            view = await line.news()
            continue
        which = {"prediction": free["prediction"]}
        try:
            view = await line.call("desk.claim", which)
        except RuntimeError:
            view = await line.call("desk.view")
            continue
        floor.queued.append(_age(view, free))
        await asyncio.sleep(floor.dice.uniform(*WORKS))
        text = free["prediction"]
        floor.sent[text] = time.perf_counter()
        view = await line.call("desk.answer", {**which, "output": {"generated_text": text}})


def _age(view: JSON, row: JSON) -> float:
    """By the server's clock: how long ago the question was asked, when the claim was answered."""
    return (moment(view["now"]) - moment(row["asked_at"])).total_seconds()


async def _participant(floor: _Floor, line: Line) -> None:
    view = await line.call("view")
    while time.perf_counter() < floor.until:
        while view["screen"]["notice"] is None:
            news = await line.news()
            view = news if news["rev"] > view["rev"] else view
        floor.shown.append(time.perf_counter() - floor.sent[view["screen"]["notice"]["text"]])
        await asyncio.sleep(floor.dice.uniform(*THINKS))
        view = await line.call(
            "act", {"place": view["place"], "act": "react", "reaction": "accept", "ms": 400}
        )
