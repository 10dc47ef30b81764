"""Runs lint, types, import contracts and tests side by side: `python -m tests.run_all [--long]`."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SECONDS = 1800
LONG_SECONDS = 3600


class Part(NamedTuple):
    """One check: its name in the summary, and the commands that make it up, all of which must succeed."""

    name: str
    commands: tuple[tuple[str, ...], ...]


class Running(NamedTuple):
    """A part whose processes are going; each has its own spooled output."""

    part: Part
    processes: list[subprocess.Popen[bytes]]
    output: IO[bytes]


class Ended(NamedTuple):
    """How a part went: its success, its seconds and what it printed."""

    part: Part
    ok: bool
    seconds: float
    output: str


def parts(long: bool, pytest_arguments: tuple[str, ...] = ()) -> list[Part]:
    """Give the parts of a run; a long one selects the `long` tests too, and lets Hypothesis look further."""
    look_further = ("-m", "long or not long", "--hypothesis-profile=long") if long else ()
    # Whole files go to a worker, because servers and browsers are started once a file.
    pytest = ("pytest", "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *look_further)
    return [
        Part("lint", (("ruff", "check", "."), ("ruff", "format", "--check", "."))),
        Part("types", (("mypy",),)),
        Part("import contracts", (("lint-imports",),)),
        Part("tests", ((*pytest, *pytest_arguments),)),
    ]


def run(todo: list[Part], limit: float) -> list[Ended]:
    """Run the parts side by side and print each one's output when it ends; gives them in that order."""
    print(f"Side by side: {', '.join(part.name for part in todo)}", flush=True)
    began = time.monotonic()
    going = [_start(part) for part in todo]
    ended: list[Ended] = []
    try:
        while going:
            too_late = time.monotonic() - began > limit
            for one in list(going):
                if too_late:
                    _stop(one, f"stopped: not done after {limit:.0f} s")
                elif any(process.poll() is None for process in one.processes):
                    continue
                going.remove(one)
                ended.append(_end(one, time.monotonic() - began))
            time.sleep(0.05)
    finally:
        for one in going:
            _stop(one, "stopped")
    return ended


def summary(ended: list[Ended]) -> str:
    """Give a line per part, and the tests' own closing line last."""
    lines = [f"{one.part.name:<18}{'ok' if one.ok else 'FAILED':<8}{one.seconds:6.1f} s" for one in ended]
    closing = [
        one.output.strip().splitlines()[-1]
        for one in ended
        if one.part.name == "tests" and one.output.strip()
    ]
    return "\n".join(["", *lines, *closing])


def _start(part: Part) -> Running:
    output = tempfile.TemporaryFile()  # noqa: SIM115 (closed in _end, when its processes are done)
    processes = [
        subprocess.Popen(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that stopping a part stops the servers and browsers it started
        )
        for command in part.commands
    ]
    return Running(part, processes, output)


def _stop(one: Running, why: str) -> None:
    for process in one.processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
    for process in one.processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    one.output.write(f"\n{why}\n".encode())


def _end(one: Running, seconds: float) -> Ended:
    one.output.seek(0)
    output = one.output.read().decode(errors="replace")
    one.output.close()
    ok = all(process.returncode == 0 for process in one.processes)
    print(
        f"\n── {one.part.name}: {'ok' if ok else 'FAILED'} after {seconds:.1f} s\n{output.strip()}",
        flush=True,
    )
    return Ended(one.part, ok, seconds, output)


def main(arguments: list[str]) -> int:
    """Run everything; what is not `--long` is handed to pytest. Gives the exit code."""
    long = "--long" in arguments
    to_pytest = tuple(argument for argument in arguments if argument != "--long")
    ended = run(parts(long, to_pytest), LONG_SECONDS if long else SECONDS)
    print(summary(ended))
    return 0 if all(one.ok for one in ended) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
