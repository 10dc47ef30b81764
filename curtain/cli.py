"""The command line: `curtain run | new | check | preview | schema | simulate | keys | snapshot | bench …`."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Literal

import click

from curtain.bench.command import bench
from curtain.errors import CurtainError
from curtain.simulated.command import simulate
from feedback_db import StoreError, reading_beside
from mocks import MockError
from scenarios import ScenariosError

APP = Path(__file__).parents[1] / "app.py"
_STREAMLIT = [sys.executable, "-m", "streamlit", "run", str(APP)]


class _Plain(click.Group):
    """A person's mistake prints one line, not a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (CurtainError, StoreError, ScenariosError, MockError) as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:  # a folder that cannot be made, a disk that is full
            if error.errno == errno.EPIPE:  # whoever read along has read enough
                raise
            raise click.ClickException(f"{error.filename or 'writing'}: {error.strerror or error}") from error


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
    command = [*_STREAMLIT, *options]
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


def _until_stopped(command: list[str], environment: dict[str, str], *, quiet: bool = False) -> int:
    """Run the server until it ends by itself, or until somebody asks us to stop; gives the exit code. `quiet` leaves
    out what it says, but for errors."""
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
    out = subprocess.DEVNULL if quiet else None
    server = subprocess.Popen(command, cwd=APP.parent, env=environment, stdout=out, start_new_session=True)
    if asked:
        server.terminate()
    code = server.wait()
    return 0 if asked else code


@main.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Say what is wrong with scenarios, all at once: PATH is a file, a scenario's folder, or a folder of such folders.

    Each complaint has its file, line and column. Warnings and advice never stop anybody.
    """
    from curtain.commands import checking

    if not checking.check(paths, click.echo):
        sys.exit(1)


@main.command()
@click.argument("name")
@click.option(
    "--from", "source", metavar="SCENARIO", help="Copy this one: a name in the gallery, a file or a folder."
)
@click.option(
    "--in",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of scenarios [scenarios/library, or the present folder where that is not there].",
)
def new(name: str, source: str | None, folder: Path | None) -> None:
    """Write a scenario NAME to begin with: fifteen lines that can be tried at once."""
    from scenarios import writing

    own = Path("scenarios") / "library"
    file = writing.new(name, folder or (own if own.is_dir() else Path()), source)
    click.echo(f"{file} is written. Look at it with:\n  curtain preview {file}")


@main.command()
def schema() -> None:
    """Print the language as JSON Schema, by which editors complete keys and explain them."""
    from scenarios import schema as language

    click.echo(language.text(), nl=False)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--arm", help="The arm to begin with.")
@click.option("--port", default=0, help="Where to listen [a free port].")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def preview(file: Path, arm: str | None, port: int, no_browser: bool) -> None:
    """Look at a scenario in the browser while you write it; it begins anew at each save. Nothing is kept."""
    from curtain.bench.server import free_port
    from curtain.commands import previewing
    from curtain.preview import scenario_file

    host, port = "127.0.0.1", port or free_port()
    _must_be_free(host, port)
    command = [*_STREAMLIT, "--server.address", host, "--server.port", str(port)]

    def run(environment: dict[str, str]) -> int:
        return _until_stopped(command, environment, quiet=True)

    shown = scenario_file(file)
    sys.exit(previewing.show(shown, arm, f"http://{host}:{port}", not no_browser, click.echo, run))


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
    from curtain.notebooks import named

    with reading_beside(data_file()) as reading:
        click.echo(snapshots.take(reading, named(reading, panel).id, form, feature).yaml, nl=False)


@main.command()
@click.argument("panel")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), help="Where to [the panel's id].")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "jsonl", "parquet", "sqlite"]),
    help="[csv; jsonl for labels]",
)
@click.option(
    "--as", "as_labels", type=click.Choice(["labels"]), help="What was corrected, as a labelled data set."
)
@click.option(
    "--origin",
    type=click.Choice(["real", "practice", "simulated", "preview", "test", "all"]),
    help="Only these sessions [what the panel is for].",
)
@click.option(
    "--with-ids",
    is_flag=True,
    help="Ids of the database and what stands beside links, too: this leads back to people.",
)
@click.option("--force", is_flag=True, help="Write over an earlier export.")
@click.option("--db", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The database file.")
def export(
    panel: str,
    target: Path | None,
    form: Literal["csv", "jsonl", "parquet", "sqlite"] | None,
    as_labels: str | None,
    origin: str | None,
    with_ids: bool,
    force: bool,
    db: Path | None,
) -> None:
    """Write PANEL (its name or id) as tidy tables with a data dictionary. People are numbers; nothing leads back."""
    from curtain.commands import exporting
    from curtain.house import data_file

    if as_labels and with_ids:
        raise click.UsageError("labels have no ids: leave --with-ids out")
    with reading_beside(db or data_file()) as reading:
        exporting.run(
            reading,
            panel,
            target,
            form or ("jsonl" if as_labels else "csv"),
            origin=origin,
            labels=as_labels is not None,
            ids=with_ids,
            force=force,
            say=click.echo,
        )


@main.command()
@click.argument("name", metavar="SCENARIO|PANEL")
@click.option(
    "-o", "--output", "target", type=click.Path(path_type=Path), help="The file [the panel's id, .html]."
)
@click.option("--db", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The database file.")
def report(name: str, target: Path | None, db: Path | None) -> None:
    """Write the report of a panel as one file: the question, the prototype, people, results, guards, the decision,
    quotes, and the methods. For a scenario, its newest panel with people is taken."""
    from curtain.commands import reporting
    from curtain.house import engine_beside

    reporting.run(engine_beside(db), name, target, click.echo)


@main.command()
@click.argument("scenario")
@click.option("-n", "--people", type=click.IntRange(2, 1_000_000), help="How many [as planned].")
@click.option("--panel", help="Take what varies from this panel.")
@click.option("--db", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The database file.")
def power(scenario: str, people: int | None, panel: str | None, db: Path | None) -> None:
    """Say how many people SCENARIO's decision takes, what so many would show, and how long it takes to get them."""
    from curtain.commands import planning

    library, name = planning.library_of(scenario)
    planning.run(library, name, people, panel, db, click.echo)


main.add_command(simulate)

main.add_command(bench)
