"""A Curtain server in a process of its own, on a database of its own: for benches and for tests."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

START_TIMEOUT = 60.0  # seconds
_KEY = re.compile(r"enter\?key=([\w-]+)")
_ROOT = Path(__file__).parents[2]


class Server:
    """Starts on a free port unless one is given. `keys` has what it printed: designer, operator, reviewer.

    `environment` is added to this process's own. Raises `RuntimeError` with the server's output if it does not come up.
    """

    def __init__(
        self, database: Path, *, port: int = 0, environment: Mapping[str, str] | None = None
    ) -> None:
        self.database, self.port = database, port or free_port()
        self.environment = {**os.environ, **(environment or {}), "CURTAIN_DB": str(database)}
        self.keys: dict[str, str] = {}
        self.output: list[str] = []
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> None:
        """Start, or start again on the same database and port; returns when it answers."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.output.clear()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        self._wait()

    def kill(self) -> None:
        """End it at once, as a power cut would end the process."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> None:
        """Ask it to close, and wait for that."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.output.append(line)
            found = _KEY.search(line)
            if found:
                role = next((r for r in ("operator", "reviewer") if r in line), "designer")
                self.keys[role] = found[1]

    def _wait(self) -> None:
        until = time.monotonic() + START_TIMEOUT
        while time.monotonic() < until and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        code = self.process.poll()
        self.kill() if code is None else self._listening.join(2)
        raise RuntimeError("the server did not start:\n" + "".join(self.output))


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
