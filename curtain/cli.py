"""The command line: `curtain run | check | keys | snapshot | bench …`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Literal

import click

import scenarios
from curtain.errors import CurtainError
from feedback_db import StoreError, reading_beside
from mocks import MockError
from scenarios import ScenarioError

APP = Path(__file__).parents[1] / "app.py"


class _Plain(click.Group):
    """A person's mistake prints one line, not a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (CurtainError, StoreError, ScenarioError, MockError) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Plain, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Put an ML feature in people's hands before any model exists."""


@main.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets phones in the same network in."
)
@click.option("--port", default=8501, show_default=True, help="Where to listen.")
@click.option(
    "--db", type=click.Path(dir_okay=False, path_type=Path), help="The database file [data/curtain.db]."
)
@click.option(
    "--scenarios",
    "library",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of scenario folders, in place of the ones that come along.",
)
@click.option("--dev", is_flag=True, help="For authors: run again whenever a file is saved. Slower.")
def run(host: str, port: int, db: Path | None, library: Path | None, dev: bool) -> None:
    """Start the server and say where to click."""
    _must_be_free(host, port)
    environment = dict(os.environ)
    if db:
        environment["CURTAIN_DB"] = str(db.resolve())
    if library:
        environment["CURTAIN_LIBRARY"] = str(library.resolve())
    options = ["--server.address", host, "--server.port", str(port)]
    if dev:
        options += ["--server.fileWatcherType", "auto", "--server.runOnSave", "true"]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), *options]
    # Streamlit reads its settings from the folder in which it starts.
    environment.setdefault("CURTAIN_DB", str((Path.cwd() / "data" / "curtain.db").resolve()))
    sys.exit(_until_stopped(command, environment))


def _must_be_free(host: str, port: int) -> None:
    """Say it in our words, and before anything else happens."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise click.ClickException(
            f"cannot listen on {host}, port {port}: {error.strerror}. "
            "Stop the program that has it, or choose another one with --port."
        ) from error


def _until_stopped(command: list[str], environment: dict[str, str]) -> int:
    """Run the server until it ends by itself, or until somebody asks us to stop; gives the exit code."""
    server: subprocess.Popen[bytes] | None = None
    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        asked = True
        if server:
            server.terminate()

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # the last one is unknown on Windows
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), stop)
    # Out of the terminal's reach: on Ctrl+C, Streamlit would say that it was aborted, which looks like a failure.
    server = subprocess.Popen(command, cwd=APP.parent, env=environment, start_new_session=True)
    if asked:
        server.terminate()
    code = server.wait()
    return 0 if asked else code


@main.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Read every scenario of a folder, and say what is wrong with them, all at once."""
    found = scenarios.library(folder)
    for entry in found:
        for problem in entry.problems:
            click.echo(problem)
        if not entry.problems:
            click.echo(f"{entry.slug}: fine")
    if any(entry.problems for entry in found):
        sys.exit(1)


@main.command()
def keys() -> None:
    """Make new keys for the staff, and sign everybody out. The server must not be running."""
    from curtain import staff
    from curtain.house import engine

    for role, key in staff.new_keys(engine()).items():
        click.echo(f"{role:10} /enter?key={key}")


@main.command()
@click.argument("panel")
@click.option(
    "--as",
    "form",
    type=click.Choice(["rules", "replay"]),
    default="rules",
    show_default=True,
    help="Which kind.",
)
@click.option("--feature", help="Which feature; the one that operators answered most, unless it is said.")
def snapshot(panel: str, form: Literal["rules", "replay"], feature: str | None) -> None:
    """Print the operators' answers in PANEL (its name or id) as a mock to put into the scenario."""
    from curtain import snapshot as snapshots
    from curtain.house import data_file

    with reading_beside(data_file()) as reading:
        known = [row for row in reading.panels() if panel in (row.id, row.name)]
        if not known:
            raise click.ClickException(f"there is no panel {panel!r}")
        click.echo(snapshots.take(reading, known[-1].id, form, feature).yaml, nl=False)


@main.group()
def bench() -> None:
    """Measure speed, each beside something else in the same run."""


@bench.command("log")
@click.option("--seconds", default=2.0, show_default=True, help="How long each round takes.")
def bench_log(seconds: float) -> None:
    """Acknowledged events per second, beside plain sqlite3 and beside one commit per event."""
    from curtain.bench import log

    log.run(seconds, (1, 10, 50), out=click.echo)


@bench.command("mocks")
def bench_mocks() -> None:
    """Microseconds per answer of rules, random and imperfect, beside the least that an answer can cost."""
    from curtain.bench import mocks

    mocks.run(click.echo)


@bench.command("live")
@click.option("--seconds", default=20.0, show_default=True, help="How long each size runs.")
@click.option("--pairs", default="1,10,40", show_default=True, help="Sizes, with commas between.")
def bench_live(seconds: float, pairs: str) -> None:
    """From the operator's send to the participant's screen, beside a chat on Flask-SocketIO; idle cost; reruns."""
    from curtain.bench import live

    live.run([int(size) for size in pairs.split(",")], seconds, out=click.echo)
