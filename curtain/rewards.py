"""What each arm has brought so far, for panels that send more people where more comes of it (`assign: by_reward`).

The measure is computed outside of any transaction, after each completed session; the next person is assigned by the
latest figures. After a restart they are computed anew when somebody first asks.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from feedback_db import PanelRow, Store
from scenarios import Scenario, assignment
from scenarios.assignment import Reward

if TYPE_CHECKING:
    from curtain.engine import Engine


class Brought(NamedTuple):
    """The rewards of a panel's arms, by which its measure is compared."""

    by_arm: Mapping[str, Reward]
    is_share: bool
    less_is_better: bool


class Rewards:
    """What the arms of panels have brought, by panel and origin. Safe to use from any thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._known: dict[tuple[str, str], Brought] = {}
        self._lock = threading.Lock()
        self._running: set[tuple[str, str]] = set()
        self._again: set[tuple[str, str]] = set()

    def renew(self, panel: PanelRow, origin: str, scenario: Scenario) -> None:
        """Somebody has finished: reckon again, soon, in another thread."""
        which = (panel.id, origin)
        with self._lock:
            if which in self._running:
                self._again.add(which)
                return
            self._running.add(which)
        self.engine.players.submit(self._reckon, panel, origin, scenario)

    def chances(self, panel: PanelRow, origin: str, scenario: Scenario, seed: str) -> dict[str, float] | None:
        """The chance of each arm for the next person; None while it is too early to tell."""
        rule = scenario.assign.by_reward
        if rule is None:
            return None
        found = self._known.get((panel.id, origin))
        if found is None:
            self.renew(panel, origin, scenario)
            return None
        if sum(reward.people for reward in found.by_arm.values()) < rule.start:
            return None
        return assignment.chances_by_reward(
            panel.arms,
            found.by_arm,
            rule.floor,
            seed,
            kind="share" if found.is_share else "score",
            less_is_better=found.less_is_better,
        )

    def _reckon(self, panel: PanelRow, origin: str, scenario: Scenario) -> None:
        which = (panel.id, origin)
        while True:
            try:
                self._known[which] = _brought(self.engine.store, panel, origin, scenario)
            finally:
                with self._lock:
                    again = which in self._again
                    self._again.discard(which)
                    if not again:
                        self._running.discard(which)
            if not again:
                return


def _brought(store: Store, panel: PanelRow, origin: str, scenario: Scenario) -> Brought:
    # Loading the statistics takes seconds, and most panels never need them here.
    from curtain.analysis import Plan, per_person, read_frames

    rule = scenario.assign.by_reward
    assert rule is not None
    plan = Plan.of(scenario)
    with store.reading() as reading:
        frames = read_frames(lambda name: reading.table(panel.id, name, origin), stays=plan.counts_stays)
    measure, values = per_person(frames, plan, rule.measure, origin=origin)
    is_share = measure.scale == "share"
    found = {}
    for arm in panel.arms:
        of_arm = values[values.index.get_level_values("arm") == arm].dropna().astype(float)
        found[arm] = Reward(len(of_arm), float(of_arm.sum()), float((of_arm**2).sum()))
    return Brought(found, is_share, scenario.less_is_better(rule.measure))
