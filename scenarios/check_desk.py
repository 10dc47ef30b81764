"""What does not fit together about the desk: replies that cannot be filled in or sent, and lines that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

import mocks
from scenarios import at_desk, ready, texts
from scenarios.at_desk import MESSAGE, AtDesk
from scenarios.document import Finding, Path
from scenarios.errors import TextError, did_you_mean, listed
from scenarios.model import Feature, Scenario
from scenarios.steps import Chat

SPOKEN = ("replies", "words")  # lines for what has one text
BOUNDS = ("longest", "never")  # lines for what has some text, be it inside
TALKED = ("hold", "as_they_talk")  # lines for conversations


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything that does not fit together."""
    for name, feature in scenario.features.items():
        desk = feature.desk
        at: Path = ("features", name, "desk")
        talked = any(isinstance(step, Chat) and step.uses == name for step, _ in scenario.walk())
        yield from _out_of_place(at, name, feature, talked)
        if desk.words and desk.as_they_talk:
            what = "`words` says already how long replies are"
            yield Finding((*at, "as_they_talk"), what, "one of the two", "remove the other", True)
        for inner, reply in desk.written():
            here = (*at, "replies", *inner)
            yield from _names(scenario, here, name, feature, reply, talked)
            yield from _sendable(scenario, here, name, feature, reply)
        yield from _twice(at, desk)
        if desk.hold:
            yield from _hold((*at, "hold"), feature, desk.hold)


def warnings(scenario: Scenario) -> Iterator[Finding]:
    """What is worth a second look: a desk at which nobody can play, and a target beyond the deadline."""
    armed = [scenario.for_arm(arm) for arm in scenario.arms]
    live = {m: settings for arm in armed for m, settings in arm.mocks.items() if ready.by_person(settings)}
    for name in scenario.features:
        at: Path = ("features", name, "desk")
        desks = [arm.features[name].desk for arm in armed if arm.features[name].desk != AtDesk()]
        if desks and not live:
            what = f"nobody at a desk can play {name!r}: no mock asks a person"
            remedy = "add one such as `person: {kind: operator}`, or remove the block"
            yield Finding(at, what, remedy=remedy, at_key=True)
        target = max((desk.target or 0 for desk in desks), default=0)
        for mock, settings in live.items():
            deadline = mocks.build(settings).deadline  # type: ignore[attr-defined]
            if target > deadline:
                what = f"answers within {target:g} s count as in time, and {mock!r} has {deadline:g} s only"
                yield Finding((*at, "target"), what, remedy="make the target shorter", at_key=True)


def _out_of_place(at: Path, name: str, feature: Feature, talked: bool) -> Iterator[Finding]:
    """Lines that mean nothing for an answer without a text, or outside a conversation."""
    for key in (*SPOKEN, *BOUNDS):
        inside = key in BOUNDS and feature.task == "structured"
        if getattr(feature.desk, key) and not (inside or at_desk.has_text(feature)):
            expected = "a task such as text-generation, or a structured answer with a `text`"
            what = f"an answer of {name!r} has no text"
            yield Finding((*at, key), what, expected, "remove the line", True)
    for key in TALKED:
        if getattr(feature.desk, key) and not talked:
            what = f"nobody talks with {name!r}"
            yield Finding((*at, key), what, f"a step `chat: {name}`", "remove the line", True)


def _names(
    scenario: Scenario, at: Path, name: str, feature: Feature, reply: str, talked: bool
) -> Iterator[Finding]:
    """Values that a reply names and that the desk does not know."""
    known = [*feature.model_sees, *([MESSAGE] if talked else [])]
    try:
        mentions = list(texts.mentions(reply))
    except TextError as error:
        yield Finding(at, str(error))
        return
    for named, field in mentions:
        if named in scenario.data and field is not None:
            remedy = f"write {{{{ {field} }}}}" if field in known else did_you_mean(field, known)
            what = f"the reply names '{named}.{field}', and at the desk columns have no name before them"
            yield Finding(at, what, listed(known), remedy)
        elif named not in known:
            remedy = did_you_mean(named, known, "name it under `model_sees` too")
            yield Finding(
                at, f"the reply names {named!r}, which {name!r} does not see", listed(known), remedy
            )


def _sendable(scenario: Scenario, at: Path, name: str, feature: Feature, reply: str) -> Iterator[Finding]:
    """A reply that nobody could send: too long, or with a word that none may hold."""
    broken = _stopped(feature, at_desk.as_written(reply))
    if broken:
        yield Finding(at, f"this reply {broken}", remedy="change the reply, or the limit")
        return
    column = at_desk.whole(reply)
    blocks = {each for step, each in scenario.walk() if step.uses == name and each in scenario.data}
    for data in (scenario.data[block] for block in sorted(filter(None, blocks))):
        values = data.values(column) if column in data.columns else None
        for value in values or ():
            broken = _stopped(feature, value)
            if broken:
                what = f"{column!r} can be {value!r}, which {broken}"
                yield Finding(at, what, remedy="change the column, or the limit")
                return


def _stopped(feature: Feature, text: str) -> str:
    """What hinders a text from being sent, its slots aside; empty when nothing does."""
    longest, never = at_desk.holds(feature)
    if longest is not None and len(text) > longest:
        return f"has {len(text)} characters, and {longest} is the most"
    said = at_desk.forbidden(never, text)
    return f"says {said!r}, which no answer may" if said else ""


def _twice(at: Path, desk: AtDesk) -> Iterator[Finding]:
    seen: set[tuple[object, str]] = set()
    for inner, reply in desk.written():
        if (inner[:-1], reply) in seen:
            yield Finding((*at, "replies", *inner), "this reply stands here twice", remedy="remove one")
        seen.add((inner[:-1], reply))


def _hold(at: Path, feature: Feature, hold: str) -> Iterator[Finding]:
    if at_desk.as_written(hold) != hold or at_desk.slots(hold):
        what = "one key sends this as it stands"
        yield Finding(at, what, "a text without {{ … }} and [slots]")
    elif broken := _stopped(feature, hold):
        yield Finding(at, f"what holds people {broken}", remedy="change the text, or the limit")
