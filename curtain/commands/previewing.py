"""`curtain preview`: a server for one scenario while it is written, on a database that is thrown away afterwards."""

from __future__ import annotations

import os
import tempfile
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path

import scenarios
from curtain import preview, staff
from curtain.engine import Engine
from curtain.errors import Refused
from curtain.house import DATA, LIBRARY
from feedback_db import open_store
from scenarios import ScenarioError
from scenarios.errors import did_you_mean, listed

PATIENCE = 60.0  # seconds that a server may take to start

Run = Callable[[dict[str, str]], int]


def show(file: Path, arm: str | None, base: str, browser: bool, say: Callable[[str], None], run: Run) -> int:
    """Run a server for the file under the address `base` until it is stopped; gives its exit code.

    `run` starts it with an environment and waits for its end. With `browser`, the page opens by itself.
    """
    _arm_must_exist(file, arm)
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        place = Path(folder)
        library, database = preview.stage(file, place), place / "preview.db"
        house = Engine(open_store(database), library=library)
        key = staff.first_keys(house)["designer"]
        house.close()
        environment = {**os.environ, DATA: str(database), LIBRARY: str(library), preview.SLUG: file.stem}
        if arm:
            environment[preview.ARM] = arm
        address = f"{base}/enter?key={key}"
        say(f"\n  {file} in the browser, anew at each save:\n    {address}\n\n  Stop with Ctrl+C.\n")
        if browser:
            threading.Thread(target=_open, args=(base, address), daemon=True).start()
        return run(environment)


def _arm_must_exist(file: Path, arm: str | None) -> None:
    """A file that cannot be used yet may have any arm: its complaints are what the preview shows."""
    if arm is None:
        return
    try:
        arms = list(scenarios.load(file).arms)
    except ScenarioError:
        return
    if arm not in arms:
        raise Refused(f"{file} has no arm {arm!r}; {did_you_mean(arm, arms, f'there is {listed(arms)}')}")


def _open(base: str, address: str) -> None:
    """Open the browser as soon as the server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=1):
                webbrowser.open(address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
