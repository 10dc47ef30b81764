"""The prototype section of a design document: the flow with its steps as they were drawn, the arms, who played."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import StringIO
from typing import Any, NamedTuple

from markupsafe import Markup
from ruamel.yaml import YAML

from curtain.engine import Engine
from curtain.ledger import Counted
from curtain.panels import PLAYS
from curtain.replay import replay
from scenarios import Scenario

LONGEST = 700  # characters of a page that are drawn


_ASKED = {
    "likert": "a scale",
    "number": "a number",
    "text": "a line of text",
    "long_text": "a text",
    "slider": "a slider",
}


class Drawn(NamedTuple):
    """A step as a participant met it: its words in order, and what could be pressed."""

    step: str
    kind: str
    app: str
    title: str
    lines: list[tuple[str, str]]
    text: str
    said: str
    questions: list[tuple[str, str]]
    buttons: list[str]


class Variant(NamedTuple):
    """An arm: what it changes, by path."""

    name: str
    baseline: bool
    changes: list[tuple[str, str]]


class Simulated(NamedTuple):
    """How a feature's model was simulated: in a word, and by its settings."""

    feature: str
    task: str
    mock: str
    how: str
    settings: str
    shown_after: str


def steps(engine: Engine, counted: Counted) -> list[Drawn]:
    """Every step once, as the first person who finished met it at its fullest; nothing while nobody has."""
    done = counted.study.counted
    if done.empty:
        return []
    # Somebody who had the feature: in the baseline there may be nothing to see of it.
    tried = done[done["arm"].eq(counted.plan.compare[-1] if counted.plan.compare else "")]
    session = str((done if tried.empty else tried)["session"].iloc[0])
    # What the person typed is left out: the drawing is of the product.
    found = replay(engine, session, words=False)
    fullest: dict[str, dict[str, Any]] = {}
    for view in found.screens:
        step = str(view["place"]).split("@")[0].split("/")[0]
        if len(json.dumps(view, default=str)) > len(json.dumps(fullest.get(step, ""), default=str)):
            fullest[step] = view
    return [_drawn(step, view["screen"]) for step, view in fullest.items()]


def arms(scenario: Scenario, baseline: str | None) -> list[Variant]:
    """The arms with what each changes."""
    return [
        Variant(name, name == baseline, [(path, _short(value)) for path, value in arm.change.items()])
        for name, arm in scenario.arms.items()
    ]


def models(scenario: Scenario, played_by: Mapping[str, str]) -> list[Simulated]:
    """How each feature's model was simulated in this panel."""
    found = []
    for name, feature in scenario.features.items():
        mock = played_by.get(name, feature.played_by)
        settings = dict(scenario.mocks.get(mock, {}))
        how = PLAYS.get(str(settings.get("kind", "")), str(settings.get("kind", "")))
        found.append(Simulated(name, feature.task, mock, how, _yaml(settings), str(feature.show_after)))
    return found


def _drawn(step: str, screen: Mapping[str, Any]) -> Drawn:
    card = screen.get("card") or {}
    lines = [(str(each["label"]), str(each["value"])) for each in card.get("lines", [])]
    page = _plain(screen.get("html") or screen.get("content") or "")
    notice, task = screen.get("notice") or {}, screen.get("task") or {}
    said = notice.get("text") or notice.get("label") or "" if isinstance(notice, Mapping) else ""
    talk = [(str(line["by"]), str(line["text"])) for line in screen.get("talk") or []]
    questions = [
        (
            str(item.get("text", "")),
            ", ".join(map(str, item.get("of", []))) or _ASKED.get(str(item.get("kind")), ""),
        )
        for item in screen.get("items") or []
    ]
    buttons = [str(each["text"]) for each in screen.get("buttons") or []]
    buttons += [
        str(screen[name]) for name in ("agree", "decline", "next", "keep", "withdraw") if screen.get(name)
    ]
    text = " ".join(
        str(each) for each in (screen.get("text"), screen.get("hint"), task.get("text"), page) if each
    )
    return Drawn(
        step,
        str(screen["kind"]),
        str(screen.get("app") or ""),
        str(screen.get("title") or card.get("title") or ""),
        [*lines, *talk],
        text if len(text) <= LONGEST else f"{text[:LONGEST]}…",
        str(said),
        questions,
        buttons,
    )


def _plain(html: str) -> str:
    return str(Markup(html).striptags())


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _yaml(settings: Mapping[str, Any]) -> str:
    out = StringIO()
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 100
    yaml.dump(json.loads(json.dumps(settings, default=str)), out)
    text = out.getvalue()
    return text if len(text) <= 4000 else f"{text[:4000]}\n…"
