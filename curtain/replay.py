"""One session again, moment by moment: the participant's screen, what stood behind it, and what happened."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from curtain import views
from curtain.analysis.story import answer_in_words, details, sentence
from curtain.clock import moment
from curtain.desk.leases import Operator
from curtain.desk.lines import Line
from curtain.engine import Engine, Script
from curtain.state import Asked, SessionState
from feedback_db import Event, PanelRow

Mark = Literal["screen", "asked", "desk", "shown", "reaction", "answer", "note"]

# What is marked on the timeline, by the beginning of an event's kind.
_MARKS: tuple[tuple[str, Mark], ...] = (
    ("step.", "screen"),
    ("session.", "screen"),
    ("prediction.requested", "asked"),
    ("prediction.", "shown"),
    ("desk.noted", "note"),
    ("desk.", "desk"),
    ("reaction.", "reaction"),
    ("answer.", "answer"),
    ("message.", "answer"),
)
_BEATS = {"desk.claimed"}  # a console says again and again that it still holds a request
_WORDS = {"comment", "report"}  # reactions in people's own words
HIDDEN = "Their words are kept from reviewers."
NOBODY = Operator("", "")


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
    was, or what was typed and not sent, is not known.

    Of somebody who withdrew only that remains. Raises `NotFound` for a session that does not exist.
    """
    with engine.store.reading() as reading:
        row = reading.session(session)
        panel, events = reading.panel(row.panel), reading.events_of(session)
        how = {each.id: each.provenance or {} for each in reading.predictions_of(session)}
    if row.status == "withdrawn":
        return Replay(f"Participant {row.number}", row.arm, None, row.status, [], {}, [], [])
    tape = _Tape(engine, panel, how, words)
    state = SessionState(session)
    held: str | None = None
    began = moment(events[0].at)
    moments = []
    for event in events:
        state.apply(event)
        by = event.payload.get("operator")
        if event.kind in _BEATS and held == by:
            continue
        held = by if event.kind.startswith("desk.") else held
        mark = next((mark for start, mark in _MARKS if event.kind.startswith(start)), _MARKS[0][1])
        at = (moment(event.at) - began).total_seconds()
        screen, desk = tape.screen(state, event), tape.desk(state, event)
        moments.append(Moment(event.id, max(0.0, at), mark, *tape.told(event), screen, desk))
    who = f"Participant {state.number}"
    return Replay(who, row.arm, state.persona, row.status, moments, tape.built_in, tape.screens, tape.desks)


