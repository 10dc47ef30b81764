"""What the console draws: the queue, the open request, what was sent a moment ago, and how the shift goes."""

from __future__ import annotations

from itertools import islice
from typing import Any

from curtain import panels, predictions
from curtain.clock import moment
from curtain.desk import shifts
from curtain.desk.leases import Operator
from curtain.desk.lines import Line, line, lines
from curtain.engine import Engine
from feedback_db import PanelRow

TOGETHER = 5.0  # seconds within which requests count as having come at the same time
PRACTICE: dict[str, Any] = {
    "state": "practice",
    "since": None,
    "practice": [],
}  # who practises is in no shift
COLLEAGUES = 12  # are named, those who have been at work longest; a longer list is no help in handing over
OFFERED = 3  # requests for a second answer that are offered at once, while nobody waits


def view(engine: Engine, operator: Operator, panel: str | None = None) -> dict[str, Any]:
    """The console of one operator, for one panel or for all. Never the truth, never the arm's name."""
    rev = engine.hub.number  # before the queue: a view must not claim to be newer than it is
    # Who tries a scenario out alone is not to be answered by the shift.
    found = [each for each in lines(engine, panel) if panel is not None or each.panel.origin != "practice"]
    found.sort(key=lambda each: _turn(engine, operator, each))
    queue, here = [each.short(operator) for each in found], standing(engine, panel)
    practising = any(row.origin == "practice" for row in here)
    if not any(row["state"] in {"waiting", "mine"} for row in queue):
        queue += [each.second() for each in _seconds(engine, operator, panel)[:OFFERED]]
    return {
        "rev": rev,
        "now": engine.now(),
        "me": operator._asdict(),
        "answered": engine.waiting.answered_by(operator.id),
        "colleagues": _colleagues(engine, operator, panel),
        "shift": PRACTICE if practising else _shift(engine, operator, here),
        "doors": None if practising else {"closed": _closed(here)},
        "figures": _figures(engine, operator, found),
        "queue": queue,
        "open": _open(engine, operator, found, panel),
        "sent": _sent(engine, operator),
    }


def _colleagues(engine: Engine, operator: Operator, panel: str | None) -> list[dict[str, str]]:
    others = (shift for shift in engine.floor.at_work(panel) if shift.operator != operator.id)
    return [{"id": shift.operator, "name": shift.name} for shift in islice(others, COLLEAGUES)]


def _turn(engine: Engine, operator: Operator, each: Line) -> tuple[bool, int, int, str]:
    """Who is first for this operator: those whom they alone play for; and of those who came at about the same time,
    somebody of the arm in which they have answered least. So every operator comes to play in every arm."""
    came = int(moment(each.asked.requested_at).timestamp() // TOGETHER)
    least = engine.waiting.answered_by(operator.id, each.state.arm)
    return each.is_for != operator.id, came, least, each.asked.requested_at


def _open(engine: Engine, operator: Operator, found: list[Line], panel: str | None) -> dict[str, Any] | None:
    """What is in this operator's hands, the first one that they took."""
    mine = [each for each in found if each.asked.claimed_by == operator.id]
    if mine:
        return min(mine, key=lambda each: each.asked.claimed_at).whole(operator)
    in_hand = engine.twice.in_hand(operator.id)
    if in_hand is None:
        return None
    wanted = next((each for each in _seconds(engine, operator, panel) if each.asked.id == in_hand), None)
    return wanted.whole(operator, second=True) if wanted else None


def _seconds(engine: Engine, operator: Operator, panel: str | None) -> list[Line]:
    found = (line(engine, *each) for each in engine.twice.for_(operator.id, panel))
    return [each for each in found if each and (panel is not None or each.panel.origin != "practice")]


def _shift(engine: Engine, operator: Operator, standing: list[PanelRow]) -> dict[str, Any]:
    shift = engine.floor.shift_of(operator.id)
    lacking = [row for row in standing if shifts.lacks_practice(engine, operator.id, row)]
    return {
        "state": "off" if shift is None else "paused" if shift.paused else "on",
        "since": shift.started_at if shift else None,
        "practice": [{"panel": row.id, "name": row.name} for row in lacking],
    }


def _figures(engine: Engine, operator: Operator, found: list[Line]) -> dict[str, Any]:
    waits = [each.asked.requested_at for each in found if each.asked.claimed_by is None]
    oldest = (engine.clock() - moment(min(waits))).total_seconds() if waits else None
    return {**engine.waiting.figures(operator.id)._asdict(), "oldest_s": oldest}


def _sent(engine: Engine, operator: Operator) -> list[dict[str, Any]]:
    """What may still be taken back."""
    told = []
    for prediction, session in engine.waiting.sent_by(operator.id):
        found = line(engine, prediction, session)
        if found and found.asked.answered and not found.asked.released and not found.asked.closed:
            told.append(
                {
                    "prediction": prediction,
                    "who": f"Participant {found.state.number}",
                    "text": predictions.label(found.asked.task, found.asked.intended) or "no answer",
                    "release_at": found.asked.release_at,
                }
            )
    return told


def _closed(here: list[PanelRow]) -> bool:
    return bool(here) and all(row.status == "paused" for row in here)


def close_doors(engine: Engine, panel: str | None, *, closed: bool) -> None:
    """Let nobody new in for now, or let them in again. Those who are under way go on."""
    for row in standing(engine, panel):
        if closed:
            panels.pause(engine, row.id)
        else:
            panels.open_panel(engine, row.id)


def standing(engine: Engine, panel: str | None) -> list[PanelRow]:
    """The panels of this console that people may come to."""
    rows = engine.standing_panels()
    return [row for row in rows if (row.id == panel if panel else row.origin == "real")]
