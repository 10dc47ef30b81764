"""Mocks are light: no kind brings a screen, a database or a table library along, and an answer costs little."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

import mocks
from curtain.bench import mocks as bench
from mocks import registry

UNWANTED = ("streamlit", "sqlite3", "sqlite_utils", "pandas", "curtain", "scenarios", "feedback_db")
NOT_YET = (
    "httpx",
    "asyncio",
    "scipy",
    "numpy",
    "faker",
    "jsonschema",
)  # heavy: for the moment when they are needed

SETTINGS: dict[str, dict[str, Any]] = {
    "draft": {"proposed_by": "coin"},
    "fixed": {"answer": "delayed"},
    "imperfect": {"alarm": "delayed", "misses": 1, "false_alarms": 2},
    "remote": {"url": "http://127.0.0.1:9"},
    "replay": {"recording": [{"trial": 1, "answer": "delayed"}]},
    "rules": {"rules": [], "otherwise": {"answer": "on time"}},
    "sequence": {"answers": ["delayed"]},
}


def after(script: str) -> Any:
    """What a script in a new process prints as JSON."""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.fixture(scope="module")
def loaded() -> dict[str, dict[str, list[str]]]:
    """By kind: what of the heavy libraries is loaded after it was built, in a process that builds nothing before."""
    return dict(
        after(
            f"""
import json, os, sys
import mocks
kinds, settings, found = mocks.kinds(), {SETTINGS!r}, {{}}
for kind in kinds:
    reading, writing = os.pipe()
    if os.fork() == 0:
        problem = []
        try:
            mocks.build({{"kind": kind, **settings.get(kind, {{}})}})
        except mocks.MockError as error:
            problem = [str(error)]
        told = {{
            "unwanted": [name for name in {UNWANTED} if name in sys.modules],
            "early": [name for name in {NOT_YET} if name in sys.modules],
            "problem": problem,
        }}
        os.write(writing, json.dumps(told).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        found[kind] = json.load(told)
    os.wait()
print(json.dumps(found))
"""
        )
    )


def test_no_kind_brings_a_screen_a_database_or_the_house_along(loaded: dict[str, Any]) -> None:
    assert set(loaded) >= {"operator", "random", "remote", "rules"}
    assert {kind: told["problem"] for kind, told in loaded.items() if told["problem"]} == {}
    assert {kind: told["unwanted"] for kind, told in loaded.items() if told["unwanted"]} == {}


def test_what_is_heavy_is_loaded_when_it_is_needed(loaded: dict[str, Any]) -> None:
    assert {kind: told["early"] for kind, told in loaded.items() if told["early"]} == {}


def test_the_modules_of_the_house_are_the_built_in_ones() -> None:
    known = {registry._classes[kind].__module__ for kind in mocks.kinds()}
    assert {f"mocks.{name}" for name in registry.BUILT_IN} >= {
        name for name in known if name.startswith("mocks.")
    }


@pytest.fixture(params=list(bench.KINDS))
def playing(request: pytest.FixtureRequest) -> tuple[mocks.Mock, Iterator[mocks.Request]]:
    mock = mocks.build(bench.KINDS[request.param])
    return mock, cycle(bench.questions(knows_truth=getattr(mock, "knows_truth", False)))


def test_the_cost_of_one_answer_is_reported(benchmark: Any, playing: Any) -> None:
    mock, questions = playing
    benchmark.pedantic(lambda: mock.predict(next(questions)), rounds=200, iterations=10, warmup_rounds=5)


def test_the_bench_prints_a_line_for_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "TURNS", 1)
    monkeypatch.setattr(bench, "PEOPLE", 2)
    monkeypatch.setitem(bench.KINDS, "no such", {"kind": "no such"})
    lines: list[str] = []
    bench.run(lines.append)
    assert "of 16 questions" in lines[0]
    assert [line.split()[0] for line in lines[2:]] == ["rules", "random", "imperfect", "no"]
    assert lines[-1].startswith("no such      not measured: no mock is of the kind")
