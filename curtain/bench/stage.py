"""What the live benchmark plays on: the three servers, and the panels, links and cookies made before they start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from curtain import panels, staff
from curtain.bench.processes import python
from curtain.bench.server import Server, free_port
from curtain.engine import Engine
from feedback_db import NewEvent, Writing, open_store

HERE = Path(__file__).parent


class Seat(NamedTuple):
    """Where one pair plays: a panel of its own, the operator's cookie, and a fresh participant's token per round."""

    panel: str
    cookie: str
    tokens: list[str]


class Stage(NamedTuple):
    """`pid` of our server includes whatever it starts. `guests` are tokens of the courier scenario's participants."""

    url: str
    pid: int
    seats: list[Seat]
    guests: list[str]
    chat_url: str
    chat_pid: int
    oneline_url: str


@contextmanager
def stage(folder: Path, *, pairs: int, rounds: int, guests: int) -> Iterator[Stage]:
    """Start everything, and stop it when the block is left. Raises `CurtainError` or
    `RuntimeError` for one that does not start."""
    database = folder / "curtain.db"
    seats, tokens = _prepare(database, pairs, rounds, guests)
    chat, oneline = free_port(), free_port()
    chat_command = ["-m", "curtain.bench.baselines.chat", str(chat), str(folder / "chat.db")]
    script = HERE / "baselines" / "oneline.py"
    # It starts in an empty folder and so has Streamlit's own options; these three only keep it quiet and here.
    oneline_command = ["-m", "streamlit", "run", str(script), "--server.port", str(oneline)]
    quiet = [
        "--server.headless",
        "true",
        "--browser.gatherUsageStats",
        "false",
        "--server.address",
        "127.0.0.1",
    ]
    with (
        Server(database, environment={"CURTAIN_TIME_SCALE": "0"}) as ours,
        python(chat_command, f"http://127.0.0.1:{chat}/ready", cwd=HERE.parents[1]) as chat_pid,
        python([*oneline_command, *quiet], f"http://127.0.0.1:{oneline}/_stcore/health", cwd=folder),
    ):
        yield Stage(
            ours.url,
            ours.pid,
            seats,
            tokens,
            f"http://127.0.0.1:{chat}",
            chat_pid,
            f"http://127.0.0.1:{oneline}",
        )


def _prepare(database: Path, pairs: int, rounds: int, guests: int) -> tuple[list[Seat], list[str]]:
    store = open_store(database)
    engine = Engine(store, library=HERE)
    key = staff.first_keys(engine)["operator"]
    seats = [seat(engine, number, key, rounds) for number in range(1, pairs + 1)]
    engine = Engine(store)
    panel = panels.create(
        engine, "courier-delay", "Guests", played_by={"delay": "weather-rules"}, people=guests
    )
    panels.open_panel(engine, panel)
    tokens = panels.make_links(engine, panel, guests)
    engine.close()
    return seats, tokens


def seat(engine: Engine, number: int, key: str, people: int) -> Seat:
    """An open panel of the echo scenario with links for so many people, and an operator's cookie."""
    panel = panels.create(engine, "echo", f"Pair {number}")

    def command(tx: Writing) -> None:
        # Opened past the checks: they ask for what people need, and nobody but programs comes.
        version = engine.freeze(tx, "echo")
        tx.append(NewEvent(kind="panel.opened", at=engine.now(), panel=panel, payload={"version": version}))

    engine.store.do(command)
    cookie = staff.sign_in(engine, key)
    assert cookie is not None
    return Seat(panel, cookie, panels.make_links(engine, panel, people))
