"""A session's events, each told as one plain sentence for the reviewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeVar

from mocks.around import outputs
from scenarios.steps import MEANS


class Told(Protocol):
    """The part of a stored event that is told."""

    @property
    def at(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...


AnyTold = TypeVar("AnyTold", bound=Told)


class Happening(NamedTuple):
    """One line of a session's story. `since_start` is minutes and seconds; `details` are words, not JSON."""

    since_start: str
    at: str
    what: str
    details: str


def story(events: Iterable[Told]) -> list[Happening]:
    """The events in their order, in words. What somebody noticed stands where they noticed it; that an operator still
    holds a request, which their console says every few seconds, is left out."""
    told: list[Happening] = []
    lines = in_order(without_beats(events))
    for event in lines:
        moment, began = when(event), when(lines[0])
        seconds = max(0.0, (moment - began).total_seconds())
        since = f"{int(seconds // 60)}:{seconds % 60:04.1f}"
        told.append(
            Happening(
                since,
                moment.strftime("%H:%M:%S"),
                sentence(event.kind, event.payload),
                details(event.payload),
            )
        )
    return told


def when(event: Told) -> datetime:
    """When it happened; a note, when its writer noticed what it is about."""
    return datetime.fromisoformat(event.payload.get("noticed_at") or event.at)


def in_order(events: Iterable[AnyTold]) -> list[AnyTold]:
    """As the log has them, but for notes: what was noticed goes before all that happened later."""
    lines: list[AnyTold] = []
    for event in events:
        place = len(lines)
        while event.payload.get("noticed_at") and place and when(lines[place - 1]) > when(event):
            place -= 1
        lines.insert(place, event)
    return lines


def without_beats(events: Iterable[AnyTold]) -> Iterator[AnyTold]:
    """The events but for those by which an operator's console says again that it still holds a request."""
    held: dict[Any, Any] = {}  # prediction -> who holds it
    for event in events:
        told = event.payload
        if event.kind == "desk.claimed" and held.get(told.get("prediction")) == told.get("operator"):
            continue
        if event.kind in _HOLDS:
            held[told.get("prediction")] = told.get(_HOLDS[event.kind])
        yield event


# After which events somebody holds a request, and where the event says who; after the rest of them nobody does.
_HOLDS = {
    "desk.claimed": "operator",
    "desk.handed_over": "to",
    "prediction.retracted": "operator",
    "desk.released": "",
    "desk.answered": "",
}


def sentence(kind: str, payload: Mapping[str, Any]) -> str:
    """What happened, in one plain sentence. An unknown kind is told by its name."""
    tell = _SENTENCES.get(kind)
    return tell(payload) if tell else f"{kind.replace('.', ' ').replace('_', ' ').capitalize()}."


def details(payload: Mapping[str, Any]) -> str:
    """What is known about it beyond the sentence, as short pairs."""
    pairs = ((name, short(payload.get(name))) for name in _TOLD)
    return " · ".join(f"{name}: {text}" for name, text in pairs if text)


# A closed list: tokens, ids and whole data tables are for nobody's eyes, and the rest is in the sentence already.
_TOLD = ("origin", "arm", "mock", "input", "predicted", "provenance", "answers")

_REACTIONS = {
    "accept": "They accepted",
    "dismiss": "They dismissed it",
    "contact": "They contacted support",
    "edit": "They changed it",
    "undo": "They undid it",
    "report": "They reported a mistake",
    "skip": "They skipped it",
}

_VALUED = {
    "stars": "They gave {} of 5 stars",
    "label": "They labelled it {!r}",
    "comment": "They wrote {!r}",
}


def short(value: Any) -> str:
    """A value in words, of at most 160 characters for each text in it; empty for nothing."""
    if value is None or value == "" or value == {} or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {short(each)}" for name, each in value.items() if short(each))
    if isinstance(value, list):
        return ", ".join(short(each) for each in value)
    text = str(value)
    return text if len(text) <= 160 else f"{text[:159]}…"


def _where(payload: Mapping[str, Any]) -> str:
    trial = payload.get("trial")
    step = str(payload.get("step") or payload.get("place") or "a screen")
    return f"{step!r}, trial {trial}" if trial else f"{step!r}"


def _seconds(ms: Any) -> str:
    return f" after {float(ms) / 1000:.1f} s" if isinstance(ms, int | float) else ""


def answer_in_words(output: Any) -> str:
    """A prediction's output as a reader would say it: the top label with its score, what was found and how often, or
    the text."""
    if isinstance(output, list) and output and all(isinstance(found, Mapping) for found in output):
        if any("box" in found or "start" in found for found in output):
            kinds = Counter(str(found.get("label") or found.get("entity_group")) for found in output)
            return ", ".join(f"{number} × {kind!r}" for kind, number in kinds.most_common())
        best = max(output, key=lambda found: found.get("score") or 0)
        score = best.get("score")
        sure = f" ({score:.0%} sure)" if isinstance(score, int | float) and score < 1 else ""
        named = next((best[key] for key in ("label", "entity_group", "id") if key in best), None)
        return f"{named!r}{sure}"
    if isinstance(output, Mapping):
        for key in (*outputs.TEXTS.values(), "value"):
            if key in output:
                return f"{short(output[key])!r}"
    return short(output) or "nothing"


