"""A fake desk for each test, and the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

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


@pytest.fixture(scope="module")
def tab(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """One tab for a file of tests, which has the desk's modules in its cache."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def console(desk: FakeDesk, desk_server: tuple[FakeDesk, str], tab: Page) -> Iterator[Page]:
    """Give a page with the desk on it, open and live; what goes wrong in its script fails the test."""
    yield from _open(tab, desk_server[1])
    tab.unroute_all()
    tab.set_viewport_size({"width": 1280, "height": 720})
    tab.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.goto("about:blank")


@pytest.fixture
def own_console(desk: FakeDesk, desk_server: tuple[FakeDesk, str], page: Page) -> Iterator[Page]:
    """The same in a browser of its own, for tests that change the page for good: its clock, or its first script."""
    yield from _open(page, desk_server[1])


@pytest.fixture
def waiting(console: Page, desk: FakeDesk) -> Page:
    """Give the console with one request waiting."""
    desk.ask("one", ago=2)
    expect(console.get_by_role("listitem")).to_have_count(1)
    return console


@pytest.fixture
def claimed(waiting: Page) -> Page:
    """Give the console with its one request open."""
    waiting.keyboard.press("c")
    expect(waiting.get_by_role("heading", name="Participant 1")).to_be_visible()
    return waiting


def _open(page: Page, address: str) -> Iterator[Page]:
    errors: list[Error] = []

    def heard(error: Error) -> None:
        errors.append(error)

    page.on("pageerror", heard)
    page.goto(f"{address}/desk")
    page.get_by_text("Live", exact=True).wait_for()
    page.get_by_text("Operator 1").wait_for()
    yield page
    page.remove_listener("pageerror", heard)
    assert not errors, f"the desk's script failed: {errors}"
