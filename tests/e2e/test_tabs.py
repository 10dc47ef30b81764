"""Many tabs, reloads, lost lines, two operators: everybody sees the same, and nothing happens twice."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.e2e.world import World
from tests.line import Line

pytestmark = pytest.mark.browser

TABS = 10
DECIDE = ("I'll change my plans", "Keep my plans")
RECONNECTING = "Reconnecting… Your place is kept."
PRESS_AT = """([name, at]) => setTimeout(
    () => [...document.querySelectorAll("button")].find((one) => one.textContent === name).click(), at - Date.now())"""


def acts(server: World, token: str, kind: str) -> list[tuple[str, str]]:
    """What the file says that this participant did: (place, reaction) in order."""
    beside = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
    try:
        return beside.execute(
            "SELECT json_extract(payload, '$.place'), json_extract(payload, '$.reaction') FROM event "
            "JOIN participant ON participant.id = event.participant WHERE token = ? AND kind = ? ORDER BY event.id",
            (token, kind),
        ).fetchall()
    finally:
        beside.close()


def come(page: Page, server: World, token: str) -> Page:
    page.goto(f"{server.url}/?k={token}")
    return page


def to_first_parcel(page: Page) -> None:
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("button", name=DECIDE[0])).to_be_visible()


def test_ten_tabs_are_all_live_and_decide_once(server: World, person: Callable[..., Page]) -> None:
    token = server.token()
    first = come(person(), server, token)
    to_first_parcel(first)
    tabs = [first, *(come(first.context.new_page(), server, token) for _ in range(TABS - 1))]
    parcel = first.get_by_role("heading", level=1).inner_text()
    for tab in tabs:
        expect(tab.get_by_role("heading", name=parcel)).to_be_visible()
        expect(tab.get_by_role("button", name=DECIDE[1])).to_be_visible()

    tabs[4].get_by_role("button", name="Yes", exact=True).click()
    for tab in tabs:
        expect(tab.get_by_role("button", name="Yes", exact=True, pressed=True)).to_be_visible()
    tabs[7].get_by_role("button", name=DECIDE[1]).click()
    for tab in tabs:
        expect(tab.get_by_role("button", name="Next")).to_be_visible()
    tabs[-1].get_by_role("button", name="Next").click()
    for tab in tabs:
        expect(tab.get_by_role("button", name=DECIDE[0])).to_be_visible()
        expect(tab.get_by_role("heading", name=parcel)).not_to_be_visible()

    soon = time.time() * 1000 + 500
    for number, tab in enumerate(tabs):
        tab.evaluate(PRESS_AT, [DECIDE[number % 2], soon])
    for tab in tabs:
        expect(tab.get_by_role("button", name="Next")).to_be_visible()
    outcomes = {tab.get_by_role("heading", level=1).inner_text() for tab in tabs}
    assert len(outcomes) == 1
    decisions = [
        place
        for place, reaction in acts(server, token, "reaction.recorded")
        if reaction in {"accept", "dismiss"}
    ]
    assert decisions == ["warning/1", "warning/2"]
    entered = [place for place, _ in acts(server, token, "step.entered")]
    assert entered == ["consent", "info", "warning/1", "outcome/1", "warning/2", "outcome/2"]


def test_a_reload_and_another_browser_go_on_where_one_was(server: World, person: Callable[..., Page]) -> None:
    token = server.token()
    page = come(person(), server, token)
    to_first_parcel(page)
    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_role("button", name="Contact support").click()
    expect(page.get_by_text("Support: thank you for asking")).to_be_visible()
    before = page.locator("main.s-main").inner_text()

    page.reload()
    expect(page.get_by_role("button", name="No", exact=True, pressed=True)).to_be_visible()
    assert page.locator("main.s-main").inner_text() == before

    address = page.url
    page.context.close()
    again = person()
    again.goto(address)
    expect(again.get_by_role("button", name="No", exact=True, pressed=True)).to_be_visible()
    assert again.locator("main.s-main").inner_text() == before
    again.get_by_role("button", name=DECIDE[0]).click()
    expect(again.get_by_role("button", name="Next")).to_be_visible()
    again.reload()
    expect(again.get_by_role("button", name="Next")).to_be_visible()
    assert [reaction for _, reaction in acts(server, token, "reaction.recorded")] == [
        "thumb", "contact", "accept"
    ]  # fmt: skip


def test_a_press_on_a_lost_line_is_kept_and_counts_once(server: World, person: Callable[..., Page]) -> None:
    token = server.token()
    page = come(person(), server, token)
    to_first_parcel(page)
    page.context.set_offline(True)
    page.get_by_role("button", name=DECIDE[1]).click()
    expect(page.get_by_text(RECONNECTING)).to_be_visible()
    expect(page.get_by_role("button", name=DECIDE[1])).to_be_visible()
    assert acts(server, token, "reaction.recorded") == []
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    expect(page.get_by_text(RECONNECTING)).not_to_be_visible()
    assert acts(server, token, "reaction.recorded") == [("warning/1", "dismiss")]


class Deaf:
    """Keeps the news of a console's line from it, until it may hear again; answers come through."""

    def __init__(self, page: Page) -> None:
        self.deaf, self.kept = False, list[tuple[WebSocketRoute, str | bytes]]()
        page.route_web_socket("**/live", self._between)

    def _between(self, browser: WebSocketRoute) -> None:
        def told(message: str | bytes) -> None:
            if self.deaf and str(message).startswith('{"rev"'):
                self.kept.append((browser, message))
            else:
                browser.send(message)

        browser.connect_to_server().on_message(told)

    def hear(self) -> None:
        self.deaf = False
        for browser, message in self.kept:
            browser.send(message)


