"""The server is killed in the middle of sessions under load; nothing that was acknowledged is lost or doubled."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.exceptions import WebSocketException

from tests.e2e.world import World
from tests.line import Line, Walker

PEOPLE = 12


def walk(world: World, token: str, seen: dict[str, dict], enough: threading.Semaphore) -> None:
    """Walk until the server is gone, noting the last view that was acknowledged."""
    try:
        walker = Walker(world.url, token)
        seen[token] = walker.view
        while walker.one_step():
            seen[token] = walker.view
            enough.release()
    except (OSError, WebSocketException, TimeoutError):
        pass


def crash_once(world: World, steps: int) -> dict[str, dict]:
    """Let people walk, kill the server in the middle, start it again; gives each person's last acknowledged view."""
    seen: dict[str, dict] = {}
    enough = threading.Semaphore(0)
    tokens = [world.token() for _ in range(PEOPLE)]
    with ThreadPoolExecutor(PEOPLE) as pool:
        for token in tokens:
            pool.submit(walk, world, token, seen, enough)
        while steps > 0 or len(seen) < PEOPLE:
            assert enough.acquire(timeout=60)
            steps -= 1
        world.kill()
    world.start()
    return seen


def check(world: World, seen: dict[str, dict]) -> None:
    for token, view in seen.items():
        walker = Walker(world.url, token)
        assert walker.view["rev"] >= view["rev"], "an acknowledged event is missing"
        if walker.view["rev"] == view["rev"]:
            assert walker.view["place"] == view["place"]
        walker.line.close()
    beside = sqlite3.connect(f"file:{world.database}?mode=ro", uri=True)
    doubled = beside.execute(
        "SELECT session, kind, json_extract(payload, '$.place'), json_extract(payload, '$.revision'), count(*) AS n "
        "FROM event WHERE kind IN ('reaction.recorded', 'step.entered', 'answer.given') "
        "GROUP BY 1, 2, 3, 4 HAVING n > 1"
    ).fetchall()
    keys = Counter(key for (key,) in beside.execute("SELECT key FROM event"))
    assert beside.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    beside.close()
    assert doubled == []
    assert max(keys.values()) == 1


def test_a_killed_server_takes_nothing_along_that_was_acknowledged(tmp_path: Path) -> None:
    with World(tmp_path / "curtain.db") as world:
        seen = crash_once(world, steps=60)
        assert len(seen) == PEOPLE
        check(world, seen)
        finished = Walker(world.url, next(iter(seen)))
        while finished.one_step():
            pass
        assert finished.screen["code"]


@pytest.mark.long
@pytest.mark.parametrize("round_number", range(8))
def test_a_server_that_is_killed_again_and_again_loses_nothing(tmp_path: Path, round_number: int) -> None:
    with World(tmp_path / "curtain.db") as world:
        for steps in (10 + 7 * round_number, 90, 33):
            check(world, crash_once(world, steps))


def test_after_a_kill_an_open_question_is_still_asked(tmp_path: Path) -> None:
    with World(tmp_path / "curtain.db") as world:
        waiting: list[Walker] = []
        while len(waiting) < 2:  # in one of three arms nothing is asked
            walker = Walker(world.url, world.token("person"))
            walker.act("next")
            walker.act("next")
            waiting += [walker] if walker.screen["waiting"] else []
        world.kill()
        world.start()
        with Line(world.url, {"desk": True}, cookie=world.cookie("operator")) as desk:
            assert len(desk.ok("desk.view")["queue"]) == 2
        for walker in waiting:
            again = Walker(world.url, walker.token)
            assert (again.view["place"], bool(again.screen["waiting"])) == (walker.view["place"], True)
