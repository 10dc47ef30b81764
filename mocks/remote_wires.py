"""How a real model is asked and how its answer is read: plain REST, Hugging Face style, OpenAI-compatible.

Pure functions from a request to the body that is sent, and from what came back to an output in the shape of the task.
Nothing of a request is sent but its input and, where the wire has a place for them, its task and its answers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from mocks import tasks
from mocks.contract import Request
from mocks.errors import MockError, nearest

Wire = Literal["rest", "hugging-face", "openai"]

# The key of a text in the output of a task: what a model that writes only text can play.
WRITTEN = {
    "text-generation": "generated_text",
    "summarization": "summary_text",
    "translation": "translation_text",
    "question-answering": "answer",
    "automatic-speech-recognition": "text",
}
CLASSIFIES = ("text-classification", "image-classification")
LONGEST_VERSION = 200  # characters of a model's name that are kept


class Asking(NamedTuple):
    """What of a remote mock's settings shapes the body; the meanings are those of `mocks.remote.Remote`."""

    wire: Wire
    model: str | None = None
    prompt: str | None = None
    sends: str | None = None
    sends_answers: bool = True


class Said(NamedTuple):
    """An output in the shape of the task, and the model's own name for itself if it gave one."""

    output: Any
    model: str | None = None


def address(wire: Wire, url: str) -> str:
    """Where to post. For `openai` the url may end at the version (`…/v1`), as its clients have it."""
    if wire != "openai":
        return url
    bare, mark, query = url.partition("?")
    bare = bare.rstrip("/")
    if not bare.endswith("/chat/completions"):
        bare += "/chat/completions"
    return bare + mark + query


def body(asking: Asking, request: Request) -> dict[str, Any]:
    """The JSON body. Raises `MockError` when the input that `sends` names is not there."""
    chosen = _chosen(asking, request)
    answers = list(request.answers) if asking.sends_answers else []
    if asking.wire == "rest":
        return {"inputs": chosen, "task": request.task, **({"answers": answers} if answers else {})}
    if asking.wire == "hugging-face":
        # A question-answering pipeline takes its question and context apart; all others take one text.
        apart = request.task == "question-answering" and isinstance(chosen, dict)
        told = {"inputs": chosen if apart else _text(chosen)}
        labels = {"candidate_labels": answers} if answers and request.task in CLASSIFIES else {}
        return {**told, **({"parameters": labels} if labels else {})}
    return {"model": asking.model, "messages": _messages(asking, request, chosen, answers)}


def read(asking: Asking, request: Request, said: Any) -> Said:
    """The output in what a model said (parsed JSON). Raises `MockError` when it is not what the wire promises."""
    if asking.wire == "rest":
        if isinstance(said, dict) and "output" in said and set(said) <= {"output", "model"}:
            return Said(said["output"], version(said.get("model")))
        return Said(said)
    if asking.wire == "hugging-face":
        return Said(_from_pipeline(request.task, said))
    return Said(_from_message(request, _content(said)), version(said.get("model")))


def _chosen(asking: Asking, request: Request) -> Any:
    if asking.sends is None:
        return dict(request.input)
    if asking.sends not in request.input:
        raise MockError(f"there is no input {asking.sends!r} to send; {nearest(asking.sends, request.input)}")
    return request.input[asking.sends]


def _text(value: Any) -> str:
    """One text: as it is, or the fields of several inputs, a line each."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {_plain(each)}" for name, each in value.items())
    return _plain(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _messages(asking: Asking, request: Request, chosen: Any, answers: list[str]) -> list[dict[str, Any]]:
    told = [asking.prompt] if asking.prompt else []
    if request.task in CLASSIFIES and answers:
        told.append(f"Answer with one of these labels, and nothing else: {', '.join(answers)}.")
    system = [{"role": "system", "content": "\n".join(told)}] if told else []
    if _is_talk(chosen):
        return [*system, *({"role": each["role"], "content": each["content"]} for each in chosen)]
    content = chosen if isinstance(chosen, str) else json.dumps(chosen, ensure_ascii=False)
    return [*system, {"role": "user", "content": content}]


def _is_talk(value: Any) -> bool:
    """Whether an input is a conversation already: messages with a role and a content."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(each, dict) and {"role", "content"} <= set(each) for each in value)
    )


def _from_pipeline(task: str, said: Any) -> Any:
    """A Hugging Face answer. One input may come back as a list of one, and zero-shot labels apart from their scores."""
    if isinstance(said, list) and len(said) == 1 and (task in WRITTEN or isinstance(said[0], list)):
        said = said[0]
    if isinstance(said, dict) and task in CLASSIFIES and {"labels", "scores"} <= set(said):
        labels, scores = said["labels"], said["scores"]
        if not isinstance(labels, list) or not isinstance(scores, list) or len(labels) != len(scores):
            raise MockError("not what the wire promises: 'labels' and 'scores' must be lists of one length")
        return [{"label": label, "score": score} for label, score in zip(labels, scores, strict=True)]
    if isinstance(said, dict) and task == "question-answering":
        return {name: said[name] for name in ("answer", "score") if name in said}
    return said


def _content(said: Any) -> str:
    """The text of the first choice: https://platform.openai.com/docs/api-reference/chat/object"""
    try:
        message = said["choices"][0]["message"]
        content, refusal = message.get("content"), message.get("refusal")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise MockError("not what the wire promises: choices[0].message is missing") from None
    if refusal:
        raise MockError("the model declined to answer")
    if not isinstance(content, str) or not content.strip():
        raise MockError("not what the wire promises: choices[0].message.content is not a text")
    return content


def _from_message(request: Request, content: str) -> Any:
    if request.task in CLASSIFIES:
        label = content.strip()
        if request.answers and label not in request.answers:
            raise MockError(f"not one of the answers: {label[:60]!r}")
        return tasks.wrap(request.task, label, 1.0)
    if request.task == "chat-completion":
        return {"role": "assistant", "content": content}
    if request.task in WRITTEN:
        scored = {"score": 1.0} if request.task == "question-answering" else {}
        return {WRITTEN[request.task]: content, **scored}
    return parse(content)


def parse(text: str | bytes) -> Any:
    """Plain JSON data. Raises `MockError` for anything else, the numbers that JSON does not have among it."""
    try:
        return json.loads(text, parse_constant=_no_such_number)
    except (ValueError, RecursionError):
        raise MockError("not JSON") from None


def _no_such_number(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def version(name: Any) -> str | None:
    """A model's name for itself, cut to a sensible length; None for anything that is not a readable text."""
    return name[:LONGEST_VERSION] if isinstance(name, str) and name.isprintable() and name.strip() else None
