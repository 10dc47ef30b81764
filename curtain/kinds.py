"""What a kind of screen is to the engine: how it is drawn, what can be done on it, and what it asks on arrival."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from curtain import predictions
from curtain.acts import Act
from curtain.here import Here
from curtain.visit import Visit
from scenarios import Stop

Screen = dict[str, Any]
Does = Callable[[Visit, Act], None]


def ask(visit: Visit, stop: Stop) -> None:
    """Ask the step's feature, if it has one that is on in this arm and was not asked here before."""
    name = stop.step.uses
    if name and visit.script.scenario.features[name].on and not visit.state.asked_at(stop.place):
        predictions.request(visit, stop, name)


def _never(_visit: Visit, _stop: Stop) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Kind:
    """`draw` gives the screen as plain data (its `kind` says how the browser draws it); `acts` carry out what can be
    done on it; `enter` is what happens on arrival; where `asks_after` gives seconds above 0, `ask` follows then."""

    draw: Callable[[Here, Any], Screen]
    acts: Mapping[str, Does] = field(default_factory=dict)
    enter: Callable[[Visit, Stop], None] = ask
    asks_after: Callable[[Visit, Stop], float] = _never
    ask: Callable[[Visit, Stop], None] = ask


KINDS: dict[str, Kind] = {}  # by the kind of step; `curtain.screens` fills it when it is imported
