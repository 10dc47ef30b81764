"""Tasks whose answer is one of some labels: text-classification and image-classification."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mocks.errors import BadOutput, nearest
from mocks.tasks.shape import Check, Schema, Task, bad, check_entries, check_text, has_keys, is_share

KEYS = frozenset({"label", "score"})


def _check(task: str) -> Check:
    def check(output: Any, answers: Sequence[str], _schema: Schema | None) -> None:
        check_entries(task, output, 1, "{label, score}")
        seen: set[str] = set()
        for place, found in enumerate(output):
            if not has_keys(found, KEYS):
                raise bad(f"{task}, entry {place}", "exactly the keys 'label' and 'score'", found)
            label = found["label"]
            if not isinstance(label, str):
                raise bad(f"{task}, entry {place}", "a text as 'label'", label)
            check_label(task, place, label, answers)
            if label in seen:
                raise BadOutput(
                    f"{task}, entry {place}: the label {label!r} is there twice; give each label once"
                )
            if not is_share(found["score"]):
                raise bad(f"{task}, entry {place}", "a 'score' from 0 to 1", found["score"])
            seen.add(label)

    return check


def check_label(task: str, place: int, label: str, answers: Sequence[str]) -> None:
    """Raises `BadOutput` for a label that the feature does not have; without known answers any text is one."""
    if not answers:
        check_text(f"{task}, entry {place}, 'label'", label)
    elif label not in answers:
        raise BadOutput(
            f"{task}, entry {place}: the feature has no answer {label!r}; {nearest(label, answers)}"
        )


def _says(output: Any) -> dict[str, Any]:
    best = max(output, key=lambda found: found["score"])
    return {"label": best["label"], "score": best["score"], "text": best["label"]}


def _wrap(answer: Any, score: float) -> Any:
    return [{"label": answer, "score": score}]


TASKS: dict[str, Task] = {
    "text-classification": Task(
        check=_check("text-classification"),
        example=[{"label": "delayed", "score": 0.91}, {"label": "on time", "score": 0.09}],
        says=_says,
        plain="label",
        wrap=_wrap,
    ),
    "image-classification": Task(
        check=_check("image-classification"),
        example=[{"label": "scratched", "score": 0.72}, {"label": "as new", "score": 0.28}],
        says=_says,
        plain="label",
        wrap=_wrap,
    ),
}
