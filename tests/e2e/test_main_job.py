"""The main job, with two browsers: a participant and an operator meet, and the reviewer counts it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.world import World

pytestmark = pytest.mark.browser

PARCELS = 8


def open_panel(page: Page, server: World, name: str, player: str) -> str:
    """As designer: make a panel in the browser, open it, and give its link for everybody."""
    page.goto(f"{server.url}/panels")
    page.get_by_role("button", name="New panel").click()
    page.get_by_label("Name").fill(name)
    page.get_by_test_id("stSelectbox").filter(has_text="Who plays").get_by_role("combobox").click()
    page.get_by_role("option", name=f"{player} (").click()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name="Open the panel").click()
    expect(page.get_by_text("People can come in.")).to_be_visible()
    return page.get_by_test_id("stCode").first.inner_text().strip()


def survey(page: Page, lines: int) -> None:
    """Answer every line in the middle."""
    groups = page.locator("fieldset")
    expect(groups).to_have_count(lines)
    for line in groups.all():
        choices = line.get_by_role("radio")
        choices.nth(choices.count() // 2).check(force=True)
    page.get_by_role("button", name="Continue").click()


def come(person: Callable[..., Page], link: str) -> Page:
    """A participant comes by the link for everybody, and goes on to the first parcel."""
    guest = person(**PHONE)
    guest.goto(link)
    expect(guest).not_to_have_url(link)
    guest.get_by_role("button", name="I agree").click()
    guest.get_by_role("button", name="Start").click()
    expect(guest.get_by_role("heading", name="Parcel from")).to_be_visible()
    return guest


def test_an_operator_answers_a_participant_who_finishes_and_is_counted(
    server: World, person: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    link = open_panel(staff(), server, "Two browsers", "person")
    desk = staff("operator")
    desk.goto(f"{server.url}/operator")
    expect(desk.get_by_text("Nobody is waiting")).to_be_visible()

    # One arm has no warnings: three of nine people are in it.
    guest = come(person, link)
    while guest.get_by_role("button", name="Keep my plans").is_visible():
        guest = come(person, link)
    for parcel in range(PARCELS):
        answer_and_decide(guest, desk, late=parcel % 4 == 1)
    survey(guest, lines=10)
    survey(guest, lines=3)
    guest.get_by_role("button", name="Keep my answers").click()
    expect(guest.get_by_text("Your code")).to_be_visible()
    expect(desk.get_by_text("8 answered")).to_be_visible()

    reviewer = staff("reviewer")
    reviewer.goto(f"{server.url}/results")
    expect(reviewer.get_by_role("combobox", name="Panel")).to_have_value("Two browsers · open")
    expect(reviewer.get_by_text(re.compile(r"^1 of [0-9,]+ people have finished"))).to_be_visible()


def answer_and_decide(guest: Page, desk: Page, *, late: bool) -> None:
    """One parcel: the question comes to the desk by itself, is answered by key, and the participant decides."""
    expect(guest.get_by_text("Checking your delivery").first).to_be_visible()
    expect(desk.get_by_role("button", name="Take").first).to_be_visible()
    desk.keyboard.press("c")
    expect(desk.get_by_text("Your answer")).to_be_visible()
    desk.keyboard.press("2" if late else "1")
    keep = guest.get_by_role("button", name="Keep my plans")
    expect(keep).to_be_visible()
    expect(guest.get_by_text("This parcel will").first).to_be_visible(visible=late)
    keep.click()
    guest.get_by_role("button", name="Next").click()
