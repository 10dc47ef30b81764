"""Second answers: a share of requests is answered by another operator too, who does not know what was said first.

Nobody waits for them. They are compared in `curtain.analysis.agreement`.
"""

from __future__ import annotations

import random
from typing import Any

from curtain.desk.leases import GONE, Operator
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.state import Asked, SessionState
from feedback_db import Writing, key
from scenarios import Feature


def is_wanted(feature: Feature, state: SessionState, asked: Asked) -> bool:
    """Whether this request is in the sample that is answered twice; the same on every run."""
    share = feature.desk.answered_twice
    return bool(share) and random.Random(f"{state.seed}/{asked.place}/{asked.turn}/twice").random() < share


def asked(engine: Engine, tx: Writing, prediction: str) -> tuple[SessionState, Asked]:
    """The request that wants a second answer. Raises `Refused` when it does not."""
    session = engine.twice.session_of(prediction)
    state = engine.state(tx, session) if session else None
    found = state.find(prediction) if state else None
    if state is None or found is None:
        raise Refused(GONE, "gone")
    return state, found


def answered(
    engine: Engine, tx: Writing, operator: Operator, state: SessionState, request: Asked, output: Any
) -> None:
    """Write a second answer down. The participant never sees it."""
    told = {
        "prediction": request.id,
        "operator": operator.id,
        "first": request.answered_by,
        "output": output,
        "first_output": request.intended,
    }
    engine.append(tx, state, "desk.second_answered", told, key(state.id, request.id, "desk.second_answered"))
    engine.twice.put_back(operator.id)
