"""A panel of 200,000 answers: exported in little memory, and nothing is left of an export that was stopped."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from curtain.export.writers import Format
from feedback_db import open_store

PEOPLE, EACH = 1_000, 200  # 200,000 answers, 60 MB of text


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a large panel, its answers in the order in which a live one has them."""
    path = tmp_path_factory.mktemp("large") / "curtain.db"
    open_store(path).close()
    when, input_ = "2026-01-05T09:00:40.651505+00:00", json.dumps({"text": "word " * 25})
    with sqlite3.connect(path) as db:
        db.execute(
            "INSERT INTO panel (id, name, scenario, version, status, origin, played_by, seed, arms, created_at) "
            "VALUES ('p', 'Large', 's', 'v', 'open', 'real', '{}', '1', '[]', ?)",
            (when,),
        )
        numbers = [(n,) for n in range(PEOPLE)]
        db.executemany(
            "INSERT INTO participant (id, panel, token, number) VALUES ('u' || ?1, 'p', 't' || ?1, ?1)",
            numbers,
        )
        db.executemany(
            "INSERT INTO session (id, participant, panel, origin, arm, status, done, steps, rows, started_at, last_at) "
            f"VALUES ('s' || ?1, 'u' || ?1, 'p', 'real', 'a', 'completed', 1, 1, '{{}}', '{when}', '{when}')",
            numbers,
        )
        db.executemany(
            "INSERT INTO prediction (id, panel, session, participant, arm, period, feature, place, step, trial, task, "
            "mock, status, input, provenance, late, fallback) VALUES ('q' || ?1 || '-' || ?2, 'p', 's' || ?1, "
            "'u' || ?1, 'a', 1, 'f', 'x', 'x', ?2, 'text-generation', 'm', 'released', "
            f"'{input_}', '{{\"mock\":\"m\"}}', 0, 0)",
            ((n, trial) for trial in range(EACH) for n in range(PEOPLE)),
        )
    return path


MEASURED = """
import resource, sys
from pathlib import Path
import pyarrow.parquet, sqlite_utils
from curtain.export.panels import Asked, export
from feedback_db import reading_beside

with reading_beside(sys.argv[1]) as reading:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = export(reading, "p", Path(sys.argv[2]), Asked(sys.argv[3]))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(done.rows["predictions"], grown)
"""


@pytest.mark.parametrize(("form", "most_mb"), [("csv", 30), ("parquet", 120)])
def test_a_large_panel_takes_no_more_memory_than_a_small_one(
    large: Path, tmp_path: Path, form: Format, most_mb: int
) -> None:
    said = [sys.executable, "-c", MEASURED, str(large), str(tmp_path / "out"), form]
    rows, grown = subprocess.run(said, capture_output=True, text=True, check=True).stdout.split()
    assert int(rows) == PEOPLE * EACH
    assert int(grown) / 1024 < most_mb  # kB on Linux


# What a shell runs in the background is born deaf to Ctrl-C, and so is its offspring.
STOPPABLE = """
import signal, sys
from curtain.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main(sys.argv[1:])
"""


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whoever_stops_it_finds_nothing_half_written(
    large: Path, tmp_path: Path, stop: signal.Signals
) -> None:
    said = ["export", "p", "--db", str(large), "-o", str(tmp_path / "out")]
    running = subprocess.Popen([sys.executable, "-c", STOPPABLE, *said], stderr=subprocess.PIPE)
    while not any(file.stat().st_size for file in tmp_path.glob(".out-*/export/predictions.csv")):
        assert running.poll() is None
        time.sleep(0.01)
    running.send_signal(stop)
    _, told = running.communicate()
    assert running.returncode != 0
    assert b"Traceback" not in told
    assert not (tmp_path / "out").exists()
    if stop != signal.SIGKILL:  # after which nobody can tidy up
        assert list(tmp_path.iterdir()) == []
