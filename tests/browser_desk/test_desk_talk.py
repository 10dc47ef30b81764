"""A conversation at the desk: the operator reads what was said before they answer."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk

FORM = {"task": "chat-completion", "plain": "text"}
BAD = "<img src=x onerror=\"document.title='gone'\"><b>bold</b>"
TALK = [
    {"by": "product", "text": "Hello! What is it about?"},
    {"by": "participant", "text": "My deposit"},
    {"by": "product", "text": "How long ago did you move out?"},
    {"by": "participant", "text": BAD},
]


def take(desk: FakeDesk, console: Page, **more: Any) -> None:
    desk.ask("p-1", form=FORM, **more)
    console.get_by_role("button", name="Take Participant 1").click()
    expect(console.get_by_label("Your answer")).to_be_visible()


def test_both_sides_of_a_conversation_stand_beside_the_answer(desk: FakeDesk, console: Page) -> None:
    take(desk, console, talk=TALK)
    lines = console.locator(".d-said")
    expect(lines).to_have_text(
        [
            "The productHello! What is it about?",
            "Participant 1My deposit",
            "The productHow long ago did you move out?",
            f"Participant 1{BAD}",
        ]
    )
    expect(console.locator(".d-talk img, .d-talk b")).to_have_count(0)
    expect(console.get_by_text("What they saw so far")).to_have_count(0)


def test_of_a_long_conversation_the_latest_part_is_in_sight(desk: FakeDesk, console: Page) -> None:
    many = [{"by": "participant", "text": f"Line {n}"} for n in range(60)]
    take(desk, console, talk=many)
    expect(console.get_by_text("Line 59")).to_be_in_viewport()
    expect(console.get_by_text("Line 0", exact=True)).not_to_be_in_viewport()


def test_an_answer_is_written_below_and_sent_with_the_keyboard(desk: FakeDesk, console: Page) -> None:
    take(desk, console, talk=TALK)
    console.get_by_label("Your answer").fill("Then it is due.")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_role("heading", name="Sent to Participant 1")).to_be_visible()
    assert desk.made("desk.answer") == [{"prediction": "p-1", "output": {"plain": "Then it is due."}}]


def test_outside_a_repeated_block_no_round_is_named(desk: FakeDesk, console: Page) -> None:
    take(desk, console, talk=TALK, trial=0, of=0)
    expect(console.locator(".d-open-head")).not_to_contain_text("0 of 0")
    expect(console.locator(".d-row")).not_to_contain_text("0 of 0")


def test_without_a_conversation_the_desk_is_as_it_was(desk: FakeDesk, console: Page) -> None:
    take(desk, console)
    expect(console.locator(".d-talk")).to_have_count(0)
    expect(console.get_by_text("What they saw so far")).to_be_visible()
