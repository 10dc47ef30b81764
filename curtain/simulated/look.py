"""What a simulated person has before them, and what they do next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from curtain.simulated.person import Person

Screen = Mapping[str, Any]


class Move(NamedTuple):
    """One act, `after` so many seconds since the one before; `told` goes to the server as a browser would send it."""

    after: float
    act: str
    told: dict[str, Any] = {}


@dataclass(slots=True)
class Look:
    """One look at the present screen: its data as a browser gets it, and `here`, what they have in mind about this
    place. `since` is for how many seconds they have been there."""

    screen: Screen
    person: Person
    here: dict[str, Any] = field(default_factory=dict)
    since: float = 0.0

    def once(self, name: str) -> bool:
        """True the first time at this place."""
        return self.here.setdefault(name, 0) == 0 and bool(self.here.update({name: 1}) or True)

    @property
    def prediction(self) -> str | None:
        """The prediction that the screen tells of."""
        notice = self.screen.get("notice")
        return notice["prediction"] if notice else None


Acting = Callable[[Look], list[Move]]
"""What somebody does on a screen. An empty list: they wait for something to change."""
