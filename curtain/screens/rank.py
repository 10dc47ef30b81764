"""The screen on which things are put in order, or the best of them are picked."""

from __future__ import annotations

from curtain import distances, reactions
from curtain.acts import Act
from curtain.errors import Refused
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.state import Asked
from curtain.visit import Visit
from scenarios import steps, texts
from scenarios.steps.rank import Item, items


def _rank(here: Here, step: steps.Rank) -> Screen:
    context, asked = here.context(), next(iter(here.asked), None)
    ready = asked is None or asked.released
    things = _in_order(here, step, asked) if ready else []
    return {
        "kind": "rank",
        "app": here.script.scenario.app_name,
        "title": texts.shown(step.title, **context),
        "text": texts.shown(step.text, **context) if step.text else None,
        "items": [{"id": item.id, "title": item.title, "text": item.text} for item in things],
        "pick": step.pick,
        "waiting": None if ready else step.waiting or here.words["waiting"],
        "said": asked.says if asked and asked.released else None,
        "notice": {"prediction": asked.id} if asked and asked.released and asked.output is not None else None,
        "buttons": [{"act": "done", "text": step.done}] if ready else [],
    }


def _in_order(here: Here, step: steps.Rank, asked: Asked | None) -> list[Item]:
    """The row's things: those that the feature ranked, then the others as they are written."""
    written = {item.id: item for item in items(here.row[step.column])}
    ranked = [one["id"] for one in asked.output] if asked and asked.output is not None else []
    first = [written.pop(name) for name in ranked if name in written]
    return [*first, *written.values()]


def _done(visit: Visit, done: Act) -> None:
    """Write down the order, or the picks, and go on."""
    step = visit.stop.step
    assert isinstance(step, steps.Rank)
    asked = reactions.about(visit, done.model_copy(update={"prediction": None}))
    shown = [
        item.id for item in _in_order(Here(visit.script, visit.stop, visit.state, visit.panel), step, asked)
    ]
    after = _told(done, shown, step.pick)
    if step.pick:
        proposed, distance = shown[: step.pick], distances.between_picks(shown[: step.pick], after)
        same = set(proposed) == set(after)
    else:
        proposed, distance = shown, distances.between_orders(shown, after)
        same = proposed == after
    by_hand = asked is None or asked.output is None
    reactions.record(
        visit,
        done,
        "accept" if same and not by_hand else "edit",
        asked=asked,
        before=None if by_hand else proposed,
        after=after,
        distance=None if by_hand else distance,
    )
    move_on(visit)


def _told(done: Act, shown: list[str], pick: int | None) -> list[str]:
    """The ids that came, each of them once and as many as were asked for. Raises `Refused`."""
    told = done.value
    if not isinstance(told, list) or not all(isinstance(name, str) for name in told):
        raise Refused("That could not be read.")
    names = [str(name) for name in told]
    if len(set(names)) < len(names) or not set(names) <= set(shown) or len(names) != (pick or len(shown)):
        raise Refused(
            "Please choose as many as are asked for." if pick else "Please put all of them in order."
        )
    return [name for name in shown if name in names] if pick else names


RANK: dict[str, Kind] = {"rank": Kind(_rank, {"done": _done})}
