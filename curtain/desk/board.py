"""The sessions that go on, whether they wait for somebody or not; what an observer sees of one, and notes about it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from curtain import views
from curtain.clock import later
from curtain.desk.leases import Operator
from curtain.desk.lines import here, variant
from curtain.desk.taking_over import OVER
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.state import SessionState
from feedback_db import NotFound, PanelRow, Writing

LONGEST_NOTE = 2_000  # characters
MOST = 200  # sessions on the board


def sessions(engine: Engine, operator: Operator, panel: str | None = None) -> list[dict[str, Any]]:
    """The running sessions of a panel, or of all panels with real people; those that moved last come first.

    Nothing tells an arm's name, or which mock plays.
    """
    with engine.store.reading() as reading:
        panels = [
            row
            for row in reading.panels()
            if (row.id == panel if panel else row.origin == "real" and row.status != "draft")
        ]
        found = [
            (row, of)
            for of in panels
            for row in reading.sessions(of.id, of.origin)
            if row.status == "running"
        ]
    found.sort(key=lambda pair: pair[0].last_at, reverse=True)
    return [_line(engine, operator, engine.look(row.id), panel) for row, panel in found[:MOST]]


def mirror(engine: Engine, operator: Operator, session: str) -> dict[str, Any]:
    """One line of the board, and the view that the participant has now, to be drawn where nothing can be pressed.

    `rev` counts what staff may see. Raises `Refused` when they have left.
    """
    rev = engine.hub.number  # before the rest: a view must not claim to be newer than it is
    state = engine.look(session)
    panel = panel_of(engine, session)
    if state.status == "withdrawn":
        raise Refused(OVER, "gone")
    return {
        **_line(engine, operator, state, panel),
        "rev": rev,
        "now": engine.now(),
        "status": state.status,
        "view": views.view(engine, state, panel),
    }


def note(engine: Engine, by: Operator, session: str, text: str, begun_ms: int | None = None) -> Future[None]:
    """Write down what somebody who looks on has noticed. It stands at the moment, and at the place of the session, when
    they began to write, `begun_ms` ago: what they saw was there then, and may be gone when they have found words.

    Raises `Refused` for an empty or a very long one, or when the participant has withdrawn.
    """
    cleaned = text.strip()
    if not cleaned or len(cleaned) > LONGEST_NOTE:
        raise Refused(f"A note has between 1 and {LONGEST_NOTE} characters.")

    def command(tx: Writing) -> None:
        state = engine.state(tx, session)
        if not state.panel or state.status == "withdrawn":
            raise Refused(OVER, "gone")
        noticed_at = max(later(engine.clock(), -(begun_ms or 0) / 1000), state.started_at)
        entered = [
            event.payload["place"]
            for event in tx.events_of(session)
            if event.kind == "step.entered" and event.at <= noticed_at
        ]
        told = {"operator": by.id, "name": by.name, "text": cleaned}
        told |= {"noticed_at": noticed_at, "place": entered[-1] if entered else state.place}
        engine.append(tx, state, "desk.noted", told)

    return engine.store.submit(command)


def notes(engine: Engine, session: str) -> list[dict[str, Any]]:
    """The notes about a session, oldest first: when it was noticed, by whom, and where the participant was."""
    state = engine.look(session)
    with engine.store.reading() as reading:
        found = [event.payload for event in reading.events_of(session) if event.kind == "desk.noted"]
    if not found:
        return []
    panel = panel_of(engine, session)
    told = [
        {
            "at": one["noticed_at"],
            "by": one["name"],
            "text": one["text"],
            "place_title": _title(engine, state, panel, one["place"]),
        }
        for one in found
    ]
    return sorted(told, key=lambda one: one["at"])


def panel_of(engine: Engine, session: str) -> PanelRow:
    """The panel of a session. Raises `Refused` for one that does not exist."""
    state: SessionState = engine.look(session)
    try:
        return engine.panel_of(state)
    except NotFound as error:
        raise Refused(OVER, "gone") from error


def _line(engine: Engine, operator: Operator, state: SessionState, panel: PanelRow) -> dict[str, Any]:
    script = engine.script_of(state, panel)
    return {
        "session": state.id,
        "who": f"Participant {state.number}",
        "panel": panel.name,
        "persona": state.persona,
        "arm": variant(panel.seed, panel.arms, state.arm) if state.arm in panel.arms else None,
        "place_title": _title(engine, state, panel, state.place),
        "done": script.order[state.place],
        "of": len(script.plan) - 1,
        "here": here(engine, state),
        "since": state.started_at,
        "taken_by": state.taken_by,
        "mine": state.taken_by == operator.id,
        "asking": any(asked.open for asked in state.asked.values()),
    }


def _title(engine: Engine, state: SessionState, panel: PanelRow, place: str) -> str:
    """Where somebody is, in words: the step by its id, as the scenario names it."""
    stop = engine.script_of(state, panel).stop(place)
    name = stop.step.id.replace("-", " ").replace("_", " ").capitalize()
    return f"{name}, {stop.trial} of {stop.of}" if stop.of else name
