"""Views of a picture to be labelled, one for each kind of help."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

JSON = dict[str, Any]

LIBRARY = Path(__file__).parents[2] / "scenarios" / "library" / "box-labelling"
SCENES = [json.loads(line) for line in (LIBRARY / "scenes.jsonl").read_text(encoding="utf-8").splitlines()]
LABELS = ("car", "person", "bicycle", "traffic light", "bus")


def screen(number: int = 7, **more: Any) -> JSON:
    """Give the screen of one scene, without help unless `more` brings some."""
    return {
        "kind": "annotate",
        "app": "Streetwise",
        "title": "Draw a box around each thing",
        "text": "Cars, people, bicycles, traffic lights and buses. Only the lamps of a traffic light, not its pole.",
        "badge": None,
        "image": {
            "src": f"/files/scene-{number:02}.svg",
            "width": 960,
            "height": 600,
            "alt": "A street with houses, two lanes and two pavements",
        },
        "labels": [{"id": label, "text": label.capitalize()} for label in LABELS],
        "boxes": [],
        "offers": [],
        "lint": None,
        "most": 200,
        "waiting": None,
        "notice": None,
        "prediction": None,
        "buttons": [{"act": "done", "text": "Done"}],
    } | more


def found(number: int = 7, by: str = "proposed", prefix: str = "p") -> list[JSON]:
    """Give the true boxes of a scene, as a model that is always right proposes them."""
    return [
        {"id": f"{prefix}{n}", "label": one["label"], "box": one["box"], "by": by, "changed": False}
        for n, one in enumerate(SCENES[number - 1]["objects"], 1)
    ]


WAITING = screen(waiting="Looking at the picture…", buttons=[])
PRELABELS = screen(boxes=found(), notice={"prediction": "p-1"}, prediction="p-1")
SUGGESTIONS = screen(offers=found(), notice={"prediction": "p-1"}, prediction="p-1")
NOTHING_THERE: JSON = {
    "id": "x",
    "label": "car",
    "box": {"xmin": 30, "ymin": 200, "xmax": 120, "ymax": 300},
    "by": "person",
    "changed": False,
}
LINTED = screen(
    boxes=[*found(by="person")[:-2], NOTHING_THERE],
    lint={"missing": found()[-2:], "surplus": ["x"]},
    notice={"prediction": "p-1"},
    prediction="p-1",
)
HARD = screen(12, badge={"level": "hard", "text": "Looks hard: about 13 things, some of them easy to miss."})
