"""Planning a panel: from whom its spread is known, and simulated people where nobody has been asked yet."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from curtain.analysis import Plan
from curtain.analysis.planning import Spread, spread_of
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study
from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.ledger import ledger
from curtain.simulated.rehearsal import FIRST_DAY, rehearse
from feedback_db import PanelRow, open_store
from scenarios import Scenario

SIMULATED = 80  # people, for a spread


class Known(NamedTuple):
    """What a scenario's main measure varies by, and the people who tell it (None: nobody does)."""

    measure: Measure | None
    plan: Plan
    spread: Spread | None
    study: Study | None


def measure_of(study: Study, plan: Plan) -> Measure | None:
    """The measure that the decision block names."""
    return next((each for each in study.measures if each.name == plan.primary), None)


def known(engine: Engine, scenario: Scenario, panel: PanelRow | None = None) -> Known:
    """From the panel that is named, else from the scenario's newest one with enough real people. The spread is what is
    usual where nobody has been asked."""
    plan = Plan.of(scenario)
    with engine.store.reading() as reading:
        found = [row for row in reading.panels() if row.scenario == scenario.slug and row.origin == "real"]
    last: Known | None = None
    for row in [panel] if panel else reversed(found):
        study = ledger(engine).counted(row.id).study
        measure = measure_of(study, plan)
        spread = spread_of(study, plan, measure, f"the people of {row.name}") if measure else None
        last = Known(measure, plan, spread or (Spread.unknown(measure) if measure else None), study)
        if spread:
            return last
    return last or _nobody(plan)


def simulated(library: Path, scenario: Scenario) -> Known:
    """From simulated people, who play the scenario in a database that is thrown away."""
    plan = Plan.of(scenario)
    clock = SteppedClock(FIRST_DAY)
    with tempfile.TemporaryDirectory(prefix="power-") as folder:
        engine = Engine(open_store(Path(folder) / "power.db", clock=clock), clock=clock, library=library)
        try:
            panel, _ = rehearse(engine, scenario.slug, SIMULATED, "power", processes=1)
            study = ledger(engine).counted(panel).study
        finally:
            engine.close()
    measure = measure_of(study, plan)
    spread = spread_of(study, plan, measure, f"{SIMULATED} simulated people") if measure else None
    return Known(measure, plan, spread or (Spread.unknown(measure) if measure else None), study)


def _nobody(plan: Plan) -> Known:
    """Nobody was ever asked: the measure is known from an empty study."""
    import pandas as pd

    from curtain.analysis.frames import Frames
    from curtain.analysis.study import study

    empty = study(Frames(**{name: pd.DataFrame() for name in Frames._fields}), plan)
    measure = measure_of(empty, plan)
    return Known(measure, plan, Spread.unknown(measure) if measure else None, None)
