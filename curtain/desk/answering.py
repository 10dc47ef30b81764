"""Answers of operators: checked against the task and the rules of the desk, sent, taken back, or put off kindly."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Literal

from curtain import distances, predictions
from curtain.asking import Answer
from curtain.clock import later, moment
from curtain.desk import shifts, twice
from curtain.desk.leases import GONE, LEASE, Operator, hold, may_hold, waiting
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.state import Asked, SessionState
from curtain.visit import Visit
from feedback_db import NewEvent, Writing, key
from mocks import BadOutput, tasks
from mocks.around import outputs
from scenarios import Feature, at_desk

Flag = Literal["off_script", "mistake"]

SHOWN = "It has been shown already, and cannot be taken back."
LONGEST_NOTE = 1_000  # characters of what operators write to each other and to the log


def answer(
    engine: Engine,
    operator: Operator,
    prediction: str,
    given: Any,
    first_key_ms: int | None = None,
    how: Mapping[str, Any] | None = None,
    *,
    off_script: bool = False,
) -> Future[None]:
    """Send an answer; it is shown when its time has come. Claims the request on the way when nobody holds it.
    `given` is an output, or {"plain": …} with a text or a number that makes one; None rejects what was proposed: then
    the feature has no answer. `first_key_ms` is the time from opening the request to the first key; `how` is which
    prepared replies were offered and chosen.

    Raises `Taken`, `Refused` when it is gone, and `Refused` naming the field when it does not fit.
    """

    def command(tx: Writing) -> None:
        if engine.twice.in_hand(operator.id) == prediction:
            state, asked = twice.asked(engine, tx, prediction)
            twice.answered(
                engine, tx, operator, state, asked, _checked(engine, operator, state, asked, given)
            )
            return
        state, asked = waiting(engine, tx, prediction)
        may_hold(engine, operator, state, asked)
        output = None if given is None and asked.proposal else _checked(engine, operator, state, asked, given)
        if asked.claimed_by != operator.id:
            shifts.may_play(engine, operator, state)
            shifts.take_part(engine, tx, operator, state)
            hold(engine, tx, state, asked, operator)
        took = (engine.clock() - moment(asked.requested_at)).total_seconds()
        feature, decided = _feature(engine, state, asked), _decided(asked, output)
        sent: dict[str, Any] = {
            "prediction": prediction,
            "operator": operator.id,
            "output": output,
            "first_key_ms": first_key_ms,
            "seconds": round(took, 3),
            "in_time": took <= _target(feature, asked),
            "how": dict(how or {}),
            "off_script": off_script,
            "practice": state.origin == "practice",
            "twice": twice.is_wanted(feature, state, asked),
            **{name: decided[name] for name in ("operator_did", "edit_distance") if name in decided},
        }
        named = key(state.id, prediction, "desk.answered", asked.taken_back)
        engine.append(tx, state, "desk.answered", sent, named)
        provenance = {"mock": asked.mock, "operator": operator.id, **decided}
        if asked.taken_over:
            provenance["taken_over"] = True
        predictions.record(engine, tx, state, prediction, Answer(output, provenance))

    return engine.store.submit(command)


def retract(engine: Engine, operator: Operator, prediction: str) -> Future[None]:
    """Take back an answer of yours that nobody has seen yet; the request is in your hands again.

    Raises `Refused` when it has been shown, or when its time is over.
    """

    def command(tx: Writing) -> None:
        session = dict(engine.waiting.sent_by(operator.id)).get(prediction)
        if session is None:
            raise Refused(SHOWN, "gone")
        state = engine.state(tx, session)
        asked = state.find(prediction)
        if asked is None or asked.answered_by != operator.id or asked.released or asked.closed:
            raise Refused(SHOWN, "gone")
        if state.status != "running" or engine.now() >= asked.deadline_at:
            raise Refused(GONE, "gone")
        told = {
            "prediction": prediction,
            "operator": operator.id,
            "lease_until": later(engine.clock(), LEASE),
            "said": asked.intended,
            "practice": state.origin == "practice",
        }
        engine.append(tx, state, "prediction.retracted", told)

    return engine.store.submit(command)


def say_hold(engine: Engine, operator: Operator, prediction: str) -> Future[None]:
    """Send the scenario's neutral holding reply, once for each request.

    Raises `Refused` where the scenario has none, or when the request is gone.
    """

    def command(tx: Writing) -> None:
        state, asked = waiting(engine, tx, prediction)
        may_hold(engine, operator, state, asked)
        text = _feature(engine, state, asked).desk.hold
        visit = Visit(engine, tx, state, engine.panel_of(state))
        says = predictions.MEANWHILE.get(visit.stop.step.kind)
        if text is None or says is None or state.place != asked.place:
            raise Refused("There is no holding reply here.")
        told = {"prediction": prediction, "operator": operator.id, "text": text}
        if engine.append(tx, state, "desk.held", told, key(state.id, prediction, "desk.held")):
            says(visit, visit.stop, asked, text)

    return engine.store.submit(command)


def flag(engine: Engine, operator: Operator, prediction: str, what: Flag, text: str = "") -> Future[None]:
    """Say that an answer went off script, or was a mistake; it is told in the results. `prediction` may be over."""

    def command(tx: Writing) -> None:
        row = tx.prediction(prediction)
        if row is None:
            raise Refused(GONE, "gone")
        state = engine.state(tx, row.session)
        told = {"prediction": prediction, "operator": operator.id, "what": what, "text": text[:LONGEST_NOTE]}
        engine.append(tx, state, "desk.flagged", told)

    return engine.store.submit(command)


def keep_reply(
    engine: Engine, operator: Operator, panel: str, feature: str, text: str, category: str | None
) -> Future[None]:
    """Make a text a prepared reply of this panel. Raises `Refused` for one that is empty or too long."""
    cleaned = text.strip()
    if not cleaned or len(cleaned) > at_desk.LONGEST_REPLY:
        raise Refused(f"A prepared reply has between 1 and {at_desk.LONGEST_REPLY} characters.")

    def command(tx: Writing) -> None:
        told = {"feature": feature, "text": cleaned, "category": category, "operator": operator.id}
        named = key(panel, f"{feature}/{cleaned}", "desk.reply_kept")
        tx.append(NewEvent("desk.reply_kept", engine.now(), panel, payload=told, key=named))

    return engine.store.submit(command)


def _feature(engine: Engine, state: SessionState, asked: Asked) -> Feature:
    script = engine.script_of(state, engine.panel_of(state), asked.period)
    return script.scenario.features[asked.feature]


def _target(feature: Feature, asked: Asked) -> float:
    """Within how many seconds an answer is in time: as the scenario says, or before it was to be shown."""
    if feature.desk.target is not None:
        return feature.desk.target
    return (moment(asked.drawn_at) - moment(asked.requested_at)).total_seconds() + predictions.NOT_NOTICED


def _checked(engine: Engine, operator: Operator, state: SessionState, asked: Asked, given: Any) -> Any:
    """What an operator gave, in the shape of the task."""
    feature = _feature(engine, state, asked)
    plain = isinstance(given, dict) and given.keys() == {"plain"} and asked.task != "structured"
    try:
        output = tasks.wrap(asked.task, given["plain"]) if plain else given
        output = tasks.check(asked.task, output, feature.answers, schema=feature.shape)
    except BadOutput as error:
        raise Refused(str(error)) from error
    wrong = at_desk.broken_inside(feature, output, (operator.name,))
    if wrong:
        raise Refused(wrong)
    return output


def _decided(asked: Asked, output: Any) -> dict[str, Any]:
    """What the operator made of a proposal, and how far they went from it; empty where there was none."""
    if asked.proposal is None:
        return {}
    proposed = asked.proposal["output"]
    did = "rejected" if output is None else "confirmed" if output == proposed else "edited"
    told: dict[str, Any] = {"proposal": asked.proposal, "operator_did": did}
    before, after = outputs.text(asked.task, proposed), outputs.text(asked.task, output) if output else None
    if before is not None and after is not None:
        told["edit_distance"] = round(distances.between_texts(before, after), 4)
    return told
