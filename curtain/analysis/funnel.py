"""How far people come: screen by screen, arm by arm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

import scenarios
from curtain.analysis.quantities import titled
from curtain.analysis.study import Study
from scenarios import Scenario
from scenarios.stops import Stop

TRIALS = 8  # of a block; of longer ones, as many in equal steps
EVERYBODY = "everybody"

Stages = tuple[tuple[str, int], ...]  # the name of each, and the place of its first screen on the way
Way = Mapping[str, Stages]


class Stage(NamedTuple):
    """A screen, or a trial of a block: `reached` of the `of` people whose way is known came there."""

    name: str
    reached: int
    of: int

    @property
    def share(self) -> float | None:
        return self.reached / self.of if self.of else None


class Funnel(NamedTuple):
    """One arm, or everybody. The way of `deleted` people went with the data that they took back."""

    arm: str
    stages: tuple[Stage, ...]
    deleted: int

    @property
    def leak(self) -> tuple[Stage, Stage] | None:
        """Between which two stages most people stayed behind; None where nobody did."""
        pairs = list(zip(self.stages, self.stages[1:], strict=False))
        worst = max(pairs, key=lambda pair: pair[0].reached - pair[1].reached, default=None)
        return worst if worst and worst[0].reached > worst[1].reached else None


def way(scenario: Scenario) -> Way:
    """The stages that people meet, by arm, each with the place of its first screen; where people meet several arms on
    one way, that of everybody."""
    if scenario.within:
        return {EVERYBODY: _stages(scenario, list(scenario.arms))}
    return {arm: _stages(scenario, [arm]) for arm in scenario.arms}


def funnel(study: Study, along: Way) -> list[Funnel]:
    """Everybody, then each arm by itself, because arms may have screens of their own."""
    people = study.people.drop_duplicates("session")
    if EVERYBODY in along:
        return [_funnel(EVERYBODY, people, along[EVERYBODY])]
    own = [_funnel(arm, people[people["arm"].eq(arm)], stages) for arm, stages in along.items()]
    return [_together(own), *own]


def sentence(found: Funnel) -> str:
    """Where most people stayed behind, in words."""
    if not found.stages or not found.stages[0].of:
        return "Nobody has begun yet."
    leak = found.leak
    if leak is None:
        return "Nobody stayed behind on the way."
    before, after = leak
    lost = before.reached - after.reached
    people = "1 person" if lost == 1 else f"{lost} people"
    return f"Most stayed behind between “{before.name}” and “{after.name}”: {people} of {before.reached}."


def _funnel(arm: str, rows: pd.DataFrame, stages: Stages) -> Funnel:
    known = rows[rows["status"].ne("withdrawn")]
    done = pd.to_numeric(known["done"]).fillna(0)
    reached = tuple(Stage(name, int(done.ge(place).sum()), len(known)) for name, place in stages)
    return Funnel(arm, reached, len(rows) - len(known))


def _together(arms: list[Funnel]) -> Funnel:
    """All arms as one. A stage that an arm does not have is not counted for its people."""
    names: list[str] = []
    for each in arms:
        place = 0
        for stage in each.stages:
            if stage.name not in names:
                names.insert(place, stage.name)
            place = names.index(stage.name) + 1
    stages = []
    for name in names:
        found = [stage for each in arms for stage in each.stages if stage.name == name]
        stages.append(Stage(name, sum(each.reached for each in found), sum(each.of for each in found)))
    return Funnel(EVERYBODY, tuple(stages), sum(each.deleted for each in arms))


def _stages(scenario: Scenario, arms: list[str]) -> Stages:
    stops = scenarios.plan(scenario, [scenario.for_arm(arm) for arm in arms])
    found: dict[str, int] = {}
    for place, stop in enumerate(stops):
        name = _name(stop)
        if name:
            found.setdefault(name, place)
    return tuple(found.items())


def _name(stop: Stop) -> str:
    """The stage of a screen; empty for trials between the ones that are told."""
    again = f", arm {stop.period}" if stop.period > 1 else ""
    if not stop.each:
        return titled(stop.step.id) + again
    every = -(-stop.of // TRIALS)
    return f"{titled(stop.each)} {stop.trial}{again}" if (stop.trial - 1) % every == 0 else ""
