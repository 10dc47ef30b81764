"""Operators vanish, the server is killed: every request is answered once or flagged, none is lost, none is stuck."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from curtain import panels
from curtain.engine import Engine
from feedback_db import open_store
from tests.engine.office import SCENARIO

ROOT = Path(__file__).parents[2]
TRIALS = 10


def founded(folder: Path, people: int) -> tuple[Path, Path]:
    """A database with an open panel and its links, and the library of its scenario."""
    database, library = folder / "office.db", folder / "library"
    (library / "office").mkdir(parents=True)
    (library / "office" / "office.yaml").write_text(SCENARIO, encoding="utf-8")
    engine = Engine(open_store(database), library=library)
    panel = panels.create(engine, "office", "Office", origin="practice")
    panels.open_panel(engine, panel)
    panels.make_links(engine, panel, people)
    engine.close()
    return database, library


def worked(database: Path, library: Path, operators: int, kills: list[int]) -> list[list[str]]:
    """What was acknowledged by processes of which each but the last is killed after so many answers."""
    told: list[list[str]] = []
    for after in [*kills, 10**9]:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.office", str(database), str(library), str(operators)],
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
        )
        assert process.stdout
        answers, lines = 0, []
        for line in process.stdout:
            lines.append(line.split())
            answers += lines[-1][0] == "answered"
            if answers >= after:
                process.kill()
                lines += [rest.split() for rest in process.stdout if rest.endswith("\n")]
                break
        process.wait()
        told += [line for line in lines if line != ["done"]]
        if ["done"] in lines:
            break
    assert ["done"] in lines, "it never came to the end"
    return told


def log(database: Path) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        rows = connection.execute("SELECT kind, at, payload FROM event ORDER BY id").fetchall()
    for kind, at, payload in rows:
        told = json.loads(payload)
        if "prediction" in told:
            yield kind, at, told, told["prediction"]


def check(database: Path, acknowledged: list[list[str]], people: int) -> Counter[str]:
    with closing(sqlite3.connect(database)) as connection:
        ends = dict(connection.execute("SELECT status, count(*) FROM session GROUP BY status").fetchall())
        rows = connection.execute("SELECT id, status, operator, fallback, output FROM prediction").fetchall()
    assert ends == {"completed": people}
    assert [row for row in rows if row[1] != "released"] == [], "none is stuck"
    assert len(rows) == people * TRIALS, "none is lost"
    assert [row for row in rows if (row[2] is None) != bool(row[3])] == [], "answered, or flagged as fallback"

    seen: Counter[tuple[str, str]] = Counter()
    holds: dict[str, tuple[str | None, str]] = {}
    last: dict[str, Any] = {}
    for kind, at, told, prediction in log(database):
        seen[prediction, kind] += 1
        holder, until = holds.get(prediction, (None, ""))
        match kind:
            case "desk.claimed":
                assert holder in (None, told["operator"]) or at >= until, "two held it at once"
                holds[prediction] = (told["operator"], told["lease_until"])
            case "desk.handed_over":
                holds[prediction] = (told["to"], told["lease_until"] or "")
            case "desk.released":
                holds[prediction] = (None, "")
            case "prediction.answered":
                last[prediction] = told["output"]
            case "prediction.released":
                assert told["output"] == last[prediction], "shown is what was said last"
    for id, _, _, _, output in rows:
        assert seen[id, "prediction.requested"] == seen[id, "prediction.released"] == 1
        assert seen[id, "prediction.answered"] - seen[id, "prediction.retracted"] == 1
        assert json.loads(output) == last[id]
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, _, told, prediction in log(database):
        if kind == "desk.answered":
            said[prediction, told["operator"]].append(told["output"][0]["label"].replace(" ", "_"))
    for word, prediction, operator, *label in acknowledged:
        assert word == "retracted" or label[0] in said[prediction, operator], "acknowledged and lost"
    return Counter(kind for kind, *_ in log(database))


def test_a_busy_desk_survives_kills(tmp_path: Path) -> None:
    database, library = founded(tmp_path, 12)
    told = worked(database, library, 4, [random.Random().randint(20, 60)])
    assert check(database, told, 12)["desk.answered"] > 60


@pytest.mark.long
def test_a_thousand_requests_eight_operators_and_many_kills(tmp_path: Path) -> None:
    database, library = founded(tmp_path, 100)
    dice = random.Random()
    told = worked(database, library, 8, [dice.randint(60, 160) for _ in range(6)])
    found = check(database, told, 100)
    assert found["desk.answered"] > 700
    assert min(found[kind] for kind in ("desk.handed_over", "prediction.retracted", "desk.released")) > 5
