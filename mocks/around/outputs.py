"""The texts, items and scores inside an answer, by its task; for what looks into answers whoever gave them."""

from __future__ import annotations

from typing import Any

TEXTS = {
    "text-generation": "generated_text",
    "summarization": "summary_text",
    "translation": "translation_text",
    "question-answering": "answer",
    "chat-completion": "content",
    "automatic-speech-recognition": "text",
}  # the task, and where its one text stands
ONE_LABEL = frozenset({"text-classification", "image-classification"})
NAMED = {"token-classification": "entity_group", "object-detection": "label", "ranking": "id"}
LABELLED = ONE_LABEL | {"token-classification", "object-detection"}


def text(task: str, output: Any) -> str | None:
    """The one text of an answer, None where the task has none."""
    key = TEXTS.get(task)
    found = output.get(key) if key and isinstance(output, dict) else None
    return found if isinstance(found, str) else None


def top(output: Any) -> str | None:
    """The label with the highest score in a list of labels; None without one."""
    if not isinstance(output, list) or not output or not all(isinstance(one, dict) for one in output):
        return None
    best = max(output, key=lambda one: one.get("score", 0))
    found = best.get("label")
    return found if isinstance(found, str) else None


def sureness(output: Any) -> float | None:
    """How sure the answer claims to be, from 0 to 1: its highest score; None where it claims nothing.

    The scores of a ranking say nothing of that, they only order.
    """
    if isinstance(output, dict) and "answer" in output:
        scores = [output.get("score")]
    elif isinstance(output, list):
        scores = [
            one.get("score")
            for one in output
            if isinstance(one, dict) and one.keys() & {"label", "entity_group"}
        ]
    else:
        return None
    claimed = [
        float(score) for score in scores if isinstance(score, int | float) and not isinstance(score, bool)
    ]
    return max(claimed, default=None)


def say(task: str, output: Any, new: str) -> Any:
    """The answer with another text. Marks that only fit the old one (places, times) go."""
    gone = {"start", "end", "chunks"}
    return {**{key: value for key, value in output.items() if key not in gone}, TEXTS[task]: new}


def cut(task: str, output: Any, length: int) -> Any:
    """The answer with only the first `length` characters of its text; the chunks of speech end with it."""
    whole = output[TEXTS[task]]
    shorter = say(task, output, whole[:length])
    if "chunks" in output:
        shorter["chunks"] = _chunks_until(output["chunks"], whole, length)
    return shorter


def _chunks_until(chunks: list[dict[str, Any]], whole: str, length: int) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    begins = 0
    for chunk in chunks:
        words = chunk["text"].strip()
        begins = whole.find(words, begins)
        # Chunks that are not the text in pieces cannot be cut with it, and one too many would tell the rest.
        if begins < 0:
            return []
        if begins >= length:
            break
        kept.append({**chunk, "text": whole[begins : min(begins + len(words), length)]})
        begins += len(words)
    return kept
