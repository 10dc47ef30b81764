"""What a desk is asked in tests: forms, what stands beside them, and running sessions."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]

LABELS = ["on time", "delayed"]
SURENESS = [
    {"text": "possible", "score": 0.6},
    {"text": "probable", "score": 0.8},
    {"text": "nearly certain", "score": 0.95},
]
WORDS: JSON = {"task": "text-classification", "plain": "label", "labels": LABELS, "sureness": SURENESS}
TEXT: JSON = {"task": "text-generation", "plain": "text"}
HELD: JSON = {**TEXT, "holds": {"longest": 60, "never": ["human", "operator"]}}
FACTS = [
    {"label": "Weather", "value": "heavy snow"},
    {"label": "Last scan", "value": "sorting centre"},
    {"label": "Promised", "value": "14:00–16:00"},
]
SAW = [
    {"trial": 1, "prediction": "delayed", "warned": True, "reaction": "accept"},
    {"trial": 2, "prediction": "on time", "warned": False, "reaction": "dismiss"},
]

REPLIES: list[JSON] = [
    {
        "id": "short/1",
        "category": "short",
        "text": "Bus [line], in [minutes] minutes.",
        "own": False,
        "send": False,
    },
    {"id": "short/2", "category": "short", "text": "It is 74 and clear.", "own": False, "send": True},
    {
        "id": "full/1",
        "category": "full",
        "text": "Anything else I can do for you?",
        "own": True,
        "send": True,
    },
]
RULES = ["Say the level that the arm asks for.", "Never ask back.", "Round to whole minutes."]
GUIDE = "<p>Short and friendly.</p><ul><li>No exclamation marks.</li><li>Numbers as digits.</li></ul>"
# What stands beside an open request, and is empty unless a test says otherwise.
BESIDE: JSON = {
    **{"guide": None, "rules": [], "replies": [], "hold": None, "note": None, "draft": None, "earlier": None},
    **{"second": False, "style": None, "here": "waiting", "persona": None, "proposal": None, "talk": []},
}
SESSION: JSON = {
    **{
        "session": "s-1",
        "who": "Participant 7",
        "panel": "Winter panel",
        "persona": "busy parent",
        "arm": "Variant A",
    },
    **{
        "status": "running",
        "place_title": "Parcel 3 of 8",
        "here": "idle",
        "since": "2026-01-01T10:00:00+00:00",
    },
    **{"taken_by": None, "mine": False, "asking": False},
}
