"""A session's state: the fold of its events. A reload, a second tab or a crash changes nothing: fold again."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from feedback_db import Event
from scenarios.steps import MEANS

Status = Literal["running", "completed", "withdrawn", "screened"]

# What a participant may notice. Their stream counts these and nothing else, so that its numbers have no gaps.
VISIBLE = frozenset(
    {
        "session.started",
        "session.assigned",
        "step.entered",
        "prediction.requested",
        "prediction.released",
        "reaction.recorded",
        "answer.given",
        "message.said",
        "session.completed",
        "session.screened_out",
    }
)


class Asked(NamedTuple):
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
    drawn_at: str = ""  # when it was to be shown before anybody knew what; a long text takes longer
    truth: Any = None
    turn: int = 0
    period: int = 1
    deferred: bool = False
    proposal: dict[str, Any] | None = None  # of another mock, for the operator: {"by", "output"}
    taken_over: bool = (
        False  # it waits at the desk because an operator plays this session in place of its mock
    )
    claimed_by: str | None = None
    claimed_at: str = ""
    lease_until: str | None = None
    draft: Any = None  # what the one who held it last had begun to write
    note: dict[str, str] | None = None  # of a colleague who handed it over: {"by", "text"}
    answered: bool = False
    answered_by: str | None = None  # an operator
    intended: Any = None
    taken_back: int = 0  # how often an answer was retracted before it was shown
    output: Any = None
    says: str | None = None  # what the product says in place of an output
    released: bool = False
    released_at: str = ""
    shown: bool = False
    closed: bool = False  # they went on before it was released; nobody is to answer it any more

    @property
    def open(self) -> bool:
        """Whether an answer is still wanted."""
        return not self.answered and not self.closed


@dataclass
class SessionState:
    """Where a participant is and what has happened to them so far."""

    id: str
    panel: str = ""
    participant: str = ""
    number: int = 0  # of the participant, within the panel
    origin: str = "real"
    arm: str = ""  # of the present period; empty while none holds
    arms: tuple[str, ...] = ()  # by period
    period: int = 1
    persona: str | None = None
    stratum: str = ""
    version: str = ""
    started_at: str = ""
    seed: str = ""
    status: Status = "running"
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    place: str = ""
    here: dict[str, Any] = field(default_factory=dict)  # what was told on coming to the place
    visits: dict[str, int] = field(default_factory=dict)  # place -> how often they have come to it
    rev: int = 0
    last_id: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)  # by id, oldest first
    reactions: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=dict
    )  # place -> what -> latest payload
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)  # place -> item -> value
    said: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # place -> messages, oldest first
    taken_by: str | None = None  # the operator who takes this session's next answers from its mocks

    def copy(self) -> SessionState:
        """A state that can be moved on without touching this one (its containers are copied, their leaves shared)."""
        other = copy(self)
        other.asked = dict(self.asked)
        other.reactions = dict(self.reactions)
        other.answers = dict(self.answers)
        other.visits = dict(self.visits)
        other.said = dict(self.said)
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
        """The latest prediction of the screen where the participant is."""
        return next(
            (a for a in reversed(self.asked.values()) if a.place == self.place and not a.closed), None
        )

    def asked_at(self, place: str) -> list[Asked]:
        """The predictions of one screen, in the order in which they were asked for."""
        return [asked for asked in self.asked.values() if asked.place == place and not asked.closed]

    def find(self, prediction: str) -> Asked | None:
        """A prediction of this session by its id."""
        return self.asked.get(prediction)


def fold(session: str, events: Iterable[Event], start: SessionState | None = None) -> SessionState:
    """The state after `events`, which come in the order of the log. `start` itself is left as it is."""
    state = start.copy() if start else SessionState(session)
    for event in events:
        state.apply(event)
    return state


def reaction_slot(reaction: str, turn: int = 0) -> str:
    """Which question a reaction answers: of two that share a slot, only the latest revision holds."""
    slot = "decision" if reaction in MEANS else reaction
    return f"{slot}#{turn}" if turn else slot


def _started(state: SessionState, event: Event) -> None:
    state.panel, state.participant = event.panel, event.participant or ""
    state.arm, state.version, state.started_at = event.arm or "", event.version, event.at
    state.seed, state.number = event.payload["seed"], event.payload["number"]
    state.origin, state.rows = event.payload["origin"], event.payload["rows"]
    state.arms = tuple(event.payload.get("arms") or [state.arm])
    state.persona, state.stratum = event.payload.get("persona"), event.payload.get("stratum", "")


def _assigned(state: SessionState, event: Event) -> None:
    told = event.payload
    state.arm, state.arms, state.stratum = event.arm or "", tuple(told["arms"]), told["stratum"]
    state.rows = told["rows"]


def _entered(state: SessionState, event: Event) -> None:
    place = event.payload["place"]
    state.place, state.here = place, event.payload
    state.visits[place] = state.visits.get(place, 0) + 1
    state.arm, state.period = event.arm or "", event.period


def _requested(state: SessionState, event: Event) -> None:
    told = event.payload
    state.asked[told["prediction"]] = Asked(
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
        drawn_at=told["release_at"],
        truth=told["truth"],
        turn=told.get("turn", 0),
        period=event.period,
    )


def _change(state: SessionState, event: Event, **changes: Any) -> None:
    asked = state.find(event.payload["prediction"])
    if asked:
        state.asked[asked.id] = asked._replace(**changes)


def _deferred(state: SessionState, event: Event) -> None:
    told = event.payload
    _change(
        state, event, deferred=True, proposal=told.get("proposal"), taken_over=told.get("taken_over", False)
    )


def _claimed(state: SessionState, event: Event) -> None:
    told = event.payload
    asked = state.find(told["prediction"])
    changes: dict[str, Any] = {"claimed_by": told["operator"], "lease_until": told["lease_until"]}
    if asked and asked.claimed_by != told["operator"]:
        changes["claimed_at"] = event.at
    if "draft" in told:
        changes["draft"] = told["draft"]
    _change(state, event, **changes)


def _given_back(state: SessionState, event: Event) -> None:
    drafted = {"draft": event.payload["draft"]} if "draft" in event.payload else {}
    _change(state, event, claimed_by=None, lease_until=None, **drafted)


def _handed_over(state: SessionState, event: Event) -> None:
    told = event.payload
    _change(
        state,
        event,
        claimed_by=told["to"],
        claimed_at=event.at,
        lease_until=told["lease_until"],
        draft=told["draft"],
        note={"by": told["name"], "text": told["note"]} if told["note"] else None,
    )


def _answered(state: SessionState, event: Event) -> None:
    told = event.payload
    _change(
        state,
        event,
        answered=True,
        answered_by=told["provenance"].get("operator"),
        intended=told.get("intended"),
        output=told["output"],
        says=told["says"],
        release_at=told["release_at"],
    )


def _retracted(state: SessionState, event: Event) -> None:
    """The answer is open again, in the hands of who gave it. What they had said stands in their draft's place."""
    told = event.payload
    asked = state.find(told["prediction"])
    if asked:
        _change(
            state,
            event,
            answered=False,
            answered_by=None,
            output=None,
            says=None,
            release_at=asked.drawn_at,
            taken_back=asked.taken_back + 1,
            claimed_by=told["operator"],
            claimed_at=event.at,
            lease_until=told["lease_until"],
        )


