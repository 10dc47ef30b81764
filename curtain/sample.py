"""The sample panel: simulated people in the courier scenario, so that a first visit finds results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from curtain import panels, simulated
from curtain.clock import SteppedClock
from curtain.engine import Engine

NAME = "Sample: simulated people"
SCENARIO = "courier-delay"
PEOPLE = 132
LONG_AGO = timedelta(days=2)


def load(engine: Engine, told: Callable[[float], object] = lambda _share: None) -> str:
    """Make the sample panel, or find it when it is there already; gives its id."""
    with engine.store.reading() as reading:
        for panel in reading.panels():
            if panel.origin == "simulated" and panel.name == NAME:
                return panel.id
    then = engine.seen_by(SteppedClock(engine.clock() - LONG_AGO))
    made = panels.create(then, SCENARIO, NAME, people=PEOPLE, origin="simulated", seed="sample")
    panels.open_panel(then, made)
    simulated.people(then, made, PEOPLE, seed="sample", told=told)
    panels.close(engine, made)
    return made
