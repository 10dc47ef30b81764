"""A fake server for the run, a link for each test, and the window that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser_ui.fake_server import FakeServer, Link, serving
from tests.browser_ui.views import JSON


@pytest.fixture(scope="session")
def fake_server() -> Iterator[FakeServer]:
    """One server for the whole run: starting one a test would take longer than the tests."""
    with serving() as fake:
        yield fake


@pytest.fixture
def link(fake_server: FakeServer) -> Iterator[Link]:
    """Give a link of this test's own."""
    made = fake_server.link()
    yield made
    made.drop()


@pytest.fixture
def opened(link: Link, fake_server: FakeServer, page: Page) -> Callable[..., Page]:
    """Open the link on a phone, with a screen on it; what goes wrong in the page's script fails the test."""

    def open_with(screen: JSON, place: str = "here", on: Page = page) -> Page:
        on.on("pageerror", lambda error: pytest.fail(f"the window's script failed: {error}"))
        on.set_viewport_size({"width": 390, "height": 844})
        link.show(screen, place)
        before = len(link.sockets)
        on.goto(f"{fake_server.address}/?k={link.token}")
        on.locator(".s-root h1").wait_for()
        if link.socket_up:
            link.wait(lambda: len(link.hellos) > before, "the page to say hello")
        return on

    return open_with
