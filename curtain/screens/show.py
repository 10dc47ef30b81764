"""The product: facts, what the feature says, and buttons."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from curtain import predictions, reactions
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.state import Asked
from scenarios import steps, texts


def _show(here: Here, step: steps.Show) -> Screen:
    context, asked = here.context(), next(iter(here.asked), None)
    ready = asked is None or asked.released
    thumb = here.reactions.get("thumb", {"value": None, "revision": 0})
    return {
        "kind": "show",
        "skin": step.skin,
        "app": here.script.scenario.app_name,
        "card": {
            "title": texts.render(step.title, **context),
            "lines": [
                {"label": name, "value": texts.render(text, **context)} for name, text in step.card.items()
            ],
        },
        "waiting": None if ready else step.waiting or here.words["waiting"],
        "notice": _notice(here, step, asked, context),
        "buttons": [{"reaction": does, "text": text} for text, does in step.buttons.items()] if ready else [],
        "ask": step.ask if ready else None,
        "thumb": {"value": thumb["value"], "revision": thumb["revision"]} if step.ask and ready else None,
        "said": step.contact_says if "contact" in here.reactions else None,
    }


def _notice(here: Here, step: steps.Show, asked: Asked | None, context: Mapping[str, Any]) -> Screen | None:
    """What the product says here: the feature's answer, or what the scenario has for when there is none."""
    if asked is None or not asked.released:
        return None
    text = asked.says
    if text is None and predictions.speaks_up(step, asked):
        text = texts.render(step.text or "", **context)
    if not text:
        return None
    notice: Screen = {"text": text, "prediction": asked.id}
    pace = here.script.scenario.features[asked.feature].show_after
    if pace.stream and not asked.shown:
        plan = pace.stream_plan(text, random.Random(f"{here.state.seed}/{asked.place}/stream"))
        notice["stream"] = [(round(at, 3), shown) for at, shown in plan]
    return notice


SHOW: dict[str, Kind] = {"show": Kind(_show, {"react": reactions.react})}