def _taken_over(state: SessionState, event: Event) -> None:
    state.taken_by = event.payload["operator"]


def _given_over(state: SessionState, _event: Event) -> None:
    state.taken_by = None


def _released(state: SessionState, event: Event) -> None:
    _change(state, event, released=True, output=event.payload["output"], released_at=event.at)


def _closed(state: SessionState, event: Event) -> None:
    _change(state, event, closed=True)


def _shown(state: SessionState, event: Event) -> None:
    _change(state, event, shown=True)


def _reacted(state: SessionState, event: Event) -> None:
    told = event.payload
    slot = reaction_slot(told["reaction"], told.get("turn", 0))
    state.reactions[told["place"]] = {**state.reactions.get(told["place"], {}), slot: told}


def _gave_answers(state: SessionState, event: Event) -> None:
    state.answers[event.payload["step"]] = event.payload["answers"]


def _said(state: SessionState, event: Event) -> None:
    place = event.payload["place"]
    state.said[place] = [*state.said.get(place, ()), {**event.payload, "at": event.at}]


def _screened_out(state: SessionState, _event: Event) -> None:
    state.status = "screened"


def _completed(state: SessionState, _event: Event) -> None:
    state.status = "completed"


def _withdrew(state: SessionState, _event: Event) -> None:
    state.status = "withdrawn"


_MOVES = {
    "session.started": _started,
    "session.assigned": _assigned,
    "session.screened_out": _screened_out,
    "step.entered": _entered,
    "message.said": _said,
    "prediction.requested": _requested,
    "prediction.deferred": _deferred,
    "desk.claimed": _claimed,
    "desk.released": _given_back,
    "desk.handed_over": _handed_over,
    "desk.took_over": _taken_over,
    "desk.gave_over": _given_over,
    "prediction.retracted": _retracted,
    "prediction.answered": _answered,
    "prediction.released": _released,
    "prediction.closed": _closed,
    "prediction.shown": _shown,
    "reaction.recorded": _reacted,
    "answer.given": _gave_answers,
    "session.completed": _completed,
    "participant.withdrew": _withdrew,
}
