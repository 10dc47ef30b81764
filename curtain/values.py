"""What the texts and conditions of a screen may speak of: the trial, the persona, earlier answers and reactions."""

from __future__ import annotations

from typing import Any

from curtain.engine import Script
from curtain.state import SessionState
from scenarios import Stop
from scenarios.steps import ARM, spoken


def known(script: Script, state: SessionState, stop: Stop) -> dict[str, Any]:
    """Values by name: `{"parcel": {"shop": …}, "answers": {"about_you": {"age": 41}}}`."""
    found: dict[str, Any] = {"answers": _answers(script, state)}
    persona = script.scenario.personas.get(state.persona or "")
    if persona:
        found["persona"] = {"about": persona.about, **persona.facts}
    if script.scenario.within and stop.period:
        found[ARM] = {"turn": stop.period}
    if stop.each:
        found[stop.each] = state.rows[stop.table][stop.trial - 1]
    return found


def holds(script: Script, state: SessionState, stop: Stop) -> bool:
    """Whether somebody in this state comes to that screen at all (`when`)."""
    when = stop.step.when
    if when is None:
        return True
    told = {**known(script, state, stop), "reactions": _reactions(script, state)}
    return when.check(told)[1] is None


def _answers(script: Script, state: SessionState) -> dict[str, Any]:
    """By step; of a step that was met several times, the latest."""
    found: dict[str, Any] = {}
    for place, answers in state.answers.items():
        if place in script.order:
            found.setdefault(spoken(script.stop(place).step.id), {}).update(answers)
    return found


def _reactions(script: Script, state: SessionState) -> dict[str, str]:
    """What they did at each step, the latest time that they were there: their decision, or that they made contact."""
    told: dict[str, str] = {}
    for place, found in state.reactions.items():
        contact = (one for slot, one in found.items() if slot.split("#")[0] == "contact")
        done = found.get("decision") or next(contact, None)
        if done and place in script.order:
            told[spoken(script.stop(place).step.id)] = done["reaction"]
    return told
