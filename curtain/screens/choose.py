"""The screen with two predictions of one feature. Which of them stands first is drawn; nothing tells who made which."""

from __future__ import annotations

import random
from typing import Any

from curtain import predictions, reactions
from curtain.acts import Act
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.state import Asked, SessionState
from curtain.visit import Visit
from scenarios import Stop, steps, texts

PLACES = ("first", "second")


def ask_both(visit: Visit, stop: Stop) -> None:
    """Ask both mocks, unless they were asked here before. Which is asked first is drawn too: with it come the ids."""
    step = stop.step
    assert isinstance(step, steps.Choose)
    if not visit.script.scenario.features[step.choose].on or visit.state.asked_at(stop.place):
        return
    turns = list(step.between)
    random.Random(f"{visit.state.seed}/{stop.place}/turns").shuffle(turns)
    for turn, mock in enumerate(turns):
        predictions.request(visit, stop, step.choose, turn, mock=mock)


def _choose(here: Here, step: steps.Choose) -> Screen:
    context = _context(here)
    pair = _as_shown(here.state, here.stop)
    ready = _ready(pair)
    return {
        "kind": "choose",
        "app": here.script.scenario.app_name,
        "title": texts.shown(step.title, **context),
        "lead": texts.shown(step.lead, **context) if step.lead else None,
        "options": [{"prediction": one.id, "text": _text(here, step, one)} for one in pair] if ready else [],
        "tie": step.tie,
        "why": step.why,
        "words": step.buttons.model_dump(),
        "waiting": None if ready else step.waiting or here.words["waiting"],
        "notice": {"prediction": pair[0].id} if ready else None,
        "notices": [{"prediction": one.id} for one in pair] if ready else [],
        "buttons": [{"act": "choose", "text": None}] if ready else [],
    }


def _context(here: Here) -> dict[str, Any]:
    """What the title and the lead may speak of: nothing of the two predictions."""
    context = here.context()
    for asked in here.asked:
        context.pop(asked.feature, None)
    return context


def _as_shown(state: SessionState, stop: Stop) -> list[Asked]:
    """The two predictions in the order in which they stand on the screen."""
    pair = state.asked_at(stop.place)[:2]
    random.Random(f"{state.seed}/{stop.place}/shown").shuffle(pair)
    return pair


def _ready(pair: list[Asked]) -> bool:
    """Both appear together: a time of its own would tell them apart."""
    return len(pair) == len(PLACES) and all(asked.released for asked in pair)


def _text(here: Here, step: steps.Choose, asked: Asked) -> str | None:
    """What one of them says; None where nothing came of it."""
    if asked.says is not None:
        return asked.says
    if asked.output is None:
        return None
    return texts.shown(step.template, **here.context(asked)).strip() or None


def _chosen(visit: Visit, done: Act) -> None:
    """Write the choice down about both predictions, and go on."""
    step, told = visit.stop.step, done.value
    assert isinstance(step, steps.Choose)
    pair = _as_shown(visit.state, visit.stop)
    if not _ready(pair):
        raise visit.refusal("not_ready", "busy")
    if not isinstance(told, dict):
        raise visit.refusal("choose")
    place, why = told.get("choice"), told.get("why")
    if place not in PLACES and not (place == "tie" and step.tie):
        raise visit.refusal("choose")
    if why is not None and not (step.why and isinstance(why, str) and _fit(why)):
        raise visit.refusal("too_long", most=reactions.LONGEST_COMMENT)
    chosen = pair[PLACES.index(place)] if place in PLACES else None
    value = {
        "chosen": chosen.mock if chosen else None,
        "order": [asked.mock for asked in pair],
        "place": place,
    }
    for asked in pair:
        reaction = "label" if chosen is None else "accept" if asked is chosen else "dismiss"
        reactions.record(visit, done, reaction, value, asked=asked)
    if isinstance(why, str) and why.strip():
        reactions.record(visit, done, "comment", why.strip(), asked=chosen or pair[0])
    move_on(visit)


def _fit(why: str) -> bool:
    return len(why) <= reactions.LONGEST_COMMENT and not any("\ud800" <= sign <= "\udfff" for sign in why)


CHOOSE: dict[str, Kind] = {"choose": Kind(_choose, {"choose": _chosen}, ask_both, ask=ask_both)}
