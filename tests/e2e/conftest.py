"""A real server per worker, browsers for its people, and hands that open pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.world import World

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A server whose answers are released fast, on a database of its own."""
    path = tmp_path_factory.mktemp("server") / "curtain.db"
    with World(path) as running:
        yield running


@pytest.fixture
def person(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Gives a page in a browser context of its own: another person, another machine."""
    contexts: list[BrowserContext] = []

    def come(**settings: object) -> Page:
        context = browser.new_context(**{**LAPTOP, **settings})
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        context.close()


@pytest.fixture
def staff(server: World, person: Callable[..., Page]) -> Callable[..., Page]:
    """Gives a signed-in page of the staff, by role."""

    def come(role: str = "designer", **settings: object) -> Page:
        page = person(**settings)
        page.goto(f"{server.url}/enter?key={server.keys[role]}")
        return page

    return come
