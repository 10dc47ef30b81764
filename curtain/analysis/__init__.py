"""What a panel's clean tables say: measures per person, per arm and between arms, with n and interval.

It is given pandas frames and a scenario, and knows neither the store nor the screens:

    frames = read_frames(lambda name: reading.table(panel.id, name, panel.origin))
    results = analyse(frames, Plan.of(scenario), origin=panel.origin, planned=panel.people)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from curtain.analysis.figures import Difference, Estimate, People, Results
from curtain.analysis.frames import Frames, read_frames
from curtain.analysis.intervals import Interval
from curtain.analysis.measures import Measure
from curtain.analysis.plan import Plan
from curtain.analysis.results import analyse, per_person
from curtain.analysis.story import Happening, story

if TYPE_CHECKING:
    from curtain.ledger import Counted


def load(db: Path | str, panel: str) -> Counted:
    """A panel of a database file, counted as the page counts it: `panel`, `scenario`, `plan` and `study` (see
    `curtain.analysis.study`). `panel` is its id or name, or a scenario's. For notebooks: `docs/notebooks.md`.

    Raises `NotAStore`, and `NotFound` for a name that is nobody's.
    """
    from curtain.notebooks import load as loaded

    return loaded(db, panel)


__all__ = [
    "Difference",
    "Estimate",
    "Frames",
    "Happening",
    "Interval",
    "Measure",
    "People",
    "Plan",
    "Results",
    "analyse",
    "load",
    "per_person",
    "read_frames",
    "story",
]
