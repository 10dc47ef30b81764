"""Operators work together: hand over, take back, hold, flag, answer twice; and drafts go along."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import BESIDE, TEXT, WORDS


def take(console: Page) -> None:
    """Take what waits, by key, and wait until it is open."""
    console.keyboard.press("c")
    expect(console.get_by_role("button", name="Give back")).to_be_visible()


def test_a_request_is_handed_over_with_a_note_and_the_draft(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=TEXT)
    expect(console.get_by_role("listitem")).to_have_count(1)
    take(console)
    console.keyboard.type("So far")
    console.keyboard.press("Escape")
    console.keyboard.press("g")
    dialog = console.get_by_role("dialog", name="Hand over Participant 1")
    expect(dialog.get_by_label("A note for them")).to_be_focused()
    console.keyboard.type("c? Speaks Dutch")  # keys are text here
    console.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert desk.made("desk.hand_over") == []

    console.keyboard.press("g")
    console.keyboard.type("Speaks Dutch")
    dialog.get_by_role("radio", name="Operator 2").check()
    console.keyboard.press("Control+Enter")

    expect(console.get_by_role("listitem")).to_contain_text("taken")
    expect(console.get_by_role("status")).to_have_text("")
    told = {"prediction": "one", "to": "op-2", "note": "Speaks Dutch", "draft": "So far"}
    assert desk.made("desk.hand_over") == [told]


def test_a_request_that_came_back_has_the_note_and_the_draft_of_before(console: Page, desk: FakeDesk) -> None:
    desk.ask(
        "one", form=TEXT, draft="Half an answer", note={"by": "Operator 2", "text": "<b>Speaks</b> Dutch"}
    )
    expect(console.get_by_role("listitem")).to_contain_text("with a note")
    take(console)

    expect(console.get_by_text("Note from Operator 2: <b>Speaks</b> Dutch")).to_be_visible()
    expect(console.get_by_label("Your answer")).to_have_value("Half an answer")
    console.keyboard.type("!")
    console.keyboard.press("Escape")
    console.keyboard.press("Escape")
    expect(console.get_by_role("listitem")).to_contain_text("Take")
    assert desk.made("desk.give_back") == [{"prediction": "one", "draft": "Half an answer!"}]

    desk.requests["one"]["draft"] = "A colleague went on"
    console.keyboard.press("c")
    expect(console.get_by_label("Your answer")).to_have_value("A colleague went on")


def test_a_beat_carries_the_draft(own_console: Page, desk: FakeDesk) -> None:
    console = own_console
    console.clock.install()
    console.reload()
    desk.ask("one", form=TEXT, within=None, state="mine")
    field = console.get_by_label("Your answer")
    field.fill("Half a thought")
    console.clock.run_for(11_000)
    desk.ask("two")
    expect(console.get_by_text("Participant 2", exact=True)).to_be_visible()

    assert desk.made("desk.beat") == [{"prediction": "one", "draft": "Half a thought"}]


def test_an_answer_is_taken_back_before_it_is_shown(console: Page, desk: FakeDesk) -> None:
    desk.shown_after = 60
    desk.ask("one", form=TEXT)
    expect(console.get_by_role("listitem")).to_have_count(1)
    take(console)
    console.keyboard.type("Oops")
    console.keyboard.press("Control+Enter")
    strip = console.get_by_role("region", name="Not shown yet")
    expect(strip).to_contain_text("Participant 1")
    expect(strip).to_contain_text("shown in")

    console.keyboard.press("u")
    expect(console.get_by_label("Your answer")).to_have_value("Oops")
    expect(console.get_by_text("Taken back:")).to_be_visible()
    expect(strip).to_have_count(0)
    expect(console.get_by_text("Sent lately")).to_have_count(0)
    console.get_by_label("Your answer").fill("Better")
    console.keyboard.press("Control+Enter")
    expect(strip).to_be_visible()
    assert [one["output"]["plain"] for one in desk.made("desk.answer")] == ["Oops", "Better"]

    desk.ask("two", form=TEXT)
    expect(console.get_by_role("button", name="Take Participant")).to_be_visible()
    take(console)
    console.keyboard.type("And this")
    console.keyboard.press("Control+Enter")
    expect(strip.get_by_role("button", name="Take back")).to_have_count(2)
    console.keyboard.press("u")  # the later one
    expect(console.get_by_label("Your answer")).to_have_value("And this")
    assert desk.made("desk.retract") == [{"prediction": "one"}, {"prediction": "two"}]
    desk.change("two", None)

    with desk.lock:
        desk.sent.clear()
    desk.push()
    expect(strip).to_have_count(0)
    console.keyboard.press("u")
    expect(console.get_by_role("status")).to_contain_text("There is nothing to take back")
    assert len(desk.made("desk.retract")) == 2


def test_a_label_that_was_taken_back_is_marked(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=WORDS, state="mine", earlier=[{"label": "delayed", "score": 0.8}])

    expect(console.get_by_role("button", name="delayed sent before")).to_be_visible()
    expect(console.get_by_text("Nobody has seen your earlier answer.")).to_be_visible()


def test_one_key_sends_the_holding_reply_once(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=TEXT, replies=[], hold="One moment, please…", state="mine")
    expect(console.get_by_role("button", name="Hold: One moment, please…")).to_be_visible()
    console.get_by_role("heading", name="Participant 1").focus()
    console.keyboard.press("h")
    expect(console.get_by_text("Holding reply sent")).to_be_visible()
    console.keyboard.press("h")
    desk.change("one", None)

    expect(console.get_by_role("status")).to_contain_text("Time was up for Participant 1")
    assert desk.made("desk.hold") == [{"prediction": "one"}]


def test_off_script_and_mistakes_are_flagged(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", state="mine")
    desk.ask("two")
    expect(console.get_by_role("listitem")).to_have_count(2)
    console.keyboard.press("o")
    expect(console.get_by_role("button", name="Off script", pressed=True)).to_be_visible()
    console.keyboard.press("1")
    expect(console.get_by_text("Flagged: off script")).to_be_visible()
    console.get_by_role("button", name="It was wrong").click()
    console.get_by_label("In a few words").fill("I misread the weather.")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_text("Flagged: a slip of yours")).to_be_visible()
    assert desk.made("desk.answer")[0]["off_script"] is True

    console.keyboard.press("c")
    expect(console.get_by_role("button", name="Off script", pressed=False)).to_be_visible()
    console.keyboard.press("1")
    expect(console.get_by_text("2 answered")).to_be_visible()
    console.keyboard.press("o")
    expect(console.get_by_text("Flagged: off script")).to_be_visible()
    console.get_by_role("button", name="Sent lately").click()
    expect(console.locator(".d-lately li")).to_have_count(2)
    expect(console.locator(".d-lately li").nth(1)).to_contain_text("flagged")
    expect(console.get_by_role("button", name="Wrong: the answer to Participant 2")).to_be_visible()

    assert "off_script" not in desk.made("desk.answer")[1]
    assert desk.made("desk.flag") == [
        {"prediction": "one", "what": "mistake", "text": "I misread the weather."},
        {"prediction": "two", "what": "off_script", "text": ""},
    ]


def test_a_second_opinion_is_offered_quietly_when_nobody_waits(console: Page, desk: FakeDesk) -> None:
    desk.ask("waits")
    expect(console.get_by_role("listitem")).to_have_count(1)
    desk.ask("again", state="second", who="Participant 9")
    desk.ask("third", persona="student", here="typing")
    expect(console.get_by_text("student · Variant B")).to_be_visible()
    expect(console.locator(".d-here")).to_have_text("typing")
    expect(console.get_by_text("Participant 9")).to_have_count(0)
    expect(console).to_have_title("(2) Desk")

    desk.change("third", None)
    desk.change("waits", None)
    expect(console.get_by_role("button", name="Give a second opinion on Participant 9")).to_be_visible()
    expect(console).to_have_title("Desk")
    expect(console.locator(".d-heard[data-key=heard]")).not_to_contain_text("Participant 9")
    desk.requests["again"]["second"] = True
    console.keyboard.press("c")

    expect(console.get_by_text("Second opinion:")).to_be_visible()
    expect(console.locator(".d-open-head")).to_contain_text("no hurry")
    expect(console.get_by_role("button", name="Hand over")).to_have_count(0)


def test_an_older_server_gets_the_desk_of_before(console: Page, desk: FakeDesk) -> None:
    desk.old = True
    desk.ask("one", form=TEXT)
    expect(console.get_by_role("listitem")).to_have_count(1)
    for key in "pbuon/":
        console.keyboard.press(key)
    console.keyboard.press("c")
    expect(console.get_by_label("Your answer")).to_be_focused()
    assert not desk.view()["open"].keys() & (BESIDE.keys() - {"proposal", "talk"})
    expect(console.get_by_role("button", name="Hand over")).to_have_count(0)
    expect(console.get_by_text("Doors")).to_have_count(0)
    console.keyboard.type("Yes")
    console.keyboard.press("Control+Enter")

    expect(console.get_by_text("1 answered")).to_be_visible()
    assert desk.made("desk.answer") == [{"prediction": "one", "output": {"plain": "Yes"}}]
    assert {do for do, _ in desk.calls} <= {"view", "desk.view", "desk.claim", "desk.answer"}
