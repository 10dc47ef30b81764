"""The desk fits beside a participant's phone, and on a phone itself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser_desk.fake_desk import FakeDesk


def _box(part: Locator) -> Any:
    return part.bounding_box()


@pytest.fixture
def busy(console: Page, desk: FakeDesk) -> Page:
    """Give the console with one request open and two waiting."""
    for name in ("one", "two", "three"):
        desk.ask(name)
    expect(console.get_by_role("listitem")).to_have_count(3)
    console.keyboard.press("c")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_visible()
    return console


@pytest.mark.parametrize("width", [1280, 700])
def test_queue_and_request_stand_side_by_side(busy: Page, width: int) -> None:
    busy.set_viewport_size({"width": width, "height": 800})

    queue, request = _box(busy.locator(".d-queue")), _box(busy.locator(".d-request"))

    assert queue["x"] + queue["width"] <= request["x"]
    assert request["width"] > queue["width"]


def test_on_a_phone_the_open_request_stands_above_the_queue(busy: Page) -> None:
    busy.set_viewport_size({"width": 390, "height": 844})

    queue, request = _box(busy.locator(".d-queue")), _box(busy.locator(".d-request"))

    assert request["y"] + request["height"] <= queue["y"]


@pytest.mark.parametrize("width", [1280, 700, 390, 320])
def test_nothing_sticks_out_and_every_target_is_large_enough(busy: Page, width: int) -> None:
    busy.set_viewport_size({"width": width, "height": 844})

    assert busy.evaluate("document.documentElement.scrollWidth") <= width
    targets = busy.locator(".d-desk button, .d-segment").all()
    assert len(targets) >= 6
    for target in targets:
        assert _box(target)["height"] >= 44, target.text_content()
