"""The shift, its figures, the doors, and the board of running sessions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import SESSION


def test_a_shift_is_started_paused_and_ended_with_three_questions(console: Page, desk: FakeDesk) -> None:
    desk.shift = {"state": "off", "since": None, "practice": None}
    desk.push()
    expect(console.get_by_text("No shift")).to_be_visible()
    console.keyboard.press("p")
    expect(console.get_by_role("button", name="Pause")).to_be_visible()
    console.keyboard.press("p")
    expect(console.get_by_role("heading", name="You are on a break")).to_be_visible()
    desk.ask("one")
    expect(console.get_by_role("listitem")).to_have_count(1)
    expect(console.locator(".d-heard[data-key=heard]")).to_have_text("")
    console.keyboard.press("p")
    expect(console.get_by_role("heading", name="Ready for the next one?")).to_be_visible()

    desk.change("one", "mine")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_visible()
    console.get_by_role("button", name="End shift").click()
    expect(console.get_by_role("status")).to_contain_text("Please answer the open request first")
    desk.change("one", None)
    console.get_by_role("button", name="End shift").click()
    dialog = console.get_by_role("dialog", name="How was your shift?")
    dialog.get_by_label("What was hard?").fill("Snow")
    dialog.get_by_role("button", name="End shift").click()

    expect(console.get_by_role("button", name="Start shift")).to_be_visible()
    answers = {"hard": "Snow", "off_script": "", "needs": ""}
    assert desk.made("desk.shift") == [
        {"do": "start"},
        {"do": "pause"},
        {"do": "go_on"},
        {"do": "end", "answers": answers},
    ]


def test_practice_is_led_to_or_left_out_on_purpose(console: Page, desk: FakeDesk) -> None:
    needed = {"needed": True, "panel": "Winter panel", "feature": "reply", "answers": 5, "right": 0.8}
    desk.shift = {"state": "off", "since": None, "practice": needed}
    desk.push()
    card = console.locator(".d-practice")
    expect(card).to_contain_text("in “Winter panel”, please answer 5 simulated ones")
    expect(card).to_contain_text("At least 80%")
    expect(card.get_by_role("link", name="Practise")).to_have_attribute("href", "/practice")
    card.get_by_role("button", name="Start without practice").click()
    expect(card).to_have_count(0)
    assert desk.made("desk.shift") == [{"do": "start", "without_practice": True}]

    lacking = [{"panel": "p-1", "name": "Winter panel"}, {"panel": "p-2", "name": "Summer panel"}]
    desk.shift = {"state": "on", "since": None, "practice": lacking, "may_skip": False}
    desk.ask("one", practise=True)
    expect(card).to_contain_text("in “Winter panel” and “Summer panel”")
    expect(card.get_by_role("button")).to_have_count(0)
    expect(console.locator(".d-row")).to_contain_text("practise first")
    expect(console).to_have_title("Desk")
    console.keyboard.press("c")
    desk.ask("two")
    expect(console.get_by_role("button", name="Take Participant 2")).to_be_visible()
    console.keyboard.press("c")
    expect(console.get_by_role("heading", name="Participant 2", exact=True)).to_be_visible()
    assert desk.made("desk.claim") == [{"prediction": "two"}]


def test_live_figures_and_doors_stand_in_the_line_above(console: Page, desk: FakeDesk) -> None:
    desk.figures = {"median_s": 6.42, "in_time": 0.917, "oldest_s": 75, "n": 12}
    desk.ask("one", ago=75, within=None)
    figures = console.locator(".d-figures")
    expect(figures).to_contain_text("median 6.4 s")
    expect(figures).to_contain_text("in time 92%")
    expect(figures).to_contain_text("oldest 1 min")
    expect(console.get_by_text("With you: Operator 2")).to_be_visible()

    console.keyboard.press("n")
    expect(console.get_by_role("button", name="Doors closed", pressed=True)).to_be_visible()
    expect(console.get_by_text("The doors are closed: nobody new comes in.")).to_be_visible()
    console.keyboard.press("n")
    expect(console.get_by_role("button", name="Doors open", pressed=False)).to_be_visible()
    assert desk.made("desk.doors") == [{"closed": True}, {"closed": False}]


def test_a_running_session_is_taken_over_from_the_board_and_given_back(console: Page, desk: FakeDesk) -> None:
    since = (datetime.now(UTC) - timedelta(minutes=12)).isoformat()
    desk.sessions = [
        {**SESSION, "since": since},
        {**SESSION, "session": "s-2", "who": "Participant 8", "taken_by": "op-2", "asking": True},
    ]
    console.keyboard.press("b")
    board = console.get_by_role("region", name="Running sessions")
    rows = board.get_by_role("row")
    expect(rows).to_have_count(3)
    expect(console.get_by_role("heading", name="Running sessions")).to_be_focused()
    expect(rows.nth(1)).to_contain_text("Participant 8")  # who asks stands before who does not
    expect(rows.nth(1)).to_contain_text("Operator 2")
    expect(rows.nth(1).get_by_role("button", name="Take over")).to_have_count(0)
    expect(rows.nth(2)).to_contain_text("12 min")

    rows.nth(2).get_by_role("button", name="Take over Participant 7").click()
    expect(rows.nth(1)).to_contain_text("you")
    rows.nth(1).get_by_role("button", name="A note on Participant 7").click()
    console.get_by_label("Your note").fill("Hesitates at prices")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_role("dialog")).to_have_count(0)
    rows.nth(1).get_by_role("button", name="Give Participant 7 back to its mock").click()
    expect(board.get_by_role("button", name="Take over Participant 7")).to_be_visible()
    assert desk.made("desk.take_over") == desk.made("desk.give_over") == [{"session": "s-1"}]
    assert desk.made("desk.note") == [{"session": "s-1", "text": "Hesitates at prices"}]
    look_on = board.get_by_role("link", name="Look on at Participant 8")
    expect(look_on).to_have_attribute("href", "/watch?session=s-2")

    console.keyboard.press("Escape")
    expect(board).to_have_count(0)
    desk.ask("one", reserved=True)
    expect(console.get_by_role("listitem")).to_contain_text("you took over")
    console.keyboard.press("b")
    console.keyboard.press("c")  # what is taken comes to the front
    expect(console.get_by_role("heading", name="Participant 1", exact=True)).to_be_visible()
    expect(board).to_have_count(0)
