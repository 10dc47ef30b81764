"""The same seed gives the same sessions in every process, and one arm's mock changes nothing in another arm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def begun(mock: str, hash_seed: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.engine.same_again", mock]
    return subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": hash_seed}, stdout=subprocess.PIPE
    )


def said(process: subprocess.Popen[bytes]) -> bytes:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return out


def test_sessions_are_the_same_in_every_process_and_arms_do_not_touch_each_other() -> None:
    processes = [begun("wrong", "0"), begun("wrong", "4711"), begun("coin", "0")]
    first, again, other = map(said, processes)
    assert first == again
    before, after = json.loads(first), json.loads(other)
    assert len(before) == len(after) >= 32, "two blocks of people, some in an arm without predictions"
    changed = {one["arm"] for one, two in zip(before, after, strict=True) if one != two}
    assert changed == {"short"}
    assert [one["held"] for one in before] == [one["held"] for one in after], (
        "the delay does not tell who plays"
    )