def test_of_two_operators_who_take_the_same_question_one_gets_it(
    server: World, staff: Callable[..., Page]
) -> None:
    consoles = [staff("operator"), staff("operator")]
    deaf = Deaf(consoles[1])
    for console in consoles:
        console.goto(f"{server.url}/operator")
        expect(console.get_by_text("Nobody is waiting")).to_be_visible()
    expect(consoles[1].get_by_text("Live")).to_be_visible()

    with ask(server) as guest:
        take = [console.get_by_role("button", name="Take").first for console in consoles]
        for one in take:
            expect(one).to_be_visible()
        deaf.deaf = True  # so that the second one cannot know it yet
        take[0].click()
        expect(consoles[0].get_by_text("Your answer")).to_be_visible()
        take[1].click()
        expect(consoles[1].get_by_text("A colleague took this one a moment ago.")).to_be_visible()
        expect(consoles[1].get_by_text("Your answer")).not_to_be_visible()
        expect(consoles[1].get_by_text("taken", exact=True)).to_be_visible()
        deaf.hear()

        consoles[0].keyboard.press("Escape")
        expect(consoles[0].get_by_text("Your answer")).not_to_be_visible()
        take[1].click()
        expect(consoles[1].get_by_text("Your answer")).to_be_visible()
        consoles[1].keyboard.press("1")
        expect(consoles[1].get_by_text("1 answered")).to_be_visible()
        while guest.ok("view")["screen"]["waiting"]:
            guest.wait()
    expect(consoles[0].get_by_text("Nobody is waiting")).to_be_visible()


def test_a_console_that_lost_its_line_says_so_and_catches_up(
    server: World, staff: Callable[..., Page]
) -> None:
    console = staff("operator")
    console.goto(f"{server.url}/operator")
    expect(console.get_by_text("Live")).to_be_visible()
    console.context.set_offline(True)
    with ask(server):
        expect(console.get_by_text("Reconnecting…")).to_be_visible()
        console.context.set_offline(False)
        expect(console.get_by_text("Live")).to_be_visible()
        console.get_by_role("button", name="Take").first.click()
        expect(console.get_by_text("Your answer")).to_be_visible()
        console.keyboard.press("1")
        expect(console.get_by_text("Nobody is waiting")).to_be_visible()


def ask(server: World) -> Line:
    """The line of a participant whose first parcel the model is asked about; one in three arms does not ask."""
    while True:
        line = Line(server.url, {"k": server.token("person")})
        line.ok("act", place="consent", act="next")
        if line.ok("act", place="info", act="next")["screen"]["waiting"]:
            return line
        line.close()
