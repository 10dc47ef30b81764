"""What a participant sees: a session's state and its script, told as plain data for the browser to draw.

A view never tells who answers: it has the words and the choices of one screen, and nothing of how they came about.
"""

from __future__ import annotations

import hashlib
import random
from base64 import b32encode
from collections.abc import Mapping
from typing import Any, NamedTuple

import scenarios
from curtain import predictions
from curtain.engine import Engine, Script
from curtain.state import Asked, SessionState
from feedback_db import PanelRow
from mocks import tasks
from scenarios import Stop, steps, texts
from scenarios.words import WORDS

Screen = dict[str, Any]


def view(engine: Engine, state: SessionState, panel: PanelRow) -> dict[str, Any]:
    """The present screen of a session, as JSON-able data (`screen.kind` says which shape it has)."""
    script = engine.script_of(state, panel)
    scenario, stop = script.scenario, script.stop(state.place)
    words = scenario.words
    return {
        "rev": state.rev,
        "title": scenario.shown_title,
        "lang": scenario.lang,
        "dir": words["dir"],
        "progress": {"done": script.order[state.place], "of": len(script.plan) - 1},
        "place": state.place,
        "words": words,
        "screen": _draw(_Here(script, stop, state, panel)),
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


def completion_code(panel: PanelRow, participant: str) -> str:
    """What a participant hands in to be paid. It survives the deletion of their data, as it is computed, not stored."""
    digest = hashlib.sha256(f"{panel.seed}/{participant}/code".encode()).digest()
    letters = b32encode(digest).decode()[:8]
    return f"{letters[:4]}-{letters[4:]}"


class _Here(NamedTuple):
    """One screen of one session."""

    script: Script
    stop: Stop
    state: SessionState
    panel: PanelRow

    @property
    def words(self) -> Mapping[str, str]:
        return self.script.scenario.words

    def context(self) -> dict[str, Any]:
        """What a text of this screen may speak of: the row, and the feature's answer once it is there."""
        context: dict[str, Any] = {}
        if self.stop.each:
            context[self.stop.each] = self.state.rows[self.stop.each][self.stop.trial - 1]
        asked = self.state.asked.get(self.stop.place)
        if asked and asked.released and asked.output is not None:
            told = tasks.says(asked.task, asked.output)
            if "score" in told:
                told["sure"] = scenarios.words.sureness(self.words, told["score"])
            context[asked.feature] = told
        return context


def _draw(here: _Here) -> Screen:
    words = here.words
    match here.stop.step:
        case steps.Screen() as step:
            return _product(here, step)
        case steps.Reveal() as step:
            return _reveal(here, step)
        case steps.Survey() as step:
            return _survey(here, step)
        case steps.Consent() as step:
            return _page(step) | {"agree": words["agree"], "decline": words["decline"]}
        case steps.Debrief() as step:
            return _page(step) | {"keep": words["keep"], "withdraw": words["withdraw"]}
        case steps.End() as step:
            return _page(step) | {"code": completion_code(here.panel, here.state.participant)}
        case steps.Info() as step:
            return _page(step) | {"next": words["start"]}


def _page(step: steps.Consent | steps.Info | steps.Debrief | steps.End) -> Screen:
    return {"kind": step.kind, "html": texts.markdown(step.text)}


def _product(here: _Here, step: steps.Screen) -> Screen:
    context, asked = here.context(), here.state.asked.get(here.stop.place)
    reactions = here.state.reactions.get(here.stop.place, {})
    ready = asked is None or asked.released
    thumb = reactions.get("thumb", {"value": None, "revision": 0})
    return {
        "kind": step.skin,
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
        "said": step.contact_says if "contact" in reactions else None,
    }


def _notice(
    here: _Here, step: steps.Screen, asked: Asked | None, context: Mapping[str, Any]
) -> Screen | None:
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


def _reveal(here: _Here, step: steps.Reveal) -> Screen:
    context = here.context()
    before = here.script.plan[here.script.order[here.stop.place] - 1]
    decision = here.state.reactions[before.place]["decision"]["reaction"]
    said = step.says[decision][str(context[step.data][step.column])]
    return {
        "kind": "reveal",
        "tone": said.tone,
        "title": texts.render(said.title, **context),
        "text": texts.render(said.text, **context),
        "next": here.words["next"],
    }


def _survey(here: _Here, step: steps.Survey) -> Screen:
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
