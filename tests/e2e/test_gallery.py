"""One path through each scenario of the gallery, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

import scenarios
from curtain import panels
from curtain.bench.server import Server
from curtain.engine import Engine
from feedback_db import open_store
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.browser

GALLERY = [entry.slug for entry in scenarios.library()]
MOST_SCREENS = 120
LOUD = 5_000  # milliseconds
ONWARDS = ("I agree", "Start", "Next", "Continue", "Keep my answers", "Done")


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server, and a link into the last arm of each scenario: the one that differs most from today's product."""
    database = tmp_path_factory.mktemp("gallery") / "curtain.db"
    engine = Engine(open_store(database))
    links = {}
    for entry in engine.scenarios():
        assert entry.scenario, entry.problems
        panel = panels.create(engine, entry.slug, entry.slug)
        links[entry.slug] = panels.preview_link(engine, panel, list(entry.scenario.arms)[-1])
    engine.close()
    with Server(database, environment={"CURTAIN_TIME_SCALE": "0.02"}) as server:
        yield server, links


def fill(main: Locator) -> None:
    """Answer what is asked, anyhow."""
    for group in main.locator("fieldset:visible").all():
        choices = group.locator("input[type=radio], input[type=checkbox]")
        if choices.count() and not group.locator("input:checked").count():
            choices.nth(min(1, choices.count() - 1)).check(force=True)
    for field in main.locator("input[type=text]:visible, input:not([type]):visible, textarea:visible").all():
        if field.is_editable() and not field.input_value():
            field.fill("I would like to know more about this, please")
    for number in main.locator("input[type=number]:visible").all():
        if not number.input_value():
            number.fill(number.get_attribute("min") or "1")


def press(page: Page, main: Locator) -> None:
    """The way on: by its name, else the last thing that can be decided."""
    send = main.get_by_role("button", name="Send", exact=True)
    over = main.locator(".s-primary:visible, .s-choice:visible")
    if send.count() and send.first.is_enabled() and not over.count():
        send.first.click()
        return
    for name in ONWARDS:
        button = page.get_by_role("button", name=name, exact=True)
        if button.count() and button.first.is_visible():
            button.first.click()
            return
    dialog = page.locator(".k-cover:visible button:visible")
    (dialog if dialog.count() else over).last.click()


@pytest.mark.parametrize("slug", GALLERY)
def test_a_person_gets_through(
    slug: str, gallery: tuple[Server, dict[str, str]], person: Callable[..., Page]
) -> None:
    server, links = gallery
    page = person(**PHONE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{server.url}/?k={links[slug]}")
    app = page.locator(".s-app:not([data-busy])")
    for _ in range(MOST_SCREENS):
        expect(app).to_be_visible(timeout=LOUD * 3)
        if app.get_attribute("data-kind") == "end":
            break
        ready = app.locator(".s-main button:visible:not([aria-disabled]), .k-cover button:visible")
        expect(ready.first).to_be_visible(timeout=LOUD * 3)
        main = app.locator(".s-main")
        fill(main)
        before = main.inner_html()
        press(page, main)
        page.wait_for_function(
            "before => document.querySelector('.s-app:not([data-busy]) .s-main')?.innerHTML !== before",
            arg=before,
            timeout=LOUD,
        )
    expect(page.locator('.s-app[data-kind="end"] h1')).to_be_visible()
    assert page.evaluate("document.querySelector('.s-root').scrollWidth <= innerWidth")
    assert not wrong
