"""The test run guards itself: nobody leaves this machine, and a missing browser is a failure."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests import browser, run_all
from tests.conftest import OutgoingConnection

ROOT = Path(__file__).parents[2]


def no_chromium_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browser, "REMEMBERED", tmp_path / "chromium-path")
    monkeypatch.setattr(browser, "_on_the_path", lambda: None)
    monkeypatch.setattr(browser, "_playwrights_own", lambda: None)


@pytest.mark.parametrize("host", ["example.com", "192.0.2.1", "2001:db8::1"])
def test_a_test_cannot_reach_another_machine(host: str) -> None:
    with pytest.raises(OutgoingConnection, match="this machine only"):
        socket.create_connection((host, 80), timeout=1)


def test_an_address_needs_no_look_up_to_be_refused() -> None:
    with socket.socket() as sock, pytest.raises(OutgoingConnection, match=r"192\.0\.2\.1"):
        sock.connect(("192.0.2.1", 80))


def test_a_test_reaches_a_server_of_its_own() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_a_missing_browser_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_chromium_anywhere(monkeypatch, tmp_path)
    monkeypatch.setattr(browser, "_try", lambda command, seconds: False)
    with pytest.raises(browser.NoBrowser, match="apt install chromium"):
        browser.see_to()


def test_a_browser_on_the_machine_is_taken_before_anything_is_fetched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_chromium_anywhere(monkeypatch, tmp_path)
    monkeypatch.setattr(browser, "_on_the_path", lambda: Path("/somewhere/chromium"))
    monkeypatch.setattr(browser, "_starts", lambda executable: True)
    monkeypatch.setattr(browser, "_try", lambda command, seconds: pytest.fail(f"ran {command}"))
    assert browser.see_to() == Path("/somewhere/chromium")


def test_a_browser_that_does_not_start_is_no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_chromium_anywhere(monkeypatch, tmp_path)
    monkeypatch.setattr(browser, "_on_the_path", lambda: Path("/bin/false"))
    for fetch in ("_download", "_install_from_debian"):
        monkeypatch.setattr(browser, fetch, lambda: None)
    with pytest.raises(browser.NoBrowser, match="that starts"):
        browser.see_to()


def test_the_browser_is_remembered_until_it_is_gone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    no_chromium_anywhere(monkeypatch, tmp_path)
    chromium = tmp_path / "chromium"
    chromium.write_text("#!/bin/sh\n", encoding="utf-8")
    chromium.chmod(0o755)
    browser.REMEMBERED.write_text(f"{chromium}\n", encoding="utf-8")
    assert browser.find() == chromium
    chromium.unlink()
    with pytest.raises(browser.NoBrowser):
        browser.find()


def test_a_download_that_hangs_is_given_up(capsys: pytest.CaptureFixture[str]) -> None:
    browser._try([sys.executable, "-c", "import signal; signal.pause()"], seconds=1)
    assert "gave up after 1 s" in capsys.readouterr().err


def test_one_failed_part_fails_the_run_and_the_tests_close_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def part(name: str, script: str) -> run_all.Part:
        return run_all.Part(name, (("python", "-c", script),))

    parts = [
        part("lint", "raise SystemExit('line too long')"),
        part("tests", "print('dots'); print('3 passed')"),
    ]
    monkeypatch.setattr(run_all, "parts", lambda long, pytest_arguments: parts)
    assert run_all.main([]) == 1
    said = capsys.readouterr().out
    assert "line too long" in said
    assert said.rstrip().endswith("3 passed")


def test_a_part_that_hangs_is_stopped_and_counts_as_failed(capsys: pytest.CaptureFixture[str]) -> None:
    hanging = run_all.Part("tests", (("python", "-c", "import signal; signal.pause()"),))
    (ended,) = run_all.run([hanging], limit=0.5)
    assert not ended.ok
    assert "not done after" in ended.output


def test_make_says_which_python_it_needs(tmp_path: Path) -> None:
    done = subprocess.run(
        ["make", "run", f"VENV={tmp_path}/venv", "PYTHONS=no-such-python"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "needs Python 3.11 or newer" in done.stderr
