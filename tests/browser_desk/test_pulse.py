"""The pulse of a staff page: one trigger for many pushes, and none while nothing happens."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk

PULSES = "window.pulses.length"


@pytest.fixture
def staff_page(desk: FakeDesk, desk_server: tuple[FakeDesk, str], page: Page) -> Page:
    """Give a page with a pulse that has caught up."""
    page.on("pageerror", lambda error: pytest.fail(f"the pulse's script failed: {error}"))
    page.goto(f"{desk_server[1]}/pulse")
    page.wait_for_function(f"{PULSES} === 1")
    assert desk.hellos == [{"staff": "panel-1"}]
    return page


def test_a_push_fires_the_trigger_with_its_number(staff_page: Page, desk: FakeDesk) -> None:
    desk.push()

    staff_page.wait_for_function(f"{PULSES} === 2")
    assert staff_page.evaluate("[window.pulses[1].name, window.pulses[1].value]") == ["pulse", desk.rev]


def test_many_pushes_make_one_trigger_a_second(staff_page: Page, desk: FakeDesk) -> None:
    for _ in range(30):
        desk.push()

    staff_page.wait_for_function(f"window.pulses.at(-1).value === {desk.rev}")
    fired = staff_page.evaluate("window.pulses.map((pulse) => pulse.at)")
    assert len(fired) <= 3
    assert all(later - earlier >= 990 for earlier, later in pairwise(fired))


def test_a_number_that_is_already_known_fires_nothing(staff_page: Page, desk: FakeDesk) -> None:
    desk.rev -= 1
    desk.push()
    desk.push()

    staff_page.wait_for_function(f"window.pulses.at(-1).value === {desk.rev}")
    assert staff_page.evaluate(PULSES) == 2


def test_a_lost_line_is_told_kindly_and_taken_back(staff_page: Page, desk: FakeDesk) -> None:
    staff_page.context.set_offline(True)
    desk.hang_up()
    expect(staff_page.get_by_role("status")).to_have_text(re.compile("goes on by itself"))

    staff_page.context.set_offline(False)
    expect(staff_page.get_by_role("status")).to_have_text("")


def test_a_rerun_of_the_page_keeps_the_stream_and_the_last_cleanup_closes_it(
    staff_page: Page, desk: FakeDesk
) -> None:
    staff_page.evaluate("window.last = window.mountAgain(); window.unmount()")
    desk.push()
    staff_page.wait_for_function(f"{PULSES} === 2")
    assert len(desk.hellos) == 1

    with staff_page.expect_event("console", lambda message: message.text == "closed"):
        staff_page.evaluate("""() => {
          const close = WebSocket.prototype.close;
          WebSocket.prototype.close = function () { console.log("closed"); return close.call(this); };
          window.last();
        }""")
    expect(staff_page.locator("#here")).to_be_empty()
