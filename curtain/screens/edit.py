"""The screen on which a text is corrected: the text in pieces, those that want a look marked; and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from curtain import distances, predictions, reactions
from curtain.acts import Act
from curtain.here import Here
from curtain.kinds import Kind, Screen
from curtain.moving import move_on
from curtain.state import Asked
from curtain.visit import Visit
from mocks import BadOutput
from mocks.around import outputs
from mocks.tasks import LONGEST_TEXT
from mocks.tasks.shape import check_text
from scenarios import steps, texts
from scenarios.steps.edit import LOOKED_THROUGH


class Mark(NamedTuple):
    """A stretch of a text: whether it wants a look, what was found there, and where it is heard, in seconds."""

    start: int
    end: int
    unsure: bool
    label: str | None = None
    heard_at: float | None = None


def _edit(here: Here, step: steps.Edit) -> Screen:
    context, asked = here.context(), next(iter(here.asked), None)
    ready = asked is None or asked.released
    text = _proposed(here, step, asked) or ""
    marks = list(_marks(asked, text, step.mark_below)) if asked and asked.released else []
    audio = step.audio.media(here.script.scenario.data, here.row) if step.audio else None
    return {
        "kind": "edit",
        "app": here.script.scenario.app_name,
        "title": texts.shown(step.title, **context),
        "text": texts.shown(step.text, **context) if step.text else None,
        "audio": audio.address if audio else None,
        "pieces": list(_pieces(text, marks)) if ready else [],
        "waiting": None if ready else step.waiting or here.words["waiting"],
        "said": asked.says if asked and asked.released else None,
        "notice": {"prediction": asked.id} if asked and asked.released and asked.output is not None else None,
        "buttons": [{"act": "done", "text": step.done}] if ready else [],
    }


def _proposed(here: Here, step: steps.Edit, asked: Asked | None) -> str | None:
    """The text to begin with: what the feature said, or what it looked through. None where it is written by hand."""
    if step.content is not None:
        return _plain(texts.shown(step.content, **here.context()))
    if asked is None or not asked.released or asked.output is None:
        return None
    return _plain(outputs.text(asked.task, asked.output) or "")


def _plain(text: str) -> str:
    """The text with the ends of lines as browsers have them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _marks(asked: Asked, text: str, below: float | None) -> Iterator[Mark]:
    """What is known of single stretches of the text, in order and apart from each other."""
    if asked.output is None:
        return
    reached = 0
    if asked.task == LOOKED_THROUGH:
        for found in sorted(asked.output, key=lambda one: (one["start"], one["end"])):
            start, end = found["start"], min(found["end"], len(text))
            if reached <= start < end:
                unsure = below is None or found["score"] < below
                yield Mark(start, end, unsure, found["entity_group"])
                reached = end
        return
    for chunk in asked.output.get("chunks", ()):
        said = _plain(chunk["text"].strip())
        start = text.find(said, reached) if said else -1
        # Chunks that are not the text in pieces mark nothing: a mark at the wrong word is worse than none.
        if start < 0 or text[reached:start].strip():
            continue
        reached = start + len(said)
        unsure = below is not None and chunk.get("score", 1.0) < below
        yield Mark(start, reached, unsure, heard_at=float(chunk["timestamp"][0]))


def _pieces(text: str, marks: list[Mark]) -> Iterator[dict[str, Any]]:
    """The text in pieces, which together are all of it."""
    reached = 0
    for mark in marks:
        if mark.start > reached:
            yield {"text": text[reached : mark.start]}
        piece: dict[str, Any] = {"text": text[mark.start : mark.end]}
        if mark.unsure:
            piece |= {"unsure": True, "label": mark.label}
        if mark.heard_at is not None:
            piece["at"] = mark.heard_at
        yield piece
        reached = mark.end
    if reached < len(text):
        yield {"text": text[reached:]}


def _done(visit: Visit, done: Act) -> None:
    """Write down what they made of the text, and go on."""
    step = visit.stop.step
    assert isinstance(step, steps.Edit)
    asked = reactions.about(visit, done.model_copy(update={"prediction": None}))
    try:
        check_text("the text", done.value, empty=True)
    except BadOutput:
        raise visit.refusal("too_long", most=LONGEST_TEXT) from None
    after = _plain(str(done.value)).strip()
    before = _proposed(Here(visit.script, visit.stop, visit.state, visit.panel), step, asked)
    unchanged = before is not None and before.strip() == after
    reactions.record(
        visit,
        done,
        "accept" if unchanged else "edit",
        asked=asked,
        before=before,
        after=after,
        distance=None if before is None else distances.between_texts(before, after),
        quality=_quality(visit, before, after),
    )
    move_on(visit)


def _quality(visit: Visit, before: str | None, after: str) -> dict[str, float] | None:
    """The word error rates against what was really said, before (where there was anything) and after."""
    said = _true_text(predictions.truth(visit.script.scenario, visit.stop, visit.state.rows))
    rates = {"after": distances.word_error_rate(said, after)} if said else {}
    if said and before is not None:
        rates["before"] = distances.word_error_rate(said, before)
    told = {f"word_error_rate_{when}": round(rate, 6) for when, rate in rates.items() if rate is not None}
    return told or None


def _true_text(truth: Any) -> str | None:
    """The text of a truth: a text, chunks of speech, or an object with either. None for anything else."""
    if isinstance(truth, dict):
        truth = truth.get("text") or truth.get("chunks")
    if isinstance(truth, list):
        told = [one.get("text") if isinstance(one, dict) else None for one in truth]
        truth = " ".join(one for one in told if isinstance(one, str)) if all(map(_is_text, told)) else None
    return truth if isinstance(truth, str) and truth.strip() else None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


EDIT: dict[str, Kind] = {"edit": Kind(_edit, {"done": _done})}
