"""Every kind of screen: what is on it, what a keyboard can do with it, and what it tells the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import COMPONENTS, Link
from tests.browser_ui.views import (
    ALL,
    CONSENT,
    DEBRIEF,
    END,
    GONE,
    INFO,
    JSON,
    NOTICE,
    QUIET,
    REVEALS,
    SAID,
    SURVEY,
    TRUST,
    WAITING,
)

Open = Callable[..., Page]
HINTS = re.compile(
    r"\b(curtain|wizards?|mock\w*|operators?|arms?|models?|panels?|experiment\w*|scenarios?|streamlit|desk|staff|fake)\b",
    re.I,
)


def press_by_keyboard(page: Page, name: str) -> None:
    """Go to a button with the Tab key alone, and press it."""
    wanted = page.get_by_role("button", name=name, exact=True)
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("button => button === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"expected to come to {name!r} with the Tab key")


def test_every_screen_has_one_heading_that_is_focused_and_fits_a_small_phone(
    opened: Open, page: Page
) -> None:
    for name, screen in ALL.items():
        opened(screen, name)
        page.set_viewport_size({"width": 360, "height": 640})
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("h1")).to_be_focused()
        assert page.evaluate("document.querySelector('.s-root').scrollWidth") <= 360, name


def test_a_finger_can_hit_whatever_can_be_pressed(opened: Open, page: Page) -> None:
    sizes = "targets => targets.map(target => [target.offsetWidth, target.offsetHeight])"
    for name, screen in ALL.items():
        opened(screen, name)
        page.set_viewport_size({"width": 360, "height": 640})
        for width, height in page.locator(".s-main button:visible, .s-point").evaluate_all(sizes):
            assert height >= 44, f"{name}: expected at least 44 px, got {height}"
            assert width >= 40, f"{name}: expected at least 40 px, got {width}"


@pytest.mark.parametrize(
    ("screen", "pressed", "told"),
    [
        (CONSENT, "I agree", {"act": "next"}),
        (CONSENT, "No, thank you", {"act": "decline"}),
        (INFO, "Start", {"act": "next"}),
        (
            NOTICE,
            "I'll change my plans",
            {"act": "react", "reaction": "accept", "prediction": "p-1", "revision": 0},
        ),
        (NOTICE, "Keep my plans", {"act": "react", "reaction": "dismiss", "prediction": "p-1"}),
        (NOTICE, "Contact support", {"act": "react", "reaction": "contact"}),
        (QUIET, "Keep my plans", {"act": "react", "reaction": "dismiss", "prediction": None}),
        (NOTICE, "No", {"act": "react", "reaction": "thumb", "value": "down", "revision": 1}),
        (SAID, "Yes", {"act": "react", "reaction": "thumb", "value": None, "revision": 2}),
        (REVEALS["bad"], "Next parcel", {"act": "next"}),
        (DEBRIEF, "Keep my answers", {"act": "keep"}),
    ],
)
def test_a_keyboard_alone_can_press_every_button(
    screen: JSON, pressed: str, told: JSON, opened: Open, link: Link, page: Page
) -> None:
    opened(screen)
    press_by_keyboard(page, pressed)
    link.wait(lambda: len(link.of(told["act"])) == 1, f"one act {told['act']!r}")
    done = link.of(told["act"])[0]
    assert {name: done[name] for name in told} == told
    assert done["place"] == "here"
    assert isinstance(done["ms"], int)


def test_while_waiting_there_is_the_cue_and_nothing_to_press(opened: Open, page: Page) -> None:
    opened(WAITING)
    expect(page.get_by_text("Checking your delivery…")).to_be_visible()
    expect(page.locator("button")).to_have_count(0)


def test_a_notice_stands_in_a_region_that_is_read_out(opened: Open, page: Page) -> None:
    opened(NOTICE)
    expect(page.get_by_role("status").filter(has_text="almost certainly be late")).to_be_visible()


def test_a_survey_can_be_filled_in_with_the_keyboard_and_sends_every_answer(
    opened: Open, link: Link, page: Page
) -> None:
    opened(SURVEY)
    for downs in (2, 0, 4):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for _ in range(downs):
            page.keyboard.press("ArrowRight")
    press_by_keyboard(page, "Continue")
    link.wait(lambda: len(link.of("answer")) == 1, "the answers")
    assert link.of("answer")[0]["answers"] == {"sus1": 3, "sus2": 1, "sus3": 5}


def test_a_survey_with_a_gap_says_where_and_sends_nothing(opened: Open, link: Link, page: Page) -> None:
    opened(SURVEY)
    page.get_by_role("group", name="unnecessarily complex").get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").filter(has_text="2 questions still need your answer.")).to_be_visible()
    expect(page.get_by_text("Please choose one.")).to_have_count(2)
    expect(page.locator("[name=sus1]").first).to_be_focused()
    page.get_by_role("group", name="I think that").get_by_role("radio").first.check()
    expect(page.get_by_text("Please choose one.")).to_have_count(1)
    assert link.of("answer") == []


def test_the_ends_of_a_scale_are_part_of_what_a_screen_reader_says(opened: Open, page: Page) -> None:
    opened(TRUST)
    first = page.get_by_role("group", name="I am confident in the app.")
    expect(first.get_by_role("radio", name="1 of 7, Not at all")).to_have_count(1)
    expect(first.get_by_role("radio", name="4 of 7", exact=True)).to_have_count(1)
    expect(first.get_by_role("radio", name="7 of 7, Extremely")).to_have_count(1)


def test_deleting_asks_once_more_and_can_be_taken_back(opened: Open, link: Link, page: Page) -> None:
    opened(DEBRIEF)
    page.get_by_role("button", name="Delete my answers").click()
    page.get_by_role("button", name="Go back").click()
    expect(page.get_by_role("button", name="Delete my answers")).to_be_focused()
    assert link.of("withdraw") == []
    page.get_by_role("button", name="Delete my answers").click()
    page.get_by_role("button", name="Yes, delete it").click()
    link.wait(lambda: len(link.of("withdraw")) == 1, "the withdrawal")


def test_the_code_at_the_end_can_be_copied(opened: Open, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(END)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "K7QF-2MXA"


def test_the_code_can_be_copied_where_there_is_no_clipboard(opened: Open, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    opened(END)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "K7QF-2MXA"


def test_an_end_without_a_code_has_nothing_to_copy(opened: Open, page: Page) -> None:
    opened(END | {"code": None})
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("tone", REVEALS)
def test_a_tone_is_told_in_words_and_by_its_drawing_too(tone: str, opened: Open, page: Page) -> None:
    opened(REVEALS[tone])
    word = {"good": "Good", "bad": "Not so good", "plain": "For your information"}[tone]
    expect(page.locator(".s-medal .s-hidden")).to_have_text(word)
    others = [opened(REVEALS[other]).locator(".s-medal path").get_attribute("d") for other in REVEALS]
    assert len(set(others)) == len(REVEALS)


def test_progress_is_told_in_words(opened: Open, page: Page) -> None:
    opened(INFO)
    expect(page.get_by_role("progressbar", name="Progress")).to_have_attribute(
        "aria-valuetext", "Step 5 of 22"
    )


def test_words_of_the_view_replace_the_built_in_ones(opened: Open, link: Link, page: Page) -> None:
    opened(NOTICE)
    link.view = {**link.view, "words": {"yes": "Ja", "step_of": "Schritt {done} von {of}"}, "lang": "de"}
    page.reload()
    expect(page.get_by_role("button", name="Ja", exact=True)).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "Schritt 5 von 22")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_text_from_data_is_shown_as_text(opened: Open, page: Page) -> None:
    trap = "<img src=x onerror=document.title='caught'>"
    opened(NOTICE | {"notice": NOTICE["notice"] | {"text": trap}, "said": trap})
    expect(page.get_by_text(trap)).to_have_count(2)
    expect(page.locator(".s-main img")).to_have_count(0)


def test_drawing_the_same_view_gives_the_same_elements(opened: Open, page: Page) -> None:
    opened(GONE)
    twice = """async (screens) => {
      const { render } = await import("/ui/screen.js");
      const draw = (screen) =>
        render({ rev: 1, title: "T", place: "p", progress: { done: 1, of: 2 }, words: {}, screen }, () => {}).outerHTML;
      return screens.filter((screen) => draw(screen) !== draw(screen)).map((screen) => screen.kind);
    }"""
    assert page.evaluate(twice, list(ALL.values())) == []


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_for_somebody_who_asked_for_calm(
    motion: str, opened: Open, link: Link, page: Page
) -> None:
    page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    opened(WAITING)
    link.show(NOTICE)
    expect(page.locator(".s-arrived")).to_be_visible()
    duration = page.locator(".s-arrived").evaluate("notice => getComputedStyle(notice).animationDuration")
    assert (duration == "0.001s") is (motion == "reduce")
    link.show(INFO, "there", done=6)
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    expect(page.locator(".s-enter")).to_have_count(0 if motion == "reduce" else 1)


@pytest.mark.parametrize(
    "file",
    [*(COMPONENTS / name for name in ("live.js", "parts.js", "screen.js", "screens.js", "screen.css")),
     *sorted(path for path in (COMPONENTS / "screens").rglob("*") if path.is_file()),
     COMPONENTS.parent / "shell" / "gone.html"],
    ids=lambda file: file.name,
)  # fmt: skip
def test_what_a_curious_participant_can_read_gives_nothing_away(file: Path) -> None:
    assert HINTS.findall(file.read_text(encoding="utf-8")) == []


def test_the_page_of_a_closed_link_stands_alone_in_light_and_dark(page: Page) -> None:
    shell = (COMPONENTS.parent / "shell" / "gone.html").read_text(encoding="utf-8")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    grounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_content(shell.replace("{title}", "This has ended").replace("{text}", "Thank you."))
        expect(page.get_by_role("heading", name="This has ended")).to_be_visible()
        grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2
    assert asked == []
    assert "{" not in page.inner_text("body")
