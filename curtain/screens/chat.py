"""A conversation with the product: what people say, what is answered, how it ends."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from curtain import predictions, reactions, transcript
from curtain.acts import Act
from curtain.errors import Refused
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.state import Asked, SessionState, reaction_slot
from curtain.visit import Visit
from mocks import tasks
from scenarios import Stop, texts
from scenarios.steps.chat import HANDS_OVER, OFFERS, SCORE, Chat, Entry

LONGEST = 1_000  # characters of what a person says at once
MOST_OFFERS = 8
MOST_CHOSEN = 200  # steps along a guided menu
THUMBS = (None, "up", "down")
KEPT = "\n\t"  # of all the signs that nobody can see


def _chat(here: Here, step: Chat) -> Screen:
    context, state, place = here.context(), here.state, here.stop.place
    words = {name: word for name, word in here.words.items() if name.startswith("chat_")}
    over, spoken = _over(state, place), len(_spoken(state, place))
    waiting = _awaited(state, place)
    guided = step.guided(here.script.scenario)
    lines = [_line(here, step, context, line) for line in state.said.get(place, [])]
    latest = next((line for line in reversed(lines) if "prediction" in line), None)
    return {
        "kind": "chat",
        "app": here.script.scenario.app_name,
        "voice": step.voice,
        "title": texts.shown(step.title, **context) if step.title else here.script.scenario.app_name,
        "task": _task(step, context),
        "talk": lines,
        "turn": spoken,
        "waiting": (step.waiting and texts.shown(step.waiting, **context)) or words["chat_waiting"]
        if waiting and not over
        else None,
        "notice": {"prediction": latest["prediction"]} if latest else None,
        "writes": not (guided or over or spoken >= step.turns.most),
        "hint": texts.shown(step.hint, **context) if step.hint else words["chat_hint"],
        "most": LONGEST,
        "offers": [] if waiting or over else _offers(here, step, context),
        "person": step.person.button if step.person and not over else None,
        "done": (step.ends.button if step.ends else words["chat_done"]) if _may_end(here, step) else None,
        "words": {name: text for name, text in words.items() if name in _DRAWN},
    }


_DRAWN = frozenset(f"chat_{name}" for name in ("send", "task", "log", "offers", "you", "new", "label"))


def _task(step: Chat, context: Mapping[str, Any]) -> Screen | None:
    if not step.task and not step.asks:
        return None
    return {
        "text": texts.shown(step.task, **context) if step.task else None,
        "asks": [texts.shown(text, **context) for text in step.asks],
    }


def _line(here: Here, step: Chat, context: Mapping[str, Any], line: Mapping[str, Any]) -> Screen:
    """One message; an answer comes with what they said about it, and with how it appears when it is new."""
    told: Screen = {"by": "you" if line["by"] == "participant" else "product", "text": line["text"]}
    asked = here.state.find(line["prediction"] or "")
    if asked is None:
        return told
    told |= {"prediction": asked.id, "feedback": _feedback(here, step, context, asked)}
    pace = here.script.scenario.features[asked.feature].show_after
    if pace.stream and not asked.shown:
        plan = pace.stream_plan(
            line["text"], random.Random(f"{here.state.seed}/{asked.place}/{asked.turn}/stream")
        )
        told["stream"] = [(round(at, 3), shown) for at, shown in plan]
    return told


def _feedback(here: Here, step: Chat, context: Mapping[str, Any], asked: Asked) -> Screen | None:
    """What is asked about one answer, and what they said to it so far."""
    if step.feedback is None:
        return None

    def so_far(reaction: str) -> Screen:
        found = here.reactions.get(reaction_slot(reaction, asked.turn), {})
        return {"value": found.get("value"), "revision": found.get("revision", 0)}

    asks = step.feedback
    return {
        "thumbs": {"text": texts.shown(asks.thumbs, **context), **so_far("thumb")} if asks.thumbs else None,
        "labels": {"of": asks.labels, **so_far("label")} if asks.labels else None,
    }


def _offers(here: Here, step: Chat, context: Mapping[str, Any]) -> list[str]:
    """What can be said by one press: the menu's choices, or quick replies, those of the latest answer first."""
    if step.guided(here.script.scenario):
        return list(_choices(here, step))
    if len(_spoken(here.state, here.stop.place)) >= step.turns.most:
        return []
    brought = _told(here.asked[-1]).get(OFFERS) if step.offers and here.asked else None
    found = [text for text in brought if isinstance(text, str)] if isinstance(brought, list) else []
    found += [texts.shown(text, **context) for text in step.quick_replies]
    return [text for text in dict.fromkeys(map(_clean, found)) if text and len(text) <= LONGEST][:MOST_OFFERS]


