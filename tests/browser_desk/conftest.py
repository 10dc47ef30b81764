"""A fake desk for each test, and the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser_desk.fake_desk import FakeDesk, serving


@pytest.fixture(scope="session")
def desk_server() -> Iterator[tuple[FakeDesk, str]]:
    """One server for the whole run: starting one a test would take longer than the tests."""
    desk = FakeDesk()
    with serving(desk) as address:
        yield desk, address


@pytest.fixture
def desk(desk_server: tuple[FakeDesk, str]) -> Iterator[FakeDesk]:
    """Give an empty desk."""
    desk_server[0].reset()
    yield desk_server[0]
    desk_server[0].held.set()


@pytest.fixture
def console(desk: FakeDesk, desk_server: tuple[FakeDesk, str], page: Page) -> Page:
    """Give a page with the desk on it, open and live; what goes wrong in its script fails the test."""
    page.on("pageerror", lambda error: pytest.fail(f"the desk's script failed: {error}"))
    page.goto(f"{desk_server[1]}/desk")
    page.get_by_text("Live", exact=True).wait_for()
    page.get_by_text("Operator 1").wait_for()
    return page
