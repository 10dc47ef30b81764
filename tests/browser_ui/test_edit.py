"""Correcting a text: marks that move with it, keys, the recording, and what is told."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.views import JSON

Open = Callable[..., Page]
SOUND = "/files/sound.wav"
EDIT: JSON = {
    "kind": "edit",
    "app": "Dictation",
    "title": "Correct the message",
    "text": "It was left on the answering machine this morning.",
    "audio": None,
    "pieces": [
        {"text": "Please"},
        {"text": " "},
        {"text": "leaf", "unsure": True, "label": None, "at": 0.4},
        {"text": " it at the "},
        {"text": "floor", "unsure": True, "label": "noun", "at": 1.2},
        {"text": ", not at the neighbour's."},
    ],
    "waiting": None,
    "said": None,
    "notice": {"prediction": "p-1"},
    "buttons": [{"act": "done", "text": None}],
}
WAITING: JSON = EDIT | {"pieces": [], "waiting": "Listening…", "notice": None, "buttons": []}
WITH_SOUND: JSON = EDIT | {"audio": SOUND}


def silence(seconds: int = 3) -> bytes:
    """A recording of nothing, as browsers play it."""
    data = b"\x80" * 8_000 * seconds
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 8_000, 8_000, 1, 8, b"data", len(data))  # fmt: skip # noqa: E501
    return head + data


@pytest.fixture
def heard(page: Page) -> Page:
    """A page with the recording at its address."""

    def answer(route: Route) -> None:
        route.fulfill(body=silence(), content_type="audio/wav", headers={"accept-ranges": "bytes"})

    page.route(f"**{SOUND}", answer)
    return page


def field(page: Page) -> str:
    return str(page.get_by_label("Your text").input_value())


def marked(page: Page) -> list[str]:
    return page.locator(".wk-mark").all_text_contents()


def selected(page: Page) -> str:
    return str(
        page.get_by_label("Your text").evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)")
    )


def test_the_text_stands_in_a_field_and_what_wants_a_look_is_listed(opened: Open, page: Page) -> None:
    opened(EDIT)
    assert field(page) == "Please leaf it at the floor, not at the neighbour's."
    assert marked(page) == ["leaf", "floor"]
    assert page.locator(".wk-chip").evaluate_all("all => all.map(one => one.getAttribute('aria-label'))") == [
        "leaf, worth a check",
        "floor noun, worth a check",
    ]
    line = page.locator(".wk-mark").first.evaluate("mark => getComputedStyle(mark).textDecorationLine")
    assert line == "underline"


def test_marks_lie_exactly_under_their_words(opened: Open, page: Page) -> None:
    opened(EDIT)
    wide = "it => [it.offsetWidth, it.offsetHeight, it.clientWidth, getComputedStyle(it).font, getComputedStyle(it).lineHeight]"  # noqa: E501
    assert page.locator(".wk-back").evaluate(wide) == page.locator(".wk-field").evaluate(wide)
    assert page.locator(".wk-field").evaluate("it => it.scrollHeight <= it.offsetHeight")


def test_a_press_on_a_listed_word_selects_it_and_typing_replaces_it(
    opened: Open, link: Link, page: Page
) -> None:
    opened(EDIT)
    page.get_by_role("button", name="floor noun, worth a check").click()
    assert selected(page) == "floor"
    page.keyboard.type("door")
    assert marked(page) == ["leaf"]
    expect(page.locator(".wk-chip")).to_have_count(1)
    page.get_by_role("button", name="Done").click()
    link.wait(lambda: len(link.of("done")) == 1, "the text")
    told = link.of("done")[0]
    assert told["value"] == "Please leaf it at the door, not at the neighbour's."
    assert told["prediction"] == "p-1"
    assert isinstance(told["ms"], int)


def test_keys_alone_go_from_word_to_word(opened: Open, link: Link, page: Page) -> None:
    opened(EDIT)
    page.get_by_label("Your text").focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Alt+ArrowDown")
    assert selected(page) == "leaf"
    page.keyboard.type("leave")
    page.keyboard.press("Alt+ArrowDown")
    assert selected(page) == "floor"
    page.keyboard.type("door")
    assert marked(page) == []
    expect(page.locator(".wk-checks")).to_be_hidden()
    expect(page.get_by_role("status").filter(has_text="All marked words are changed.")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    link.wait(lambda: len(link.of("done")) == 1, "the text")
    assert link.of("done")[0]["value"] == "Please leave it at the door, not at the neighbour's."


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        ("Home|Oh, ", ["leaf", "floor"]),
        ("End| Thanks", ["leaf", "floor"]),
        ("leaf|ArrowRight|y", ["floor"]),
        ("leaf|ArrowLeft|o", ["floor"]),
        ("leaf|ArrowRight| now", ["leaf", "floor"]),
        ("leaf|Delete", ["floor"]),
        ("ALL|x", []),
    ],
)
def test_marks_move_with_the_text_and_go_with_their_word(
    keys: str, left: list[str], opened: Open, page: Page
) -> None:
    opened(EDIT)
    page.get_by_label("Your text").focus()
    for key in keys.split("|"):
        if key == "leaf":
            page.locator(".wk-chip").first.click()
        elif key == "ALL":
            page.keyboard.press("Control+A")
        elif key in {"Home", "End"}:
            page.keyboard.press(f"Control+{key}")
        elif key in {"ArrowLeft", "ArrowRight", "Delete"}:
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)
    assert marked(page) == left


def test_a_word_is_heard_from_where_it_was_said(opened: Open, heard: Page) -> None:
    opened(WITH_SOUND)
    heard.wait_for_function("document.querySelector('audio').readyState >= 2")
    heard.locator(".wk-chip").nth(1).click()
    heard.wait_for_function("document.querySelector('audio').currentTime >= 1.2")
    heard.keyboard.press("Escape")
    assert heard.locator("audio").evaluate("it => it.paused")
    heard.get_by_label("Your text").evaluate("it => it.setSelectionRange(8, 8)")
    heard.keyboard.press("Escape")
    heard.wait_for_function("!document.querySelector('audio').paused")
    assert heard.locator("audio").evaluate("it => it.currentTime") < 1.2
    heard.get_by_role("button", name="Stop").click()
    expect(heard.get_by_role("button", name="Play from the cursor")).to_be_visible()


def test_a_recording_that_cannot_be_played_is_told(opened: Open, page: Page) -> None:
    page.route(f"**{SOUND}", lambda route: route.fulfill(status=404, body=""))
    opened(WITH_SOUND)
    expect(page.get_by_text("The recording can't be played here.")).to_be_visible()
    expect(page.get_by_role("button", name="Done")).to_be_visible()


def test_while_waiting_there_is_a_cue_and_nothing_to_press(opened: Open, link: Link, page: Page) -> None:
    opened(WAITING)
    expect(page.get_by_role("status").filter(has_text="Listening…")).to_be_visible()
    expect(page.locator("button, textarea")).to_have_count(0)
    link.show(EDIT)
    expect(page.get_by_label("Your text")).to_be_visible()


def test_what_was_typed_stays_when_the_view_comes_again_or_the_page_is_loaded_anew(
    opened: Open, link: Link, page: Page
) -> None:
    opened(EDIT)
    page.locator(".wk-chip").first.click()
    page.keyboard.type("leave")
    link.show(EDIT)
    link.wait(lambda: link.calls.count("view") == 1, "the newer view")
    assert field(page).startswith("Please leave")
    page.reload()
    expect(page.get_by_label("Your text")).to_have_value(
        "Please leave it at the floor, not at the neighbour's."
    )
    assert marked(page) == ["floor"]


def test_by_hand_the_field_is_empty_and_words_of_a_failure_stand_above(opened: Open, page: Page) -> None:
    opened(EDIT | {"pieces": [], "said": "We could not hear it. Please type it.", "notice": None})
    expect(page.get_by_text("We could not hear it. Please type it.")).to_be_visible()
    assert field(page) == ""
    assert page.get_by_label("Your text").evaluate("it => it.offsetHeight") >= 100


def test_a_long_word_and_another_direction_fit_a_small_phone(opened: Open, page: Page) -> None:
    opened(EDIT | {"pieces": [{"text": "ا" * 300}, {"text": "كتاب", "unsure": True, "label": None}]})
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.querySelector('.s-root').scrollWidth") <= 320
    same = "it => [it.offsetHeight, it.offsetWidth, getComputedStyle(it).direction]"
    assert page.locator(".wk-back").evaluate(same) == page.locator(".wk-field").evaluate(same)