# What people do -------------------------------------------------------------------------------------------------------


def _say(visit: Visit, done: Act) -> None:
    """They say something: `value`, for the `revision`th time. One thing at a time, so that whoever answers knows to
    what; the same thing again (over a bad line) changes nothing."""
    stop, state, step = visit.stop, visit.state, visit.stop.step
    assert isinstance(step, Chat)
    words, text = visit.script.scenario.words, _clean(done.value)
    spoken = _spoken(state, stop.place)
    turn = len(spoken)
    if done.revision < turn and spoken[done.revision]["text"] == text:
        return
    if _over(state, stop.place) or turn >= (
        MOST_CHOSEN if step.guided(visit.script.scenario) else step.turns.most
    ):
        raise Refused("This conversation is over.", "gone")
    if done.revision != turn or _awaited(state, stop.place):
        raise visit.refusal("chat_busy", "busy")
    if not text:
        raise visit.refusal("chat_empty")
    if len(text) > LONGEST:
        raise visit.refusal("chat_long", most=LONGEST)
    if step.guided(visit.script.scenario):
        _choose(visit, step, text, done)
        return
    _write(visit, "participant", text, f"said/{turn}", turn, ms=done.ms)
    predictions.request(visit, stop, step.chat, turn, extra=transcript.given(state, stop.place))
    if all(asked.turn != turn for asked in state.asked_at(stop.place)):
        _write(visit, "product", words["chat_failed"], f"reply/{turn}", turn)


def _choose(visit: Visit, step: Chat, text: str, done: Act) -> None:
    """They take one of the menu's choices, and the menu answers at once."""
    stop, state = visit.stop, visit.state
    here = Here(visit.script, stop, state, visit.panel)
    choices, turn = _choices(here, step), len(_spoken(state, stop.place))
    if text not in choices:
        raise Refused("This is not possible on this screen.")
    entry = choices[text]
    _write(visit, "participant", text, f"said/{turn}", turn, ms=done.ms)
    says = entry.says if entry else step.opens_with
    if says:
        _write(visit, "product", texts.shown(says, **here.context()), f"reply/{turn}", turn)
    if entry and entry.person:
        _hand_over(visit, step, done, "menu", by="person")


def _react(visit: Visit, done: Act) -> None:
    """A thumb or a label for one answer, or the wish for a person, which ends the conversation."""
    step = visit.stop.step
    assert isinstance(step, Chat)
    if done.reaction == "contact":
        if not _over(visit.state, visit.stop.place):
            if step.person is None or step.person.button is None:
                raise Refused("This is not possible on this screen.")
            _hand_over(visit, step, done, "button", by="person")
        return
    asks = step.feedback
    labels = [None, *asks.labels] if asks else []
    if done.value not in (THUMBS if done.reaction == "thumb" else labels) or done.prediction is None:
        raise Refused("This is not possible on this screen.")
    reactions.react(visit, done)


def _done(visit: Visit, done: Act) -> None:
    stop, step = visit.stop, visit.stop.step
    assert isinstance(step, Chat)
    if not _may_end(Here(visit.script, stop, visit.state, visit.panel), step):
        raise Refused("This is not possible on this screen yet.", "busy")
    turns = len(_spoken(visit.state, stop.place))
    visit.append("step.left", visit.spot, place=stop.place, how="done", ms=done.ms, turns=turns)
    move_on(visit)


# What the product does ------------------------------------------------------------------------------------------------


def _enter(visit: Visit, stop: Stop) -> None:
    """The product opens, once; somebody who comes back finds what was answered meanwhile."""
    step = stop.step
    assert isinstance(step, Chat)
    if step.opens_with:
        context = Here(visit.script, stop, visit.state, visit.panel).context()
        _write(visit, "product", texts.shown(step.opens_with, **context), "opens", 0)
    for asked in visit.state.asked_at(stop.place):
        if asked.released:
            _answered(visit, stop, asked)


