"""The form of an answer at the desk, made from its task and the screen that waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curtain import values
from curtain.engine import Script
from curtain.state import Asked, SessionState
from mocks import tasks
from scenarios import Scenario, Step, at_desk, steps, texts
from scenarios.files import Image
from scenarios.steps.rank import NotItems, items

SURENESS = (("possible", 0.6), ("probable", 0.8), ("nearly certain", 0.95))


def form(script: Script, state: SessionState, asked: Asked, operator: str) -> dict[str, Any]:
    """What the console needs to draw the form of a request: its task, and what can be answered."""
    feature, stop = script.scenario.features[asked.feature], script.stop(asked.place)
    row = state.rows[stop.table][stop.trial - 1] if stop.each else {}
    holds = at_desk.holds(feature, (operator,))
    told: dict[str, Any] = {
        "task": feature.task,
        "plain": tasks.find(feature.task).plain,
        "holds": {"longest": holds.longest, "never": list(holds.never)},
    }
    if feature.answers:
        told["labels"] = list(feature.answers)
        told["sureness"] = [{"text": text, "score": score} for text, score in SURENESS]
    match feature.task:
        case "structured":
            told["schema"] = feature.shape
        case "ranking":
            told["items"] = _items(stop.step, row, asked.input)
        case "regression":
            told["unit"] = _unit(stop.step)
        case "object-detection":
            told |= _picture(script.scenario, stop.step, row, values.known(script, state, stop))
    return told


def _items(step: Step, row: Mapping[str, Any], seen: Mapping[str, Any]) -> list[dict[str, str]]:
    """What can be ranked: the things of the screen, or the first list among what the model sees."""
    columns = [row.get(step.column)] if isinstance(step, steps.Rank) else list(seen.values())
    for value in columns:
        try:
            return [{"id": item.id, "text": item.title} for item in items(value)]
        except NotItems:
            continue
    return []


def _unit(step: Step) -> str | None:
    return step.gauge.unit if isinstance(step, steps.Show) and step.gauge else None


def _picture(
    scenario: Scenario, step: Step, row: Mapping[str, Any], known: Mapping[str, Any]
) -> dict[str, Any]:
    image: Image | None = None
    width = height = None
    if isinstance(step, steps.Annotate):
        image, (width, height) = step.image, step.size
    elif isinstance(step, steps.Show) and step.photo:
        image = step.photo.image
    media = image.media(scenario.data, dict(row)) if image else None
    if image is None or media is None:
        return {"picture": None}
    alt = texts.render(image.alt or "", **known)
    told: dict[str, Any] = {"picture": {"src": media.address, "width": width, "height": height, "alt": alt}}
    if isinstance(step, steps.Annotate):
        told["labels"] = list(step.choices(scenario))
    return told
