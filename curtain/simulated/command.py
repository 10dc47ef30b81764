"""`curtain simulate`: plays people through a scenario into a database, and says how their visits ended."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

import scenarios
from curtain import preview
from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.house import LIBRARY, data_file
from curtain.simulated.rehearsal import FIRST_DAY, check, rehearse
from feedback_db import open_store

ENDED = {
    "completed": "reached the end",
    "running": "left on the way",
    "withdrawn": "took their data back",
    "screened": "were not needed",
}


@click.command()
@click.argument("scenario")
@click.option(
    "-n",
    "--people",
    "number",
    type=click.IntRange(1, 1_000_000),
    default=60,
    show_default=True,
    help="How many come.",
)
@click.option("-s", "--seed", default="1", show_default=True, help="The same seed gives the same data.")
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The database file; the server must not have it open [data/curtain.db].",
)
@click.option("--arm", help="Send all of them into this arm.")
@click.option("--operators", is_flag=True, help="Simulated operators play all that a person can play.")
def simulate(
    scenario: str, number: int, seed: str, db: Path | None, arm: str | None, operators: bool
) -> None:
    """Play simulated people through SCENARIO (a name in the library, or a file) by the real engine.

    They make a panel of their own, marked as simulated: for dry runs, demonstrations and planning. What they do is a
    model, and says nothing about real people.
    """
    with _library(scenario) as (library, slug):
        check(library, slug, arm, operators=operators)
        path = db or data_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        clock = SteppedClock(FIRST_DAY)
        engine = Engine(open_store(path, clock=clock), clock=clock, library=library)
        begun = time.perf_counter()
        try:
            with click.progressbar(length=number, label=f"{slug}, seed {seed}") as bar:

                def told(share: float) -> None:
                    bar.update(round(share * number) - bar.pos)

                panel, ends = rehearse(engine, slug, number, seed, told, arm=arm, operators=operators)
        finally:
            engine.close()
    took = time.perf_counter() - begun
    said = ", ".join(f"{count} {ENDED[status]}" for status, count in sorted(ends.items()))
    click.echo(f"{said}. {number / took:.0f} people a second.")
    click.echo(f"They are the panel {panel!r} in {path}.")


@contextmanager
def _library(scenario: str) -> Iterator[tuple[Path, str]]:
    """The library and the name in it of what was asked for: a name, or a scenario's folder or file anywhere."""
    path = Path(scenario)
    if "/" not in scenario and path.suffix not in (".yaml", ".yml") and not path.is_dir():
        own = os.environ.get(LIBRARY)
        yield Path(own) if own else scenarios.LIBRARY, scenario
        return
    file = preview.scenario_file(path)
    scenarios.load(file)  # complaints are about the file that was named
    with tempfile.TemporaryDirectory(prefix="simulate-") as folder:
        yield preview.stage(file, Path(folder)), file.stem