class _Tape:
    """Collects what was to be seen; what stays as it was is kept once."""

    def __init__(
        self, engine: Engine, panel: PanelRow, how: Mapping[str, Mapping[str, Any]], words: bool
    ) -> None:
        self.engine, self.panel, self.how, self.words = engine, panel, how, words
        self.built_in: dict[str, str] = {}
        self.screens: list[dict[str, Any]] = []
        self.desks: list[dict[str, Any] | None] = [None]
        self._known: dict[str, int] = {}

    def screen(self, state: SessionState, event: Event) -> int:
        """The place of the participant's view after this event."""
        if not state.place:
            return 0
        drawn = views.view(self._then(event), state, self.panel)
        self.built_in = drawn.pop("words")
        if not self.words:
            drawn = _without_words(drawn)
        key = json.dumps({**drawn, "rev": 0}, sort_keys=True, default=str)
        if key not in self._known:
            self._known[key] = len(self.screens)
            self.screens.append(drawn)
        return self._known[key]

    def desk(self, state: SessionState, event: Event) -> int:
        """The place of what stood behind the latest prediction after this event."""
        asked = next(reversed(state.asked.values()), None)
        if asked is None:
            return 0
        if event.kind.startswith(("prediction.", "desk.", "reaction.")):
            self.desks.append(self._behind(self._then(event), state, asked))
        return len(self.desks) - 1

    def told(self, event: Event) -> tuple[str, str]:
        """The event in words."""
        spoken = event.kind in {"message.said", "answer.given"} or event.payload.get("reaction") in _WORDS
        if spoken and not self.words:
            return f"{event.kind.split('.')[0].capitalize()}: {HIDDEN}", ""
        return sentence(event.kind, event.payload), details(event.payload)

    def _then(self, event: Event) -> Engine:
        """The house under the clock of that moment."""
        at: datetime = moment(event.at)
        return self.engine.seen_by(lambda: at)

    def _behind(self, engine: Engine, state: SessionState, asked: Asked) -> dict[str, Any]:
        script = engine.script_of(state, self.panel, asked.period)
        told: dict[str, Any] = {
            "prediction": asked.id,
            "feature": asked.feature,
            "mock": asked.mock,
            "state": _stands(asked),
            "intended": _said(asked.intended, asked.answered),
            "shown": asked.says or _said(asked.output, asked.answered),
            "operator": asked.answered_by or asked.claimed_by,
            "why": _why(self.how.get(asked.id, {})) if asked.answered else [],
            "times": _times(asked),
        }
        if asked.deferred:
            told["request"] = self._request(engine, state, asked, script)
        return told

    def _request(self, engine: Engine, state: SessionState, asked: Asked, script: Script) -> dict[str, Any]:
        """What the console showed of the request: the facts, the conversation, the replies that were on offer."""
        whole = Line(engine, asked, state, self.panel, script).whole(NOBODY)
        talk = whole["talk"] if self.words else []
        return {
            "input": whole["input"],
            "talk": talk,
            "proposal": (whole["proposal"] or {}).get("text"),
            "replies": [reply["text"] for reply in whole["replies"]],
            "note": whole["note"],
        }


def _stands(asked: Asked) -> str:
    if asked.released:
        return "shown"
    if asked.answered:
        return "answered, and held back until its time"
    if asked.closed:
        return "no longer wanted"
    return (
        "with an operator"
        if asked.claimed_by
        else "waiting at the desk"
        if asked.deferred
        else "with the mock"
    )


_TOLD = {
    "rule": "rule", "because": "because", "error": "planned error", "errors": "planned errors", "fault": "fault",
    "reason": "said instead, because it was", "instead_of": "stand-in for", "stopped": "stopped by a limit",
    "reply": "prepared reply", "first_key_ms": "first key after (ms)",
}  # fmt: skip


def _why(how: Mapping[str, Any]) -> list[dict[str, str]]:
    """How the answer came about, as the log has it."""
    found = [(title, how[name]) for name, title in _TOLD.items() if how.get(name) not in (None, "", [], {})]
    return [
        {"label": title, "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}
        for title, value in found
    ]


def _times(asked: Asked) -> list[dict[str, str]]:
    """Seconds from the request to what came of it."""
    ends = [("drawn for", asked.drawn_at or asked.release_at), ("shown", asked.released_at)]
    if asked.claimed_at:
        ends.insert(0, ("taken", asked.claimed_at))
    asked_at = moment(asked.requested_at)
    return [
        {"label": title, "value": f"after {(moment(at) - asked_at).total_seconds():.1f} s"}
        for title, at in ends
        if at
    ]


def _said(output: Any, answered: bool) -> str | None:
    return answer_in_words(output) if answered and output is not None else None


def _without_words(view: dict[str, Any]) -> dict[str, Any]:
    """A view without what people wrote: their lines in a conversation, and fields that hold free text."""
    screen = dict(view["screen"])
    if isinstance(screen.get("talk"), Sequence):
        screen["talk"] = [{**line, "text": "…"} if line["by"] == "you" else line for line in screen["talk"]]
    if isinstance(screen.get("items"), Sequence):
        free = {"text", "long_text"}
        screen["items"] = [
            {**item, "value": None} if item.get("kind") in free else item for item in screen["items"]
        ]
    return {**view, "screen": screen}
