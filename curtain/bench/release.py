"""How alike the times are at which answers of rules and of operators are shown, under one policy.

Many people ask at once, half of them rules and half of them operators, who answer early, in one house under a real
clock. What counts is the time from a person's press to the push that shows them the answer. What the house flags as
late or as the fallback's is counted apart.

That two means do not differ significantly says little: a small or a noisy sample shows no difference either. So the
question is turned around, by two one-sided tests (TOST; Schuirmann, J. Pharmacokinet. Biopharm. 15, 1987, 657-680)
with Welch's variances: can a difference of `BOUND` or more be ruled out?
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from statistics import mean, quantiles
from typing import Any, NamedTuple, TypeVar

from curtain import desk, doors, panels, session
from curtain.acts import Act
from curtain.clockwork import Clockwork
from curtain.desk import Operator
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.floor import page_of
from feedback_db import Event, open_store

T = TypeVar("T")

BOUND = 50.0  # milliseconds either way; half of what people take for "at once" (Miller 1968; Nielsen 1993)
CONFIDENCE = 0.95
AT_ONCE = 12  # people of each kind
OPERATORS = tuple(Operator(f"operator-{n}", f"Operator {n}") for n in range(1, 9))
THINKS = (0.01, 0.04)  # seconds that a person takes until the next question
WORKS = (0.002, 0.02)  # seconds that an operator takes for an answer; the policy shows nothing before 60 ms
LOITERS, TOO_LONG = 30, 0.5  # one answer in so many takes so many seconds, and so comes late
FORGETS = 50  # one request in so many is answered by nobody
SLUG = "release"
PLAYERS = ("signs", "person")  # the rules, the operators
SCENARIO = """scenario: release
shown_title: Parcels
data: {{parcel: {{rows: {rows}, columns: {{weather: {{one_of: [clear, snow]}}}}}}}}
mocks:
  signs: {{kind: rules, rules: [{{if: {{weather: snow}}, answer: delayed}}], otherwise: {{answer: on time}}}}
  person: {{kind: operator, deadline: 900 ms, fallback: signs}}
features:
  delay: {{answers: [on time, delayed], model_sees: [weather], played_by: signs, show_after: 60 to 200 ms}}
flow:
  - info: "# Welcome"
  - each: parcel
    steps:
      - {{show: delay, title: A parcel, text: "{{{{ delay.label }}}}", buttons: {{Go on: accept}}}}
  - end: Thank you.
"""


class Shown(NamedTuple):
    """When answers of one kind were shown, in milliseconds from the press; and how many others came late or from the
    fallback, which are not among them."""

    ms: list[float]
    late: int
    fallback: int


class Apart(NamedTuple):
    """How far two kinds are apart, in milliseconds, and the p-value of the hypothesis that it is `bound` or more.

    `difference` is between the means, operators minus rules, with its 95% interval; `deciles` the largest one between
    the deciles, as equal means may hide unequal spreads."""

    difference: float
    low: float
    high: float
    pvalue: float
    deciles: float
    bound: float

    @property
    def equivalent(self) -> bool:
        """Whether the whole interval lies within the bound. That is stricter than the two tests at 5%."""
        return -self.bound < self.low and self.high < self.bound and self.pvalue < 1 - CONFIDENCE


class Release(NamedTuple):
    """What was measured, and how far the kinds are apart."""

    rules: Shown
    operators: Shown
    apart: Apart

    @property
    def words(self) -> str:
        """One line for people."""
        rules, operators, apart = self
        verdict = "within" if apart.equivalent else "NOT shown to be within"
        return (
            f"operators' answers are shown {apart.difference:+.1f} ms from the rules' (95%: {apart.low:+.1f} to "
            f"{apart.high:+.1f}), {verdict} ±{apart.bound:g} ms (TOST p = {apart.pvalue:.1g}); deciles at most "
            f"{apart.deciles:.1f} ms apart; {len(operators.ms)} and {len(rules.ms)} compared, apart from them "
            f"{operators.late} late and {operators.fallback} by the fallback (rules: {rules.late} and {rules.fallback})"
        )


def run(out: Callable[[str], Any] = print, number: int = 500) -> Release:
    """Measure, and print the line."""
    found = measure(number)
    out(found.words)
    return found


def measure(number: int = 500, people: int = AT_ONCE) -> Release:
    """Show at least `number` answers of each kind, and compare. Takes 7 to 12 s for 500, as the machine is busy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "library" / SLUG / f"{SLUG}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(SCENARIO.format(rows=-(-number // people)), encoding="utf-8")
        engine = Engine(open_store(Path(folder) / "curtain.db"), library=file.parents[1])
        try:
            rules, operators = asyncio.run(_House(engine, people).play())
        finally:
            engine.close()
    return Release(rules, operators, compare(rules.ms, operators.ms))


