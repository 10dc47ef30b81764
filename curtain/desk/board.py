"""The sessions that go on, whether they wait for somebody or not; what an observer sees of one, and notes about it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

from curtain import views
from curtain.desk.leases import Operator
from curtain.desk.lines import here, variant
from curtain.desk.taking_over import OVER, running
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.state import SessionState
from feedback_db import NotFound, PanelRow, SessionRow, Writing

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
    return [_line(engine, operator, row, of) for row, of in found[:MOST]]


def mirror(engine: Engine, session: str) -> dict[str, Any]:
    """What the participant sees now, to be drawn where nothing can be pressed. Raises `Refused` when they have left."""
    state = engine.look(session)
    if not state.panel or state.status == "withdrawn":
        raise Refused(OVER, "gone")
    return {
        "view": views.view(engine, state, engine.panel_of(state)),
        "rev": state.rev,
        "who": f"Participant {state.number}",
        "status": state.status,
        "here": here(engine, state),
    }


def note(engine: Engine, by: Operator, session: str, text: str) -> Future[None]:
    """Write down what somebody who looks on has noticed, with the time and the place of the session at that moment.

    Raises `Refused` for an empty or a very long one.
    """
    cleaned = text.strip()
    if not cleaned or len(cleaned) > LONGEST_NOTE:
        raise Refused(f"A note has between 1 and {LONGEST_NOTE} characters.")

    def command(tx: Writing) -> None:
        state = running(engine, tx, session)
        told = {"operator": by.id, "name": by.name, "text": cleaned, "place": state.place}
        engine.append(tx, state, "desk.noted", told)

    return engine.store.submit(command)


def notes(engine: Engine, session: str) -> list[dict[str, Any]]:
    """The notes about a session, oldest first."""
    state = engine.look(session)
    with engine.store.reading() as reading:
        found = [
            row for row in reading.desk_actions(state.panel) if (row.session, row.kind) == (session, "noted")
        ]
    return [{"at": row.at, "by": row.payload["name"], "text": row.payload["text"]} for row in found]


def panel_of(engine: Engine, session: str) -> PanelRow:
    """The panel of a session. Raises `Refused` for one that does not exist."""
    state: SessionState = engine.look(session)
    try:
        return engine.panel_of(state)
    except NotFound as error:
        raise Refused(OVER, "gone") from error


def _line(engine: Engine, operator: Operator, row: SessionRow, panel: PanelRow) -> dict[str, Any]:
    state = engine.look(row.id)
    return {
        "session": row.id,
        "who": f"Participant {row.number}",
        "panel": panel.name,
        "persona": row.persona,
        "arm": variant(panel.seed, panel.arms, state.arm) if state.arm in panel.arms else None,
        "done": row.done,
        "of": row.steps,
        "here": here(engine, state),
        "since": row.started_at,
        "taken_by": state.taken_by,
        "mine": state.taken_by == operator.id,
        "asking": any(asked.open for asked in state.asked.values()),
    }
