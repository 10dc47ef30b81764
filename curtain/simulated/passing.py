"""What happens by itself in a simulated session, under its own clock: mocks play, answers are released, times end.

The counterpart of `curtain.clockwork`, which does the same for everybody else as real time passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from curtain import desk, moving, predictions
from curtain.clock import SteppedClock, moment
from curtain.simulated.inside import Inside
from curtain.simulated.operators import Shift
from curtain.state import Asked, SessionState


class Due(NamedTuple):
    """A moment, as a stamp, and what happens then."""

    at: str
    does: Callable[[], object]


class Passing:
    """The time of one session. `until` lets it pass; `next_` tells when something happens."""

    def __init__(self, house: Inside, session: str, clock: SteppedClock, shift: Shift) -> None:
        self.house, self.session, self.clock, self.shift = house, session, clock, shift

    @property
    def state(self) -> SessionState:
        return self.house.look(self.session)

    def next_(self) -> Due | None:
        """The next thing that happens by itself; None where nothing would."""
        return min(self._dues(), key=lambda due: due.at, default=None)

    def do(self, due: Due) -> None:
        """Let time pass until `due`, and do it."""
        self.clock.now = max(self.clock.now, moment(due.at))
        due.does()

    def _dues(self) -> Iterator[Due]:
        state = self.state
        if state.status != "running":
            return
        for asked in state.asked.values():
            if not asked.released and not asked.closed:
                yield self._of(asked)
        place = state.place
        if "limit_at" in state.here:
            yield Due(state.here["limit_at"], lambda: self._at(moving.time_up, place))
        if "ask_at" in state.here and not state.asked_at(place):
            yield Due(state.here["ask_at"], lambda: self._at(moving.ask_now, place))

    def _of(self, asked: Asked) -> Due:
        """What comes next for one prediction. A release that is due already was told by the answer itself."""
        house = self.house
        if asked.answered:
            return Due(asked.release_at, lambda: self._at(predictions.release, asked.id))
        if not asked.deferred:
            return Due(asked.requested_at, lambda: predictions.play(house, self.state, asked).result())
        planned = self.shift.next_(self, asked)
        if planned and planned.at < asked.deadline_at:
            return planned
        if asked.lease_until and asked.lease_until < asked.deadline_at:
            return Due(asked.lease_until, lambda: self._at(desk.expire, asked.id))
        return Due(
            asked.deadline_at, lambda: predictions.play(house, self.state, asked, fallback=True).result()
        )

    def _at(self, does: Callable[..., None], thing: str) -> None:
        self.house.store.do(lambda tx: does(self.house, tx, self.state, thing))
