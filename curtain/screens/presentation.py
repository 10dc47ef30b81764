"""What a feature's answer looks like on a screen: its words, its sureness, its reasons, what a skin draws of it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import scenarios
from curtain import predictions
from curtain.here import Here
from curtain.state import Asked
from scenarios import Feature, formats, steps, texts
from scenarios.steps.presented import score
from scenarios.steps.skins import Gauge, Items

Drawn = dict[str, Any]


class Told(NamedTuple):
    """A screen with what is known on it: `context` for its texts; `asked` is the feature's answer if it was released,
    `speaks` whether anything of it is shown."""

    here: Here
    step: steps.Show
    context: Mapping[str, Any]
    asked: Asked | None
    speaks: bool

    @property
    def feature(self) -> Feature | None:
        return self.here.script.scenario.features[self.asked.feature] if self.asked else None


def told(here: Here, step: steps.Show) -> Told:
    """What is known on the screen where `here` is."""
    asked = next((asked for asked in here.asked if asked.released), None)
    speaks = asked is not None and predictions.speaks_up(step, asked, here.state)
    # Answers that are held back must not come through in any other text either.
    context = here.context(asked) if asked and speaks else here.context()
    return Told(here, step, context, asked, speaks)


def exists(here: Here, step: steps.Show) -> bool:
    """Whether the person has the feature at all: arms and panels can take it away."""
    if step.uses is None:
        return False
    scenario = here.script.scenario
    feature = scenario.features[step.uses]
    return feature.on and scenario.mocks[feature.played_by].get("kind") != "off"


def notice(screen: Told) -> Drawn | None:
    """What the product says: the answer in words, as the step presents it, or what it has for when there is none."""
    asked, step, presented = screen.asked, screen.step, screen.step.presented
    if asked is None or not (screen.speaks or asked.says):
        return None
    if not screen.speaks:
        return {"text": asked.says, "prediction": asked.id, "as": "annotate", "force": "banner"}
    text = texts.shown(step.text or "", **screen.context)
    if not text and step.own is None:
        return None
    drawn: Drawn = {"text": text, "prediction": asked.id, "as": presented.how, "force": presented.force}
    if presented.sender:
        drawn["sender"] = presented.sender
    if presented.how == "countdown":
        drawn["after"] = presented.seconds
    if presented.confidence != "nothing":
        drawn["confidence"] = _sureness(screen, score(asked.task, asked.output))
    if step.why and presented.explanation != "hidden":
        folded = presented.explanation == "on demand"
        drawn["why"] = {"text": texts.shown(step.why, **screen.context), "folded": folded}
    assert screen.feature is not None
    pace = screen.feature.show_after
    if pace.stream and not asked.shown:
        plan = pace.stream_plan(text, random.Random(f"{screen.here.state.seed}/{asked.place}/stream"))
        drawn["stream"] = [(round(at, 3), shown) for at, shown in plan]
    return drawn


def _sureness(screen: Told, sure: float | None) -> Drawn | None:
    if sure is None:
        return None
    how = screen.step.presented.confidence
    text = formats.percent(sure)
    if how == "words":
        text = scenarios.words.sureness(screen.here.words, sure)
    return {"as": how, "text": text, "share": round(sure, 3)}


def form(screen: Told) -> list[Drawn]:
    """The fields of a form, each with the value that the feature suggests, or None."""
    suggested = suggestions(screen) or {}
    return [{"label": label, "suggested": suggested.get(label)} for label in _fields(screen.step)]


def suggestions(screen: Told) -> dict[str, str] | None:
    """What the feature suggests for each field; None where it suggests nothing."""
    if not screen.speaks:
        return None
    return {
        label: texts.shown(text, **screen.context)[: scenarios.steps.skins.LONGEST_FIELD]
        for label, text in _fields(screen.step).items()
    }


def _fields(step: steps.Show) -> Mapping[str, str]:
    return step.form.fields if step.form else {}


def photo(screen: Told) -> Drawn:
    """The picture, and the boxes in it: corners in the picture's pixels, and what stands at each."""
    here, shown = screen.here, screen.step.photo
    assert shown is not None
    media = shown.image.media(here.script.scenario.data, here.row)
    alt = texts.shown(shown.image.alt or "", **screen.context)
    return {"src": media.address if media else "", "alt": alt, "boxes": _boxes(screen)}


