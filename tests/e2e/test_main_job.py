"""The main job, with two browsers: a participant and an operator meet, and the reviewer counts it."""

from __future__ import annotations

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
    page.get_by_role("option", name=player).click()
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("People can come in.")).to_be_visible()
    return page.get_by_test_id("stCode").first.inner_text().strip()


def survey(page: Page) -> None:
    """Answer every line in the middle."""
    for line in page.get_by_role("radiogroup").all():
        choices = line.get_by_role("radio")
        choices.nth(choices.count() // 2).check(force=True)
    page.get_by_role("button", name="Continue").click()


def test_an_operator_answers_a_participant_who_finishes_and_is_counted(
    server: World, person: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    designer = staff()
    link = open_panel(designer, server, "Two browsers", "person")
    desk = staff("operator")
    desk.goto(f"{server.url}/operator")
    expect(desk.get_by_text("Nobody is waiting")).to_be_visible()

    # Three come, so that each arm has one; the one who is warned with a reason is followed to the end.
    for _ in range(3):
        guest = person(**PHONE)
        guest.goto(link)
        expect(guest).not_to_have_url(link)
        guest.get_by_role("button", name="I agree").click()
        guest.get_by_role("button", name="Start").click()
        for parcel in range(PARCELS):
            decide(guest, desk, late=parcel % 4 == 1)
        survey(guest)
        survey(guest)
        guest.get_by_role("button", name="Keep my answers").click()
        expect(guest.get_by_text("Your code")).to_be_visible()

    reviewer = staff("reviewer")
    reviewer.goto(f"{server.url}/results")
    expect(reviewer.get_by_text("Two browsers").first).to_be_visible()
    expect(reviewer.get_by_text("3 of").first).to_be_visible()


def decide(guest: Page, desk: Page, *, late: bool) -> None:
    """One parcel: the operator answers where there is a question, the participant decides and reads what happened."""
    keep = guest.get_by_role("button", name="Keep my plans")
    claim = desk.get_by_role("button", name="Claim").first
    expect(keep.or_(guest.get_by_text("Checking")).first).to_be_visible()
    if not keep.is_visible():
        expect(claim).to_be_visible()
        desk.keyboard.press("c")
        desk.get_by_role("button", name="delayed" if late else "on time").click()
        expect(keep).to_be_visible()
        notice = guest.get_by_text("late")
        if late:
            expect(notice.first).to_be_visible()
    keep.click()
    guest.get_by_role("button", name="Next").click()
