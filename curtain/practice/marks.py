"""An answer that was given in practice, beside what the rules say about the same request.

The rules are the mock on which the operator's own falls back; where that has no answer, the first mock of kind `rules`
that has one. They see what the operator saw, and nothing that came later. Where there are none at all, an answer in
time is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from curtain import asking, predictions, style, transcript
from curtain.clock import moment
from curtain.engine import Engine, Script
from curtain.state import Asked, SessionState
from feedback_db import PredictionRow
from mocks.around import outputs
from scenarios import Feature, at_desk
from scenarios.formats import speaking

NEAR = 0.1  # numbers agree within a tenth of the larger one
ALIKE = 0.6  # texts, boxes, marks, orders and objects agree when they are so alike, of 1
MOST_FACTS, LONGEST_FACT = 6, 200  # of what is told of a request; characters

AS_RULED, CLOSE, PREPARED = "Just as the rules say.", "Close to what the rules say.", "A prepared reply."
OTHER, NO_RULE = (
    "The rules say something else.",
    "There is no rule for this one, so an answer in time counts.",
)
OFF_STYLE = "A prepared reply, but not in the style of this version."
REJECTED, LATE = "You sent no answer here.", "No answer came in time, so the stand-in gave one."


class Mark(NamedTuple):
    """One answer of a practice run. `said` and `rules` are in words, None where there was no answer or is no rule;
    `facts` is what was asked about, `seconds` the time until it was sent, `why` tells how the two compare."""

    prediction: str
    feature: str
    facts: dict[str, str]
    said: str | None
    rules: str | None
    right: bool
    in_time: bool
    seconds: float | None
    why: str


def mark(engine: Engine, state: SessionState, row: PredictionRow, operator: str) -> Mark:
    """Compare what the operator answered with what the rules say. What the fallback or somebody else answered counts as
    not answered."""
    asked = state.asked[row.id]
    script = engine.script_of(state, engine.panel_of(state), asked.period)
    feature = script.scenario.features[asked.feature]
    mine = row.operator == operator and not row.fallback and row.answered_at is not None
    with speaking(script.scenario.lang):
        ruled = ruled_by(engine, script, state, asked)
        right, why = agrees(feature, state, asked, ruled) if mine else (False, LATE)
        facts = dict(_facts(feature, state, asked))
    took = (moment(row.answered_at) - moment(row.requested_at)).total_seconds() if row.answered_at else 0.0
    return Mark(
        prediction=row.id,
        feature=asked.feature,
        facts=facts,
        said=predictions.label(asked.task, asked.intended) if mine else None,
        rules=predictions.label(asked.task, ruled),
        right=right,
        in_time=mine,
        seconds=round(took, 1) if mine else None,
        why=why,
    )


def ruled_by(engine: Engine, script: Script, state: SessionState, asked: Asked) -> Any:
    """What the rules answer to a request, as things stood when it was made; None where there are none that can."""
    then = state.copy()
    then.asked = {
        id: each
        for id, each in state.asked.items()
        if each.released and each.released_at <= asked.requested_at and id != asked.id
    }
    fallback = asking.ask(engine, script, then, asked, fallback=True).output
    if fallback is not None:
        return fallback
    rules = (name for name, settings in script.scenario.mocks.items() if settings["kind"] == "rules")
    answers = (asking.ask(engine, script, then, asked._replace(mock=name)).output for name in rules)
    return next((output for output in answers if output is not None), None)


def agrees(feature: Feature, state: SessionState, asked: Asked, ruled: Any) -> tuple[bool, str]:
    """Whether an operator's answer is right, and how it compares in words.

    Labels agree when they are the same, numbers within 10% of the larger one. A text agrees when it is much like what
    the rules say (`rapidfuzz.fuzz.ratio` of at least 60%), or when it is one of the prepared replies, its slots filled
    in, with as many words as the arm wants. Boxes, marks, orders and objects agree when they are alike by 0.6 in the
    sense of `curtain.analysis.alike`: overlap, share of the same marks, Kendall's tau, share of the same fields.
    """
    said = asked.intended
    if said is None or ruled is None:
        return (ruled is None, NO_RULE if said is not None or ruled is None else REJECTED)
    one, other = _text(asked.task, said), _text(asked.task, ruled)
    if one is not None and other is not None:
        return _texts_agree(feature, state, asked, one, other)
    if asked.task in outputs.ONE_LABEL:
        same, close = outputs.top(said) == outputs.top(ruled), False
    elif asked.task == "regression":
        apart, most = abs(said["value"] - ruled["value"]), max(abs(said["value"]), abs(ruled["value"]))
        same, close = apart == 0, apart <= NEAR * most + 1e-9
    else:
        from curtain.analysis import alike  # here, as it brings all of the statistics along

        found = alike.compared(asked.task, said, ruled)
        same, close = (found[1], found[0] >= ALIKE) if found else (False, False)
    return same or close, AS_RULED if same else CLOSE if close else OTHER


def _text(task: str, output: Any) -> str | None:
    """The text of an answer, of a structured one too, where it has one."""
    if task == "structured" and isinstance(output, Mapping):
        found = output.get("text")
        return found if isinstance(found, str) else None
    return outputs.text(task, output)


def _texts_agree(
    feature: Feature, state: SessionState, asked: Asked, said: str, ruled: str
) -> tuple[bool, str]:
    one, other = _plain(said), _plain(ruled)
    if one == other:
        return True, AS_RULED
    if fuzz.ratio(one, other) >= 100 * ALIKE:
        return True, CLOSE
    talk = [line["text"] for line in transcript.talk(state, asked) if line["by"] == "participant"]
    replies = at_desk.prepared(feature, asked.input, talk[-1] if talk else None)
    if not any(re.fullmatch(_filled_in(reply.text), one) for reply in replies):
        return False, OTHER
    # One reply thrice: a single one is judged as a habit would be.
    drifts = style.drift([said] * style.FEW, feature.desk.words, talk if feature.desk.as_they_talk else None)
    return drifts is None, OFF_STYLE if drifts else PREPARED


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _filled_in(reply: str) -> str:
    """A pattern for a prepared reply with anything in its slots."""
    pattern = re.escape(_plain(reply))
    for slot in at_desk.slots(reply):
        pattern = pattern.replace(re.escape(f"[{_plain(slot)}]"), f".{{1,{LONGEST_FACT}}}?")
    return pattern


def _facts(feature: Feature, state: SessionState, asked: Asked) -> Iterator[tuple[str, str]]:
    """What was asked about, in short: what the operator saw beside the form of the answer."""
    talk = [line["text"] for line in transcript.talk(state, asked) if line["by"] == "participant"]
    if talk:
        yield "They said", _cut(talk[-1])
    used, told = at_desk.facts_used(feature), 0
    for name, value in transcript.facts(state, asked).items():
        if name not in used and isinstance(value, str | int | float) and told < MOST_FACTS:
            told += 1
            yield name.replace("_", " ").capitalize(), _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_FACT else f"{text[: LONGEST_FACT - 1]}…"
