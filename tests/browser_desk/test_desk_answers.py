"""Claiming, answering and giving back at the desk, by key and by press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import TEXT, WORDS, FakeDesk


@pytest.fixture
def waiting(console: Page, desk: FakeDesk) -> Page:
    """Give the console with one request waiting."""
    desk.ask("one", ago=2)
    expect(console.get_by_role("listitem")).to_have_count(1)
    return console


@pytest.fixture
def claimed(waiting: Page) -> Page:
    """Give the console with its one request open."""
    waiting.keyboard.press("c")
    expect(waiting.get_by_role("heading", name="Participant 1")).to_be_visible()
    return waiting


@pytest.mark.parametrize("key", ["c", "C", "Enter"])
def test_a_key_claims_the_oldest_waiting_request(waiting: Page, desk: FakeDesk, key: str) -> None:
    desk.ask("two")
    expect(waiting.get_by_role("listitem")).to_have_count(2)

    waiting.keyboard.press(key)

    expect(waiting.get_by_role("heading", name="Participant 1")).to_be_focused()
    assert desk.made("desk.claim") == [{"prediction": "one"}]


def test_a_press_claims_just_that_request(waiting: Page, desk: FakeDesk) -> None:
    desk.ask("two")

    waiting.get_by_role("listitem").get_by_role("button", name="Participant 2").click()

    expect(waiting.get_by_role("heading", name="Participant 2")).to_be_visible()
    assert desk.made("desk.claim") == [{"prediction": "two"}]


def test_an_open_request_shows_what_a_model_would_see_and_what_they_saw(claimed: Page) -> None:
    facts = claimed.get_by_role("term")
    expect(facts).to_have_text(["Weather", "Last scan", "Promised"])
    expect(claimed.get_by_role("definition").first).to_have_text("heavy snow")
    rows = claimed.get_by_role("table", name="What they saw so far").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_have_text("1delayedyesaccept")
    expect(rows.nth(2)).to_have_text("2on timenodismiss")


def test_the_first_trial_has_nothing_before_it(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", saw=[], state="mine")

    expect(console.get_by_text("This is the first one they see.")).to_be_visible()


def test_what_people_wrote_is_shown_as_text(console: Page, desk: FakeDesk) -> None:
    bold = "<b id=bold>delayed</b>"
    desk.ask("one", state="mine", form={**WORDS, "labels": [bold]})

    expect(console.get_by_role("button", name=bold)).to_be_visible()
    expect(console.locator("#bold")).to_have_count(0)


def test_a_digit_answers_by_label_with_the_middle_sureness(claimed: Page, desk: FakeDesk) -> None:
    claimed.keyboard.press("2")

    expect(claimed.get_by_role("heading", name="Sent to Participant 1")).to_be_visible()
    expect(claimed.get_by_text("delayed, probable")).to_be_visible()
    expect(claimed.get_by_text("1 answered")).to_be_visible()
    assert desk.made("desk.answer") == [
        {"prediction": "one", "output": [{"label": "delayed", "score": 0.8}]},
    ]


def test_sureness_goes_by_key_and_starts_from_the_middle_each_time(claimed: Page, desk: FakeDesk) -> None:
    expect(claimed.get_by_role("radio", name="probable")).to_be_checked()
    claimed.keyboard.press("e")
    expect(claimed.get_by_role("radio", name="nearly certain")).to_be_checked()
    claimed.keyboard.press("1")
    expect(claimed.get_by_text("1 answered")).to_be_visible()

    desk.ask("two")
    expect(claimed.get_by_role("listitem")).to_have_count(1)
    claimed.keyboard.press("Enter")

    expect(claimed.get_by_role("radio", name="probable")).to_be_checked()
    assert desk.made("desk.answer")[0]["output"] == [{"label": "on time", "score": 0.95}]


def test_two_presses_send_one_answer(claimed: Page, desk: FakeDesk) -> None:
    desk.held.clear()
    claimed.keyboard.press("1")
    claimed.keyboard.press("1")
    claimed.keyboard.press("2")
    claimed.get_by_role("button", name="delayed").click(force=True)
    claimed.keyboard.press("Escape")
    desk.held.set()

    expect(claimed.get_by_text("1 answered")).to_be_visible()
    assert [args["output"][0]["label"] for args in desk.made("desk.answer")] == ["on time"]
    assert desk.made("desk.give_back") == []


def test_a_key_that_is_held_down_answers_once(claimed: Page, desk: FakeDesk) -> None:
    claimed.keyboard.down("2")
    expect(claimed.get_by_text("1 answered")).to_be_visible()
    desk.ask("two", state="mine")
    expect(claimed.get_by_role("heading", name="Participant 1", exact=True)).to_be_visible()

    claimed.keyboard.down("2")
    claimed.keyboard.up("2")
    claimed.keyboard.press("Escape")

    expect(claimed.get_by_role("listitem").get_by_role("button")).to_have_count(1)
    assert len(desk.made("desk.answer")) == 1


def test_the_next_request_waits_until_it_is_claimed(claimed: Page, desk: FakeDesk) -> None:
    desk.ask("two")
    expect(claimed.get_by_role("listitem")).to_have_count(2)
    claimed.keyboard.press("1")
    expect(claimed.get_by_role("button", name="Take Participant 2")).to_be_visible()
    assert len(desk.made("desk.claim")) == 1

    claimed.keyboard.press("Enter")

    expect(claimed.get_by_role("heading", name="Participant 2")).to_be_focused()


def test_escape_gives_back_without_a_question_and_announces_nothing(claimed: Page, desk: FakeDesk) -> None:
    said = claimed.locator("[aria-live=polite]")
    expect(said).to_have_text("")

    claimed.keyboard.press("Escape")

    expect(claimed.get_by_role("listitem").get_by_role("button")).to_be_visible()
    expect(claimed.get_by_role("heading", name="Ready for the next one?")).to_be_focused()
    expect(said).to_have_text("")
    expect(claimed.get_by_role("status")).to_have_text("")
    assert desk.made("desk.give_back") == [{"prediction": "one"}]


def test_a_claim_that_another_won_is_told_kindly(waiting: Page, desk: FakeDesk) -> None:
    desk.refuse("desk.claim", "taken", "A colleague took this one a moment ago.")
    desk.requests["one"]["state"] = "taken"

    waiting.keyboard.press("c")

    expect(waiting.get_by_role("status")).to_have_text("A colleague took this one a moment ago.")
    expect(waiting.get_by_role("listitem")).to_contain_text("taken")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "Time was up for Participant 1, so it was answered without you."),
        ("waiting", "Participant 1 went back to the queue after a silence here. You can take it again."),
        ("taken", "A colleague has taken over Participant 1."),
    ],
)
def test_a_claim_that_ends_by_itself_is_told_kindly(
    claimed: Page, desk: FakeDesk, state: str | None, words: str
) -> None:
    desk.change("one", state)

    expect(claimed.get_by_role("status")).to_have_text(words)
    expect(claimed.get_by_role("button", name="delayed")).to_have_count(0)


def test_an_answer_that_does_not_fit_can_be_sent_again(claimed: Page, desk: FakeDesk) -> None:
    desk.refuse("desk.answer", "bad", "The label is not one of this feature's answers.")
    claimed.keyboard.press("1")
    expect(claimed.get_by_role("status")).to_have_text("The label is not one of this feature's answers.")

    claimed.keyboard.press("2")

    expect(claimed.get_by_text("1 answered")).to_be_visible()
    expect(claimed.get_by_role("status")).to_have_text("")


def test_a_second_claim_waits_for_the_first(claimed: Page, desk: FakeDesk) -> None:
    desk.ask("two")
    expect(claimed.get_by_role("listitem")).to_have_count(2)

    claimed.keyboard.press("c")

    expect(claimed.get_by_role("status")).to_have_text(
        "Please answer this one first, or give it back with Esc."
    )
    assert len(desk.made("desk.claim")) == 1


def test_an_answer_sent_while_the_line_is_down_arrives_once(claimed: Page, desk: FakeDesk) -> None:
    desk.held.clear()
    claimed.keyboard.press("2")
    desk.hang_up()
    desk.held.set()

    expect(claimed.get_by_text("1 answered")).to_be_visible()
    expect(claimed.get_by_text("Live", exact=True)).to_be_visible()
    assert desk.answered == 1


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


def test_a_claim_is_kept_alive_while_it_is_open(console: Page, desk: FakeDesk) -> None:
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


def test_an_idle_desk_notices_that_its_line_is_dead(console: Page, desk: FakeDesk) -> None:
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
