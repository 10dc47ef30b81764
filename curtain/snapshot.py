"""A snapshot: operators' answers as a mock that a designer can edit. The way from human to rules to model.

`as_rules` finds few conditions that repeat what the operators said; `as_replay` repeats it word for word and in time.
"""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import mean, median
from typing import Any, Literal, NamedTuple

from ruamel.yaml import YAML

import mocks
from curtain import predictions
from curtain.clock import moment
from curtain.errors import Refused
from feedback_db import Reading

Form = Literal["rules", "replay"]


class Said(NamedTuple):
    """One answer that an operator gave: what the model saw, the output, and the seconds that it took."""

    feature: str
    task: str
    input: dict[str, Any]
    output: Any
    seconds: float
    operator: str


class Snapshot(NamedTuple):
    """A mock made of answers, as YAML for `mocks:`; `repeats` is the share of the answers that it gives again."""

    yaml: str
    answers: int
    operators: int
    repeats: float


def answers(reading: Reading, panel: str) -> list[Said]:
    """Everything that operators answered in a panel, by people of the panel's own origin, oldest first."""
    origin = reading.panel(panel).origin
    found = [row for each in reading.sessions(panel, origin) for row in reading.predictions_of(each.id)]
    return [
        Said(
            row.feature,
            row.task,
            row.input,
            row.intended,
            (moment(row.answered_at) - moment(row.requested_at)).total_seconds(),
            row.provenance["operator"],
        )
        for row in sorted(found, key=lambda row: row.requested_at)
        if row.answered_at and row.intended is not None and row.provenance and "operator" in row.provenance
    ]


def take(reading: Reading, panel: str, form: Form, feature: str | None = None) -> Snapshot:
    """The snapshot of one feature; without a name, of the one that operators answered most.

    Raises `Refused` where no operator has answered.
    """
    said = answers(reading, panel)
    if feature is None and said:
        feature = Counter(one.feature for one in said).most_common(1)[0][0]
    said = [one for one in said if one.feature == feature]
    if not said:
        raise Refused("No operator has answered anything in this panel yet.")
    settings = (as_rules if form == "rules" else as_replay)(said)
    repeats = _repeats(settings, said)
    operators = len({one.operator for one in said})
    name = reading.panel(panel).name
    head = (
        f"# Made of {len(said)} answers by {operators} {'operator' if operators == 1 else 'operators'} "
        f"in the panel {json.dumps(name, ensure_ascii=False)}.\n"
        f"# It gives {repeats:.0%} of them again. Put it under `mocks:` of the scenario, and edit it as you like.\n"
    )
    return Snapshot(head + _yaml({"mocks": {f"{feature}-snapshot": settings}}), len(said), operators, repeats)


def as_replay(said: Sequence[Said]) -> dict[str, Any]:
    """The settings of a `replay`: for each input the most frequent output, after the median of its times."""
    by_input: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        by_input[_key(one.input)].append(one)
    recording = []
    for alike in by_input.values():
        output = Counter(_key(one.output) for one in alike).most_common(1)[0][0]
        after = median(one.seconds for one in alike if _key(one.output) == output)
        recording.append(
            {"input": alike[0].input, "output": json.loads(output), "after": f"{max(after, 0.0):.1f} s"}
        )
    return {"kind": "replay", "match": "input", "recording": recording}


class _Example(NamedTuple):
    """One input that was asked about, with the most frequent answer to it."""

    input: dict[str, Any]
    answer: str
    times: int


def as_rules(said: Sequence[Said]) -> dict[str, Any]:
    """The settings of `rules` that give the most frequent answer to every input that was asked about.

    The answer that is given to most is left to `otherwise`. For each other input, conditions are dropped as long as no
    input with another answer would be met: the generalising step of learning by sequential covering (Cendrowska 1987,
    PRISM, in the reverse direction), so that few and short rules remain.
    """
    examples = _examples(said)
    count: Counter[str] = Counter()
    for one in examples:
        count[one.answer] += one.times
    usual = count.most_common(1)[0][0]
    left = sorted((e for e in examples if e.answer != usual), key=lambda e: (-e.times, _key(e.input)))
    rules: list[dict[str, Any]] = []
    while left:
        first = left[0]
        conditions = _shortest(first, examples)
        if conditions:
            rules.append({"if": conditions, "answer": first.answer, **_sure(said, first.answer)})
        left = [e for e in left[1:] if e.answer != first.answer or not _meets(e.input, conditions)]
    return {"kind": "rules", "rules": rules, "otherwise": {"answer": usual, **_sure(said, usual)}}


def _repeats(settings: dict[str, Any], said: Sequence[Said]) -> float:
    """The share of the answers that the mock gives again, asked about the same inputs."""
    mock = mocks.build(settings)
    again = 0
    for number, one in enumerate(said):
        given = mock.predict(mocks.Request(f"{number}", one.feature, one.task, one.input, f"{number}"))
        again += isinstance(given, mocks.Prediction) and (
            predictions.label(one.task, given.output) == predictions.label(one.task, one.output)
        )
    return again / len(said)


def _examples(said: Iterable[Said]) -> list[_Example]:
    by_input: dict[str, Counter[str]] = defaultdict(Counter)
    for one in said:
        by_input[_key(one.input)][str(predictions.label(one.task, one.output))] += 1
    return [
        _Example(json.loads(seen), *answers.most_common(1)[0]) for seen, answers in sorted(by_input.items())
    ]


def _shortest(example: _Example, examples: Sequence[_Example]) -> dict[str, Any]:
    """Conditions that meet this example and none with another answer. Columns with many values go first: they are
    numbers and names of single cases."""
    others = [e.input for e in examples if e.answer != example.answer]
    values = {column: len({_key(e.input.get(column)) for e in examples}) for column in example.input}
    conditions = {c: v for c, v in example.input.items() if isinstance(v, str | int | float | bool)}
    for column in sorted(conditions, key=lambda c: (-values[c], c)):
        fewer = {c: v for c, v in conditions.items() if c != column}
        if fewer and not any(_meets(other, fewer) for other in others):
            conditions = fewer
    return conditions


def _meets(input: dict[str, Any], conditions: dict[str, Any]) -> bool:
    return all(_key(input.get(column)) == _key(value) for column, value in conditions.items())


def _sure(said: Iterable[Said], answer: str) -> dict[str, float]:
    """The mean score that operators gave with an answer; nothing for tasks without scores."""
    scores = [
        max(found["score"] for found in one.output)
        for one in said
        if isinstance(one.output, list) and predictions.label(one.task, one.output) == answer
    ]
    return {"score": round(mean(scores), 2)} if scores else {}


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def _yaml(data: dict[str, Any]) -> str:
    out = io.StringIO()
    yaml = YAML()
    yaml.default_flow_style = None  # leaves in one line, as a person would write them
    yaml.width = 110
    yaml.dump(data, out)
    return out.getvalue()
