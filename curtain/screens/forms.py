"""Screens that ask people something: forms, questionnaires, and what they think was going on."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from curtain.acts import Act
from curtain.errors import Worded
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.visit import Visit
from scenarios import instruments, making, texts
from scenarios.answers import (
    Answer,
    BaseQuestion,
    NotAnAnswer,
    RatedQuestion,
    as_data,
    attention,
    check,
    check_all,
)
from scenarios.columns import Fake
from scenarios.errors import TextError
from scenarios.questions import Likert, Number
from scenarios.steps.forms import PROBE, Form, Probe, Survey

Asking = Form | Survey | Probe

LONGEST_SAID = 120  # characters of a question's words in what is said about a wrong answer


def _form(here: Here, step: Form) -> Screen:
    context = here.context()
    return {
        "kind": "form",
        "title": texts.shown(step.form, **context),
        "hint": texts.shown(step.hint, **context) if step.hint else None,
        "items": _items(here, step),
        "next": here.words["continue"],
    }


def _survey(here: Here, step: Survey) -> Screen:
    page, words, context = step.questionnaires[0], here.words, here.context()
    items = _items(here, step)
    # Of a published questionnaire, participants are not told the name.
    own = page.id not in instruments.ids()
    shared = _shared(items)
    return {
        "kind": "survey",
        "title": texts.shown(page.title, **context) if own else words["survey_title"],
        "hint": texts.shown(page.hint, **context) if page.hint else None if own else words["survey_hint"],
        "items": [{name: value for name, value in item.items() if name not in shared} for item in items],
        "scale": shared or None,
        "next": words["continue"],
    }


def _probe(here: Here, step: Probe) -> Screen:
    items = _items(here, step)
    return {
        "kind": "probe",
        "title": here.words["survey_title"],
        "hint": None,
        "items": items,
        "next": here.words["continue"],
    }


def _items(here: Here, step: Asking) -> list[Screen]:
    """The questions as the browser draws them, in this person's order, with what stands in them beforehand."""
    context, words, questions = here.context(), here.words, step.questions
    before = here.state.answers.get(here.stop.place, {})
    items = []
    for item in order(step, here.state.seed, here.stop.place):
        question = questions[item]
        told = as_data(question)
        if isinstance(question, Likert):
            told = {**_ends(words), **told}
        told |= {key: texts.shown(told[key], **context) for key in ("text", "hint") if key in told}
        value = before[item] if item in before else _default(here, item, question, context)
        if value is not None:
            told["value"] = value
        items.append({"id": item, **told})
    return items


def order(step: Asking, seed: str, place: str) -> list[str]:
    """The items in the order of one person: as written, or at random from their seed."""
    items = list(step.questions)
    if isinstance(step, Survey) and step.questionnaires[0].order == "random":
        random.Random(f"{seed}/{place}/order").shuffle(items)
    return items


def _default(here: Here, item: str, question: BaseQuestion, context: Mapping[str, Any]) -> Answer:
    """What stands in a field beforehand; nothing where it cannot be filled in, or would be no answer."""
    written: Any = question.default
    try:
        if isinstance(written, Fake):
            rng = random.Random(f"{here.state.seed}/{here.stop.place}/{item}")
            written = making.values(written, 1, rng, {}, here.script.scenario.lang)[0]
        elif isinstance(written, str):
            written = texts.render(written, **context)
        if isinstance(written, str) and isinstance(question, Number | RatedQuestion):
            written = float(written)
        return None if written is None else check(question, written)
    except (NotAnAnswer, TextError, ValueError):
        return None


def _ends(words: Mapping[str, str]) -> dict[str, str]:
    """What the ends of a scale are called where the question does not say."""
    return {end: words[f"likert_{end}"] for end in ("low", "high")}


def _shared(items: list[Screen]) -> Screen:
    """The scale of a page whose items all stand on one, told once."""
    scales = [{key: item.get(key) for key in ("points", "from", "low", "high")} for item in items]
    if any(item["kind"] != "likert" for item in items) or any(scale != scales[0] for scale in scales):
        return {}
    return scales[0]


def _answer(visit: Visit, done: Act) -> None:
    stop, step = visit.stop, visit.stop.step
    assert isinstance(step, Form | Survey | Probe)
    answers, wrong = check_all(step.questions, done.answers)
    if wrong:
        item, error = next(iter(wrong.items()))
        context = Here(visit.script, stop, visit.state, visit.panel).context()
        said = texts.shown(step.questions[item].text, **context)
        raise Worded(f"{said[:LONGEST_SAID]} – {error.said(visit.script.scenario.words)}")
    more: dict[str, Any] = {}
    if checks := attention(step.questions, answers):
        more["attention"] = checks
    asked = order(step, visit.state.seed, stop.place)
    if asked != list(step.questions):
        more["order"] = asked
    visit.append(
        "answer.given", visit.spot, step=stop.place, instrument=_instrument(step), answers=answers, **more
    )
    move_on(visit)


def _instrument(step: Asking) -> str | None:
    """What the answers belong to: a questionnaire, a probe, or (a form) nothing that is scored."""
    match step:
        case Survey():
            return step.instrument
        case Probe():
            return PROBE
        case _:
            return None


FORMS: dict[str, Kind] = {
    "form": Kind(_form, {"answer": _answer}),
    "survey": Kind(_survey, {"answer": _answer}),
    "probe": Kind(_probe, {"answer": _answer}),
}
