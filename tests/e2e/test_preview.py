"""`curtain preview` in a real browser: the screen begins anew at each save, and a broken file says what to mend."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from curtain.bench.server import free_port
from scenarios import writing

CURTAIN = Path(sys.executable).with_name("curtain")
PATIENCE = 60.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A new scenario, with a second arm."""
    made = writing.new("my-idea", tmp_path)
    arms = "arms: {today: {change: {features.delay: off}}, sorry: {change: {steps.end.end: So sorry!}}}\n"
    made.write_text(made.read_text(encoding="utf-8") + arms, encoding="utf-8")
    return made


@pytest.fixture
def address(file: Path) -> Iterator[str]:
    """The address that the command printed, once its server answers."""
    port = free_port()
    command = [str(CURTAIN), "preview", str(file), "--no-browser", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout
    address = next(line.strip() for line in process.stdout if "/enter?key=" in line)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            httpx.get(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).raise_for_status()
            break
        except httpx.HTTPError:
            assert process.poll() is None
    yield address
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


def test_what_is_saved_is_on_the_screen_and_what_is_broken_is_told(
    address: str, file: Path, person: Callable[..., Page]
) -> None:
    text = file.read_text(encoding="utf-8")
    page = person()
    page.goto(address)
    phone = page.frame_locator("iframe")
    expect(phone.get_by_text("Parcel from")).to_be_visible(timeout=60_000)

    file.write_text(text.replace("Parcel from", "A packet of"), encoding="utf-8")
    expect(phone.get_by_text("A packet of")).to_be_visible()

    file.write_text(text.replace("Go out: accept", "Go out: acept"), encoding="utf-8")
    expect(page.get_by_text("Line 12, column 52")).to_be_visible()
    expect(page.get_by_text("Did you mean 'accept'?")).to_be_visible()

    file.write_text(text, encoding="utf-8")
    expect(phone.get_by_text("Parcel from")).to_be_visible()
    page.get_by_text("sorry", exact=True).click()
    expect(page.get_by_role("radio", name="sorry")).to_be_checked()
    expect(phone.get_by_text("Parcel from")).to_be_visible()
