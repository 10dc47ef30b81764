"""Claiming, answering by label, and giving back at the desk, by key and by press."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import WORDS


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
