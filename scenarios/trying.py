"""Values to try texts with before anybody reads them: rows as they are made, and an answer to each question."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import mocks
from mocks import tasks
from mocks.invent import schemas
from scenarios import trials
from scenarios.answers import BaseQuestion, RatedQuestion
from scenarios.questions import Choice, Choices, Date, Number, Time, YesNo
from scenarios.steps.base import ARM, spoken
from scenarios.words import sureness

if TYPE_CHECKING:
    from scenarios.model import Feature, Scenario

MOST = 8  # times that one text is tried
SURE = 0.8


class Anything(dict[str, Any]):
    """What a prototype may have told: every name that is asked for is there."""

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ARG002 (as a mapping has it)
        return "…"


def contexts(scenario: Scenario, each: str | None, features: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What a text may speak of at a place below `each` when these features have answered: some cases of it.

    The scenario must hold together but for its texts.
    """
    columns: dict[str, list[Any]] = {"answers": [answers(scenario)]}
    if each in scenario.data:
        assert each is not None
        columns[each] = trials.sample(scenario, each)[:MOST]
    if scenario.within:
        columns[ARM] = [{"turn": n} for n in range(1, len(scenario.arms) + 1)]
    if scenario.personas:
        columns["persona"] = [{"about": p.about, **p.facts} for p in scenario.personas.values()]
    for name in features:
        if name in scenario.features:
            columns[name] = _says(scenario.features[name], scenario.words)
    for n in range(min(MOST, max(len(found) for found in columns.values()))):
        yield {name: found[n % len(found)] for name, found in columns.items() if found}


def answers(scenario: Scenario) -> dict[str, Any]:
    """An answer to every question that is asked anywhere, by step."""
    found: dict[str, Any] = {}
    for step, _ in scenario.walk():
        if step.all_questions:
            found[spoken(step.id)] = {name: answer(question) for name, question in step.all_questions.items()}
        elif step.kind == "embed":
            found[spoken(step.id)] = Anything()
    return found


def answer(question: BaseQuestion) -> Any:
    """Something that answers the question."""
    match question:
        case RatedQuestion():
            return question.scale[0]
        case Number():
            return next((end for end in (question.least, question.most) if end is not None), 1)
        case Choice():
            return question.of[0]
        case Choices():
            return question.of[:1]
        case YesNo():
            return "yes"
        case Date():
            return question.least or question.most or "2026-05-04"
        case Time():
            return question.least or question.most or "09:30"
    return "…"


def _says(feature: Feature, words: Mapping[str, str]) -> list[dict[str, Any]]:
    """What the feature may say; nothing where no answer can be thought of."""
    task = tasks.find(feature.task)
    if feature.shape is not None:
        whole = {**feature.shape, "required": list(feature.shape.get("properties", {}))}
        try:
            return [schemas.under(whole, random.Random(n)) for n in range(3)]
        except mocks.MockError:
            return []
    outputs = [tasks.wrap(feature.task, label, SURE) for label in feature.answers if task.plain == "label"]
    told = [task.says(output) for output in outputs or [task.example]]
    return [{**says, "sure": sureness(words, says["score"])} if "score" in says else says for says in told]
