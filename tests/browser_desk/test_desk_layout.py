"""The desk fits beside a participant's phone, and on a phone itself."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import GUIDE, HELD, REPLIES, RULES


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


def test_queue_and_request_stand_side_by_side_and_what_helps_where_there_is_room(
    busy: Page, desk: FakeDesk
) -> None:
    columns = [busy.locator(part) for part in (".d-queue", ".d-request", ".d-helps")]
    for width in (1280, 700):
        busy.set_viewport_size({"width": width, "height": 800})
        queue, request, helps = map(_box, columns)
        assert queue["x"] + queue["width"] <= request["x"]
        assert request["width"] > queue["width"]
        if width > 1000:
            assert request["x"] + request["width"] <= helps["x"]
        else:
            assert request["y"] + request["height"] <= helps["y"]

    busy.set_viewport_size({"width": 390, "height": 844})
    queue, request, helps = map(_box, columns)
    assert request["y"] + request["height"] <= helps["y"]
    assert helps["y"] + helps["height"] <= queue["y"]


def test_nothing_sticks_out_and_fingers_find_every_target(busy: Page) -> None:
    for width, least in ((1280, 28), (700, 28), (390, 44), (320, 44)):
        busy.set_viewport_size({"width": width, "height": 844})
        assert busy.evaluate("document.documentElement.scrollWidth") <= width
        small = busy.evaluate(
            """least => [...document.querySelectorAll(".d-desk :is(button, .d-segment)")]
                .filter((one) => one.getBoundingClientRect().height < least).map((one) => one.textContent)""",
            least,
        )
        assert not small, width


def test_a_usual_request_needs_no_scrolling_on_a_laptop(console: Page, desk: FakeDesk) -> None:
    console.add_style_tag(content="#elsewhere { display: none }")
    # 1366 by 768, less what the page around the desk takes.
    console.set_viewport_size({"width": 1257, "height": 680})
    talk = [{"by": by, "text": "When is the next bus?"} for by in ("participant", "product") * 4]
    desk.ask("one", form=HELD, replies=REPLIES * 3, rules=RULES, guide=GUIDE, talk=talk, hold="Please wait.")
    for n in range(9):
        desk.ask(f"more-{n}", persona="busy parent")
    expect(console.get_by_role("button", name="Participant 2")).to_be_visible()
    console.keyboard.press("c")
    expect(console.get_by_role("heading", name="Participant 1", exact=True)).to_be_focused()

    assert console.evaluate("document.documentElement.scrollHeight") <= 680
    for name in ("Send", "Give back", "Hold"):
        expect(console.get_by_role("button", name=name).first).to_be_in_viewport(ratio=1)
    expect(console.get_by_label("Your answer")).to_be_in_viewport(ratio=1)
    expect(console.locator("[data-help=rules]")).to_be_in_viewport()
