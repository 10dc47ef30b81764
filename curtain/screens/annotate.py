"""Boxes on a picture: what is drawn on the screen, and what is written down of the work."""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Mapping
from typing import Any

from curtain import reactions
from curtain.acts import Act
from curtain.errors import Refused
from curtain.here import Here
from curtain.kinds import Kind, Screen, ask
from curtain.moving import move_on
from curtain.screens.annotated import MOST, Drawn, Told, distance, lint, proposed, quality, read, same
from curtain.state import Asked
from curtain.visit import Visit
from mocks.imperfect.boxes import Box
from scenarios import Stop, texts
from scenarios.steps.annotate import Annotate, Level

MATCHING = "scipy.optimize"
BY_HAND = "by hand"
CHECK = "check"  # what the linter was shown
AT_ONCE = ("suggestions", "linter")  # help that people need not wait for: they can begin
MANY, SOME = 10, 6  # things from which on a picture is hard, or not easy
UNSURE, FAIRLY_SURE = 0.6, 0.75  # mean score below which the same is said


def level(output: list[dict[str, Any]]) -> Level:
    """How hard a picture looks to the model that gave `output`: by the number of boxes, and how sure it is of them."""
    sure = sum(one["score"] for one in output) / len(output) if output else 1.0
    if len(output) >= MANY or sure < UNSURE:
        return "hard"
    return "medium" if len(output) >= SOME or sure < FAIRLY_SURE else "easy"


def _annotate(here: Here, step: Annotate) -> Screen:
    scenario, context = here.script.scenario, here.context()
    asked = here.asked[-1] if here.asked else None
    released = asked is not None and asked.released
    output = asked.output if asked and released else None
    ready = asked is None or released or step.help in AT_ONCE
    labels = step.choices(scenario)
    found = proposed(output, labels, step.size)
    checked = here.reactions.get(CHECK)
    media = step.image.media(scenario.data, here.row)
    width, height = step.size
    return {
        "kind": "annotate",
        "app": scenario.app_name,
        "title": texts.shown(step.title, **context),
        "text": texts.shown(step.text, **context) if step.text else None,
        "badge": _badge(here, step, output) if step.help == "difficulty" and output is not None else None,
        "image": {
            "src": media.address if media else "",
            "width": width,
            "height": height,
            "alt": texts.shown(step.image.alt or "", **context),
        },
        "labels": [{"id": name, "text": text} for name, text in labels.items()],
        "boxes": checked["after"]
        if checked
        else [one.plain() for one in found]
        if step.help == "pre-labels"
        else [],
        "offers": [_offer(one) for one in found] if step.help == "suggestions" else [],
        "lint": _lint(checked, found) if checked else None,
        "most": MOST,
        "waiting": None if ready else step.waiting or here.words["waiting"],
        "notice": _notice(asked, seen=step.help != "linter" or bool(checked)),
        "prediction": asked.id if asked and released else None,
        "buttons": [_end(here, step, asked, bool(checked))] if ready else [],
    }


def _offer(one: Drawn) -> dict[str, Any]:
    return {"id": one.id, "label": one.label, "box": one.box._asdict()}


def _lint(checked: Mapping[str, Any], expected: list[Drawn]) -> dict[str, Any]:
    missing, surplus = lint(_kept(checked), expected)
    return {"missing": [_offer(one) for one in missing], "surplus": surplus}


def _kept(checked: Mapping[str, Any]) -> list[Drawn]:
    return [Drawn(**{**one, "box": Box(**one["box"])}) for one in checked["after"]]


def _badge(here: Here, step: Annotate, output: list[dict[str, Any]]) -> dict[str, str]:
    how = level(output)
    text = step.says.get(how) or here.words[f"box_{how}"]
    return {"level": how, "text": text.replace("{count}", str(len(output)))}


def _notice(asked: Asked | None, *, seen: bool) -> dict[str, Any] | None:
    """That the feature's answer can be seen here, or what is said in its place."""
    if asked is None or not asked.released or not seen:
        return None
    return {"prediction": asked.id, **({"text": asked.says} if asked.says else {})}


def _end(here: Here, step: Annotate, asked: Asked | None, checked: bool) -> dict[str, str]:
    failed = asked is not None and asked.released and asked.output is None
    to_check = step.help == "linter" and asked is not None and not checked and not failed
    return {"act": CHECK if to_check else "done", "text": step.done or here.words["box_done"]}


def _check(visit: Visit, done: Act) -> None:
    """Keep what was drawn, so that what the model sees otherwise can be pointed out; go on where there is nothing."""
    step, told, asked = _told(visit, done)
    if step.help != "linter" or asked is None:
        raise Refused("There is nothing to check on this screen.")
    drawn = [one.plain() for one in told.boxes]
    reactions.record(visit, done, CHECK, _value(step, told, asked), asked=asked, after=drawn)
    missing, surplus = lint(
        told.boxes, proposed(asked.output, step.choices(visit.script.scenario), step.size)
    )
    if not missing and not surplus:
        _done(visit, done)


def _done(visit: Visit, done: Act) -> None:
    step, told, asked = _told(visit, done)
    scenario, stop = visit.script.scenario, visit.stop
    labels, value = step.choices(scenario), _value(step, told, asked)
    before: list[Drawn] | None = None
    checked = visit.state.reactions.get(stop.place, {}).get(CHECK)
    if step.help == "pre-labels" and asked and asked.output is not None:
        before = proposed(asked.output, labels, step.size)
    elif checked:
        before = _kept(checked)
    untouched = step.help == "pre-labels" and before is not None and same(before, told.boxes)
    column = step.truth_column(scenario, stop.each)
    row = visit.state.rows[stop.table][stop.trial - 1] if stop.each else {}
    true = row.get(column) if column else None
    reactions.record(
        visit,
        done,
        "accept" if untouched else "edit",
        value,
        asked=asked,
        before=None if before is None else [one.plain() for one in before],
        after=[one.plain() for one in told.boxes],
        distance=None if before is None else distance(before, told.boxes),
        quality=quality(told.boxes, proposed(true, labels, step.size, "t"))
        if isinstance(true, list)
        else None,
    )
    move_on(visit)


def _told(visit: Visit, done: Act) -> tuple[Annotate, Told, Asked | None]:
    step = visit.stop.step
    assert isinstance(step, Annotate)
    asked = visit.state.current
    if asked and not asked.released and step.help != "suggestions":
        raise visit.refusal("not_ready", "busy")
    return step, read(done.value, step.choices(visit.script.scenario), step.size), asked


def _value(step: Annotate, told: Told, asked: Asked | None) -> dict[str, Any]:
    """What the log keeps of the work. Where the feature is off, it was done by hand."""
    helped = step.help if asked else BY_HAND
    return {"help": helped, "boxes": len(told.boxes), "acts": told.acts, "first_ms": told.first_ms}


def _enter(visit: Visit, stop: Stop) -> None:
    """Ask the feature, and have at hand by then what compares boxes: loading it takes half a second, which nobody
    should wait for inside a transaction."""
    if MATCHING not in sys.modules:
        threading.Thread(target=importlib.import_module, args=(MATCHING,), daemon=True).start()
    ask(visit, stop)


ANNOTATE: dict[str, Kind] = {"annotate": Kind(_annotate, {CHECK: _check, "done": _done}, _enter)}
