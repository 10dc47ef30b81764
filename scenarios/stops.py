"""The way through a scenario: every screen that one person can meet, in order, blocks unrolled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scenarios import trials
from scenarios.model import Scenario
from scenarios.steps import ARM, Each, Step, Survey
from scenarios.trials import Row


class Stop(NamedTuple):
    """One screen of one person.

    `place` is its name within the session (`consent`, `warning/3`, `survey-sus`, `warning/3@2` in the second period).
    Inside a block, `each` is the block's data and `trial` counts from 1 to `of`; outside, that is None and both are 0.
    `period` counts the arms that one person meets; 0 where no arm holds (around the block `each: arm`).
    """

    place: str
    step: Step
    each: str | None = None
    trial: int = 0
    of: int = 0
    period: int = 1

    @property
    def table(self) -> str:
        """The name of the session's rows that this screen is about."""
        return table(self.each or "", self.period)


def table(each: str, period: int) -> str:
    """What the rows of a block are called in a session: further periods have rows of their own."""
    return each if period <= 1 else f"{each}@{period}"


def plan(scenario: Scenario, arms: Sequence[Scenario] = ()) -> list[Stop]:
    """All stops in order. `arms` are the scenarios of the arms that this person meets, by period; none while no arm is
    known. A survey becomes one stop for each of its questionnaires; steps that are off are left out."""
    if scenario.within:
        return list(_around_arms(scenario, arms))
    here = arms[0] if arms else scenario
    return [stop for part in here.flow for stop in _of(here, part, 1)]


def _around_arms(scenario: Scenario, arms: Sequence[Scenario]) -> Iterator[Stop]:
    for n, part in enumerate(scenario.flow):
        if not (isinstance(part, Each) and part.each == ARM):
            yield from _of(scenario, part, 0)
            continue
        for period, armed in enumerate(arms, 1):
            block = armed.flow[n]
            assert isinstance(block, Each)
            for inner in block.steps:
                yield from _of(armed, inner, period)


def _of(scenario: Scenario, part: Step | Each, period: int) -> Iterator[Stop]:
    if not isinstance(part, Each):
        yield from _one(part, None, 0, 0, period)
        return
    of = part.take or scenario.data[part.each].rows
    for trial in range(1, of + 1):
        for step in part.steps:
            assert not isinstance(step, Each)
            yield from _one(step, part.each, trial, of, period)


def _one(step: Step, each: str | None, trial: int, of: int, period: int) -> Iterator[Stop]:
    if step.off:
        return
    where = (f"/{trial}" if each else "") + (f"@{period}" if period > 1 else "")
    if not isinstance(step, Survey):
        yield Stop(f"{step.id}{where}", step, each, trial, of, period)
        return
    for name, page in step.pages:
        yield Stop(f"{step.id}-{name}{where}", page, each, trial, of, period)


def rows_of(scenario: Scenario, arms: Sequence[Scenario], seed: str) -> dict[str, list[Row]]:
    """The rows of every block that a person meets: `{"parcel": [...], "parcel@2": [...]}`, by `table`. The same seed
    gives the same rows. `arms` are as for `plan`."""
    if not scenario.within:
        here = arms[0] if arms else scenario
        return _rows(here, here.flow, seed, 1, 1)
    found = _rows(scenario, scenario.flow, seed, 0, len(arms))
    for period, armed in enumerate(arms, 1):
        block = next(part for part in armed.flow if isinstance(part, Each) and part.each == ARM)
        found |= _rows(armed, block.steps, seed, period, len(arms))
    return found


def _rows(
    scenario: Scenario, flow: Sequence[Step | Each], seed: str, period: int, periods: int
) -> dict[str, list[Row]]:
    return {
        table(part.each, period): trials.met(
            part.each,
            scenario.data[part.each],
            scenario.lang,
            seed,
            take=part.take,
            order=part.order,
            block=part.block,
            period=period,
            periods=periods,
        )
        for part in flow
        if isinstance(part, Each) and part.each != ARM
    }
