"""Written answers and proposals at the desk; and that a console stays in touch, by keys alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import TEXT


def test_a_push_leaves_focus_and_caret_where_they_are(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", state="mine", form=TEXT)
    field = console.get_by_label("Your answer")
    field.click()
    field.press_sequentially("It will be late")
    field.press("Home")

    desk.ask("two")
    expect(console.get_by_role("listitem")).to_have_count(2)

    expect(field).to_be_focused()
    field.press_sequentially("Sorry! ")
    expect(field).to_have_value("Sorry! It will be late")


def test_typing_an_answer_triggers_no_keys(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=TEXT)
    desk.ask("two")
    expect(console.get_by_role("listitem")).to_have_count(2)
    console.keyboard.press("c")
    field = console.get_by_label("Your answer")
    expect(field).to_be_focused()

    console.keyboard.type("C 1 2 qwe ? is what I mean")
    console.keyboard.press("Enter")
    console.keyboard.type("Yes")
    expect(field).to_have_value("C 1 2 qwe ? is what I mean\nYes")
    assert desk.made("desk.answer") == []
    console.keyboard.press("Control+Enter")

    expect(console.get_by_text("1 answered")).to_be_visible()
    assert desk.made("desk.answer") == [
        {"prediction": "one", "output": {"plain": "C 1 2 qwe ? is what I mean\nYes"}}
    ]
    assert len(desk.made("desk.claim")) == 1
    assert desk.made("desk.give_back") == []


def test_an_empty_text_is_not_sent(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", state="mine", form=TEXT)

    console.get_by_role("button", name="Send").click()

    expect(console.get_by_role("status")).to_have_text("Please write an answer first.")
    assert desk.made("desk.answer") == []


def test_a_draft_survives_giving_back(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=TEXT)
    console.get_by_role("button", name="Take Participant 1").click()
    expect(console.get_by_label("Your answer")).to_be_focused()
    console.keyboard.type("Half a thought")

    console.keyboard.press("Escape")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_focused()
    console.keyboard.press("Escape")
    expect(console.get_by_role("button", name="Take Participant 1")).to_be_visible()
    console.keyboard.press("c")

    expect(console.get_by_label("Your answer")).to_have_value("Half a thought")


def test_keys_in_the_pages_other_fields_are_left_alone(waiting: Page, desk: FakeDesk) -> None:
    waiting.get_by_label("Elsewhere").click()
    waiting.keyboard.type("c?1")
    waiting.keyboard.press("Enter")

    expect(waiting.get_by_label("Elsewhere")).to_have_value("c?1")
    assert desk.made("desk.claim") == []


def test_a_task_without_a_form_can_still_be_given_back(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", state="mine", form={"task": "object-detection", "plain": None})
    expect(console.get_by_text("This desk has no form for object-detection yet.")).to_be_visible()

    console.get_by_role("button", name="Give back").click()

    expect(console.get_by_role("button", name="Take Participant 1")).to_be_visible()


def test_a_claim_is_kept_alive_while_it_is_open(own_console: Page, desk: FakeDesk) -> None:
    console = own_console
    console.clock.install()
    console.reload()
    desk.ask("one", within=None)
    expect(console.get_by_role("listitem")).to_have_count(1)
    console.keyboard.press("c")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_visible()
    assert desk.made("desk.beat") == []

    with console.expect_event("console", lambda message: message.text == "beaten"):
        console.evaluate("""() => {
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (text) {
            if (text.includes('"desk.beat"')) console.log("beaten");
            return send.call(this, text);
          };
        }""")
        console.clock.run_for(10_000)
    console.keyboard.press("Escape")
    expect(console.get_by_role("button", name="Take Participant 1")).to_be_visible()
    beats = len(desk.made("desk.beat"))
    console.clock.run_for(25_000)
    console.keyboard.press("c")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_visible()

    assert len(desk.made("desk.beat")) == beats == 1


def test_letters_and_digits_can_be_switched_off_as_keys(waiting: Page, desk: FakeDesk) -> None:
    waiting.keyboard.press("?")
    waiting.get_by_role("button", name="Letters and digits are keys").click()
    waiting.keyboard.press("c")
    waiting.keyboard.press("n")
    waiting.reload()
    expect(waiting.get_by_role("button", name="Take Participant 1")).to_be_visible()
    waiting.keyboard.press("c")
    waiting.keyboard.press("Enter")

    expect(waiting.get_by_role("heading", name="Participant 1", exact=True)).to_be_visible()
    assert len(desk.made("desk.claim")) == 1
    assert desk.made("desk.doors") == []


def test_a_whole_shift_needs_no_mouse(console: Page, desk: FakeDesk) -> None:
    desk.ask("one")
    desk.ask("two", form=TEXT)
    expect(console.get_by_role("listitem")).to_have_count(2)

    console.keyboard.press("?")
    expect(console.get_by_text("take the request that waits longest")).to_be_visible()
    console.keyboard.press("Escape")
    expect(console.get_by_text("take the request that waits longest")).to_have_count(0)
    console.keyboard.press("c")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_focused()
    console.keyboard.press("Tab")
    expect(console.get_by_role("radio", name="probable")).to_be_focused()
    console.keyboard.press("ArrowRight")
    console.keyboard.press("Tab")
    expect(console.get_by_role("button", name="on time")).to_be_focused()
    console.keyboard.press("Space")
    expect(console.get_by_role("button", name="Take Participant 2")).to_be_visible()
    console.keyboard.press("Enter")
    expect(console.get_by_label("Your answer")).to_be_focused()
    console.keyboard.type("On its way")
    console.keyboard.press("Control+Enter")

    expect(console.get_by_text("2 answered")).to_be_visible()
    assert [args["output"] for args in desk.made("desk.answer")] == [
        [{"label": "on time", "score": 0.95}],
        {"plain": "On its way"},
    ]


def test_an_idle_desk_notices_that_its_line_is_dead(own_console: Page, desk: FakeDesk) -> None:
    console = own_console
    console.clock.install()
    console.reload()
    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    desk.held.clear()  # the line looks open, and nothing comes over it
    lost = console.get_by_text("Reconnecting…")
    for _ in range(30):  # the idle check, its patience, and a call that may still have been under way
        console.clock.run_for(1_000)
        if lost.is_visible():
            break
    expect(lost).to_be_visible()
    desk.held.set()
    console.clock.run_for(1_000)
    expect(console.get_by_text("Live", exact=True)).to_be_visible()


DELAYED = [{"label": "delayed", "score": 0.7}]


@pytest.mark.parametrize(("key", "sent", "said"), [("a", DELAYED, "delayed"), ("x", None, "no answer")])
def test_a_key_sends_what_is_proposed_or_rejects_it(
    console: Page, desk: FakeDesk, key: str, sent: object, said: str
) -> None:
    desk.ask("one", state="mine", proposal={"text": "delayed", "output": DELAYED})
    expect(console.get_by_role("region", name="Proposed")).to_contain_text("delayed")

    console.keyboard.press(key)

    expect(console.get_by_role("heading", name="Sent to Participant 1")).to_be_visible()
    expect(console.locator(".d-sent")).to_have_text(said)
    assert desk.made("desk.answer") == [{"prediction": "one", "output": sent}]


def test_a_proposed_text_stands_in_the_form_to_be_edited(console: Page, desk: FakeDesk) -> None:
    proposed = {"generated_text": "It is on its way."}
    desk.ask("one", state="mine", form=TEXT, proposal={"text": "It is on its way.", "output": proposed})
    field = console.get_by_role("textbox", name="Your answer")
    expect(field).to_have_value("It is on its way.")

    field.fill("It will come tomorrow.")
    console.keyboard.press("Control+Enter")

    expect(console.get_by_text("It will come tomorrow.")).to_be_visible()
    assert desk.made("desk.answer") == [{"prediction": "one", "output": {"plain": "It will come tomorrow."}}]


def test_without_a_proposal_there_is_nothing_to_accept(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", state="mine")
    expect(console.get_by_role("heading", name="Participant 1")).to_be_visible()
    console.keyboard.press("a")
    expect(console.get_by_role("region", name="Proposed")).to_have_count(0)
    assert desk.made("desk.answer") == []


def test_the_console_tells_how_long_seeing_and_starting_took(claimed: Page, desk: FakeDesk) -> None:
    claimed.keyboard.press("2")
    expect(claimed.get_by_role("heading", name="Sent to Participant 1")).to_be_visible()
    told = {do: args for do, args in desk.calls if do in {"desk.claim", "desk.answer"}}
    assert 0 <= told["desk.claim"]["seen_ms"] < 60_000
    assert 0 <= told["desk.answer"]["first_key_ms"] < 60_000
