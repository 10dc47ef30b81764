"""The clock that the engine reads, and times as fixed-width UTC strings that sort as they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """ISO 8601 with microseconds in UTC. Always 32 characters, so that strings compare as moments do."""
    return moment.isoformat(timespec="microseconds")


def moment(stamped: str) -> datetime:
    """The moment behind a stamp."""
    return datetime.fromisoformat(stamped)


def later(moment: datetime, seconds: float) -> str:
    """The stamp of `seconds` after `moment`."""
    return stamp(moment + timedelta(seconds=seconds))


class SteppedClock:
    """A clock that moves only when told to: for tests and simulated people."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def step(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
