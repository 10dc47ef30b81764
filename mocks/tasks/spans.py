"""Tasks that find things at a place: token-classification, object-detection, automatic-speech-recognition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mocks.tasks.labels import check_label
from mocks.tasks.shape import (
    Schema,
    Task,
    bad,
    check_entries,
    check_text,
    has_keys,
    is_number,
    is_place,
    is_share,
)

TOKEN = frozenset({"entity_group", "score", "word", "start", "end"})
FOUND = frozenset({"label", "score", "box"})
BOX = frozenset({"xmin", "ymin", "xmax", "ymax"})
SPEECH = frozenset({"text"})
CHUNKS = frozenset({"chunks"})
CHUNK = frozenset({"text", "timestamp"})
SCORE = frozenset({"score"})


def _check_token_classification(output: Any, answers: Sequence[str], _schema: Schema | None) -> None:
    task = "token-classification"
    check_entries(task, output, 0, "{entity_group, score, word, start, end}")
    for place, found in enumerate(output):
        if not has_keys(found, TOKEN):
            said = "exactly the keys 'entity_group', 'score', 'word', 'start' and 'end'"
            raise bad(f"{task}, entry {place}", said, found)
        if not isinstance(found["entity_group"], str):
            raise bad(f"{task}, entry {place}", "a text as 'entity_group'", found["entity_group"])
        check_label(task, place, found["entity_group"], answers)
        if not is_share(found["score"]):
            raise bad(f"{task}, entry {place}", "a 'score' from 0 to 1", found["score"])
        check_text(f"{task}, entry {place}, 'word'", found["word"])
        start, end = found["start"], found["end"]
        if not is_place(start) or not is_place(end) or not start < end:
            said = "'start' and 'end' as the places of characters, whole numbers from 0 up, start < end"
            raise bad(f"{task}, entry {place}", said, [start, end])


def _check_object_detection(output: Any, answers: Sequence[str], _schema: Schema | None) -> None:
    task = "object-detection"
    check_entries(task, output, 0, "{label, score, box}")
    for place, found in enumerate(output):
        if not has_keys(found, FOUND):
            raise bad(f"{task}, entry {place}", "exactly the keys 'label', 'score' and 'box'", found)
        if not isinstance(found["label"], str):
            raise bad(f"{task}, entry {place}", "a text as 'label'", found["label"])
        check_label(task, place, found["label"], answers)
        if not is_share(found["score"]):
            raise bad(f"{task}, entry {place}", "a 'score' from 0 to 1", found["score"])
        box = found["box"]
        if not has_keys(box, BOX):
            raise bad(f"{task}, entry {place}", "a 'box' of 'xmin', 'ymin', 'xmax' and 'ymax'", box)
        if not all(is_number(edge) and edge >= 0 for edge in box.values()):
            raise bad(f"{task}, entry {place}", "a 'box' in pixels, numbers from 0 up", box)
        if not (box["xmin"] < box["xmax"] and box["ymin"] < box["ymax"]):
            raise bad(f"{task}, entry {place}", "a 'box' with xmin < xmax and ymin < ymax", box)


def _check_speech_recognition(output: Any, _answers: Sequence[str], _schema: Schema | None) -> None:
    task = "automatic-speech-recognition"
    if not has_keys(output, SPEECH, CHUNKS):
        raise bad(task, "the key 'text', and perhaps 'chunks'", output)
    check_text(f"{task}, 'text'", output["text"], empty=True)  # silence is heard as no words
    chunks = output.get("chunks", [])
    check_entries(f"{task}, 'chunks'", chunks, 0, "{text, timestamp}")
    for place, chunk in enumerate(chunks):
        where = f"{task}, chunk {place}"
        if not has_keys(chunk, CHUNK, SCORE):
            raise bad(where, "the keys 'text' and 'timestamp', and perhaps 'score'", chunk)
        check_text(where, chunk["text"], empty=True)
        at = chunk["timestamp"]
        if not isinstance(at, list) or len(at) != 2 or not all(map(is_number, at)) or not 0 <= at[0] <= at[1]:
            raise bad(where, "a 'timestamp' of [start, end] in seconds, 0 <= start <= end", at)
        if "score" in chunk and not is_share(chunk["score"]):
            raise bad(where, "a 'score' from 0 to 1", chunk["score"])


def _counted(key: str, output: Any) -> dict[str, Any]:
    labels = [found[key] for found in output]
    return {"count": len(labels), "labels": labels}


TASKS: dict[str, Task] = {
    "token-classification": Task(
        check=_check_token_classification,
        example=[{"entity_group": "city", "score": 0.97, "word": "Lisbon", "start": 12, "end": 18}],
        says=lambda output: {
            **_counted("entity_group", output),
            "words": [found["word"] for found in output],
        },
    ),
    "object-detection": Task(
        check=_check_object_detection,
        example=[
            {"label": "parcel", "score": 0.88, "box": {"xmin": 40, "ymin": 60, "xmax": 210, "ymax": 190}}
        ],
        says=lambda output: _counted("label", output),
        form=True,
    ),
    "automatic-speech-recognition": Task(
        check=_check_speech_recognition,
        example={
            "text": "leave it at the door",
            "chunks": [
                {"text": "leave it", "timestamp": [0.0, 0.7], "score": 0.95},
                {"text": "at the door", "timestamp": [0.7, 1.6], "score": 0.41},
            ],
        },
        says=lambda output: {"text": output["text"]},
        plain="text",
        wrap=lambda answer, _score: {"text": answer},
    ),
}
