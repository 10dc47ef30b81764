"""The operator's use-cases: see the queue, claim a request, answer it, give it back.

A claim is a lease: it ends by itself when its operator is gone. Who comes first is decided in the store's one writer,
so fifty claims at once have exactly one winner.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import Future
from typing import Any, NamedTuple

from curtain import predictions, transcript
from curtain.asking import Answer
from curtain.clock import later, moment
from curtain.engine import Engine, Script
from curtain.errors import Refused, Taken
from curtain.state import Asked, SessionState
from feedback_db import PanelRow, Writing, key
from mocks import BadOutput, tasks

LEASE = 30.0  # seconds; an open console prolongs it every ten
SURENESS = (("possible", 0.6), ("probable", 0.8), ("nearly certain", 0.95))

TOGETHER = 5.0  # seconds within which requests count as having come at the same time

GONE = "This one has been answered or has left; nothing was sent."
TAKEN = "A colleague took this one a moment ago."


class Operator(NamedTuple):
    """Who sits at the desk."""

    id: str
    name: str


def claim(engine: Engine, operator: Operator, prediction: str, seen_ms: int | None = None) -> Future[None]:
    """Take a request for yourself, or prolong your hold on it; `seen_ms` is for how long it has stood on your screen.

    Raises `Taken`, or `Refused` when it is gone.
    """

    def command(tx: Writing) -> None:
        state, asked = _waiting(engine, tx, prediction)
        holder = _holder(engine, asked)
        if holder not in (None, operator.id):
            raise Taken(TAKEN)
        _claimed(engine, tx, state, asked, operator, seen_ms=seen_ms)

    return engine.store.submit(command)


def answer(
    engine: Engine, operator: Operator, prediction: str, given: Any, first_key_ms: int | None = None
) -> Future[None]:
    """Send an answer; it is shown when its time has come. Claims the request on the way when nobody holds it.
    `given` is an output, or {"plain": …} with a text or a number that makes one; None rejects what was proposed: then
    the feature has no answer. `first_key_ms` is the time from opening the request to the first key.

    Raises `Taken`, `Refused` when it is gone, and `Refused` naming the field when it does not fit the task.
    """

    def command(tx: Writing) -> None:
        state, asked = _waiting(engine, tx, prediction)
        if _holder(engine, asked) not in (None, operator.id):
            raise Taken(TAKEN)
        output = None if given is None and asked.proposal else _checked(engine, state, asked, given)
        if asked.claimed_by != operator.id:
            _claimed(engine, tx, state, asked, operator)
        sent = {
            "prediction": prediction,
            "operator": operator.id,
            "output": output,
            "first_key_ms": first_key_ms,
        }
        engine.append(tx, state, "desk.answered", sent, key(state.id, prediction, "desk.answered"))
        how = {"mock": asked.mock, "operator": operator.id, **_decided(asked, output)}
        predictions.record(engine, tx, state, prediction, Answer(output, how))

    return engine.store.submit(command)


def _checked(engine: Engine, state: SessionState, asked: Asked, given: Any) -> Any:
    """What an operator gave, in the shape of the task."""
    script = engine.script_of(state, engine.panel_of(state), asked.period)
    feature = script.scenario.features[asked.feature]
    plain = isinstance(given, dict) and given.keys() == {"plain"} and asked.task != "structured"
    try:
        output = tasks.wrap(asked.task, given["plain"]) if plain else given
        return tasks.check(asked.task, output, feature.answers, schema=feature.shape)
    except BadOutput as error:
        raise Refused(str(error)) from error


def _decided(asked: Asked, output: Any) -> dict[str, Any]:
    """What the operator made of a proposal; empty where there was none."""
    if asked.proposal is None:
        return {}
    proposed = asked.proposal["output"]
    did = "rejected" if output is None else "confirmed" if output == proposed else "edited"
    return {"proposal": asked.proposal, "operator_did": did}


def give_back(engine: Engine, operator: Operator, prediction: str) -> Future[None]:
    """Return a claimed request to the queue. Giving back what you do not hold changes nothing."""

    def command(tx: Writing) -> None:
        session = engine.waiting.session_of(prediction)
        if session is None:
            return
        state = engine.state(tx, session)
        asked = state.find(prediction)
        if asked and asked.claimed_by == operator.id and not asked.answered:
            _let_go(engine, tx, state, prediction, operator.id, "given back")

    return engine.store.submit(command)


def beat(engine: Engine, operator: Operator) -> Future[None]:
    """The operator is still there: prolong what they hold."""

    def command(tx: Writing) -> None:
        for line in _lines(engine):
            if line.asked.claimed_by == operator.id:
                state = engine.state(tx, line.state.id)
                asked = state.find(line.asked.id)
                if asked and asked.claimed_by == operator.id and not asked.answered:
                    _claimed(engine, tx, state, asked, operator)

    return engine.store.submit(command)


def expire(engine: Engine, tx: Writing, state: SessionState, prediction: str) -> None:
    """Put a request whose lease is over back into the queue."""
    asked = state.find(prediction)
    if asked and not asked.answered and asked.claimed_by and _holder(engine, asked) is None:
        _let_go(engine, tx, state, prediction, asked.claimed_by, "expired")


def view(engine: Engine, operator: Operator, panel: str | None = None) -> dict[str, Any]:
    """What the console draws: the queue (of one panel, or of all), and the request that this operator holds.

    Never the truth, never the arm's name.
    """
    rev = engine.hub.number  # before the queue: a view must not claim to be newer than it is
    # Who tries a scenario out alone is not to be answered by the shift.
    lines = [
        line
        for line in _lines(engine)
        if (line.panel.origin != "practice" if panel is None else line.panel.id == panel)
    ]
    lines.sort(key=lambda line: _turn(engine, operator, line))
    mine = next((line for line in lines if line.asked.claimed_by == operator.id), None)
    return {
        "rev": rev,
        "now": engine.now(),
        "me": operator._asdict(),
        "queue": [line.short(operator) for line in lines],
        "open": mine.whole() if mine else None,
        "answered": engine.waiting.answered_by(operator.id),
    }


def _turn(engine: Engine, operator: Operator, line: _Line) -> tuple[int, int, str]:
    """Who is first for this operator: of those who came at about the same time, somebody of the arm in which they have
    answered least. So every operator comes to play in every arm."""
    came = int(moment(line.asked.requested_at).timestamp() // TOGETHER)
    return came, engine.waiting.answered_by(operator.id, line.state.arm), line.asked.requested_at


def variant(seed: str, arms: list[str], arm: str) -> str:
    """The opaque name of an arm: a letter that says nothing about which it is, the same all through a panel."""
    shuffled = sorted(arms, key=lambda each: hashlib.sha256(f"{seed}/{each}".encode()).digest())
    return f"Variant {chr(ord('A') + shuffled.index(arm))}"


def _waiting(engine: Engine, tx: Writing, prediction: str) -> tuple[SessionState, Asked]:
    session = engine.waiting.session_of(prediction)
    if session is None:
        raise Refused(GONE, "gone")
    state = engine.state(tx, session)
    asked = state.find(prediction)
    if asked is None or not asked.open or state.status != "running" or engine.now() >= asked.deadline_at:
        raise Refused(GONE, "gone")
    return state, asked


def _holder(engine: Engine, asked: Asked) -> str | None:
    return asked.claimed_by if asked.lease_until and engine.now() < asked.lease_until else None


def _claimed(
    engine: Engine,
    tx: Writing,
    state: SessionState,
    asked: Asked,
    operator: Operator,
    *,
    seen_ms: int | None = None,
) -> None:
    until = later(engine.clock(), LEASE)
    told = {"prediction": asked.id, "operator": operator.id, "lease_until": until, "seen_ms": seen_ms}
    engine.append(
        tx, state, "desk.claimed", told, key(state.id, asked.id, f"desk.claimed/{operator.id}/{until}")
    )


def _let_go(
    engine: Engine, tx: Writing, state: SessionState, prediction: str, operator: str, why: str
) -> None:
    told = {"prediction": prediction, "operator": operator, "why": why}
    engine.append(tx, state, "desk.released", told)


def _lines(engine: Engine) -> Iterator[_Line]:
    for prediction, session in engine.waiting.requests():
        state = engine.look(session)
        asked = state.find(prediction)
        if asked and asked.open:
            panel = engine.panel_of(state)
            yield _Line(asked, state, panel, engine.script_of(state, panel, asked.period))


class _Line(NamedTuple):
    """One request, as the console shows it."""

    asked: Asked
    state: SessionState
    panel: PanelRow
    script: Script

    def common(self) -> dict[str, Any]:
        return {
            "prediction": self.asked.id,
            "who": f"Participant {self.state.number}",
            "arm": variant(self.panel.seed, self.panel.arms, self.state.arm),
            "trial": self.asked.trial,
            "of": self.script.stop(self.asked.place).of,
            "asked_at": self.asked.requested_at,
            "deadline_at": self.asked.deadline_at,
        }

    def short(self, operator: Operator) -> dict[str, Any]:
        holder = self.asked.claimed_by
        held = "waiting" if not holder else "mine" if holder == operator.id else "taken"
        return {**self.common(), "panel": self.panel.name, "state": held}

    def whole(self) -> dict[str, Any]:
        feature = self.script.scenario.features[self.asked.feature]
        form: dict[str, Any] = {"task": feature.task, "plain": tasks.find(feature.task).plain}
        if feature.answers:
            form["labels"] = list(feature.answers)
            form["sureness"] = [{"text": text, "score": score} for text, score in SURENESS]
        return {
            **self.common(),
            "lease_until": self.asked.lease_until,
            "feature": self.asked.feature,
            "input": [
                {"label": column.replace("_", " ").capitalize(), "value": value}
                for column, value in transcript.facts(self.state, self.asked).items()
            ],
            "talk": transcript.talk(self.state, self.asked),
            "proposal": self._proposal(),
            "saw": [self._saw(asked) for asked in self.state.asked.values() if asked.released],
            "form": form,
        }

    def _proposal(self) -> dict[str, Any] | None:
        if self.asked.proposal is None:
            return None
        output = self.asked.proposal["output"]
        text = predictions.label(self.asked.task, output)
        if tasks.find(self.asked.task).plain == "label":
            text = f"{text}, {tasks.says(self.asked.task, output)['score']:.0%} sure"
        return {"text": text, "output": output}

    def _saw(self, asked: Asked) -> dict[str, Any]:
        decision = self.state.reactions.get(asked.place, {}).get("decision")
        step = self.script.stop(asked.place).step
        return {
            "trial": asked.trial,
            "prediction": predictions.label(asked.task, asked.output),
            "warned": predictions.speaks_up(step, asked, self.state),
            "reaction": decision["reaction"] if decision else None,
        }
