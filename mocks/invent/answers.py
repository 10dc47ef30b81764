"""An answer of the right shape for every task, from the request alone: its input where that helps, else made up."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

from mocks import tasks
from mocks.contract import Request
from mocks.errors import MockError
from mocks.invent import schemas
from mocks.invent.words import WORDS, sentence

LABELS = ("A", "B", "C")
WIDTH, HEIGHT = 640, 480  # pixels; the picture itself is not looked at
MOST_READ = 2_000  # characters of an input text
SECONDS_A_WORD = 0.4

Drawn = Callable[[], Any]


def answer(request: Request, draw: Random, label: Drawn, score: Drawn) -> Any:
    """An output of the request's task; labels and scores come from the two functions.

    Raises `MockError` for a task that is not known, and for a JSON Schema that no answer was found for.
    """
    tasks.find(request.task)
    return MAKERS[request.task](request, draw, label, score)


def _one_label(request: Request, _draw: Random, label: Drawn, score: Drawn) -> Any:
    return tasks.wrap(request.task, label(), score())


def _sentence(request: Request, draw: Random, _label: Drawn, score: Drawn) -> Any:
    return tasks.wrap(request.task, sentence(draw), score())


def _few_words(request: Request, draw: Random, _label: Drawn, score: Drawn) -> Any:
    return tasks.wrap(request.task, " ".join(draw.choices(WORDS, k=draw.randint(1, 4))), score())


def _words(request: Request, draw: Random, label: Drawn, score: Drawn) -> Any:
    text = next((value for value in request.input.values() if isinstance(value, str)), None) or sentence(draw)
    words = list(re.finditer(r"\w+", text[:MOST_READ]))
    places = sorted(draw.sample(range(len(words)), min(draw.randint(0, 3), len(words))))
    return [
        {
            "entity_group": label(),
            "score": score(),
            "word": words[place][0],
            "start": words[place].start(),
            "end": words[place].end(),
        }
        for place in places
    ]


def _boxes(_request: Request, draw: Random, label: Drawn, score: Drawn) -> Any:
    found = []
    for _ in range(draw.randint(0, 3)):
        left, top = draw.randint(0, WIDTH - 60), draw.randint(0, HEIGHT - 60)
        box = {
            "xmin": left,
            "ymin": top,
            "xmax": draw.randint(left + 20, WIDTH),
            "ymax": draw.randint(top + 20, HEIGHT),
        }
        found.append({"label": label(), "score": score(), "box": box})
    return found


def _speech(_request: Request, draw: Random, _label: Drawn, score: Drawn) -> Any:
    words = sentence(draw).split()
    chunks = []
    for place in range(0, len(words), 4):
        some = words[place : place + 4]
        start, end = place * SECONDS_A_WORD, (place + len(some)) * SECONDS_A_WORD
        chunks.append(
            {"text": " ".join(some), "timestamp": [round(start, 1), round(end, 1)], "score": score()}
        )
    return {"text": " ".join(words), "chunks": chunks}


def _number(_request: Request, draw: Random, _label: Drawn, _score: Drawn) -> Any:
    return {"value": round(draw.uniform(0, 100), 1)}


def _order(request: Request, draw: Random, _label: Drawn, score: Drawn) -> Any:
    things = list(request.answers) or _listed(request) or [f"item {number}" for number in range(1, 6)]
    draw.shuffle(things)
    scores = sorted((score() for _ in things), reverse=True)
    return [{"id": thing, "score": each} for thing, each in zip(things, scores, strict=True)]


def _listed(request: Request) -> list[str]:
    """The names of the things to rank, if the input has a list of them: texts, or objects with an `id`."""
    for value in request.input.values():
        if isinstance(value, list | tuple) and value:
            names: list[Any] = [
                one.get("id") if isinstance(one, dict) else one for one in value[: tasks.MOST_ENTRIES]
            ]
            if all(isinstance(name, str) and name.strip() for name in names):
                return list(dict.fromkeys(names))
    return []


def _object(request: Request, draw: Random, _label: Drawn, _score: Drawn) -> Any:
    if request.schema is None:
        return {"answer": sentence(draw)}
    made = schemas.under(request.schema, draw, "object")
    if not isinstance(made, dict):
        raise MockError("the JSON Schema of a 'structured' feature must ask for an object")
    return made


MAKERS: dict[str, Callable[[Request, Random, Drawn, Drawn], Any]] = {
    "text-classification": _one_label,
    "image-classification": _one_label,
    "text-generation": _sentence,
    "summarization": _sentence,
    "translation": _sentence,
    "question-answering": _few_words,
    "chat-completion": _sentence,
    "token-classification": _words,
    "object-detection": _boxes,
    "automatic-speech-recognition": _speech,
    "regression": _number,
    "ranking": _order,
    "structured": _object,
}
