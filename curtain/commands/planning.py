"""`curtain power`: how many people a scenario's decision takes, and what so many would show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from curtain.analysis.planning import by_drawing, curve, pace, planned
from curtain.house import data_file, engine_beside
from curtain.notebooks import named
from curtain.planning import Known, known, simulated
from curtain.simulated.rehearsal import check
from scenarios import LIBRARY, Scenario, load

EACH = 30  # people in an arm, where nobody planned a number


def run(
    library: Path,
    scenario: str,
    people: int | None,
    panel: str | None,
    db: Path | None,
    say: Callable[[str], None],
) -> None:
    """Say what the planned number of people, or `people`, would show. The spread is that of `panel`, else of the real
    people of the scenario, else of simulated ones."""
    check(library, scenario)
    asked = load(library / scenario / f"{scenario}.yaml")
    found, now = _known(asked, panel, db), datetime.now(UTC)
    if found is None:
        say(f"Nobody real has been asked in {scenario}. Simulated people play it now, which takes a moment.")
        found = simulated(library, asked)
    if found.measure is None or found.spread is None:
        raise click.ClickException(f"{scenario} names no measure to decide by: give it a decision block")
    plan, measure, spread = found.plan, found.measure, found.spread
    number = people or plan.people or EACH * len(plan.arms)
    weights = asked.assign.weights
    arms = " against ".join(reversed(plan.compare[:2]))
    say(f"{measure.title}, {arms}. What it varies by is known from {spread.source}.")
    say("")
    say(planned(plan, measure, spread, number, weights).sentence)
    if found.study is not None:
        drawn = by_drawing(plan, measure, found.study, number, weights)
        if drawn is not None:
            say(f"Drawn anew from them, {drawn:.0%} of such panels see {plan.worth_it_from}.")
        if found.study.origin == "real":
            say(pace(found.study, number, now).sentence)
    say("")
    say(f"{'people':>8} {'in an arm':>10}   {'shows':<28} {'sees what was asked':>20}")
    for row in curve(plan, measure, spread, weights, 2 * number).to_dict("records"):
        chance = "–" if row["chance"] is None else f"{row['chance']:.0%}"
        say(f"{row['people']:>8} {row['each']:>10}   {row['words']:<28} {chance:>20}")


def _known(asked: Scenario, panel: str | None, db: Path | None) -> Known | None:
    """From the database, if there is one with people in it."""
    file = db or data_file()
    if not file.exists():
        if panel:
            raise click.ClickException(f"there is no database {file} in which {panel!r} could be")
        return None
    engine = engine_beside(file)
    if panel:
        with engine.store.reading() as reading:
            row = named(reading, panel)
        return known(engine, asked, row)
    found = known(engine, asked)
    return found if found.study is not None and len(found.study.counted) else None


def library_of(scenario: str) -> tuple[Path, str]:
    """The library and the name in it of a name, or of a scenario's folder or file."""
    path = Path(scenario)
    if path.suffix in {".yaml", ".yml"}:
        path = path.parent
    if path.is_dir():
        return path.resolve().parent, path.resolve().name
    return LIBRARY, scenario
