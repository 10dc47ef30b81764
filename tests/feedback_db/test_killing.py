"""A server that is killed at any moment has kept everything that it acknowledged, once."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from feedback_db import open_store

ROOT = Path(__file__).parents[2]

# Writes from many threads, and says each key on a line of its own once it is acknowledged.
WRITER = """
import itertools, os, sys, threading
from feedback_db import open_store
from tests.feedback_db.people import Person
store, first = open_store(sys.argv[1]), int(sys.argv[2])
def call(number):
    person = Person(number)
    for revision in itertools.count(first):
        event = person.reacts("thumb", "up", revision)
        assert store.do(lambda tx: tx.append(event))
        os.write(1, (event.key + "\\n").encode())
for number in range(1, 21):
    threading.Thread(target=call, args=(number,)).start()
"""


def write_and_be_killed(path: Path, first: int, after: int) -> list[str]:
    """Acknowledged keys of a process that is killed once it has acknowledged `after` of them."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(first)], cwd=ROOT, text=True, stdout=subprocess.PIPE
    )
    assert process.stdout
    keys = [line for line, _ in zip(process.stdout, range(after), strict=False)]
    assert len(keys) == after
    process.kill()
    keys += process.stdout.readlines()
    process.wait()
    return [key.strip() for key in keys]


def check(path: Path, acknowledged: list[str]) -> None:
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        held = Counter(key for (key,) in connection.execute("SELECT key FROM event"))
        pairs = [connection.execute(f"SELECT id FROM {name}").fetchall() for name in ("event", "reaction")]
    assert set(acknowledged) <= set(held)
    assert set(held.values()) <= {1}
    assert sorted(pairs[0]) == sorted(pairs[1])


def test_every_acknowledged_event_is_there_once_after_a_kill(store_path: Path) -> None:
    acknowledged = write_and_be_killed(store_path, 0, random.Random().randint(50, 400))
    assert len(acknowledged) == len(set(acknowledged))
    check(store_path, acknowledged)


@pytest.mark.long
def test_every_acknowledged_event_is_there_once_after_many_kills(store_path: Path) -> None:
    rng = random.Random()
    acknowledged: list[str] = []
    for turn in range(15):
        acknowledged += write_and_be_killed(store_path, turn * 1_000_000, rng.randint(1, 2_000))
        check(store_path, acknowledged)
