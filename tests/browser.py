"""Finds a Chromium for the tests; as `python -m tests.browser` sees to one, or says what to install."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

REMEMBERED = Path(sys.prefix) / "chromium-path"
# The shell without windows is the same browser, and takes half the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
)
DOWNLOAD_SECONDS = 90
INSTALL_SECONDS = 600

START_SECONDS = 60

WHAT_TO_INSTALL = (
    "No Chromium that starts, for the browser tests: looked for {names} on the PATH and for Playwright's own. "
    "Install one of them (on Debian: apt install chromium libatomic1; elsewhere: "
    "python -m playwright install chromium) and run the tests again."
)

# Chromium refuses its sandbox to root, and would otherwise call home while the tests run.
LAUNCH_ARGUMENTS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


class NoBrowser(Exception):
    """There is no Chromium that starts, and none could be had; the text says what to install."""

    def __init__(self) -> None:
        super().__init__(WHAT_TO_INSTALL.format(names=", ".join(NAMES)))


def find() -> Path:
    """Give the executable of a Chromium that is here already; raises NoBrowser."""
    found = _remembered() or _on_the_path() or _playwrights_own()
    if found is None:
        raise NoBrowser
    return found


def see_to() -> Path:
    """Give the executable of a Chromium that starts, fetched when none is here; raises NoBrowser."""
    if remembered := _remembered():
        return remembered
    for fetch in (_nothing, _download, _install_from_debian):
        fetch()
        for look in (_on_the_path, _playwrights_own):
            found = look()
            if found and _starts(found):
                # Where we may not write, it is looked for again next time.
                with contextlib.suppress(OSError):
                    REMEMBERED.write_text(str(found), encoding="utf-8")
                return found
    raise NoBrowser


def _remembered() -> Path | None:
    if not REMEMBERED.is_file():
        return None
    path = Path(REMEMBERED.read_text(encoding="utf-8").strip())
    return path if os.access(path, os.X_OK) else None


def _on_the_path() -> Path | None:
    return next((Path(path) for path in map(shutil.which, NAMES) if path), None)


def _playwrights_own() -> Path | None:
    # Asked in a process of its own, because a test run may have Playwright going in this one.
    ask = (
        "import playwright.sync_api as p\nwith p.sync_playwright() as it: print(it.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    path = Path(answer.stdout.strip() or "none")
    return path if path.is_file() and os.access(path, os.X_OK) else None


def _starts(executable: Path) -> bool:
    open_and_close = (
        "import sys, playwright.sync_api as p\n"
        "with p.sync_playwright() as it:\n"
        "    it.chromium.launch(executable_path=sys.argv[1], args=sys.argv[2:]).close()"
    )
    return _try([sys.executable, "-c", open_and_close, str(executable), *LAUNCH_ARGUMENTS], START_SECONDS)


def _nothing() -> None:
    """Leave the machine as it is: what is here already comes first, being quickest."""


def _download() -> None:
    print(f"No Chromium starts here; asking for Playwright's own (at most {DOWNLOAD_SECONDS} s)", flush=True)
    _try([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_SECONDS)


def _install_from_debian() -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    print("That did not help; installing Debian's chromium", flush=True)
    _try(["apt-get", "update", "-qq"], INSTALL_SECONDS)
    # Playwright's own part needs libatomic, which a small Debian lacks.
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "libatomic1"]
    if not _try([*install, "chromium-headless-shell"], INSTALL_SECONDS):
        _try([*install, "chromium"], INSTALL_SECONDS)


def _try(command: list[str], seconds: int) -> bool:
    quick_to_give_up = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "5000", "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env={**os.environ, **quick_to_give_up},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print(f"{_short(command)}: gave up after {seconds} s", file=sys.stderr)
        return False
    if done.returncode != 0:
        last_words = "\n".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        print(f"{_short(command)}: failed with exit code {done.returncode}\n{last_words}", file=sys.stderr)
    return done.returncode == 0


def _short(command: list[str]) -> str:
    return textwrap.shorten(" ".join(command), 100, placeholder=" …")


if __name__ == "__main__":
    try:
        print(f"Browser tests use {see_to()}")
    except NoBrowser as problem:
        sys.exit(str(problem))
