"""One session again, moment by moment: the participant's screen, what stood behind it, and what happened."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Literal, NamedTuple

from curtain import views
from curtain.analysis.story import details, in_order, sentence, when, without_beats
from curtain.behind import behind, is_flawed
from curtain.engine import Engine
from curtain.state import SessionState
from curtain.wordless import hider
from feedback_db import Event, PanelRow

Mark = Literal["screen", "asked", "desk", "answered", "flawed", "shown", "reaction", "answer", "note"]

# What is marked on the timeline, by the beginning of an event's kind.
_MARKS: tuple[tuple[str, Mark], ...] = (
    ("prediction.requested", "asked"),
    ("prediction.answered", "answered"),
    ("prediction.", "shown"),
    ("desk.noted", "note"),
    ("desk.", "desk"),
    ("reaction.", "reaction"),
    ("answer.", "answer"),
    ("message.", "answer"),
    ("", "screen"),
)
_BEHIND = ("prediction.", "desk.", "message.")  # what changes what stands behind a prediction


class Moment(NamedTuple):
    """One event: seconds since the start, what happened in words, and which screen and which desk stood then."""

    event: int
    at: float
    mark: Mark
    what: str
    details: str
    screen: int
    desk: int


class Replay(NamedTuple):
    """A session from its beginning to its end.

    `screens` are views as the participant's page drew them, but for the built-in `words`, which are the same in all of
    them; `desks` is what stood behind the latest prediction (None before the first). Moments point into both.
    """

    who: str
    arm: str
    persona: str | None
    status: str
    moments: list[Moment]
    words: dict[str, str]
    screens: list[dict[str, Any]]
    desks: list[dict[str, Any] | None]


def replay(engine: Engine, session: str, *, words: bool = True) -> Replay:
    """The session as the log has it; without `words`, what people wrote stays out. Nothing is made up: where the mouse
    was, or what the participant typed and did not send, is not known.

    Of somebody who withdrew only that remains. Raises `NotFound` for a session that does not exist.
    """
    with engine.store.reading() as reading:
        row = reading.session(session)
        panel, events = reading.panel(row.panel), reading.events_of(session)
    if row.status == "withdrawn":
        return Replay(f"Participant {row.number}", row.arm, None, row.status, [], {}, [], [])
    if not words:
        version = events[0].version
        arms = [engine.scenario(version), *engine.armed(version, tuple(panel.arms), panel)]
        events = list(map(hider(arms), events))
    tape, state = _Tape(engine, panel), SessionState(session)
    told = {event.id for event in without_beats(events)}
    began = when(events[0])
    moments = []
    for event in in_order(events):
        state.apply(event)
        at = (when(event) - began).total_seconds()
        screen, desk = tape.screen(state, event), tape.desk(state, event)
        if event.id in told:
            what = sentence(event.kind, event.payload), details(event.payload)
            moments.append(Moment(event.id, max(0.0, at), _mark(event), *what, screen, desk))
    who = f"Participant {state.number}"
    return Replay(who, row.arm, state.persona, row.status, moments, tape.words, tape.screens, tape.desks)


def _mark(event: Event) -> Mark:
    if event.kind == "prediction.answered" and is_flawed(event.payload):
        return "flawed"
    return next(mark for start, mark in _MARKS if event.kind.startswith(start))


class _Tape:
    """Collects what was to be seen; what stays as it was is kept once."""

    def __init__(self, engine: Engine, panel: PanelRow) -> None:
        self.engine, self.panel = engine, panel
        self.words: dict[str, str] = {}
        self.screens: list[dict[str, Any]] = []
        self.desks: list[dict[str, Any] | None] = [None]
        self._desk = 0
        self._places: dict[str, int] = {}
        self._latest: dict[str, dict[str, Event]] = {}  # by prediction and kind

    def screen(self, state: SessionState, event: Event) -> int:
        """The place of the participant's view after this event."""
        if not state.place:
            return 0
        drawn = views.view(self._then(event), state, self.panel)
        self.words = drawn.pop("words")
        return self._kept(self.screens, drawn, {**drawn, "rev": 0})

    def desk(self, state: SessionState, event: Event) -> int:
        """The place of what stood behind the latest prediction after this event."""
        self._hear(event)
        asked = next(reversed(state.asked.values()), None)
        if asked and event.kind.startswith(_BEHIND):
            told = behind(self._then(event), self.panel, state, asked, self._latest.get(asked.id, {}))
            self._desk = self._kept(self.desks, told, told)
        return self._desk

    def _hear(self, event: Event) -> None:
        latest = self._latest.setdefault(event.payload.get("prediction") or "", {})
        latest[event.kind] = event
        if event.kind == "prediction.retracted":
            latest.pop("desk.answered", None)
            latest.pop("prediction.answered", None)

    def _kept(self, seen: list[Any], told: dict[str, Any], same: dict[str, Any]) -> int:
        key = json.dumps(same, sort_keys=True, default=str)
        if key not in self._places:
            self._places[key] = len(seen)
            seen.append(told)
        return self._places[key]

    def _then(self, event: Event) -> Engine:
        """The house under the clock of that moment."""
        at: datetime = when(event)
        return self.engine.seen_by(lambda: at)
