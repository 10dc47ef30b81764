"""The product: facts, what the feature says in its presentation, buttons, and what people say about it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from rapidfuzz.distance import Levenshtein

from curtain import kinds
from curtain.acts import Act
from curtain.clock import later, moment
from curtain.errors import Refused
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.reactions import LONGEST_COMMENT, record
from curtain.screens import presentation
from curtain.screens.presentation import Told
from curtain.state import Asked
from curtain.visit import Visit
from scenarios import Stop, steps, texts
from scenarios.steps.presented import STARS, Feedback
from scenarios.steps.skins import LONGEST_FIELD

SLACK = 0.5  # seconds by which a browser's countdown may run ahead of the server's clock
OPENED = ("notice", "why", "details")  # what somebody can open, each once

_OWN: Mapping[str, Callable[[Told], Any]] = {
    "form": presentation.form,
    "photo": presentation.photo,
    "table": presentation.items,
    "cards": presentation.items,
    "gauge": presentation.gauge,
}


def _show(here: Here, step: steps.Show) -> Screen:
    screen = presentation.told(here, step)
    asked = next(iter(here.asked), None)
    open_ = asked is not None and not asked.released
    # A feature that begins later keeps nobody from using the screen before.
    later_ = presentation.exists(here, step) and not step.starts.at_once
    drawn: Screen = {
        "kind": "show",
        "skin": step.skin,
        "app": here.script.scenario.app_name,
        "card": {
            "title": texts.shown(step.title, **screen.context),
            "lines": [
                {"label": name, "value": texts.shown(text, **screen.context)}
                for name, text in step.card.items()
            ],
        },
        "content": _content(step.content, screen.context),
        "address": texts.shown(step.address, **screen.context) if step.address else None,
        "request": step.starts.on_request if later_ and asked is None else None,
        "waiting": step.waiting or here.words["waiting"] if open_ and _cue(step) else None,
        "notice": presentation.notice(screen),
        "arrives": later_ and step.starts.on_request is None,
        "buttons": _buttons(screen) if later_ or not open_ else [],
        "feedback": _feedback(here, step.feedback) if not (open_ or (later_ and asked is None)) else [],
        "said": step.contact_says if "contact" in here.reactions else None,
    }
    if step.skin in _OWN:
        drawn[step.skin] = _OWN[step.skin](screen)
    return drawn


def _content(content: str | None, context: Mapping[str, Any]) -> str | None:
    """The page as HTML, whose headings stand below the screen's own."""
    if content is None:
        return None
    html = texts.markdown(texts.shown(content, **context))
    for level in (3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    return html


def _cue(step: steps.Show) -> bool:
    """Whether people know that an answer is on its way."""
    return step.starts.at_once or step.starts.on_request is not None


def _buttons(screen: Told) -> list[Screen]:
    """What can be pressed. Where something was done already, that can be undone or left as it is, and nothing else."""
    step = screen.step
    if screen.speaks and step.presented.how == "automate":
        named: dict[str, str] = {does: text for text, does in step.buttons.items()}
        rest = ["contact"] if "contact" in named else []
        # The button for `accept` asks for what is done by now: the browser has a word of its own for leaving it so.
        return [{"reaction": does, "text": named.get(does)} for does in ("undo", *rest)] + [
            {"reaction": "accept", "text": None}
        ]
    return [{"reaction": does, "text": text} for text, does in step.buttons.items() if does != "undo"]


def _feedback(here: Here, feedback: Feedback | None) -> list[Screen]:
    if feedback is None:
        return []

    def one(reaction: str, text: str | None, **more: Any) -> list[Screen]:
        given = here.reactions.get(reaction, {"value": None, "revision": 0})
        asks = {
            "reaction": reaction,
            "text": text,
            "value": given["value"],
            "revision": given["revision"],
            **more,
        }
        return [asks] if text else []

    labels = feedback.labels
    return [
        *one("thumb", feedback.thumbs),
        *one("stars", feedback.stars, of=STARS),
        *one("label", labels.ask if labels else None, of=labels.of if labels else []),
        *one("report", feedback.report),
        *one("comment", feedback.comment),
    ]


def _react(visit: Visit, done: Act) -> None:
    """Carry out `react`: write down what they did about what the product says, and move on where that decides."""
    step, reaction = _step(visit), done.reaction or ""
    if reaction not in step.reactions:
        raise Refused(f"{reaction!r} is not possible on this screen.")
    screen = _told(visit)
    ends = reaction in steps.MEANS
    asked = _about(visit, screen, done, ends=ends)
    if reaction == "undo" and not (screen.speaks and step.presented.how == "automate"):
        raise Refused("There is nothing to undo here.")
    if step.skin == "form" and reaction in ("accept", "edit"):
        _send(visit, done, screen, asked)
    else:
        record(visit, done, reaction, _value(visit, reaction, done.value), asked=asked)
    if ends:
        move_on(visit)


def _about(visit: Visit, screen: Told, done: Act, *, ends: bool) -> Asked | None:
    """The answer that a reaction is about. None where there was none yet."""
    asked = visit.state.current
    if asked is None:
        return None
    if not asked.released:
        if screen.step.starts.at_once:
            raise visit.refusal("not_ready", "busy")
        return None
    # Who presses in the very moment when something arrives has not seen it, and would count as somebody who had.
    if ends and screen.speaks and not screen.step.starts.at_once and done.prediction is None:
        raise visit.refusal("look_first", "busy")
    return asked


def _value(visit: Visit, reaction: str, value: Any) -> Any:
    """What was given with a reaction. Raises `Refused` for what cannot be."""
    feedback = _step(visit).feedback
    match reaction:
        case "thumb":
            fits = value in ("up", "down", None)
        case "stars":
            fits = value is None or (isinstance(value, int) and value is not True and 1 <= value <= STARS)
        case "label":
            fits = value is None or bool(feedback and feedback.labels and value in feedback.labels.of)
        case "report" | "comment":
            fits = value is None or (isinstance(value, str) and len(value) <= LONGEST_COMMENT)
        case "explain":
            fits = value in OPENED
        case _:
            return None
    if not fits:
        if reaction in ("report", "comment") and isinstance(value, str):
            raise visit.refusal("too_long", most=LONGEST_COMMENT)
        raise Refused("This is not possible on this screen.")
    return value


def _send(visit: Visit, done: Act, screen: Told, asked: Asked | None) -> None:
    """A form is sent: accepted as it was suggested, or edited."""
    fields = screen.step.form.fields if screen.step.form else {}
    given = {label: done.answers.get(label, "") for label in fields}
    if any(not isinstance(value, str) or len(value) > LONGEST_FIELD for value in given.values()):
        raise visit.refusal("too_long", most=LONGEST_FIELD)
    after = {label: str(value).strip() for label, value in given.items()}
    suggested = presentation.suggestions(screen)
    if suggested is None:
        record(visit, done, "accept", asked=asked, after=after)
        return
    before = {label: value.strip() for label, value in suggested.items()}
    apart = sum(distance(before[label], after[label]) for label in fields) / len(fields)
    reaction = "edit" if apart else "accept"
    record(visit, done, reaction, asked=asked, before=before, after=after, distance=round(apart, 4))


def distance(before: str, after: str) -> float:
    """How far two texts are apart, from 0 to 1: the fewest characters to add, take away or change (Levenshtein 1966),
    over the length of the longer one."""
    return Levenshtein.normalized_distance(before, after)


def _by_itself(visit: Visit, done: Act) -> None:
    """What was done already is left as it is, or a countdown has run out: nobody decided, and it counts as such."""
    screen, presented = _told(visit), _step(visit).presented
    asked = screen.asked
    if asked is None or not screen.speaks or presented.how not in ("automate", "countdown"):
        raise Refused("Nothing happens by itself on this screen.")
    if presented.how == "countdown":
        slack = min(SLACK, presented.seconds / 2)
        over = later(moment(asked.released_at or asked.release_at), presented.seconds - slack)
        if visit.engine.now() < over:
            raise Refused("There is still time.", "busy")
    record(visit, done, "accept", asked=asked, by="itself")
    move_on(visit)


def _ask(visit: Visit, _done: Act) -> None:
    if _step(visit).starts.on_request is None:
        raise Refused("This screen asks by itself.")
    kinds.ask(visit, visit.stop)


def _enter(visit: Visit, stop: Stop) -> None:
    assert isinstance(stop.step, steps.Show)
    # What the operator pushes stands at the desk from the start.
    if stop.step.starts.at_once or stop.step.starts.pushed:
        kinds.ask(visit, stop)


def _asks_after(visit: Visit, stop: Stop) -> float:
    assert isinstance(stop.step, steps.Show)
    span = stop.step.starts.by_itself
    if span is None or visit.state.asked_at(stop.place):
        return 0.0
    return random.Random(f"{visit.state.seed}/{stop.place}/starts").uniform(*span)


def _step(visit: Visit) -> steps.Show:
    step = visit.stop.step
    assert isinstance(step, steps.Show)
    return step


def _told(visit: Visit) -> Told:
    here = Here(visit.script, visit.stop, visit.state, visit.panel)
    return presentation.told(here, _step(visit))


SHOW: dict[str, Kind] = {
    "show": Kind(
        _show, {"react": _react, "by_itself": _by_itself, "ask": _ask}, enter=_enter, asks_after=_asks_after
    )
}
