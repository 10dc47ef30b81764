"""The way of one prediction: requested, played by a mock, answered, released. Who plays makes no difference here.

When to show is drawn before the answer is known: that hides who answers. A mock that answers at once is asked in the
participant's own transaction; any other one outside of it, so that a slow one holds nobody up.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from itertools import takewhile
from typing import Any

from curtain import asking, shown
from curtain.asking import Answer
from curtain.clock import later, moment
from curtain.engine import Engine, Script
from curtain.state import Asked, SessionState
from curtain.visit import Visit
from feedback_db import Writing, key
from mocks import Mock, tasks
from scenarios import Scenario, Step, Stop
from scenarios.steps import Show
from scenarios.steps.presented import score

LONGEST_WAIT = 30.0  # seconds, for a mock that names no deadline of its own
SHORT = ("label", "text", "value", "first", "count")
NOT_NOTICED = 0.25  # seconds: an answer that is late by less is not late to a person

# By the kind of step: what it makes of an answer that is released while the person is there.
FOLLOWS: dict[str, Callable[[Visit, Stop, Asked], None]] = {}
# By the kind of step: how the product says something while an answer is awaited.
MEANWHILE: dict[str, Callable[[Visit, Stop, Asked, str], None]] = {}


def request(
    visit: Visit,
    stop: Stop,
    name: str,
    turn: int = 0,
    *,
    mock: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Ask the feature `name` for this screen. The release time is drawn now. A mock that answers at once does so here;
    the others are asked after the commit. `turn` counts the questions of one screen, `extra` goes to the mock along
    with the trial's columns; `mock` plays in place of the feature's own."""
    feature = visit.script.scenario.features[name]
    played_by = mock or feature.played_by
    player = visit.engine.mock(visit.script, played_by)
    if getattr(player, "is_off", False):
        return
    now = visit.engine.clock()
    first = not any(asked.feature == name for asked in visit.state.asked.values())
    slot = f"{visit.spot}#{turn}" if turn else visit.spot
    wait = feature.show_after.draw(random.Random(f"{visit.state.seed}/{slot}/release"), first=first)
    row = visit.state.rows[stop.table][stop.trial - 1] if stop.each else {}
    prediction = key(visit.state.id, slot, "prediction")
    visit.append(
        "prediction.requested",
        prediction,
        prediction=prediction,
        feature=name,
        place=stop.place,
        step=stop.step.id,
        each=stop.each,
        trial=stop.trial,
        task=feature.task,
        input={**{column: row[column] for column in feature.model_sees}, **(extra or {})},
        mock=played_by,
        release_at=later(now, wait * visit.engine.time_scale),
        deadline_at=later(now, getattr(player, "deadline", LONGEST_WAIT)),
        truth=truth(visit.script.scenario, stop, visit.state.rows, name),
        turn=turn,
    )
    asked = visit.state.asked[prediction]
    if asked.answered or asked.deferred:
        return  # a repetition
    if _taken_over(visit.engine, visit.state, asked, player):
        told = {"prediction": prediction, "proposal": None, "taken_over": True}
        visit.append("prediction.deferred", prediction, **told)
    elif asking.answers_at_once(visit.engine, visit.script, asked.mock):
        answer = asking.ask(visit.engine, visit.script, visit.state, asked)
        if not answer.failed and not (
            answer.deferred and _desk_is_full(visit.engine, visit.panel.id, player)
        ):
            _settle(visit.engine, visit.tx, visit.state, asked, answer)


def _taken_over(engine: Engine, state: SessionState, asked: Asked, player: Mock) -> bool:
    """Whether an operator answers in place of the mock: one who plays this session and is at work."""
    if state.taken_by is None or getattr(player, "by_person", False) or not tasks.find(asked.task).at_desk:
        return False
    return engine.floor.is_at_work(state.taken_by)


def _desk_is_full(engine: Engine, panel: str, player: Mock) -> bool:
    """Whether so many wait that one more would wait in vain (`most_waiting`)."""
    most: int | None = getattr(player, "most_waiting", None)
    return most is not None and engine.waiting.number(panel) >= most * max(
        1, sum(1 for _ in engine.floor.at_work(panel))
    )


def play(engine: Engine, state: SessionState, asked: Asked, *, fallback: bool = False) -> Future[None]:
    """Ask the mock, or the one that it falls back on, and have its answer recorded. Where both fail, the feature says
    what the scenario has for that case."""
    script = engine.script_of(state, engine.panel_of(state), asked.period)
    full = not fallback and _desk_is_full(engine, state.panel, engine.mock(script, asked.mock))
    # Where an operator plays in place of a mock, it is that mock which answers what they have not.
    named = (fallback or full) and not asked.taken_over
    answer = asking.ask(engine, script, state, asked, fallback=named)._replace(fallback=fallback or full)
    if full:
        answer.how["desk"] = "full"
    if answer.failed and not answer.fallback:
        failed = answer.how
        answer = asking.ask(engine, script, state, asked, fallback=True)
        answer = answer._replace(how={**answer.how, "instead_of": failed})
    return engine.store.submit(lambda tx: _settle(engine, tx, engine.state(tx, state.id), asked, answer))


