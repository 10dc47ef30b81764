"""Prepared replies: chosen by key, filled in, stacked, found, kept; and what the server is told about it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import REPLIES, TEXT

SELECTED = """() => {
  const { value, selectionStart, selectionEnd } = document.activeElement;
  return value.slice(selectionStart, selectionEnd);
}"""


def prepare(desk: FakeDesk, console: Page, name: str = "one", **more: Any) -> None:
    """Let somebody ask for a text, with prepared replies beside it, and take it by key."""
    desk.ask(name, form=TEXT, replies=REPLIES, **more)
    expect(console.get_by_role("listitem").first).to_contain_text("Take")
    console.keyboard.press("c")
    expect(console.get_by_role("region", name="Prepared replies")).to_be_visible()


def answered(desk: FakeDesk) -> Any:
    """Give the last answer that was sent."""
    return desk.made("desk.answer")[-1]


def test_six_presses_claim_choose_fill_and_send(console: Page, desk: FakeDesk) -> None:
    one_slot = {"id": "1", "category": None, "text": "Bus [line] is next.", "own": False, "send": False}
    desk.ask("one", form=TEXT, replies=[one_slot])
    expect(console.get_by_role("listitem")).to_have_count(1)
    console.evaluate("""() => {
      window.presses = 0;
      window.addEventListener("keydown", () => { window.presses += 1; }, { capture: true });
    }""")

    console.keyboard.press("c")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_focused()
    for key in ("1", "7", "Control+Enter"):
        console.keyboard.press(key)

    expect(console.get_by_role("heading", name="Sent to Participant 1")).to_be_visible()
    how = {"offered": ["1"], "chosen": ["1"], "edited": False}
    assert desk.made("desk.answer") == [
        {"prediction": "one", "output": {"plain": "Bus 7 is next."}, "how": how}
    ]
    assert console.evaluate("window.presses") <= 6


def test_a_reply_without_a_slot_is_sent_by_enter_and_several_are_stacked(
    console: Page, desk: FakeDesk
) -> None:
    prepare(desk, console)
    field = console.get_by_label("Your answer")
    title = console.get_by_role("heading", name="Participant 1")

    console.keyboard.press("2")
    expect(title).to_be_focused()
    console.keyboard.press("3")
    expect(field).to_have_value("It is 74 and clear. Anything else I can do for you?")
    console.keyboard.press("Enter")

    expect(console.get_by_text("1 answered")).to_be_visible()
    assert answered(desk)["how"] == {
        "offered": ["short/1", "short/2", "full/1"],
        "chosen": ["short/2", "full/1"],
        "edited": False,
    }


def test_enter_does_not_send_what_nobody_has_touched(console: Page, desk: FakeDesk) -> None:
    proposed = {"text": "On its way.", "output": {"generated_text": "On its way."}}
    prepare(desk, console, proposal=proposed)
    field = console.get_by_label("Your answer")

    console.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("On its way.")
    console.keyboard.press("Escape")
    console.keyboard.press("2")  # takes the place of a proposal that nobody has touched

    expect(field).to_have_value("It is 74 and clear.")
    assert desk.made("desk.answer") == []


def test_a_reply_goes_in_at_the_caret_and_the_rest_is_an_edit(console: Page, desk: FakeDesk) -> None:
    prepare(desk, console)
    field = console.get_by_label("Your answer")
    console.keyboard.press("t")
    console.keyboard.type("Well,")
    console.keyboard.press("Alt+2")
    expect(field).to_have_value("Well, It is 74 and clear.")
    expect(field).to_be_focused()
    console.keyboard.press("Control+z")
    expect(field).to_have_value("Well,")
    console.keyboard.press("Home")
    console.get_by_role("button", name="Anything else I can do for you?").click()
    expect(field).to_have_value("Anything else I can do for you? Well,")
    expect(field).to_be_focused()
    console.keyboard.press("Control+Enter")

    expect(console.get_by_text("1 answered")).to_be_visible()
    assert answered(desk)["how"]["chosen"] == ["full/1"]
    assert answered(desk)["how"]["edited"] is True


def test_slots_are_filled_in_turn_held_until_filled_and_remembered_for_the_person(
    console: Page, desk: FakeDesk
) -> None:
    prepare(desk, console)
    field = console.get_by_label("Your answer")

    console.keyboard.press("1")
    assert console.evaluate(SELECTED) == "[line]"
    console.keyboard.type("12")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_role("status")).to_have_text("Please fill in [minutes] first.")
    assert console.evaluate(SELECTED) == "[minutes]"
    console.keyboard.press("Shift+Tab")
    assert console.evaluate(SELECTED) == "12"
    console.keyboard.press("Tab")
    console.keyboard.type("6")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_text("1 answered")).to_be_visible()
    assert answered(desk)["output"] == {"plain": "Bus 12, in 6 minutes."}
    assert answered(desk)["how"]["edited"] is False

    prepare(desk, console, "two", who="Participant 1")
    console.keyboard.press("1")
    expect(field).to_have_value("Bus 12, in 6 minutes.")
    assert console.evaluate(SELECTED) == "12"
    console.keyboard.press("Tab")
    assert console.evaluate(SELECTED) == "6"
    console.keyboard.press("Tab")  # the last slot is no trap
    expect(field).not_to_be_focused()
    console.keyboard.press("Escape")
    expect(console.get_by_role("heading", name="Ready for the next one?")).to_be_visible()

    desk.change("two", None)
    expect(console.get_by_role("listitem")).to_have_count(0)
    prepare(desk, console, "three", who="Participant 2")
    console.keyboard.press("1")
    expect(field).to_have_value("Bus [line], in [minutes] minutes.")


def test_replies_are_found_by_words_and_by_category(console: Page, desk: FakeDesk) -> None:
    prepare(desk, console)
    replies = console.locator(".d-reply")
    expect(replies).to_have_count(3)
    expect(replies.nth(2)).to_contain_text("kept")

    console.keyboard.press("/")
    search = console.get_by_role("searchbox", name="Search the prepared replies")
    expect(search).to_be_focused()
    console.keyboard.type("ELSE any")
    expect(replies).to_have_count(1)
    console.keyboard.press("Escape")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_focused()
    console.keyboard.press("/")
    console.keyboard.press("Enter")
    expect(console.get_by_label("Your answer")).to_have_value("Anything else I can do for you?")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_focused()
    expect(search).to_have_value("")

    console.get_by_role("button", name="full", exact=True).click()
    expect(replies).to_have_count(1)
    console.get_by_role("button", name="All").click()
    console.keyboard.press("/")
    console.keyboard.type("nowhere")
    expect(console.get_by_text("No prepared reply has these words.")).to_be_visible()
    search.fill("bus")
    console.keyboard.press("ArrowDown")
    expect(replies.first).to_be_focused()
    console.keyboard.press("ArrowUp")
    expect(search).to_be_focused()


def test_a_sent_reply_is_kept_for_the_next_time(console: Page, desk: FakeDesk) -> None:
    prepare(desk, console)
    console.keyboard.press("t")
    console.keyboard.type("Line 12 it is.")
    console.keyboard.press("Control+Enter")

    console.get_by_role("button", name="Keep as a prepared reply").click()
    dialog = console.get_by_role("dialog", name="Keep as a prepared reply")
    dialog.get_by_label("The reply").fill("Line [line] it is.")
    dialog.get_by_role("radio", name="short").check()
    desk.refuse("desk.keep_reply", "bad", "text: that is too long.")
    console.keyboard.press("Control+Enter")
    expect(dialog.get_by_role("alert")).to_have_text("text: that is too long.")
    console.keyboard.press("Control+Enter")

    expect(console.get_by_text("Kept as a prepared reply")).to_be_visible()
    expect(dialog).to_have_count(0)
    assert desk.made("desk.keep_reply")[-1] == {
        "prediction": "one",
        "feature": "delay",
        "text": "Line [line] it is.",
        "category": "short",
    }


def test_what_stands_beside_the_answer_folds_away_and_stays_so(console: Page, desk: FakeDesk) -> None:
    desk.ask(
        "one",
        form=TEXT,
        replies=REPLIES,
        rules=["Never ask back."],
        guide="<p>Be <b>brief</b>.</p>",
        state="mine",
    )
    expect(console.locator(".d-guide b")).to_have_text("brief")
    expect(console.get_by_text("Never ask back.")).to_be_visible()

    console.get_by_role("button", name="How to decide").click()
    expect(console.get_by_text("Never ask back.")).to_have_count(0)
    console.reload()

    expect(console.get_by_role("button", name="How to decide", expanded=False)).to_be_visible()
    expect(console.get_by_role("button", name="How we write", expanded=True)).to_be_visible()