def compare(rules: Sequence[float], operators: Sequence[float], bound: float = BOUND) -> Apart:
    """How far two samples of milliseconds are apart, and whether that is less than `bound` either way."""
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW, ttost_ind  # takes a second to read

    pvalue, _, _ = ttost_ind(operators, rules, -bound, bound, usevar="unequal")
    both = CompareMeans(DescrStatsW(operators), DescrStatsW(rules))
    low, high = both.tconfint_diff(alpha=1 - CONFIDENCE, usevar="unequal")
    deciles = zip(quantiles(operators, n=10), quantiles(rules, n=10), strict=True)
    furthest = max(abs(one - other) for one, other in deciles)
    difference = mean(operators) - mean(rules)
    return Apart(difference, float(low), float(high), float(pvalue), furthest, bound)


class _House:
    """One house with two panels, and everybody in it."""

    def __init__(self, engine: Engine, people: int) -> None:
        self.engine, self.dice = engine, random.Random(4)
        self.clockwork = Clockwork(engine)
        self.flagged: dict[str, tuple[bool, bool]] = {}
        engine.hub.tap(self._hear)
        self.tokens: dict[str, list[str]] = {}
        self.panels: dict[str, str] = {}
        for player in PLAYERS:
            made = panels.create(engine, SLUG, player, played_by={"delay": player}, origin="practice")
            panels.open_panel(engine, made)
            self.panels[player], self.tokens[player] = made, panels.make_links(engine, made, people)

    def _hear(self, events: list[Event]) -> None:
        for event in events:
            if event.kind == "prediction.answered":
                told = event.payload
                self.flagged[told["prediction"]] = (told["late"], told["fallback"])

    async def play(self) -> tuple[Shown, Shown]:
        """Everybody goes through all questions; gives what the people of the rules and of the operators met."""
        self.engine.hub.bind(asyncio.get_running_loop())
        house = [asyncio.create_task(self.clockwork.run()), asyncio.create_task(self._operators())]
        try:
            found = await asyncio.gather(*(self._people(player) for player in PLAYERS))
        finally:
            for task in house:
                task.cancel()
            await asyncio.gather(*house, return_exceptions=True)
            self.engine.hub.bind(None)
        return found[0], found[1]

    async def _people(self, player: str) -> Shown:
        met: dict[str, float] = {}
        await asyncio.gather(*(self._person(token, met) for token in self.tokens[player]))
        how = Counter(self.flagged[each] for each in met)
        ms = [1000 * seconds for each, seconds in met.items() if self.flagged[each] == (False, False)]
        return Shown(
            ms, sum(n for (late, fallback), n in how.items() if late and not fallback), how[True, True]
        )

    async def _person(self, token: str, met: dict[str, float]) -> None:
        """Presses, waits for the push, thinks, and presses again; keeps how long each answer took."""
        view = await _done(doors.enter(self.engine, token))
        behind = doors.session_behind(self.engine, token)
        assert behind
        pushes: asyncio.Queue[tuple[int, float]] = asyncio.Queue()
        stop = self.engine.hub.listen(
            page_of(behind[0]), lambda rev: pushes.put_nowait((rev, time.perf_counter()))
        )
        act = Act(place=view["place"], act="next")
        while True:
            await asyncio.sleep(self.dice.uniform(*THINKS))
            pressed = time.perf_counter()
            state = await _done(session.act(self.engine, behind[0], act))
            asked = state.current
            if asked is None:
                break
            rev, at = state.rev, time.perf_counter()
            while rev <= state.rev and not asked.released:  # until then pushes tell what they did themselves
                rev, at = await pushes.get()
            met[asked.id] = at - pressed
            act = Act(place=state.place, act="react", reaction="accept", prediction=asked.id)
        stop()

    async def _operators(self) -> None:
        """Whatever comes to the desk is taken at once by one of enough operators."""
        news, seen = asyncio.Event(), dict[str, int]()
        stop = self.engine.hub.listen(f"desk/{self.panels['person']}", lambda _number: news.set())
        async with asyncio.TaskGroup() as working:
            try:
                while True:
                    for prediction, _session in self.engine.waiting.requests():
                        if prediction not in seen:
                            seen[prediction] = len(seen) + 1
                            working.create_task(self._operator(prediction, seen[prediction]))
                    await news.wait()
                    news.clear()
            finally:
                stop()

    async def _operator(self, prediction: str, number: int) -> None:
        if number % FORGETS == 0:
            return
        await asyncio.sleep(self.dice.uniform(*WORKS) if number % LOITERS else TOO_LONG)
        output = [{"label": self.dice.choice(("on time", "delayed")), "score": 0.9}]
        with suppress(Refused):  # too late: the fallback has answered
            await _done(desk.answer(self.engine, self.dice.choice(OPERATORS), prediction, output))


async def _done(future: Future[T]) -> T:
    return await asyncio.wrap_future(future)
