"""How live the house is: from an operator's hand to a participant's screen, beside a chat server in the same run.

Also what participants cost who only look, and how often a second the participant's page can be run, beside a Streamlit
script of one line. What is compared takes turns (A B A B), with clients of one kind in this one process.
"""

from __future__ import annotations

import asyncio
import math
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from curtain.bench.pairs import ChatPair, CurtainPair, Line, Pair
from curtain.bench.processes import Usage
from curtain.bench.stage import Stage, stage
from curtain.bench.streamlit_client import Tab

PACE = 0.5  # seconds between two turns of a pair
FEWEST_ROUNDS = 2
LONGEST_ROUND = 5.0  # seconds; short ones, as what else the machine does should meet both servers alike
SETTLING = 3.0  # seconds without anybody's doing, before the cost of idle participants is read
AT_ONCE = 10  # tabs that open at the same time


class Latency(NamedTuple):
    """Milliseconds from the operator's sending to the text at the participant; `percent` of a core the server used."""

    median: float
    p95: float
    turns: int
    percent: float


class Size(NamedTuple):
    """The two servers under so many pairs; `planned` turns is what the pace asks of each."""

    pairs: int
    planned: int
    ours: Latency
    chat: Latency


class Results(NamedTuple):
    """`idle` is the percent of a core that `people` idle participants cost; reruns are per second, over `tabs` tabs."""

    sizes: list[Size]
    people: int
    idle: float
    tabs: int
    page_reruns: float
    oneline_reruns: float


def run(
    sizes: Sequence[int],
    seconds: float,
    out: Callable[[str], Any] = print,
    *,
    people: int = 200,
    tabs: int = 50,
) -> Results:
    """Measure, and print as it goes. `seconds` is the time for each figure, spread over rounds.

    Raises `CurtainError` or `RuntimeError` when a server does not start or answers with an error, and
    `TimeoutError` when a text gets lost.
    """
    rounds = max(FEWEST_ROUNDS, math.ceil(seconds / LONGEST_ROUND))
    with (
        tempfile.TemporaryDirectory() as folder,
        stage(Path(folder), pairs=max(sizes), rounds=rounds * len(sizes), guests=max(people, tabs)) as on,
    ):
        return asyncio.run(_measure(on, sizes, seconds, rounds, out, people, tabs))


async def _measure(
    on: Stage,
    sizes: Sequence[int],
    seconds: float,
    rounds: int,
    out: Callable[[str], Any],
    people: int,
    tabs: int,
) -> Results:
    out(f"from the operator's send to the participant's screen, in ms; each pair takes a turn every {PACE} s")
    out(f"{'':>6} {'Curtain':^31} {'Flask-SocketIO chat':^31}")
    columns = f"{'median':>8} {'95%':>7} {'turns':>7} {'CPU':>6} "
    out(f"{'pairs':>6} {columns}{columns} {'ratio':>6}")
    found = []
    for pairs in sizes:
        size = await _compare(on, pairs, seconds / rounds, rounds)
        found.append(size)
        ratio = size.ours.median / size.chat.median
        out(f"{pairs:>6} {_row(size.ours)} {_row(size.chat)}  {ratio:>6.0%}")
    idle = await _idle(on, people, seconds)
    out(f"{people} idle participants: {idle:.1f}% of a core")
    page, oneline = await _reruns(on, tabs, seconds / rounds, rounds)
    out(f"reruns per second with {tabs} tabs: participant's page {page:.0f}, one-line script {oneline:.0f}")
    return Results(found, people, idle, tabs, page, oneline)


def _row(latency: Latency) -> str:
    return f"{latency.median:>8.1f} {latency.p95:>7.1f} {latency.turns:>7} {latency.percent:>5.0f}%"


async def _compare(on: Stage, pairs: int, seconds: float, rounds: int) -> Size:
    ours: list[float] = []
    chat: list[float] = []
    ours_used: list[float] = []
    chat_used: list[float] = []
    for turn in range(rounds):
        seats = on.seats[:pairs]
        used = await _round(
            [CurtainPair(on.url, seat.tokens.pop(), seat.panel, seat.cookie) for seat in seats],
            on.pid,
            seconds,
            ours,
        )
        ours_used.append(used)
        rooms = [ChatPair(on.chat_url, f"{turn}/{pairs}/{number}") for number in range(pairs)]
        chat_used.append(await _round(rooms, on.chat_pid, seconds, chat))
    planned = round(pairs * rounds * seconds / PACE)
    return Size(pairs, planned, _latency(ours, ours_used), _latency(chat, chat_used))


def _latency(seconds: list[float], used: list[float]) -> Latency:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    return Latency(1000 * median(seconds), 1000 * p95, len(seconds), sum(used) / len(used))


async def _round(pairs: Sequence[Pair], pid: int, seconds: float, into: list[float]) -> float:
    """Let all pairs play; collects latencies, and gives the percent of a core that the server used."""
    async with AsyncExitStack() as opened:
        for pair in pairs:
            await pair.open()
            opened.push_async_callback(pair.close)
        usage = Usage(pid)
        until = time.perf_counter() + seconds
        phases = random.Random(len(pairs))
        await asyncio.gather(*(_play(pair, phases.uniform(0, PACE), until, into) for pair in pairs))
        return usage.percent()


async def _play(pair: Pair, phase: float, until: float, into: list[float]) -> None:
    due = time.perf_counter() + phase
    while due < until:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        into.append(await pair.turn())
        # A pair that a slow server has kept waiting goes on at once, and does not make up for lost turns.
        due = max(due + PACE, time.perf_counter())


async def _idle(on: Stage, people: int, seconds: float) -> float:
    """Each participant holds what a browser holds: Streamlit's socket, after one run of the page, and our stream."""
    async with AsyncExitStack() as opened:
        for start in range(0, people, AT_ONCE):
            tokens = on.guests[start : min(people, start + AT_ONCE)]
            tabs = [await opened.enter_async_context(Tab(on.url, query=f"k={token}")) for token in tokens]
            await asyncio.gather(*(tab.rerun() for tab in tabs))
            for token in tokens:
                line = Line(on.url, {"k": token})
                await line.open()
                opened.push_async_callback(line.close)
        await asyncio.sleep(SETTLING)
        usage = Usage(on.pid)
        await asyncio.sleep(seconds)
        return usage.percent()


async def _reruns(on: Stage, tabs: int, seconds: float, rounds: int) -> tuple[float, float]:
    page: list[float] = []
    oneline: list[float] = []
    for _ in range(rounds):
        queries = [f"k={token}" for token in on.guests[:tabs]]
        page.append(await _rerun_all([Tab(on.url, query=query) for query in queries], seconds))
        oneline.append(await _rerun_all([Tab(on.oneline_url) for _ in range(tabs)], seconds))
    return sum(page) / rounds, sum(oneline) / rounds


async def _rerun_all(tabs: Sequence[Tab], seconds: float) -> float:
    """Runs per second that finished when every tab asks for the next as soon as it has one."""
    async with AsyncExitStack() as opened:
        for tab in tabs:
            await opened.enter_async_context(tab)
            await tab.rerun()
        began = time.perf_counter()
        counts = await asyncio.gather(*(_rerun(tab, began + seconds) for tab in tabs))
        return sum(counts) / (time.perf_counter() - began)


async def _rerun(tab: Tab, until: float) -> int:
    count = 0
    while time.perf_counter() < until:
        await tab.rerun()
        count += 1
    return count
