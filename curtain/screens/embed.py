"""The screen with a prototype in a frame: what it may hear from us, and what is kept of what it tells."""

from __future__ import annotations

import json
import re
from typing import Any

from curtain import reactions
from curtain.acts import Act
from curtain.errors import Refused
from curtain.here import Here, says
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.visit import Visit
from scenarios import steps, texts

MOST_TOLD = 100  # events, and reactions of each kind, of one screen
LONGEST = 2_048  # bytes of one value, as JSON
MOST_ANSWERS = 50

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


def _embed(here: Here, step: steps.Embed) -> Screen:
    context, asked = here.context(), next(iter(here.asked), None)
    ready = asked is None or asked.released
    told = None
    if asked and asked.released:
        said = says(asked, here.words) if asked.output is not None else None
        told = {"id": asked.id, "says": said, "text": asked.says}
    return {
        "kind": "embed",
        "app": here.script.scenario.app_name,
        "title": texts.shown(step.title, **context),
        "text": texts.shown(step.text, **context) if step.text else None,
        "src": step.embed.source,
        "height": step.height,
        "prediction": told,
        "waiting": None if ready else here.words["waiting"],
        "notice": {"prediction": asked.id} if told and told["says"] is not None and asked else None,
        "done": {"text": step.done} if step.done else None,
    }


def _told(visit: Visit, done: Act) -> None:
    """Keep an event of the page: `revision` counts them."""
    told = done.value
    name = told.get("name") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(name, str) or not _NAME.fullmatch(name):
        raise Refused("That could not be read.")
    _bounded(done, told.get("value"))
    stop = visit.stop
    visit.append(
        "embed.told",
        f"{visit.spot}/told",
        done.revision,
        place=stop.place,
        step=stop.step.id,
        trial=stop.trial,
        number=done.revision,
        name=name,
        value=told.get("value"),
        after_ms=done.ms,
    )


def _react(visit: Visit, done: Act) -> None:
    """Keep a reaction to the prediction. It does not end the screen: the page does that when it is done."""
    reaction = done.reaction or ""
    if reaction not in visit.stop.step.reactions:
        raise Refused("This is not possible on this screen.")
    _bounded(done, done.value)
    asked = reactions.about(visit, done.model_copy(update={"prediction": None}))
    if asked is None:
        raise Refused("This is not possible on this screen.")
    reactions.record(visit, done, reaction, done.value, asked=asked)


def _done(visit: Visit, done: Act) -> None:
    """Keep what the page ends with, as answers, and go on."""
    _bounded(done.model_copy(update={"revision": 0}), done.value)
    answers = _answers(done.value)
    if answers:
        visit.append("answer.given", visit.spot, step=visit.stop.place, instrument=None, answers=answers)
    move_on(visit)


def _answers(value: Any) -> dict[str, Any]:
    """A flat object is answers by name; anything else is one answer, which is text where it is not a single value."""
    if value is None:
        return {}
    flat = isinstance(value, dict) and len(value) <= MOST_ANSWERS
    if flat and all(_NAME.fullmatch(name) and _single(each) for name, each in value.items()):
        return {name: each for name, each in value.items() if each is not None}
    return {"value": value if _single(value) else json.dumps(value, ensure_ascii=False)}


def _single(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _bounded(done: Act, value: Any) -> None:
    """Raises `Refused` for more than is kept, or for what cannot be."""
    try:
        size = len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode())
    except (ValueError, RecursionError):
        raise Refused("That could not be read.") from None
    if done.revision >= MOST_TOLD or size > LONGEST or _too_large(value):
        raise Refused("That is too much.")


def _too_large(value: Any) -> bool:
    """Whether a whole number in it is beyond what the store holds."""
    if isinstance(value, dict):
        return any(map(_too_large, value.values()))
    if isinstance(value, list):
        return any(map(_too_large, value))
    return isinstance(value, int) and abs(value) >= 2**63


EMBED: dict[str, Kind] = {"embed": Kind(_embed, {"told": _told, "react": _react, "done": _done})}
