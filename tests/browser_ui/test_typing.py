"""That somebody types is told now and then, whatever screen it is on, and that they stopped once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.test_chat import EMPTY
from tests.browser_ui.test_edit import EDIT
from tests.browser_ui.test_forms import FORM
from tests.browser_ui.views import JSON

Open = Callable[..., Page]


def told(link: Link, *typing: bool) -> None:
    """Wait until just this was told, and nothing else."""
    link.wait(lambda: len(link.typing) >= len(typing), f"{typing}, not {link.typing}")
    assert link.typing == list(typing)


@pytest.mark.parametrize("screen", [EMPTY, EDIT, FORM], ids=lambda screen: screen["kind"])
def test_it_is_told_from_every_text_field(opened: Open, link: Link, screen: JSON) -> None:
    page = opened(screen)
    page.locator(".s-root textarea").first.press_sequentially("ab")
    told(link, True)


def test_it_is_told_every_two_seconds_and_once_after_a_pause(opened: Open, link: Link, page: Page) -> None:
    page.clock.install()
    opened(EMPTY)
    field = page.get_by_label("Write a message")
    for _ in range(8):  # a key every half a second
        field.press("x")
        page.clock.run_for(500)
    told(link, True, True)
    page.clock.run_for(60_000)
    told(link, True, True, False)


def test_what_is_sent_is_typed_no_longer(opened: Open, link: Link, page: Page) -> None:
    opened(EMPTY)
    page.get_by_label("Write a message").fill("Hello")
    page.get_by_label("Write a message").press("Enter")
    link.wait(lambda: len(link.of("say")) == 1, "what was said")
    told(link, True, False)


def test_choosing_is_not_typing(opened: Open, link: Link, page: Page) -> None:
    opened(FORM)
    page.get_by_label("maps").check()
    page.get_by_role("slider").press("ArrowRight")
    page.get_by_label("What happened?").fill("It was late")
    told(link, True)


def test_nothing_is_told_while_the_line_is_down_and_nothing_of_it_later(
    opened: Open, link: Link, page: Page
) -> None:
    page.clock.install()
    opened(EMPTY)
    link.socket_up = False
    link.drop()
    link.wait(lambda: len(link.hellos) >= 2, "an attempt to reconnect")
    field = page.get_by_label("Write a message")
    field.press("x")
    page.clock.run_for(10_000)
    link.socket_up = True
    page.clock.run_for(20_000)
    link.wait(lambda: len(link.sockets) == 1, "the socket to be back")
    assert not [post for post in link.posts if post.get("do") == "here"]
    expect(field).to_have_value("x")
    field.press("y")
    told(link, True)