def _answered(visit: Visit, stop: Stop, asked: Asked) -> None:
    """An answer is released: the product says it, or hands over to a person."""
    step = stop.step
    assert isinstance(step, Chat)
    if _over(visit.state, stop.place):
        return
    told = _told(asked)
    score, wanted = told.get(SCORE), step.low_confidence
    unsure = wanted is not None and isinstance(score, int | float) and score < wanted.below
    text = asked.says or told.get("text")
    if not isinstance(text, str) or not text.strip():
        text = visit.script.scenario.words["chat_failed"]
    if not unsure:
        _write(visit, "product", text, asked.id, asked.turn, prediction=asked.id)
    if step.person and (unsure or told.get(HANDS_OVER) is True):
        _hand_over(visit, step, Act(place=stop.place, act="react"), "answer", by="itself", asked=asked)


def _meanwhile(visit: Visit, stop: Stop, asked: Asked, text: str) -> None:
    """The product asks for patience while an answer is awaited."""
    if not _over(visit.state, stop.place):
        _write(visit, "product", text, f"hold/{asked.id}", asked.turn)


def _hand_over(
    visit: Visit,
    step: Chat,
    done: Act,
    how: Literal["button", "menu", "answer"],
    *,
    by: Literal["person", "itself"],
    asked: Asked | None = None,
) -> None:
    """A person takes over, which ends the conversation. Written down as a reaction, with what led to it."""
    assert step.person
    reactions.record(visit, done, "contact", how, asked=asked, by=by)
    turn = max(0, len(_spoken(visit.state, visit.stop.place)) - 1)
    context = Here(visit.script, visit.stop, visit.state, visit.panel).context()
    _write(visit, "product", texts.shown(step.person.says, **context), "person", turn)


def _write(
    visit: Visit,
    by: Literal["participant", "product"],
    text: str,
    thing: str,
    turn: int,
    *,
    prediction: str | None = None,
    ms: int | None = None,
) -> None:
    stop = visit.stop
    told = {"place": stop.place, "step": stop.step.id, "trial": stop.trial, "turn": turn}
    visit.append(
        "message.said", f"{stop.place}/{thing}", **told, by=by, text=text, prediction=prediction, ms=ms
    )


# How far it has come --------------------------------------------------------------------------------------------------


def _spoken(state: SessionState, place: str) -> list[dict[str, Any]]:
    """What the person has said here."""
    return [line for line in state.said.get(place, []) if line["by"] == "participant"]


def _awaited(state: SessionState, place: str) -> bool:
    return any(not asked.released for asked in state.asked_at(place))


def _over(state: SessionState, place: str) -> bool:
    """Whether a person has taken over."""
    return any(found["reaction"] == "contact" for found in state.reactions.get(place, {}).values())


def _may_end(here: Here, step: Chat) -> bool:
    state, place = here.state, here.stop.place
    if _over(state, place):
        return True
    if step.guided(here.script.scenario):
        return _reached(here, step) >= min(step.turns.least, 1)
    return len(_spoken(state, place)) - _awaited(state, place) >= step.turns.least


def _choices(here: Here, step: Chat) -> dict[str, Entry | None]:
    """What the menu offers where they stand; None stands for going back to its beginning."""
    again = here.words["chat_again"]
    choices: Mapping[str, Entry] = step.menu
    for line in _spoken(here.state, here.stop.place):
        choices = step.menu if line["text"] == again else choices[line["text"]].choices
    return dict(choices) if choices is step.menu else {**choices, again: None}


def _reached(here: Here, step: Chat) -> int:
    """How many answers at the end of the menu they have come to."""
    found, choices, again = 0, step.menu, here.words["chat_again"]
    for line in _spoken(here.state, here.stop.place):
        if line["text"] == again:
            choices = step.menu
        else:
            choices = choices[line["text"]].choices
            found += not choices
    return found


def _told(asked: Asked) -> dict[str, Any]:
    return tasks.says(asked.task, asked.output) if asked.released and asked.output is not None else {}


def _clean(value: Any) -> str:
    """A text without the signs that nobody can see, and without space around it."""
    if not isinstance(value, str):
        return ""
    signs = (sign for sign in value if sign in KEPT or unicodedata.category(sign) not in {"Cc", "Cs"})
    return "".join(signs).strip()


CHAT: dict[str, Kind] = {"chat": Kind(_chat, {"say": _say, "react": _react, "done": _done}, enter=_enter)}
predictions.FOLLOWS["chat"] = _answered
predictions.MEANWHILE["chat"] = _meanwhile
