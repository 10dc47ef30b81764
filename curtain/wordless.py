"""Events without what people wrote, for somebody who may not read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from curtain.analysis.plan import questions_of
from feedback_db import Event
from scenarios import Scenario
from scenarios.steps import Chat, Embed
from scenarios.steps.chat import entries

KEPT_BACK = "…"

# Of a thing that was found, what comes from the scenario's own lists.
_LISTED = {"label", "entity_group", "id", "by"}
_PRESSED = {"thumb", "stars", "label", "explain"}  # reactions whose value is one of a few
_WRITTEN = {"text", "long_text"}  # kinds of questions
# What is told of how an answer came about. The rest may quote what was asked.
_HOW = {"mock", "operator", "rule", "error", "reason", "operator_did", "taken_over"}
_SPOKEN = {"message", "history"}  # of what a feature is asked; the rest is the scenario's data
# What may hold words, and everything that is made from them: an answer may repeat the question.
_MAY_HOLD = {"text", "note", "draft", "before", "after", "predicted", "intended", "output", "said", "value"}
_MAY_BE_FOUND = {"draft", "before", "after", "intended", "output", "said"}  # labels, boxes, ranks


def hider(arms: Sequence[Scenario]) -> Callable[[Event], Event]:
    """What gives an event without what people wrote, and without what may quote it; numbers, choices from a list and
    the scenario's own data stay. `arms` are the scenario as it was written, and as each arm changes it.

    A session that is told from such events holds no words anywhere, however its screens put them together.
    """
    asked = [each for arm in arms for each in questions_of(arm).items()]
    listed = {place for place, _ in asked} - {place for place, one in asked if one.kind in _WRITTEN}
    steps = [step for arm in arms for step, _ in arm.walk()]
    elsewhere = {step.id for step in steps if isinstance(step, Embed)}
    menu = {path[-1] for step in steps if isinstance(step, Chat) for path, _ in entries(step.menu)}
    menu |= {arm.words["chat_again"] for arm in arms}

    def hidden(event: Event) -> Event:
        given = event.payload
        told = {name: _hidden(name, value) for name, value in given.items()}
        step = str(given.get("step", "")).split("@")[0].split("/")[0]
        if given.get("reaction") in _PRESSED and step not in elsewhere:
            told["value"] = given.get("value")
        if event.kind == "message.said" and given["text"] in menu:
            told["text"] = given["text"]
        if event.kind == "answer.given":
            told["answers"] = {
                item: value if (step, item) in listed else _unsaid(value)
                for item, value in given["answers"].items()
            }
        return event._replace(payload=told)

    return hidden


def _hidden(name: str, value: Any) -> Any:
    if name in _MAY_HOLD:
        return _found(value) if name in _MAY_BE_FOUND else _unsaid(value)
    if isinstance(value, Mapping):
        match name:
            case "input":
                return {each: _unsaid(told) if each in _SPOKEN else told for each, told in value.items()}
            case "provenance":
                return {each: told for each, told in value.items() if each in _HOW}
            case "proposal":
                return {**value, "output": _found(value["output"])}
    return value


def _found(value: Any) -> Any:
    """Of a list of found things, what they are stays; anything else loses its texts."""
    things = isinstance(value, list) and all(
        isinstance(one, Mapping) and {"score", "box"} & set(one) for one in value
    )
    if not things:
        return _unsaid(value)
    return [{name: told if name in _LISTED else _unsaid(told) for name, told in one.items()} for one in value]


def _unsaid(value: Any) -> Any:
    """The same in shape, with every text hidden."""
    if isinstance(value, Mapping):
        return {name: _unsaid(told) for name, told in value.items()}
    if isinstance(value, list):
        return [_unsaid(each) for each in value]
    return KEPT_BACK if isinstance(value, str) and value else value
