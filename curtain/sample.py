"""The sample panel: sixty simulated people in the courier scenario, so that a first visit finds results."""

from __future__ import annotations

from collections.abc import Callable

from curtain import panels, simulate
from curtain.engine import Engine

NAME = "Sample: sixty simulated people"
SCENARIO = "courier-delay"
PEOPLE = 60


def load(engine: Engine, told: Callable[[float], object] = lambda _share: None) -> str:
    """Make the sample panel, or find it when it is there already; gives its id."""
    with engine.store.reading() as reading:
        for panel in reading.panels():
            if panel.origin == "simulated" and panel.name == NAME:
                return panel.id
    made = panels.create(engine, SCENARIO, NAME, people=PEOPLE, origin="simulated", seed="sample")
    panels.open_panel(engine, made)
    simulate.people(engine, made, PEOPLE, seed="sample", told=told)
    panels.close(engine, made)
    return made
