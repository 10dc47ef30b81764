"""A conversation in the window: what is typed, sent, read out, scrolled to, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.views import JSON

Open = Callable[..., Page]

WORDS: JSON = {
    "chat_send": "Send",
    "chat_task": "Your task",
    "chat_log": "Conversation",
    "chat_offers": "Quick replies",
    "chat_you": "You",
    "chat_new": "New message",
    "chat_label": "What was this answer like?",
}
EMPTY: JSON = {
    "kind": "chat",
    "app": "Rechtsrat",
    "voice": False,
    "title": "Ask about your flat",
    "task": {
        "text": "Find out whether you get your deposit back.",
        "asks": ["How long it takes", "Who decides"],
    },
    "talk": [{"by": "product", "text": "Hello! What is it about?"}],
    "turn": 0,
    "waiting": None,
    "notice": None,
    "writes": True,
    "hint": "Write a message",
    "most": 1000,
    "offers": ["My deposit", "My rent is too high"],
    "person": "Talk to a lawyer",
    "done": None,
    "words": WORDS,
}
FEEDBACK: JSON = {
    "thumbs": {"text": "Was this helpful?", "value": None, "revision": 0},
    "labels": {"of": ["good", "off topic", "wrong"], "value": "good", "revision": 1},
}


def said(*lines: str, feedback: JSON | None = None, **more: Any) -> JSON:
    """A conversation in which the person and the product speak in turn."""
    talk: list[JSON] = [{"by": "product", "text": "Hello! What is it about?"}]
    for n, text in enumerate(lines):
        product = {"by": "product", "text": text, "prediction": f"p-{n // 2}", "feedback": feedback}
        talk.append(product if n % 2 else {"by": "you", "text": text})
    turn = (len(lines) + 1) // 2
    latest = {"prediction": talk[-1]["prediction"]} if "prediction" in talk[-1] else None
    return EMPTY | {"talk": talk, "turn": turn, "notice": latest, "done": "Done"} | more


WAITING = said("My deposit?", waiting="One moment…", offers=[], done=None)
ANSWERED = said("My deposit?", "Your landlord has 30 days.", feedback=FEEDBACK)
OVER = said("Help", "A lawyer will call you.", writes=False, offers=[], person=None)
MANY = [
    f"{word} number {n}, which goes on for a little while"
    for n in range(20)
    for word in ("Question", "Answer")
]
LONG = said(*MANY)
FIELD = "Write a message"


def at_the_end(page: Page) -> None:
    """Wait until the end of the conversation is in sight."""
    box = "document.querySelector('.s-main')"
    page.wait_for_function(f"() => {box}.scrollHeight - {box}.scrollTop - {box}.clientHeight < 2")


def test_enter_sends_and_shift_enter_begins_a_new_line(opened: Open, link: Link, page: Page) -> None:
    opened(EMPTY)
    field = page.get_by_label(FIELD)
    field.click()
    page.keyboard.type("My")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("deposit")
    link.then = lambda act: link.show(WAITING)
    page.keyboard.press("Enter")
    link.wait(lambda: len(link.of("say")) == 1, "the message")
    sent = link.of("say")[0]
    assert (sent["value"], sent["revision"], sent["place"]) == ("My\ndeposit", 0, "here")
    expect(field).to_have_value("")
    expect(field).to_be_focused()


def test_while_an_answer_is_awaited_a_draft_is_kept_and_not_sent(
    opened: Open, link: Link, page: Page
) -> None:
    opened(WAITING)
    field = page.get_by_label(FIELD)
    field.click()
    page.keyboard.type("And then")
    page.keyboard.press("Enter")
    link.show(ANSWERED)
    expect(page.get_by_text("Your landlord has 30 days.")).to_be_visible()
    expect(field).to_have_value("And then")
    expect(field).to_be_focused()
    assert link.of("say") == []
    page.keyboard.press("Enter")
    link.wait(lambda: len(link.of("say")) == 1, "the message")
    assert link.of("say")[0]["revision"] == 1


def test_what_is_typed_survives_pushes_and_a_window_drawn_anew(opened: Open, link: Link, page: Page) -> None:
    opened(EMPTY)
    page.get_by_label(FIELD).fill("I was going to")
    link.show(ANSWERED)
    expect(page.get_by_text("30 days")).to_be_visible()
    expect(page.get_by_label(FIELD)).to_have_value("I was going to")
    link.show(EMPTY | {"kind": "info", "html": "<h1>Wait</h1>", "next": "On"})
    expect(page.get_by_role("heading", name="Wait")).to_be_visible()
    link.show(ANSWERED)
    expect(page.get_by_label(FIELD)).to_have_value("I was going to")


def test_a_message_that_did_not_go_through_comes_back_to_the_field(
    opened: Open, link: Link, page: Page
) -> None:
    opened(EMPTY)
    link.refusal = {"say": "That didn't go through.", "kind": "busy"}
    page.get_by_label(FIELD).fill("My deposit?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").filter(has_text="go through")).to_be_visible()
    expect(page.get_by_label(FIELD)).to_have_value("My deposit?")


def test_words_of_strangers_are_text_and_nothing_else(opened: Open, page: Page) -> None:
    bad = "<img src=x onerror=\"document.title='gone'\"><b>bold</b> **bold** javascript:alert(1)"
    opened(
        said(
            bad,
            bad,
            offers=[bad],
            feedback={**FEEDBACK, "labels": {"of": [bad], "value": None, "revision": 0}},
        )
    )
    expect(page.locator(".c-text", has_text="<b>bold</b>")).to_have_count(2)
    expect(page.locator(".c-log img, .c-log b, .c-foot img")).to_have_count(0)
    assert page.title() != "gone"


def test_the_conversation_is_a_log_to_which_only_what_is_new_is_added(
    opened: Open, link: Link, page: Page
) -> None:
    opened(WAITING)
    log = page.get_by_role("log", name="Conversation")
    page.evaluate(
        """window.added = [];
        const note = (all) => all.forEach((one) => one.addedNodes.forEach((node) => added.push(node.textContent)));
        new MutationObserver(note).observe(document.querySelector('.c-log'), { childList: true })"""
    )
    link.show(ANSWERED)
    expect(log.get_by_text("Your landlord has 30 days.")).to_be_visible()
    added = page.evaluate("window.added")
    assert len(added) == 1
    assert added[0].startswith("Rechtsrat: Your landlord has 30 days.")


def test_the_cue_says_the_scenarios_words_and_nothing_else(opened: Open, page: Page) -> None:
    opened(WAITING)
    cue = page.locator(".c-waiting")
    expect(cue).to_have_text("One moment…")
    expect(cue).to_have_count(1)


def test_somebody_at_the_end_is_taken_along_with_what_is_new(opened: Open, link: Link, page: Page) -> None:
    opened(LONG)
    at_the_end(page)
    link.show(said(*MANY, "Mine", "The newest"))
    expect(page.get_by_text("The newest")).to_be_in_viewport()


def test_quick_replies_that_come_with_an_answer_do_not_hide_its_end(
    opened: Open, link: Link, page: Page
) -> None:
    page.set_viewport_size({"width": 360, "height": 560})
    opened(WAITING)
    answer = "Your landlord has 30 days. " * 6
    replies = ["What if it takes longer?", "Who decides about that?", "What do I write?"]
    link.show(said("My deposit?", answer, offers=replies))
    expect(page.get_by_role("button", name=replies[-1])).to_be_visible()
    at_the_end(page)


def test_an_answer_does_not_pull_away_somebody_who_reads_further_up(
    opened: Open, link: Link, page: Page
) -> None:
    opened(said(*MANY, "Mine", waiting="One moment…"))
    at_the_end(page)
    page.locator(".s-main").evaluate("box => box.scrollTo({ top: 100, behavior: 'instant' })")
    link.show(said(*MANY, "Mine", "The newest"))
    newer = page.get_by_role("button", name="New message")
    expect(newer).to_be_visible()
    assert page.locator(".s-main").evaluate("box => box.scrollTop") == 100
    newer.click()
    expect(page.get_by_text("The newest")).to_be_in_viewport()
    expect(newer).to_be_hidden()


def test_a_quick_reply_is_said_as_it_stands_there(opened: Open, link: Link, page: Page) -> None:
    opened(EMPTY)
    link.then = lambda act: link.show(WAITING)
    page.get_by_role("group", name="Quick replies").get_by_role("button", name="My deposit").click()
    link.wait(lambda: len(link.of("say")) == 1, "the message")
    assert link.of("say")[0]["value"] == "My deposit"
    expect(page.locator(".c-chip")).to_have_count(0)


def test_by_keyboard_the_focus_goes_on_from_a_quick_reply(opened: Open, link: Link, page: Page) -> None:
    opened(EMPTY)
    link.then = lambda act: link.show(ANSWERED | {"offers": ["Thank you"]})
    page.get_by_role("button", name="My rent").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Thank you")).to_be_focused()


def test_thumbs_and_labels_are_told_for_their_answer_and_keep_the_focus(
    opened: Open, link: Link, page: Page
) -> None:
    opened(ANSWERED)
    up = page.get_by_role("group", name="Was this helpful?").get_by_role("button", name="Yes")

    def take(act: JSON) -> None:
        thumb = {**FEEDBACK["thumbs"], "value": act.get("value"), "revision": act["revision"]}
        if act["act"] == "react":
            link.show(
                said("My deposit?", "Your landlord has 30 days.", feedback={**FEEDBACK, "thumbs": thumb})
            )

    link.then = take
    up.focus()
    page.keyboard.press("Enter")
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_be_focused()
    told = link.of("react")[0]
    assert {name: told[name] for name in ("reaction", "value", "revision", "prediction")} == {
        "reaction": "thumb",
        "value": "up",
        "revision": 1,
        "prediction": "p-0",
    }
    labels = page.get_by_role("group", name="What was this answer like?")
    expect(labels.get_by_role("button", name="good")).to_have_attribute("aria-pressed", "true")
    labels.get_by_role("button", name="wrong").click()
    link.wait(lambda: len(link.of("react")) == 2, "the label")
    assert link.of("react")[1] | {"ms": 0} == link.of("react")[1] | {
        "ms": 0,
        "reaction": "label",
        "value": "wrong",
        "revision": 2,
        "prediction": "p-0",
    }


@pytest.mark.parametrize(
    ("screen", "name", "told"),
    [
        (ANSWERED, "Talk to a lawyer", {"act": "react", "reaction": "contact"}),
        (ANSWERED, "Done", {"act": "done"}),
        (OVER, "Done", {"act": "done"}),
    ],
)
def test_the_ways_out_are_told(
    screen: JSON, name: str, told: JSON, opened: Open, link: Link, page: Page
) -> None:
    opened(screen)
    page.get_by_role("button", name=name, exact=True).click()
    link.wait(lambda: len(link.of(told["act"])) == 1, "the act")
    assert {key: link.of(told["act"])[0][key] for key in told} == told


def test_when_it_is_over_there_is_no_field(opened: Open, page: Page) -> None:
    opened(OVER)
    expect(page.locator("textarea")).to_have_count(0)
    expect(page.get_by_role("button", name="Done")).to_be_visible()


def test_an_answer_is_told_as_shown_once(opened: Open, link: Link, page: Page) -> None:
    opened(WAITING)
    link.show(ANSWERED)
    link.wait(lambda: len(link.of("shown")) == 1, "that it was shown")
    assert link.of("shown")[0]["prediction"] == "p-0"


def test_a_streamed_answer_is_whole_in_the_end_and_survives_what_comes_meanwhile(
    opened: Open, link: Link, page: Page
) -> None:
    text = "Your landlord has 30 days."
    coming = said("My deposit?", text)
    coming["talk"][-1]["stream"] = [[0.1, 4], [0.6, 13], [0.9, len(text)]]
    opened(WAITING)
    page.evaluate(
        """window.stages = [];
        const note = () => stages.push(document.querySelector('.c-line:last-child p [aria-hidden]')?.textContent);
        new MutationObserver(note).observe(document.querySelector('.c-log'), { childList: true, subtree: true })"""
    )
    link.then = lambda act: link.show(said("My deposit?", text)) if act["act"] == "shown" else None
    link.show(coming)
    expect(page.locator(".c-line").last.locator("p [aria-hidden]").first).to_have_text(text)
    stages = page.evaluate("stages.filter((stage, n) => stage && stage !== stages[n - 1])")
    assert stages == ["Your", "Your landlord", text]


@pytest.mark.parametrize("size", [(360, 640), (390, 844), (1280, 800)])
def test_the_field_stays_in_sight_and_the_window_does_not_grow(
    size: tuple[int, int], opened: Open, page: Page
) -> None:
    opened(LONG)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.get_by_label(FIELD)).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Done")).to_be_in_viewport(ratio=1)
    assert page.locator(".s-root").evaluate("box => [box.scrollWidth, box.scrollTop]") == [size[0], 0]
    app = page.locator(".s-app").bounding_box()
    assert app
    assert app["y"] + app["height"] <= size[1]


def test_a_finger_can_hit_whatever_can_be_pressed(opened: Open, page: Page) -> None:
    for name, screen in (("empty", EMPTY), ("answered", ANSWERED), ("over", OVER)):
        opened(screen, name)
        page.set_viewport_size({"width": 360, "height": 640})
        sizes = "targets => targets.map(target => [target.offsetWidth, target.offsetHeight])"
        for width, height in page.locator(".s-main button:visible, textarea").evaluate_all(sizes):
            assert height >= 44, name
            assert width >= 44, name


def test_above_a_phones_keyboard_the_field_is_still_in_sight(opened: Open, page: Page) -> None:
    opened(LONG)
    # As a phone does it: the window stays, and only a part of it can be seen.
    page.evaluate(
        """Object.defineProperty(window.visualViewport, 'height', { get: () => 360, configurable: true });
        window.visualViewport.dispatchEvent(new Event('resize'))"""
    )
    field = page.get_by_label(FIELD).bounding_box()
    assert field
    assert field["y"] + field["height"] <= 360
