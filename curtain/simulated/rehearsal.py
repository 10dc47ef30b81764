"""A panel of simulated people: made, opened and filled whatever real people would still need first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import scenarios
from curtain.engine import Engine
from curtain.errors import CurtainError
from curtain.simulated.crowd import people
from feedback_db import NewEvent, NotFound, Reading, Writing, key
from scenarios.errors import did_you_mean, listed

# The first of them comes then, so that times are the same again.
FIRST_DAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


class Rehearsal(NamedTuple):
    """A panel, and how many of its simulated sessions ended how, by status."""

    panel: str
    ends: dict[str, int]


def rehearse(
    engine: Engine,
    slug: str,
    number: int,
    seed: str,
    told: Callable[[float], object] = lambda _share: None,
    *,
    arm: str | None = None,
    operators: bool = False,
    processes: int | None = None,
) -> Rehearsal:
    """Play `number` simulated people through a scenario of the engine's library, all in one `arm` if that is given.
    With `operators`, simulated ones play every feature that a person can play. See `people` for `told` and `processes`.

    The same scenario, seed and clock give the same panel in a new database. Raises `CurtainError`.
    """
    check(engine.library_folder, slug, arm, operators=operators)
    panel = engine.store.do(lambda tx: _opened(engine, tx, slug, seed, operators))
    try:
        ends = people(engine, panel, number, seed, told, arm=arm, processes=processes)
    except KeyboardInterrupt:
        raise CurtainError(f"Stopped. Whoever has come so far is in the panel {panel!r}.") from None
    finally:
        engine.store.do(lambda tx: _tell(engine, tx, panel, "panel.closed", {}))
    return Rehearsal(panel, ends)


def check(folder: Path, slug: str, arm: str | None = None, *, operators: bool = False) -> None:
    """Raises `CurtainError` where a library has no such scenario or arm, or nobody for `operators` to play, and
    `ScenarioError` where it cannot be read."""
    known = sorted(path.parent.name for path in folder.glob("*/*.yaml") if path.stem == path.parent.name)
    if slug not in known:
        remedy = did_you_mean(slug, known)
        there = f"{folder} has {listed(known)}" if known else f"{folder} has none"
        raise CurtainError(f"there is no scenario {slug!r}; {there}" + (f"; {remedy}" if remedy else ""))
    scenario = scenarios.load(folder / slug / f"{slug}.yaml")
    if arm is not None and arm not in scenario.arms:
        raise CurtainError(f"{slug!r} has no arm {arm!r}; it has {listed(scenario.arms)}")
    if operators and not scenarios.operators(scenario):
        raise CurtainError(
            f"{slug!r} has no mock of the kind 'operator' that can play; add one under `mocks:`"
        )


def _opened(engine: Engine, tx: Writing, slug: str, seed: str, operators: bool) -> str:
    """An open panel of simulated origin. What only matters with real people keeps nobody out of it."""
    version = engine.freeze(tx, slug)
    panel = _fresh(tx, f"{version}/{seed}")
    scenario = engine.scenario(version)
    told: dict[str, Any] = {
        "name": f"Simulated people: {slug}",
        "scenario": slug,
        "origin": "simulated",
        "played_by": scenarios.operators(scenario) if operators else {},
        "seed": seed,
        "people": None,
        "arms": list(scenario.arms),
    }
    _tell(engine, tx, panel, "panel.created", told)
    _tell(engine, tx, panel, "panel.opened", {"version": version})
    return panel


def _tell(engine: Engine, tx: Writing, panel: str, kind: str, payload: Mapping[str, Any]) -> None:
    tx.append(NewEvent(kind, engine.now(), panel, payload=dict(payload), key=key(panel, "panel", kind)))


def _fresh(tx: Reading, name: str) -> str:
    """An id from a name; another one where that is taken, because the same was played here before."""
    for again in range(1_000_000):
        made = f"p-{hashlib.sha256(f'{name}/{again}'.encode()).hexdigest()[:8]}"
        try:
            tx.panel(made)
        except NotFound:
            return made
    raise CurtainError("There are too many panels of this scenario; take another database.")
