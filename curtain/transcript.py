"""What a conversation was so far: for whoever answers next, and for the operator who reads along at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curtain.state import Asked, SessionState

# Each question carries the conversation before it along, so that it must stay small beside the question itself.
MOST_MESSAGES = 20
MOST_CHARACTERS = 20_000

MESSAGE, HISTORY = "message", "history"
ROLES = {"participant": "user", "product": "assistant"}


def given(state: SessionState, place: str) -> dict[str, Any]:
    """What goes to a feature that is to answer: `message`, what was just said, and `history`, the conversation as chat
    models take it ([{role, content}], oldest first), the message included; of a long one the latest part."""
    said = state.said.get(place, [])
    talk = [{"role": ROLES[line["by"]], "content": line["text"]} for line in said[-MOST_MESSAGES:]]
    while len(talk) > 1 and sum(len(line["content"]) for line in talk) > MOST_CHARACTERS:
        talk.pop(0)
    return {MESSAGE: talk[-1]["content"], HISTORY: talk}


def talk(state: SessionState, asked: Asked) -> list[dict[str, str]]:
    """The conversation up to a question, for the desk: who (`participant` or `product`) said what; empty elsewhere."""
    said = state.said.get(asked.place, [])
    before = (line for line in said if line["turn"] <= asked.turn and line["prediction"] != asked.id)
    return [{"by": line["by"], "text": line["text"]} for line in before]


def facts(state: SessionState, asked: Asked) -> Mapping[str, Any]:
    """What the model sees besides the conversation."""
    if asked.place not in state.said:
        return asked.input
    return {name: value for name, value in asked.input.items() if name not in (MESSAGE, HISTORY)}
