"""What a participant sees: a session's state and its script, told as plain data for the browser to draw.

A view never tells who answers: it has the words and the choices of one screen, and nothing of how they came about.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from typing import Any

import scenarios
from curtain import predictions
from curtain.engine import Engine, Script
from curtain.state import SessionState
from feedback_db import PanelRow
from scenarios import Stop, texts

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
        "progress": {"done": script.index[state.place], "of": len(script.plan) - 1},
        "place": state.place,
        "words": words,
        "screen": _DRAWS[stop.step.kind](script, stop, state, panel),
    }


def gone(title: str, text: str, words: dict[str, str] | None = None) -> dict[str, Any]:
    """A screen for a link that leads no further."""
    return {
        "rev": 0,
        "title": title,
        "lang": "en",
        "dir": "ltr",
        "progress": None,
        "place": "",
        "words": words or {},
        "screen": {"kind": "gone", "title": title, "text": text},
    }


def completion_code(panel: PanelRow, participant: str) -> str:
    """What a participant hands in to be paid. It survives the deletion of their data, as it is computed, not stored."""
    digest = hashlib.sha256(f"{panel.seed}/{participant}/code".encode()).digest()
    letters = b32encode(digest).decode()[:8]
    return f"{letters[:4]}-{letters[4:]}"


def _context(script: Script, stop: Stop, state: SessionState) -> dict[str, Any]:
    """What a text of this screen may speak of: the row, and the feature's answer once it is there."""
    context: dict[str, Any] = {}
    if stop.each:
        context[stop.each] = state.rows[stop.each][stop.trial - 1]
    asked = state.asked.get(stop.place)
    if asked and asked.released and asked.output is not None:
        context[asked.feature] = {"text": predictions.label(asked.output), "label": predictions.label(asked.output)}
        if isinstance(asked.output, list):
            score = max(found["score"] for found in asked.output)
            context[asked.feature] |= {"score": score, "sure": scenarios.words.sureness(script.scenario.words, score)}
    return context


def _page(script: Script, stop: Stop, state: SessionState, panel: PanelRow) -> Screen:
    words = script.scenario.words
    screen: Screen = {"kind": stop.step.kind, "html": texts.markdown(stop.step.text)}
    match stop.step.kind:
        case "consent":
            return screen | {"agree": words["agree"], "decline": words["decline"]}
        case "debrief":
            return screen | {"keep": words["keep"], "withdraw": words["withdraw"]}
        case "end":
            return screen | {"code": completion_code(panel, state.participant)}
        case _:
            return screen | {"next": words["start"]}


def _phone(script: Script, stop: Stop, state: SessionState, panel: PanelRow) -> Screen:
    step, context = stop.step, _context(script, stop, state)
    asked, reactions = state.asked.get(stop.place), state.reactions.get(stop.place, {})
    ready = asked is None or asked.released
    notice = None
    if asked and asked.released:
        text = None
        if asked.output is None:
            text = script.scenario.features[asked.feature].when_it_fails
        elif predictions.speaks_up(step, asked.output):
            text = texts.render(step.text, **context)
        notice = {"text": text, "prediction": asked.id} if text else None
    thumb = reactions.get("thumb")
    return {
        "kind": step.skin,
        "app": script.scenario.app_name,
        "card": {
            "title": texts.render(step.title, **context),
            "lines": [{"label": name, "value": texts.render(text, **context)} for name, text in step.card.items()],
        },
        "waiting": None if ready else step.waiting or script.scenario.words["waiting"],
        "notice": notice,
        "buttons": [{"reaction": does, "text": text} for text, does in step.buttons.items()] if ready else [],
        "ask": step.ask if ready else None,
        "thumb": {"value": thumb["value"] if thumb else None, "revision": thumb["revision"] if thumb else 0}
        if step.ask and ready
        else None,
        "said": step.contact_says if "contact" in reactions else None,
    }


def _reveal(script: Script, stop: Stop, state: SessionState, panel: PanelRow) -> Screen:
    step, context = stop.step, _context(script, stop, state)
    before = script.plan[script.index[stop.place] - 1]
    decision = state.reactions.get(before.place, {}).get("decision", {}).get("reaction", "dismiss")
    said = step.says[decision][str(context[stop.each or ""][step.column])]
    return {
        "kind": "reveal",
        "tone": said.tone,
        "title": texts.render(said.title, **context),
        "text": texts.render(said.text, **context),
        "next": script.scenario.words["next"],
    }


def _survey(script: Script, stop: Stop, state: SessionState, panel: PanelRow) -> Screen:
    instrument, words = scenarios.instruments.get(stop.step.instrument), script.scenario.words
    return {
        "kind": "survey",
        "title": words["survey_title"],
        "hint": words["survey_hint"],
        "items": [{"id": item.id, "text": item.text} for item in instrument.items],
        "scale": {
            "points": instrument.scale.points,
            "low": instrument.scale.low,
            "high": instrument.scale.high,
        },
        "next": words["continue"],
    }


_DRAWS = {
    "consent": _page,
    "info": _page,
    "screen": _phone,
    "reveal": _reveal,
    "survey": _survey,
    "debrief": _page,
    "end": _page,
}