def _started(payload: Mapping[str, Any]) -> str:
    return f"They began; {payload['steps']} screens lie ahead." if payload.get("steps") else "They began."


def _reacted(payload: Mapping[str, Any]) -> str:
    reaction, taken = str(payload.get("reaction")), _seconds(payload.get("seen_to_pressed_ms"))
    if reaction == "thumb":
        value = payload.get("value")
        thumb = f"They gave a thumb {value}" if value else "They took their thumb back"
        return f"{thumb} at {_where(payload)}."
    if reaction in _VALUED:
        return f"{_VALUED[reaction].format(short(payload.get('value')) or 'nothing')} at {_where(payload)}."
    if payload.get("by") == "itself":
        return f"It went ahead by itself at {_where(payload)}."
    said = _REACTIONS.get(reaction, f"They reacted with {reaction!r}")
    warned = " They had been warned." if payload.get("warned") else ""
    truth, changed = payload.get("truth"), payload.get("distance")
    if reaction == "edit" and isinstance(changed, int | float):
        said += f" by {changed:.0%}"
    told = reaction in MEANS and truth and not isinstance(truth, list | Mapping)
    truth = f" It really was {truth!r}." if told else ""
    return f"{said} at {_where(payload)}{taken}.{warned}{truth}"


def _listed(arms: Any) -> str:
    names = [repr(arm) for arm in arms] if isinstance(arms, list) else []
    return f"the {'arm' if len(names) == 1 else 'arms'} {', then '.join(names)}" if names else "an arm"


def _answered(payload: Mapping[str, Any]) -> str:
    flags = [
        word
        for word, on in (("late", payload.get("late")), ("by the fallback", payload.get("fallback")))
        if on
    ]
    how = f", {' and '.join(flags)}" if flags else ""
    return f"The answer came: {answer_in_words(payload.get('output'))}{how}."


def _handed_over(payload: Mapping[str, Any]) -> str:
    to = f"to {payload['to']!r}" if payload.get("to") else "back to the queue"
    note = f", and said {short(payload['note'])!r}" if payload.get("note") else ""
    return f"Operator {payload.get('operator')!r} handed the request {to}{note}."


def _flagged(payload: Mapping[str, Any]) -> str:
    what = "a mistake of their own" if payload.get("what") == "mistake" else "off script"
    why = f": {short(payload['text'])!r}" if payload.get("text") else ""
    return f"Operator {payload.get('operator')!r} called the answer {what}{why}."


def _gave_answers(payload: Mapping[str, Any]) -> str:
    if payload.get("instrument"):
        return f"They filled in the questionnaire {payload['instrument']!r}."
    return f"They answered at {_where(payload)}."


def _left(payload: Mapping[str, Any]) -> str:
    where = _where(payload)
    match payload.get("how"):
        case "time":
            return f"The time for {where} ran out."
        case "done":
            return f"They ended the conversation at {where}."
        case _:
            return f"They went back from {where}."


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "session.started": _started,
    "step.entered": lambda told: f"They came to {_where(told)}.",
    "prediction.requested": lambda told: (
        f"The product asked the feature {told.get('feature')!r} at {_where(told)}."
    ),
    "prediction.deferred": lambda _: "The request went to the desk.",
    "desk.claimed": lambda told: f"Operator {told.get('operator')!r} took the request.",
    "desk.released": lambda told: f"The request went back to the queue ({told.get('why') or 'given back'}).",
    "desk.answered": lambda told: (
        f"Operator {told.get('operator')!r} answered {answer_in_words(told.get('output'))}."
    ),
    "desk.handed_over": _handed_over,
    "desk.held": lambda told: (
        f"Operator {told.get('operator')!r} put them off with {short(told.get('text'))!r}."
    ),
    "desk.flagged": _flagged,
    "desk.second_answered": lambda told: (
        f"Operator {told.get('operator')!r}, asked too and blind, would have answered "
        f"{answer_in_words(told.get('output'))}."
    ),
    "desk.took_over": lambda told: f"Operator {told.get('operator')!r} took the session over from its mocks.",
    "desk.gave_over": lambda told: f"Operator {told.get('operator')!r} gave the session back to its mocks.",
    "desk.noted": lambda told: (
        f"{told.get('name') or 'Somebody'} looked on and noted {' '.join(str(told.get('text') or '').split())!r}."
    ),
    "prediction.answered": _answered,
    "prediction.retracted": lambda told: (
        f"Operator {told.get('operator')!r} took {answer_in_words(told.get('said'))} back before it was shown."
    ),
    "prediction.closed": lambda _: "They went on before the answer came; nobody was to give it any more.",
    "prediction.released": lambda told: (
        f"The answer was sent to the screen: {answer_in_words(told.get('output'))}."
    ),
    "prediction.shown": lambda told: f"They saw the answer{_seconds(told.get('after_ms'))}.",
    "reaction.recorded": _reacted,
    "answer.given": _gave_answers,
    "step.left": lambda told: _left(told),
    "message.said": lambda told: (
        f"{'They' if told.get('by') == 'participant' else 'The product'} said {short(told.get('text'))!r}."
    ),
    "session.assigned": lambda told: f"They were given {_listed(told.get('arms'))}.",
    "session.screened_out": lambda _: "They were not among the people looked for.",
    "session.completed": lambda _: "They reached the end.",
    "participant.withdrew": lambda _: "They withdrew; what they did has been deleted.",
}
