"""`curtain bench …`: what each bench is called, and what can be asked of it."""

from __future__ import annotations

from pathlib import Path

import click


@click.group()
def bench() -> None:
    """Measure speed, each beside something else in the same run."""


@bench.command("log")
@click.option("--seconds", default=2.0, show_default=True, help="How long each round takes.")
def bench_log(seconds: float) -> None:
    """Acknowledged events per second, beside plain sqlite3 and beside one commit per event."""
    from curtain.bench import log

    log.run(seconds, (1, 10, 50), out=click.echo)


@bench.command("results")
@click.option("--events", default=1_000_000, show_default=True, help="How large the panel is.")
@click.option(
    "--db",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the newest panel of a copy of this.",
)
def bench_results(events: int, db: Path | None) -> None:
    """The first look at a large panel, a look after something new, the report, and the memory."""
    from curtain.bench import results

    results.run(events, click.echo, db)


@bench.command("statistics")
@click.option("--panels", default=2000, show_default=True, help="How many panels for each figure.")
def bench_statistics(panels: int) -> None:
    """False alarms and coverage in panels whose truth is known, each beside a naive method."""
    from curtain.bench import statistics

    statistics.run(panels, click.echo)


@bench.command("mocks")
def bench_mocks() -> None:
    """Microseconds per answer of rules, random and imperfect, beside the least that an answer can cost."""
    from curtain.bench import mocks

    mocks.run(click.echo)


@bench.command("simulate")
@click.option("-n", "--people", "number", default=400, show_default=True, help="How many come in each round.")
def bench_simulate(number: int) -> None:
    """Complete courier sessions of simulated people per second, beside plain sqlite3 with the same rows."""
    from curtain.bench import simulate as benched

    benched.run(number, click.echo)


@bench.command("live")
@click.option("--seconds", default=20.0, show_default=True, help="How long each size runs.")
@click.option("--pairs", default="1,10,40", show_default=True, help="Sizes, with commas between.")
def bench_live(seconds: float, pairs: str) -> None:
    """From the operator's send to the participant's screen, beside a chat on Flask-SocketIO; idle cost; reruns."""
    from curtain.bench import live

    live.run([int(size) for size in pairs.split(",")], seconds, out=click.echo)


@bench.command("desk")
@click.option("--operators", default=8, show_default=True, help="Who share the queue.")
@click.option("--people", default=50, show_default=True, help="Who ask.")
@click.option("--seconds", default=20.0, show_default=True, help="How long each part runs.")
def bench_desk(operators: int, people: int, seconds: float) -> None:
    """Time in the queue, from send to screen, and CPU: a crowd at one desk, beside one pair."""
    from curtain.bench import desk

    desk.run(click.echo, operators=operators, people=people, seconds=seconds)
