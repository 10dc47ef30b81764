"""Starting and stopping by the command line: what it says, and the code with which it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from curtain import cli
from curtain.bench.server import free_port
from scenarios import LIBRARY

CURTAIN = Path(sys.executable).with_name("curtain")
PATIENCE = 30.0
KEY = re.compile(r"/enter\?key=([\w-]+)")


class Started:
    """`curtain run` as somebody starts it in a terminal; `said` is all that it printed."""

    def __init__(self, database: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.said: list[str] = []
        command = [str(CURTAIN), "run", "--db", str(database), "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        self._running = threading.Event()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        assert self._running.wait(PATIENCE), self.said
        self._wait_until_it_answers()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Signal the whole group of processes, as a terminal does; gives the code with which it ends."""
        os.killpg(self.process.pid, number)
        code = self.process.wait(PATIENCE)
        self._reading.join(PATIENCE)
        return code

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.said.append(line)
            if "Stop with Ctrl+C" in line:
                self._running.set()
        self._running.set()

    def _wait_until_it_answers(self) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert self.process.poll() is None, self.said
            try:
                httpx.get(f"{self.url}/_stcore/health")
                return
            except httpx.TransportError:
                continue
        pytest.fail("it does not answer")


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command that ends by itself."""
    return subprocess.run(
        [str(CURTAIN), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, **environment},
        check=False,
    )


def says_in_one_line(ended: subprocess.CompletedProcess[str], *words: str) -> None:
    """It failed, and everything that it said is one line with these words."""
    assert ended.returncode == 1
    lines = [line for line in (ended.stdout + ended.stderr).splitlines() if line.strip()]
    assert len(lines) == 1, lines
    for word in words:
        assert word in lines[0]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Started, Path]]:
    """A server, and its database."""
    database = tmp_path_factory.mktemp("start") / "curtain.db"
    started = Started(database)
    yield started, database
    started.end()


def test_a_second_server_on_the_same_file_says_who_has_it_and_ends(running: tuple[Started, Path]) -> None:
    first, database = running
    second = run("run", "--db", database, "--port", str(free_port()))
    says_in_one_line(second, "cannot start", str(database), "in use by another server", "Stop that one first")
    assert httpx.get(f"{first.url}/_stcore/health").status_code == 200


def test_a_port_that_is_taken_is_named(running: tuple[Started, Path], tmp_path: Path) -> None:
    first, _ = running
    says_in_one_line(
        run("run", "--db", tmp_path / "other.db", "--port", str(first.port)), str(first.port), "--port"
    )
    assert list(tmp_path.iterdir()) == []


def test_keys_cannot_be_made_behind_a_server_s_back(running: tuple[Started, Path]) -> None:
    first, database = running
    says_in_one_line(run("keys", CURTAIN_DB=str(database)), "in use by another server")
    [key] = [KEY.search(line)[1] for line in first.said if "reviewers" in line]  # type: ignore[index]
    assert httpx.get(f"{first.url}/enter?key={key}").status_code == 303


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    # To root every folder of a disk is writable, but not the one that lists the processes.
    folder = Path("/proc") if os.geteuid() == 0 else tmp_path
    folder.chmod(0o555) if folder == tmp_path else None
    ended = run("run", "--db", folder / "curtain.db", "--port", str(free_port()))
    says_in_one_line(ended, "cannot start", str(folder), "writable")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = run("keys", CURTAIN_DB=str(tmp_path / "file" / "curtain.db"))
    says_in_one_line(ended, "cannot start", str(tmp_path / "file"))


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Call the courier on Monday.\n" * 99)
    before = notes.read_bytes()
    ended = run("keys", CURTAIN_DB=str(notes))
    says_in_one_line(ended, "cannot start", str(notes), "not a database")
    assert notes.read_bytes() == before


def test_ctrl_c_ends_it_well_and_keys_are_shown_only_once(tmp_path: Path) -> None:
    database = tmp_path / "curtain.db"
    first = Started(database)
    shown = KEY.findall("".join(first.said))
    assert len(shown) == len(set(shown)) == 3
    with httpx.Client(base_url=first.url) as browser:
        assert browser.get(f"/enter?key={shown[0]}").status_code == 303
        assert browser.get("/panels").status_code == 200
        cookie = browser.cookies["key"]
    assert first.end(signal.SIGINT) == 0
    assert "Aborted" not in "".join(first.said)
    assert "Traceback" not in "".join(first.said)

    fresh = KEY.findall(run("keys", CURTAIN_DB=str(database)).stdout)
    assert len(set(fresh) | set(shown)) == 6

    again = Started(database)
    try:
        assert KEY.findall("".join(again.said)) == []
        assert "curtain keys" in "".join(again.said)
        assert httpx.get(f"{again.url}/panels", cookies={"key": cookie}).status_code == 404
        assert [httpx.get(f"{again.url}/enter?key={key}").status_code for key in shown] == [404] * 3
        assert [httpx.get(f"{again.url}/enter?key={key}").status_code for key in fresh] == [303] * 3
    finally:
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(PATIENCE) == 0
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{again.url}/_stcore/health")


def check(folder: Path) -> Result:
    return CliRunner().invoke(cli.main, ["check", str(folder)])


def test_check_prints_what_is_wrong_and_where(tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "broken.yaml").write_text("scenario: broken\nteam_question: Is it?\nflow: 3\n")
    found = check(tmp_path)
    assert found.exit_code == 1
    assert re.search(r"broken\.yaml:3:\d+: ", found.output)
    assert "Traceback" not in found.output


def test_check_is_content_with_what_comes_along() -> None:
    found = check(LIBRARY)
    gallery = {place.name for place in LIBRARY.iterdir() if (place / f"{place.name}.yaml").is_file()}
    assert found.exit_code == 0, found.output
    assert {line for line in found.output.splitlines() if line.endswith(": fine")} == {
        f"{name}: fine" for name in gallery
    }