def _settle(engine: Engine, tx: Writing, state: SessionState, asked: Asked, answer: Answer) -> None:
    if not answer.deferred:
        record(engine, tx, state, asked.id, answer)
    elif state.status == "running":
        told = {"prediction": asked.id, "proposal": answer.proposal}
        engine.append(tx, state, "prediction.deferred", told, key(state.id, asked.id, "deferred"))


def record(engine: Engine, tx: Writing, state: SessionState, prediction: str, answer: Answer) -> None:
    """Write an answer down and what becomes of it, and show it at once if its time has come. The first answer holds."""
    asked = state.find(prediction)
    if asked is None or not asked.open or state.status != "running":
        return
    script = engine.script_of(state, engine.panel_of(state), asked.period)
    step = script.stop(asked.place).step
    pushed = isinstance(step, Show) and step.starts.pushed  # it comes whenever the operator thinks fit
    late = not pushed and (engine.clock() - moment(asked.release_at)).total_seconds() > NOT_NOTICED
    result = shown.shown(engine, script, state, asked, answer, late=late)
    payload = {
        "prediction": prediction,
        "intended": answer.output,
        "output": result.output,
        "says": result.says,
        "provenance": {**answer.how, **result.why},
        "late": late,
        "fallback": answer.fallback,
        "release_at": _release_at(engine, script, asked, answer, result.output),
    }
    named = key(state.id, prediction, "prediction.answered", asked.taken_back)
    engine.append(tx, state, "prediction.answered", payload, named)
    release(engine, tx, state, prediction)


def _release_at(engine: Engine, script: Script, asked: Asked, answer: Answer, output: Any) -> str:
    """The drawn time, unless the answer is a recording that spoke later, or a text that takes its time."""
    asked_at = moment(asked.requested_at)
    pace = script.scenario.features[asked.feature].show_after
    drawn = (moment(asked.release_at) - asked_at).total_seconds()
    scale = engine.time_scale
    extra = scale * pace.extra(shown.text_length(asked.task, output), drawn / scale if scale else 0.0)
    return later(asked_at, max(drawn + extra, scale * answer.after))


def release(engine: Engine, tx: Writing, state: SessionState, prediction: str) -> None:
    """Show an answer whose drawn time has come; before that, do nothing."""
    asked = state.find(prediction)
    waits = asked and asked.answered and not asked.released and not asked.closed
    if asked and waits and engine.now() >= asked.release_at:
        payload = {"prediction": prediction, "output": asked.output}
        engine.append(
            tx, state, "prediction.released", payload, key(state.id, prediction, "prediction.released")
        )
        visit = Visit(engine, tx, state, engine.panel_of(state))
        if state.place == asked.place and (follows := FOLLOWS.get(visit.stop.step.kind)):
            follows(visit, visit.stop, state.asked[prediction])


def label(task: str, output: Any) -> str | None:
    """What an output says, in short: the top label, the text, the number, what comes first. None without an answer."""
    if output is None:
        return None
    told = tasks.says(task, output)
    short = next((name for name in SHORT if name in told), None)
    return str(told[short]) if short else json.dumps(told, ensure_ascii=False)


def speaks_up(step: Step, asked: Asked, state: SessionState) -> bool:
    """Whether this screen shows anything for that answer: by what it says, by how sure it is, and by how often the
    feature spoke up at this step before (`only_when`, `how_often`)."""
    if asked.output is None:
        return False
    if not isinstance(step, Show):
        return True
    most = step.presented.how_often.at_most
    if most is None or not _would_speak(step, asked):
        return _would_speak(step, asked)
    earlier = takewhile(lambda before: before.id != asked.id, state.asked.values())
    same = (
        each for each in earlier if each.released and (each.step, each.period) == (asked.step, asked.period)
    )
    return sum(_would_speak(step, each) for each in same) < most


def _would_speak(step: Show, asked: Asked) -> bool:
    if asked.output is None:
        return False
    above = step.presented.how_often.above
    if above is not None and (score(asked.task, asked.output) or 0.0) <= above:
        return False
    return step.only_when is None or label(asked.task, asked.output) == step.only_when


def truth(
    scenario: Scenario, stop: Stop, rows: Mapping[str, list[dict[str, Any]]], name: str | None = None
) -> Any:
    """What will really happen in this trial, from the scenario's data; None where the feature (by default the step's
    own) names no truth."""
    name = name or stop.step.uses
    feature = scenario.features[name] if name else None
    if feature is None or feature.truth is None or not stop.each:
        return None
    return rows[stop.table][stop.trial - 1][feature.truth]
