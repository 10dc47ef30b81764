"""Tasks whose answer is a text: text-generation, summarization, translation, question-answering, chat-completion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mocks.tasks.shape import Check, Schema, Task, bad, check_text, has_keys, is_place, is_share

ANSWER = frozenset({"answer", "score"})
PLACE = frozenset({"start", "end"})
MESSAGE = frozenset({"role", "content"})


def _text_task(task: str, key: str, example: str) -> Task:
    """A task whose output is an object with one text in it."""
    keys = frozenset({key})

    def check(output: Any, _answers: Sequence[str], _schema: Schema | None) -> None:
        if not has_keys(output, keys):
            raise bad(task, f"exactly the key {key!r}", output)
        check_text(task, output[key])

    return _task(check, key, {key: example}, lambda answer, _score: {key: answer})


def _task(check: Check, key: str, example: Any, wrap: Any) -> Task:
    return Task(
        check=check, example=example, says=lambda output: {"text": output[key]}, plain="text", wrap=wrap
    )


def _check_question_answering(output: Any, _answers: Sequence[str], _schema: Schema | None) -> None:
    task = "question-answering"
    if not has_keys(output, ANSWER, PLACE):
        raise bad(task, "the keys 'answer' and 'score', and perhaps 'start' and 'end'", output)
    check_text(f"{task}, 'answer'", output["answer"])
    if not is_share(output["score"]):
        raise bad(task, "a 'score' from 0 to 1", output["score"])
    for key in sorted(PLACE & output.keys()):
        if not is_place(output[key]):
            raise bad(task, f"the place of a character as {key!r}, a whole number from 0 up", output[key])


def _check_chat_completion(output: Any, _answers: Sequence[str], _schema: Schema | None) -> None:
    task = "chat-completion"
    if not has_keys(output, MESSAGE):
        raise bad(task, "exactly the keys 'role' and 'content'", output)
    if output["role"] != "assistant":
        raise bad(task, "'assistant' as 'role'", output["role"])
    check_text(f"{task}, 'content'", output["content"])


TASKS: dict[str, Task] = {
    "text-generation": _text_task("text-generation", "generated_text", "Your parcel is on its way."),
    "summarization": _text_task(
        "summarization", "summary_text", "The parcel is late; the customer is upset."
    ),
    "translation": _text_task("translation", "translation_text", "Ihr Paket ist unterwegs."),
    "question-answering": Task(
        check=_check_question_answering,
        example={"answer": "on Tuesday", "score": 0.83},
        says=lambda output: {"text": output["answer"], "score": output["score"]},
        plain="text",
        wrap=lambda answer, score: {"answer": answer, "score": score},
    ),
    "chat-completion": _task(
        _check_chat_completion,
        "content",
        {"role": "assistant", "content": "It left the depot this morning."},
        lambda answer, _score: {"role": "assistant", "content": answer},
    ),
}
