"""Screens that ask people something: questionnaires."""

from __future__ import annotations

import scenarios
from curtain.acts import Act
from curtain.errors import Refused
from curtain.moving import move_on
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.visit import Visit
from scenarios import steps


def _survey(here: Here, step: steps.Survey) -> Screen:
    instrument, words = scenarios.instruments.get(step.instrument), here.words
    scale = instrument.scale
    return {
        "kind": "survey",
        "title": words["survey_title"],
        "hint": words["survey_hint"],
        "items": [{"id": item.id, "text": item.text} for item in instrument.items],
        "scale": {"points": scale.points, "low": scale.low, "high": scale.high},
        "next": words["continue"],
    }


def _answer(visit: Visit, done: Act) -> None:
    stop = visit.stop
    assert isinstance(stop.step, steps.Survey)
    instrument = scenarios.instruments.get(stop.step.instrument)
    missing = [item.id for item in instrument.items if item.id not in done.answers]
    if missing:
        raise Refused("Please answer every line.")
    answers = {item.id: done.answers[item.id] for item in instrument.items}
    points = range(1, instrument.scale.points + 1)
    if any(isinstance(value, bool) or value not in points for value in answers.values()):
        raise Refused("One answer is outside its scale.")
    visit.append("answer.given", visit.spot, step=stop.place, instrument=instrument.id, answers=answers)
    move_on(visit)


FORMS: dict[str, Kind] = {"survey": Kind(_survey, {"answer": _answer})}
