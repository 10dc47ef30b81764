"""What every part of Results has before it: the panel, what was counted, and who looks."""

from __future__ import annotations

from typing import NamedTuple

from curtain.analysis import Plan, Results
from curtain.analysis.study import Study
from curtain.engine import Engine
from feedback_db import PanelRow
from scenarios import Scenario


class Here(NamedTuple):
    """One panel as it stands after the event `up_to`.

    `study` is without the people who were left out on purpose, for the reasons in `excluded`; `whole` is with them.
    `words` says whether this reader may read what people wrote; `theme` is "light" or "dark".
    """

    engine: Engine
    panel: PanelRow
    scenario: Scenario
    plan: Plan
    study: Study
    whole: Study
    results: Results
    excluded: tuple[str, ...]
    up_to: int
    words: bool
    theme: str
