"""Asking a mock: the request that it gets, and what came of it. Never raises: a mock that fails is logged."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from curtain.engine import Engine, Script
from curtain.state import Asked, SessionState
from mocks import MockError, Oracle, Prediction, Request, tasks
from scenarios.stops import table

log = logging.getLogger(__name__)


class Answer(NamedTuple):
    """What came of asking: a ticket (`deferred`), an output, or neither; and how.

    `proposal` ({"by", "output"}) goes to the operator along with a ticket; `after` is the mock's own plan, in seconds.
    """

    output: Any
    how: dict[str, Any]
    fallback: bool = False
    deferred: bool = False
    proposal: dict[str, Any] | None = None
    after: float = 0.0

    @property
    def failed(self) -> bool:
        return self.output is None and not self.deferred


def ask(
    engine: Engine, script: Script, state: SessionState, asked: Asked, *, fallback: bool = False
) -> Answer:
    """Ask the mock that plays this prediction's feature, or the one that it falls back on."""
    name: str | None = asked.mock
    if fallback:
        name = _named(engine, script, asked.mock, "fallback")
    if name is None:
        return Answer(None, {"mock": None, "model_version": None}, fallback)
    answer = _ask(engine, script, state, asked, name)
    if answer.deferred and fallback:
        answer = _failure(name, "a fallback must answer by itself")
    elif answer.deferred:
        answer = answer._replace(proposal=_proposal(engine, script, state, asked))
    return answer._replace(fallback=fallback)


def answers_at_once(engine: Engine, script: Script, name: str) -> bool:
    """Whether that mock, and the one that proposes to it, may be asked in the middle of a transaction."""
    proposer = _named(engine, script, name, "proposed_by")
    return all(getattr(engine.mock(script, each), "at_once", False) for each in (name, proposer) if each)


def _ask(engine: Engine, script: Script, state: SessionState, asked: Asked, name: str) -> Answer:
    try:
        mock = engine.mock(script, name)
        knows_truth = getattr(mock, "knows_truth", False)
        given = mock.predict(question(script, state, asked, knows_truth=knows_truth))
        if not isinstance(given, Prediction):
            return Answer(None, {}, deferred=True)
        feature = script.scenario.features[asked.feature]
        tasks.check(asked.task, given.output, feature.answers, schema=feature.shape)
    except MockError as error:
        return _failure(name, str(error))
    except Exception as error:
        log.exception("the mock %r failed", name)
        return _failure(name, f"{type(error).__name__}: {error}")
    how = {"mock": name, "model_version": given.model_version, **given.why}
    return Answer(given.output, how, after=given.after)


def _failure(name: str, why: str) -> Answer:
    return Answer(None, {"mock": name, "model_version": None, "failed": why})


def _named(engine: Engine, script: Script, name: str, what: str) -> str | None:
    try:
        found: str | None = getattr(engine.mock(script, name), what, None)
    except MockError:
        return None
    return found


def _proposal(engine: Engine, script: Script, state: SessionState, asked: Asked) -> dict[str, Any] | None:
    name = _named(engine, script, asked.mock, "proposed_by")
    if name is None:
        return None
    proposed = _ask(engine, script, state, asked, name)
    return None if proposed.output is None else {"by": name, "output": proposed.output}


def question(script: Script, state: SessionState, asked: Asked, *, knows_truth: bool) -> Request:
    """What is asked; the truth goes along only where somebody is to be wrong on purpose."""
    rows = tuple(state.rows.get(table(asked.each or "", asked.period), ()))
    feature = script.scenario.features[asked.feature]
    return Request(
        id=asked.id,
        feature=asked.feature,
        task=asked.task,
        input=asked.input,
        seed=f"{state.seed}/{asked.place}/{asked.feature}" + (f"/{asked.turn}" if asked.turn else ""),
        answers=tuple(feature.answers),
        trial=asked.trial,
        turn=asked.turn + 1,
        trials=max(len(rows), 1),
        session_seed=f"{state.seed}/{asked.feature}",
        earlier=tuple(
            each.output for each in state.asked.values() if each.feature == asked.feature and each.released
        ),
        schema=feature.shape,
        oracle=_oracle(feature.truth, asked, rows) if knows_truth else None,
    )


def _oracle(column: str | None, asked: Asked, rows: tuple[dict[str, Any], ...]) -> Oracle | None:
    return Oracle(asked.truth, tuple(row[column] for row in rows), rows) if column and rows else None
