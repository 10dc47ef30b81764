"""Panels made ready to be counted, and kept so: when something happens, only its own sessions are counted anew."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import pandas as pd

from curtain.analysis import Plan, read_frames
from curtain.analysis.frames import COLUMNS
from curtain.analysis.study import Study, joined, study
from curtain.engine import Engine
from feedback_db import PanelRow
from feedback_db.queries import Reading
from scenarios import Scenario

AT_ONCE = 1_000  # sessions
WHO = {"session", "participant", "assignment"}  # what is read of people who have not finished


class Counted(NamedTuple):
    """A panel as it stood after the event `up_to`. `scenario` is the version that its people met."""

    panel: PanelRow
    scenario: Scenario
    plan: Plan
    study: Study
    up_to: int


class Ledger:
    """The studies of one engine's panels. A person's numbers come from their own rows, so what is known of somebody
    who has finished stays. Safe to use from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[str, Counted] = {}
        self._locks: dict[str, Lock] = {}

    def counted(self, panel: str) -> Counted:
        """The panel as it stands now. Raises `NotFound`, and `CurtainError` where its scenario cannot be read."""
        with self._locks.setdefault(panel, Lock()), self._engine.store.reading() as reading:
            row = reading.panel(panel)
            before = self._kept.get(panel)
            if before and not (row.version and before.panel.version == row.version):
                before = None  # the file of a draft may have changed
            scenario = before.scenario if before else self._engine.scenario_of(row)
            self._kept[panel] = counted(reading, row, scenario, before)
            return self._kept[panel]


def counted(reading: Reading, panel: PanelRow, scenario: Scenario, before: Counted | None = None) -> Counted:
    """The panel's people and trials; what `before` had is taken from there for sessions without news."""
    up_to = reading.last_event_id(panel.id)
    if before and before.up_to == up_to and before.panel == panel:
        return before
    plan = Plan.of(scenario)
    changed = reading.changed_sessions(panel.id, before.up_to) if before else None
    if before and not changed and before.panel == panel:
        return before  # what was noted meanwhile, such as a tag, changes no figure
    fresh = _fresh(reading, panel, plan, changed)
    if before and changed is not None:
        fresh = joined([before.study.leaving_out(changed), fresh])
    return Counted(panel, scenario, plan, fresh, up_to)


def _fresh(reading: Reading, panel: PanelRow, plan: Plan, changed: Sequence[str] | None) -> Study:
    """The sessions that have news, or all: some at a time, so that a large panel takes no more memory than it has
    numbers."""
    sessions = reading.table(panel.id, "session", panel.origin, changed, COLUMNS["session"])
    ids = list(sessions["id"])
    parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)] or [[]]
    return joined([_part(reading, panel, plan, sessions[sessions["id"].isin(part)]) for part in parts])


def _part(reading: Reading, panel: PanelRow, plan: Plan, sessions: pd.DataFrame) -> Study:
    everybody = list(sessions["id"])
    done = list(sessions.loc[sessions["status"].eq("completed"), "id"])

    def table(name: str) -> pd.DataFrame:
        if name == "session":
            return sessions
        return reading.table(panel.id, name, panel.origin, everybody if name in WHO else done, COLUMNS[name])

    return study(read_frames(table, stays=plan.counts_stays, desk=True), plan, panel.origin)


_LEDGERS: WeakKeyDictionary[Engine, Ledger] = WeakKeyDictionary()


def ledger(engine: Engine) -> Ledger:
    """The one ledger of an engine."""
    return _LEDGERS.setdefault(engine, Ledger(engine))
