"""What stood behind a prediction: who played it, what the desk had of it, what was meant, what came of it and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from curtain.analysis.story import answer_in_words, short
from curtain.clock import moment
from curtain.desk.leases import Operator
from curtain.desk.lines import Line
from curtain.engine import Engine
from curtain.state import Asked, SessionState
from feedback_db import Event, PanelRow

NOBODY = Operator("", "")
_DID = {"confirmed": "sent as it was", "edited": "changed and sent", "rejected": "rejected"}

Latest = Mapping[str, Event]  # of what happened to one prediction: the latest event of each kind


def behind(
    engine: Engine, panel: PanelRow, state: SessionState, asked: Asked, latest: Latest
) -> dict[str, Any]:
    """What was behind `asked` in this state, as plain data.

    `differs` says that something else was shown than what was meant; `why` and `times` are pairs of a label and a
    value in words, times from the request on. `request` is what the console had, where a person was asked.
    """
    how = latest["prediction.answered"].payload["provenance"] if asked.answered else {}
    told: dict[str, Any] = {
        "prediction": asked.id,
        "feature": asked.feature,
        "played_by": how.get("mock") or asked.mock,
        "operator": asked.answered_by if asked.answered else asked.claimed_by,
        "stands": _stands(asked),
        "meant": answer_in_words(asked.intended) if asked.answered else None,
        "shown": (asked.says or answer_in_words(asked.output)) if asked.answered else None,
        "differs": asked.answered and (asked.says is not None or asked.output != asked.intended),
        "why": _pairs(_why(asked, latest)),
        "times": _pairs(_times(asked, latest)),
    }
    if asked.deferred:
        told["request"] = _request(engine, panel, state, asked, latest)
    return told


def is_flawed(answered: Mapping[str, Any]) -> bool:
    """Whether an answer came late, from a stand-in, or not as it was meant: what `prediction.answered` tells."""
    how = answered["provenance"]
    return bool(
        answered["late"]
        or answered["fallback"]
        or how.get("fault")
        or how.get("error")
        or _planned_wrong(how)
    )


def _stands(asked: Asked) -> str:
    if asked.released:
        return "sent to the screen"
    if asked.answered:
        return "answered, and held back until its time"
    if asked.closed:
        return "no longer wanted"
    if asked.claimed_by:
        return "with an operator"
    return "waiting at the desk" if asked.deferred else "with the mock"


def _why(asked: Asked, latest: Latest) -> Iterator[tuple[str, Any]]:
    """How the answer came about."""
    if not asked.answered:
        return
    answered = latest["prediction.answered"].payload
    how = answered["provenance"]
    yield "rule", how.get("rule")
    yield "because", how.get("because")
    yield "wrong on purpose", how.get("error") or _planned_wrong(how)
    yield "fault on purpose", how.get("fault")
    yield "stopped by a limit", how.get("stopped")
    yield "late", answered["late"]
    yield "stand-in", answered["fallback"]
    yield "in place of it, because it was", how.get("reason") if asked.says else None
    yield "the proposal was", _DID.get(how.get("operator_did", ""))


def _planned_wrong(how: Mapping[str, Any]) -> str | None:
    plan = how.get("errors")
    wrong = isinstance(plan, Mapping) and plan.get("planned") == "wrong"
    return str(plan["did"]) if wrong and isinstance(plan, Mapping) else None


def _times(asked: Asked, latest: Latest) -> Iterator[tuple[str, Any]]:
    """Seconds from the request; the first key counts from the opening of the request, as the console tells it."""
    began = moment(asked.requested_at)

    def after(at: str | None) -> str | None:
        return f"after {(moment(at) - began).total_seconds():.1f} s" if at else None

    sent, answered = latest.get("desk.answered"), latest.get("prediction.answered")
    first_key = sent.payload["first_key_ms"] if sent else None
    yield "taken", after(asked.claimed_at)
    yield "first key", f"{first_key / 1000:.1f} s after opening it" if first_key is not None else None
    yield "answered", after(answered.at if answered else None)
    yield "planned to be shown", after(asked.drawn_at)
    yield "sent to the screen", after(asked.released_at)


def _request(
    engine: Engine, panel: PanelRow, state: SessionState, asked: Asked, latest: Latest
) -> dict[str, Any]:
    """What the console had of the request: the facts, the conversation, what was proposed, begun and on offer."""
    line = Line(engine, asked, state, panel, engine.script_of(state, panel, asked.period))
    whole, sent = line.whole(NOBODY), latest.get("desk.answered")
    how = sent.payload["how"] if sent else {}
    offered = [reply for reply in whole["replies"] if _was_offered(reply, how)]
    return {
        "input": whole["input"],
        "talk": whole["talk"],
        "proposal": (whole["proposal"] or {}).get("text"),
        "begun": short(asked.draft) or None,
        "note": asked.note,
        "replies": [
            {"text": reply["text"], "chosen": reply["id"] in how.get("chosen", [])} for reply in offered
        ],
    }


def _was_offered(reply: Mapping[str, Any], how: Mapping[str, Any]) -> bool:
    """Whether a prepared reply was on offer: as the console told when the answer was sent; before that, those of the
    scenario, as nobody knows which of the operators' own were there already."""
    return reply["id"] in how["offered"] if "offered" in how else not reply["own"]


def _pairs(told: Iterator[tuple[str, Any]]) -> list[dict[str, str]]:
    words = ((label, short(value)) for label, value in told if value is not False)
    return [{"label": label, "value": text} for label, text in words if text]
