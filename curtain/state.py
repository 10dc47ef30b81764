"""A session's state: the fold of its events. A reload, a second tab or a crash changes nothing: fold again."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from feedback_db import Event
from scenarios.steps import DECISIONS

Status = Literal["running", "completed", "withdrawn"]

# What a participant may notice. Their stream counts these and nothing else, so that its numbers have no gaps.
VISIBLE = frozenset(
    {
        "session.started",
        "step.entered",
        "prediction.requested",
        "prediction.released",
        "reaction.recorded",
        "answer.given",
        "session.completed",
    }
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One prediction of a session, as far as it has come. Times are stamps."""

    id: str
    feature: str
    task: str
    place: str
    step: str
    each: str | None
    trial: int
    mock: str
    input: dict[str, Any]
    requested_at: str
    release_at: str
    deadline_at: str
    truth: Any = None
    deferred: bool = False
    proposal: dict[str, Any] | None = None  # of another mock, for the operator: {"by", "output"}
    claimed_by: str | None = None
    lease_until: str | None = None
    answered: bool = False
    output: Any = None
    says: str | None = None  # what the product says in place of an output
    released: bool = False
    shown: bool = False


@dataclass(slots=True)
class SessionState:
    """Where a participant is and what has happened to them so far."""

    id: str
    panel: str = ""
    participant: str = ""
    number: int = 0  # of the participant, within the panel
    origin: str = "real"
    arm: str = ""
    version: str = ""
    started_at: str = ""
    seed: str = ""
    status: Status = "running"
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    place: str = ""
    rev: int = 0
    last_id: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)  # by place
    reactions: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=dict
    )  # place -> what -> latest payload
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)  # step -> item -> value

    def copy(self) -> SessionState:
        """A state that can be moved on without touching this one (its containers are copied, their leaves shared)."""
        other = copy(self)
        other.asked = dict(self.asked)
        other.reactions = {place: dict(found) for place, found in self.reactions.items()}
        other.answers = dict(self.answers)
        return other

    def apply(self, event: Event) -> None:
        """Move on by one event. Unknown kinds are passed over: they change nothing here."""
        self.last_id = event.id
        if event.kind in VISIBLE:
            self.rev += 1
        move = _MOVES.get(event.kind)
        if move:
            move(self, event)

    @property
    def current(self) -> Asked | None:
        """The prediction that belongs to the screen where the participant is."""
        return self.asked.get(self.place)

    def find(self, prediction: str) -> Asked | None:
        """A prediction of this session by its id."""
        return next((a for a in self.asked.values() if a.id == prediction), None)


def fold(session: str, events: Iterable[Event], start: SessionState | None = None) -> SessionState:
    """The state after `events`, which come in the order of the log. `start` itself is left as it is."""
    state = start.copy() if start else SessionState(session)
    for event in events:
        state.apply(event)
    return state


def reaction_slot(reaction: str) -> str:
    """Which question a reaction answers: of two that share a slot, only the latest revision holds."""
    return "decision" if reaction in DECISIONS else reaction


def _started(state: SessionState, event: Event) -> None:
    state.panel, state.participant = event.panel, event.participant or ""
    state.arm, state.version, state.started_at = event.arm or "", event.version, event.at
    state.seed, state.number = event.payload["seed"], event.payload["number"]
    state.origin, state.rows = event.payload["origin"], event.payload["rows"]


def _entered(state: SessionState, event: Event) -> None:
    state.place = event.payload["place"]


def _requested(state: SessionState, event: Event) -> None:
    told = event.payload
    state.asked[told["place"]] = Asked(
        id=told["prediction"],
        feature=told["feature"],
        task=told["task"],
        place=told["place"],
        step=told["step"],
        each=told["each"],
        trial=told["trial"],
        mock=told["mock"],
        input=told["input"],
        requested_at=event.at,
        release_at=told["release_at"],
        deadline_at=told["deadline_at"],
        truth=told["truth"],
    )


def _change(state: SessionState, event: Event, **changes: Any) -> None:
    asked = state.find(event.payload["prediction"])
    if asked:
        state.asked[asked.place] = replace(asked, **changes)


def _deferred(state: SessionState, event: Event) -> None:
    _change(state, event, deferred=True, proposal=event.payload.get("proposal"))


def _claimed(state: SessionState, event: Event) -> None:
    _change(state, event, claimed_by=event.payload["operator"], lease_until=event.payload["lease_until"])


def _given_back(state: SessionState, event: Event) -> None:
    _change(state, event, claimed_by=None, lease_until=None)


def _answered(state: SessionState, event: Event) -> None:
    told = event.payload
    _change(
        state, event, answered=True, output=told["output"], says=told["says"], release_at=told["release_at"]
    )


def _released(state: SessionState, event: Event) -> None:
    _change(state, event, released=True, output=event.payload["output"])


def _shown(state: SessionState, event: Event) -> None:
    _change(state, event, shown=True)


def _reacted(state: SessionState, event: Event) -> None:
    told = event.payload
    state.reactions.setdefault(told["place"], {})[reaction_slot(told["reaction"])] = told


def _gave_answers(state: SessionState, event: Event) -> None:
    state.answers[event.payload["step"]] = event.payload["answers"]


def _completed(state: SessionState, _event: Event) -> None:
    state.status = "completed"


def _withdrew(state: SessionState, _event: Event) -> None:
    state.status = "withdrawn"


_MOVES = {
    "session.started": _started,
    "step.entered": _entered,
    "prediction.requested": _requested,
    "prediction.deferred": _deferred,
    "desk.claimed": _claimed,
    "desk.released": _given_back,
    "prediction.answered": _answered,
    "prediction.released": _released,
    "prediction.shown": _shown,
    "reaction.recorded": _reacted,
    "answer.given": _gave_answers,
    "session.completed": _completed,
    "participant.withdrew": _withdrew,
}
