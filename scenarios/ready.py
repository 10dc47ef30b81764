"""What a scenario lacks before real people may come. A designer who is still sketching need not care."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import mocks
from scenarios.errors import ScenarioError
from scenarios.model import Scenario


def operators(scenario: Scenario) -> dict[str, str]:
    """For each feature the first mock whose answers come from a person and that can play it, where there is one."""
    live = [name for name, settings in scenario.mocks.items() if by_person(settings)]
    found = {
        feature: next((m for m in live if can_play(scenario, feature, m)), None)
        for feature in scenario.features
    }
    return {feature: mock for feature, mock in found.items() if mock}


def can_play(scenario: Scenario, feature: str, mock: str) -> bool:
    """Whether the scenario holds together when that mock plays the feature."""
    try:
        scenario.for_arm(next(iter(scenario.arms)), {feature: mock})
    except ScenarioError:
        return False
    return True


def ready_for_people(scenario: Scenario, played_by: Mapping[str, str] | None = None) -> list[str]:
    """What hinders opening a panel to real people, a sentence each; empty when nothing does."""
    written = {step.kind for step, _ in scenario.walk()}
    lacks = []
    if "consent" not in written:
        lacks.append("Nobody is asked for consent. Put a step `- consent: consent.md` first.")
    if "end" not in written:
        lacks.append("Nobody is told that it is over. Put a step `- end: thanks.md` last.")
    if scenario.decision is None or scenario.decision.people is None:
        lacks.append("It is not planned how many people take part. Add `people:` to `decision:`.")
    hidden: dict[str, Any] = {}
    for arm in scenario.arms:
        armed = scenario.for_arm(arm, played_by)
        met = {step.kind for step, _ in armed.walk() if not step.off and step.when is None}
        by_people = False
        for name, feature in armed.features.items():
            for player in armed.players(name) if feature.on else ():
                settings = armed.mocks[player]
                if not by_person(settings):
                    continue
                hidden[player], by_people = settings, True
                if mocks.build(settings).deadline <= feature.show_after.latest:  # type: ignore[attr-defined]
                    lacks.append(
                        f"The deadline of {player!r} is not longer than answers are held back. "
                        f"Make it longer than {feature.show_after.latest:g} s."
                    )
        lacks += [
            f"Not everybody in the arm {arm!r} comes to the {kind}. Remove its `when` or `off`."
            for kind in ("consent", "debrief", "end")
            if kind in written - met and (by_people or kind != "debrief")
        ]
    if hidden and "debrief" not in written:
        lacks.append(
            "A person plays the model, and nobody is told so. Put a step `- debrief: debrief.md` near the end."
        )
    for name, settings in hidden.items():
        if not settings.get("fallback"):
            lacks.append(
                f"Nobody answers when the operator {name!r} does not. Add `fallback:` and the name of a mock."
            )
    return list(dict.fromkeys(lacks))


def by_person(settings: Mapping[str, Any]) -> bool:
    """Whether a mock's answers come from a person at the desk."""
    return bool(getattr(mocks.build(settings), "by_person", False))


def settings_key(settings: Mapping[str, Any]) -> str:
    """A mock's settings as one text, the same for the same settings: a key for a cache."""
    return json.dumps(settings, sort_keys=True, ensure_ascii=False)


def settings_of(key: str) -> dict[str, Any]:
    """The settings behind a `settings_key`."""
    settings: dict[str, Any] = json.loads(key)
    return settings
