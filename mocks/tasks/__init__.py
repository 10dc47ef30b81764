"""The shapes of predictions, one per task, after the outputs of the Hugging Face tasks of the same names.

A prediction is checked before it is shown, whoever made it. Each task has one documented example. Three tasks are
our own: `regression`, `ranking` and `structured`.

shape        what a task is, and what all checks are made of
labels       one of some labels
texts        a text
numbers      a number, an order
spans        things at a place: words in a text, boxes in a picture, words in time
structured   any object, under the JSON Schema of the feature
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mocks.errors import BadOutput, nearest
from mocks.tasks import labels, numbers, spans, structured, texts
from mocks.tasks.shape import LONGEST_TEXT, MOST_ENTRIES, Schema, Task
from mocks.tasks.structured import check_schema

__all__ = [
    "LONGEST_TEXT",
    "MOST_ENTRIES",
    "TASKS",
    "Schema",
    "Task",
    "check",
    "check_schema",
    "find",
    "says",
    "wrap",
]

TASKS: dict[str, Task] = {**labels.TASKS, **texts.TASKS, **spans.TASKS, **numbers.TASKS, **structured.TASKS}


def check(task: str, output: Any, answers: Sequence[str] = (), *, schema: Schema | None = None) -> Any:
    """The output as it is, if it has the shape of the task.

    `answers` are the labels that the feature has, `schema` is the JSON Schema (draft 2020-12) of a `structured` one.
    Raises `BadOutput`, with what was expected and what came, and `BadSettings` for a schema that cannot be used.
    """
    find(task).check(output, answers, schema)
    return output


def wrap(task: str, answer: Any, score: float = 1.0) -> Any:
    """A plain answer (a label, a text, a number) in the shape of the task.

    Raises `BadOutput` for a task that no plain answer can fill (`Task.plain` is None there).
    """
    found = find(task)
    if found.wrap is None:
        raise BadOutput(
            f"{task}: a plain answer such as {str(answer)[:40]!r} is not enough; give the whole output, "
            f"such as {found.example}"
        )
    return found.wrap(answer, score)


def says(task: str, output: Any) -> dict[str, Any]:
    """The plain values that a screen's text may name, of an output that was checked: see docs/mocks/tasks.md."""
    return find(task).says(output)


def find(task: str) -> Task:
    """The task of that name. Raises `BadOutput`."""
    if task not in TASKS:
        raise BadOutput(f"no task is called {task!r}; {nearest(task, TASKS)}")
    return TASKS[task]
