"""What a participant sees: a session's state and its script, told as plain data for the browser to draw.

A view never tells who answers: it has the words and the choices of one screen, and nothing of how they came about.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from curtain.clock import moment
from curtain.engine import Engine
from curtain.here import Here
from curtain.moving import way_back
from curtain.screens import KINDS
from curtain.state import SessionState
from feedback_db import PanelRow
from scenarios.formats import speaking
from scenarios.words import WORDS


def view(engine: Engine, state: SessionState, panel: PanelRow) -> dict[str, Any]:
    """The present screen of a session, as JSON-able data (`screen.kind` says which shape it has)."""
    script = engine.script_of(state, panel)
    if state.status == "screened":
        words = script.scenario.words
        return gone(words["screened_title"], words["screened_text"], words)
    scenario, stop = script.scenario, script.stop(state.place)
    words = scenario.words
    with speaking(scenario.lang):
        screen = _draw(Here(script, stop, state, panel), engine.clock())
    return {
        "rev": state.rev,
        "title": scenario.shown_title,
        "lang": scenario.lang,
        "dir": words["dir"],
        "progress": {"done": script.order[state.place], "of": len(script.plan) - 1},
        "place": state.place,
        "words": words,
        "screen": screen,
    }


def gone(title: str, text: str, words: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A screen for a link that leads no further."""
    return {
        "rev": 0,
        "title": title,
        "lang": "en",
        "dir": "ltr",
        "progress": None,
        "place": "",
        "words": dict(words or WORDS),
        "screen": {"kind": "gone", "title": title, "text": text},
    }


def _draw(here: Here, now: datetime) -> dict[str, Any]:
    """The screen, the ways around it that its step allows, and how many seconds are left for it."""
    step = here.stop.step
    screen = KINDS[step.kind].draw(here, step)
    if step.optional:
        screen["skip"] = here.words["skip"]
    if way_back(here.script, here.state):
        screen["back"] = here.words["back"]
    limit_at = here.state.here.get("limit_at")
    if limit_at and here.state.status == "running":
        screen["limit"] = max(0, round((moment(limit_at) - now).total_seconds()))
    return screen
