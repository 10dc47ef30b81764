"""Tasks whose answer is a number or an order: regression and ranking."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

from mocks.errors import BadOutput, nearest
from mocks.tasks.shape import Schema, Task, bad, check_entries, check_text, has_keys, is_number

VALUE = frozenset({"value"})
AROUND = frozenset({"low", "high", "unit"})
RANKED = frozenset({"id", "score"})


def _check_regression(output: Any, _answers: Sequence[str], _schema: Schema | None) -> None:
    task = "regression"
    if not has_keys(output, VALUE, AROUND):
        raise bad(task, "the key 'value', and perhaps 'low', 'high' and 'unit'", output)
    for key in ("value", "low", "high"):
        if key in output and not is_number(output[key]):
            raise bad(task, f"a finite number as {key!r}", output[key])
    if "unit" in output:
        check_text(f"{task}, 'unit'", output["unit"])
    low, value, high = output.get("low", -math.inf), output["value"], output.get("high", math.inf)
    if not low <= value <= high:
        raise bad(task, "'low' <= 'value' <= 'high'", output)


def _say_regression(output: Any) -> dict[str, Any]:
    unit = output.get("unit")
    return {
        "value": output["value"],
        "low": output.get("low"),
        "high": output.get("high"),
        "unit": unit,
        "text": f"{output['value']} {unit}" if unit else str(output["value"]),
    }


def _wrap_regression(answer: Any, _score: float) -> Any:
    if is_number(answer):
        return {"value": answer}
    try:
        value = float(answer)
    except (TypeError, ValueError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise bad("regression", "a finite number as the answer", answer)
    return {"value": int(value) if value == int(value) and abs(value) < 1e15 else value}


def _check_ranking(output: Any, answers: Sequence[str], _schema: Schema | None) -> None:
    task = "ranking"
    check_entries(task, output, 1, "{id, score}, the best first")
    seen: set[str] = set()
    for place, found in enumerate(output):
        if not has_keys(found, RANKED):
            raise bad(f"{task}, entry {place}", "exactly the keys 'id' and 'score'", found)
        name = found["id"]
        check_text(f"{task}, entry {place}, 'id'", name)
        if answers and name not in answers:
            raise BadOutput(
                f"{task}, entry {place}: the feature has no answer {name!r}; {nearest(name, answers)}"
            )
        if name in seen:
            raise BadOutput(f"{task}, entry {place}: the id {name!r} is there twice; rank each thing once")
        if not is_number(found["score"]):
            raise bad(f"{task}, entry {place}", "a finite number as 'score'", found["score"])
        seen.add(name)
    for place, (before, after) in enumerate(itertools.pairwise(output), start=1):
        if before["score"] < after["score"]:
            raise bad(
                f"{task}, entry {place}",
                f"a 'score' of at most {before['score']}, the one before (the best comes first)",
                after["score"],
            )


TASKS: dict[str, Task] = {
    "regression": Task(
        check=_check_regression,
        example={"value": 24, "low": 18, "high": 35, "unit": "min"},
        says=_say_regression,
        plain="number",
        wrap=_wrap_regression,
    ),
    "ranking": Task(
        check=_check_ranking,
        example=[{"id": "route-b", "score": 0.9}, {"id": "route-a", "score": 0.4}],
        says=lambda output: {"first": output[0]["id"], "ids": [found["id"] for found in output]},
        form=True,
    ),
}