def _boxes(screen: Told) -> list[Drawn]:
    asked, presented = screen.asked, screen.step.presented
    if asked is None or not screen.speaks or asked.task != "object-detection":
        return []
    above = presented.how_often.above
    boxes = []
    for found in asked.output:
        if above is not None and found["score"] <= above:
            continue
        sure = _sureness(screen, found["score"]) if presented.confidence != "nothing" else None
        boxes.append({"label": found["label"], "sure": sure["text"] if sure else None, "box": found["box"]})
    return boxes


def items(screen: Told) -> list[Drawn]:
    """The things of a table or of cards, in the order of a ranking if there is one, each with its mark or None."""
    own = screen.step.own
    assert isinstance(own, Items)
    things = list(screen.here.row.get(own.items.split(".")[1]) or ())
    asked = screen.asked
    if asked and screen.speaks and asked.task == "ranking":
        order = {found["id"]: place for place, found in enumerate(asked.output)}
        things.sort(key=lambda thing: order.get(str(thing["id"]), len(order)))
    return [_item(screen, own, thing) for thing in things]


def _item(screen: Told, own: Items, thing: Mapping[str, Any]) -> Drawn:
    context = {**screen.context, "item": thing}
    mark = texts.shown(own.mark, **context).strip() if own.mark and screen.speaks else ""
    lines = [{"label": label, "value": texts.shown(text, **context)} for label, text in own.lines.items()]
    return {
        "id": str(thing["id"]),
        "title": texts.shown(own.title, **context),
        "lines": lines,
        "mark": mark or None,
    }


def gauge(screen: Told) -> Drawn | None:
    """The scale and the number on it; None while there is no number. Places are shares of the scale, from 0 to 1."""
    shown = screen.step.gauge
    assert shown is not None
    if screen.asked is None or not screen.speaks:
        return None
    value = _number(shown, screen, screen.asked)
    if value is None:
        return None
    output = screen.asked.output
    around = output if screen.asked.task == "regression" and shown.value is None else {}
    unit = shown.unit or around.get("unit")
    bands = [{"name": name, "to": _place(shown, end)} for name, end in shown.bands.items()]
    named = (name for name, end in shown.bands.items() if value <= end)
    return {
        "from": formats.number(shown.low),
        "to": formats.number(shown.high),
        "value": value,
        "least": shown.low,
        "most": shown.high,
        "text": _measured(value, unit),
        "place": _place(shown, value),
        "band": next(named, next(reversed(shown.bands), None)),
        "bands": bands,
        "around": [_place(shown, around[end]) for end in ("low", "high")]
        if {"low", "high"} <= around.keys()
        else None,
    }


def _measured(value: float, unit: str | None) -> str:
    """A number with its unit: 24 min; 5% or 5 %, as people write it."""
    if unit == "%" and value == round(value):
        return formats.percent(value / 100)
    return f"{formats.number(value)} {unit}" if unit else formats.number(value)


def _place(shown: Gauge, value: float) -> float:
    return round(min(max((value - shown.low) / (shown.high - shown.low), 0.0), 1.0), 4)


def _number(shown: Gauge, screen: Told, asked: Asked) -> float | None:
    if shown.value is not None:
        try:
            return float(texts.shown(shown.value, **screen.context))
        except ValueError:
            return None
    if asked.task == "regression":
        return float(asked.output["value"])
    assert screen.feature is not None
    sure = _share(asked, shown.of, screen.feature.answers) if shown.of else score(asked.task, asked.output)
    return None if sure is None else round(shown.low + sure * (shown.high - shown.low), 1)


def _share(asked: Asked, label: str, answers: Sequence[str]) -> float:
    """The share of one label. What the labels that are named leave over belongs to the others, in equal parts."""
    shares = {found["label"]: float(found["score"]) for found in asked.output}
    if label in shares:
        return shares[label]
    left = max(1.0 - sum(shares.values()), 0.0)
    return left / max(len(set(answers) - shares.keys()), 1)
