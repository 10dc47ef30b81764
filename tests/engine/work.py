"""A scenario of one's own for a test of a single step: written, opened, and a guest who stands on that step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from curtain import panels
from feedback_db import Event
from tests.house import Guest, House

FLOW = """scenario: work
shown_title: Your work
{top}
flow:
  - consent: May we?
{flow}
  - end: Thank you.
"""


@contextmanager
def working(folder: Path, top: str, flow: str, files: dict[str, bytes] | None = None) -> Iterator[House]:
    """A house with that one scenario: its top-level lines, and the steps between consent and end."""
    place = folder / "library" / "work"
    place.mkdir(parents=True)
    (place / "work.yaml").write_text(FLOW.format(top=top, flow=flow), encoding="utf-8")
    for name, content in (files or {}).items():
        (place / name).write_bytes(content)
    house = House(folder / "curtain.db", folder / "library")
    try:
        assert [str(problem) for entry in house.engine.scenarios() for problem in entry.problems] == []
        yield house
    finally:
        house.close()


def guest_at_work(house: House, arm: str = "only") -> Guest:
    """Somebody who looks at a preview, has agreed, and stands on the first step."""
    guest = Guest(house, panels.create(house.engine, "work", "Test panel", played_by={}), arm)
    guest.act("next")
    house.settle()
    return guest


def events(guest: Guest, kind: str) -> list[Event]:
    """What was written of that kind in the guest's session, in order."""
    with guest.engine.store.reading() as reading:
        return [event for event in reading.events_of(guest.session) if event.kind == kind]


def reactions(guest: Guest) -> list[dict[str, Any]]:
    """What the guest did, as it was recorded."""
    return [dict(event.payload) for event in events(guest, "reaction.recorded")]
