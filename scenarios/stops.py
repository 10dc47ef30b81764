"""The way through a scenario: every screen that one person meets, in order, blocks unrolled."""

from __future__ import annotations

from typing import NamedTuple

from scenarios.model import Scenario
from scenarios.steps import Each, Step, Survey


class Stop(NamedTuple):
    """One screen of one person.

    `place` is its name within the session (`consent`, `warning/3`, `survey-sus`). Inside a block, `each` is the
    block's data and `trial` counts from 1 to `of`; outside, `each` is None and both are 0.
    """

    place: str
    step: Step
    each: str | None = None
    trial: int = 0
    of: int = 0


def plan(scenario: Scenario) -> list[Stop]:
    """All stops in order. A survey becomes one stop for each of its questionnaires."""
    stops: list[Stop] = []
    for part in scenario.flow:
        if isinstance(part, Each):
            of = scenario.data[part.each].rows
            stops += [
                Stop(f"{step.id}/{trial}", step, part.each, trial, of)
                for trial in range(1, of + 1)
                for step in part.steps
            ]
        elif isinstance(part, Survey):
            stops += [
                Stop(f"{part.id}-{name}", part.model_copy(update={"survey": [name]})) for name in part.survey
            ]
        else:
            stops.append(Stop(part.id, part))
    return stops
