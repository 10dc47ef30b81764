"""The shapes of predictions, one per task, after the outputs of the Hugging Face tasks of the same names.

A prediction is checked before it is shown, whoever made it. Each task has one documented example.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from mocks.errors import BadOutput, nearest

LONGEST_TEXT = 20_000  # characters; more than anybody reads on a screen


class Task(NamedTuple):
    """`check` raises `BadOutput`; `wrap` makes the output of a plain answer (a label, a text) and its
    score."""

    check: Callable[[Any, Sequence[str]], None]
    wrap: Callable[[str, float], Any]
    example: Any


def check(task: str, output: Any, answers: Sequence[str] = ()) -> Any:
    """The output as it is, if it has the shape of the task. `answers` are the labels that the feature has.

    Raises `BadOutput`, with what was expected and what came.
    """
    find(task).check(output, answers)
    return output


def wrap(task: str, answer: str, score: float = 1.0) -> Any:
    """A plain answer (a label, a text) in the shape of the task."""
    return find(task).wrap(answer, score)


def find(task: str) -> Task:
    """The task of that name. Raises `BadOutput`."""
    if task not in TASKS:
        raise BadOutput(f"no task is called {task!r}; {nearest(task, TASKS)}")
    return TASKS[task]


def _check_text_classification(output: Any, answers: Sequence[str]) -> None:
    if not isinstance(output, list) or not output:
        raise _bad("text-classification", "a list with at least one {label, score}", output)
    seen: set[str] = set()
    for place, found in enumerate(output):
        where = f"text-classification, entry {place}"
        if not isinstance(found, dict) or set(found) != {"label", "score"}:
            raise _bad(where, "exactly the keys 'label' and 'score'", found)
        label, score = found["label"], found["score"]
        if not isinstance(label, str):
            raise _bad(where, "a text as 'label'", label)
        if answers and label not in answers:
            raise BadOutput(f"{where}: the feature has no answer {label!r}; {nearest(label, answers)}")
        if label in seen:
            raise BadOutput(f"{where}: the label {label!r} is there twice; give each label once")
        if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
            raise _bad(where, "a 'score' from 0 to 1", score)
        seen.add(label)


def _check_text_generation(output: Any, _answers: Sequence[str]) -> None:
    where = "text-generation"
    if not isinstance(output, dict) or set(output) != {"generated_text"}:
        raise _bad(where, "exactly the key 'generated_text'", output)
    text = output["generated_text"]
    if not isinstance(text, str) or not text.strip():
        raise _bad(where, "a text that is not empty", text)
    if len(text) > LONGEST_TEXT:
        raise BadOutput(
            f"{where}: expected at most {LONGEST_TEXT} characters, got {len(text)}; shorten the text"
        )
    # Half of a surrogate pair passes as JSON, but can be neither stored nor sent.
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadOutput(f"{where}: the text holds half a character (a lone surrogate); send valid Unicode")


def _bad(where: str, expected: str, got: Any) -> BadOutput:
    shown = repr(got)
    return BadOutput(f"{where}: expected {expected}, got {shown if len(shown) <= 80 else shown[:80] + '…'}")


TASKS: dict[str, Task] = {
    "text-classification": Task(
        check=_check_text_classification,
        wrap=lambda answer, score: [{"label": answer, "score": score}],
        example=[{"label": "delayed", "score": 0.91}, {"label": "on time", "score": 0.09}],
    ),
    "text-generation": Task(
        check=_check_text_generation,
        wrap=lambda answer, _score: {"generated_text": answer},
        example={"generated_text": "Your parcel is on its way."},
    ),
}
