"""Questions in a real browser: each type can be answered, by keyboard too, and a wrong answer is told kindly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.views import INFO, JSON

Open = Callable[..., Page]

FORM: JSON = {
    "kind": "form",
    "title": "About you",
    "hint": "Only what we need.",
    "items": [
        {"id": "name", "kind": "text", "text": "What shall we call you?", "longest": 20, "value": "Ada"},
        {"id": "story", "kind": "long_text", "text": "What happened?", "longest": 2000, "optional": True},
        {"id": "age", "kind": "number", "text": "How old are you?", "from": 18, "to": 99, "whole": True,
         "unit": "years", "hint": "In full years."},
        {"id": "phone", "kind": "choice", "text": "Which phone?", "of": ["Android", "iPhone"], "other": True},
        {"id": "apps", "kind": "choices", "text": "Which apps?", "of": ["maps", "mail", "news"], "most": 2,
         "fewest": 1, "other": True},
        {"id": "drives", "kind": "yes_no", "text": "Do you drive?"},
        {"id": "trust", "kind": "likert", "text": "I trust it.", "points": 5, "from": 1, "low": "No",
         "high": "Yes"},
        {"id": "again", "kind": "likert", "text": "Would you come again?", "points": 11, "from": 0,
         "low": "Never", "high": "Surely"},
        {"id": "mood", "kind": "differential", "text": "boring – exciting", "points": 7, "from": 1,
         "low": "boring", "high": "exciting"},
        {"id": "load", "kind": "slider", "text": "How demanding was it?", "from": 0, "to": 100, "step": 5,
         "low": "Very low", "high": "Very high"},
        {"id": "taste", "kind": "stars", "text": "How many stars?", "points": 5},
        {"id": "day", "kind": "date", "text": "On which day?", "from": "2026-01-01"},
        {"id": "hour", "kind": "time", "text": "At what time?"},
    ],
    "next": "Continue",
}  # fmt: skip
ALL_OPEN = 11  # neither the one that is filled in, nor the one that may stay open


def only(*names: str, **more: Any) -> JSON:
    """The form with some of its questions, which `more` adds to."""
    return FORM | {"items": [item | more for item in FORM["items"] if item["id"] in names]}


def item(page: Page, name: str) -> Locator:
    return page.locator(f"[data-item={name}]")


def send(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def sent(link: Link) -> dict[str, Any]:
    link.wait(lambda: len(link.of("answer")) == 1, "the answers")
    return dict(link.of("answer")[0]["answers"])


def fill(page: Page) -> None:
    """Answer everything."""
    page.get_by_label("How old are you?").fill("36")
    item(page, "phone").get_by_label("Something else").check()
    item(page, "phone").get_by_label("Please say what").fill("a pager")
    page.get_by_label("maps").check()
    page.get_by_label("news").check()
    item(page, "drives").get_by_role("radio", name="No").check(force=True)
    item(page, "trust").get_by_role("radio", name="4 of 5", exact=True).check(force=True)
    item(page, "again").get_by_role("radio", name="0 of 10, Never").check(force=True)
    item(page, "mood").get_by_role("radio", name="7 of 7, exciting").check(force=True)
    page.get_by_role("slider").press("ArrowRight")
    item(page, "taste").get_by_role("radio", name="4 of 5 stars").check(force=True)
    page.get_by_label("On which day?").fill("2026-05-04")
    page.get_by_label("At what time?").fill("09:30")


def test_every_type_of_question_sends_its_answer_as_what_it_is(opened: Open, link: Link, page: Page) -> None:
    opened(FORM)
    fill(page)
    link.then = lambda _act: link.show(INFO, "there")
    send(page)
    assert sent(link) == {
        "name": "Ada", "story": None, "age": 36, "phone": "a pager", "apps": ["maps", "news"], "drives": "no",
        "trust": 4, "again": 0, "mood": 7, "load": 55, "taste": 4, "day": "2026-05-04", "hour": "09:30",
    }  # fmt: skip
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()


def test_open_questions_are_counted_marked_and_the_first_has_the_focus(
    opened: Open, link: Link, page: Page
) -> None:
    opened(FORM)
    send(page)
    expect(
        page.get_by_role("alert").filter(has_text=f"{ALL_OPEN} questions still need your answer.")
    ).to_be_visible()
    expect(page.locator(".s-item[data-missing]")).to_have_count(ALL_OPEN)
    age = page.get_by_label("How old are you?")
    expect(age).to_be_focused()
    expect(age).to_have_attribute("aria-invalid", "true")
    expect(age).to_have_accessible_description("years In full years. Please answer this.")
    assert link.of("answer") == []


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name", "x" * 21, "Please write 20 characters at most."),
        ("age", "17", "Please stay at 18 or above."),
        ("age", "100", "Please stay at 99 or below."),
        ("age", "20.5", "Please write a whole number."),
        ("day", "2025-12-31", "Please choose January 1, 2026 or later."),
    ],
)
def test_a_wrong_answer_is_told_under_its_field_and_mended_at_once(
    name: str, typed: str, words: str, opened: Open, link: Link, page: Page
) -> None:
    opened(only(name))
    field = item(page, name).locator("input")
    field.fill(typed)
    send(page)
    expect(item(page, name).get_by_text(words)).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="One answer needs another look.")).to_be_visible()
    expect(field).to_be_focused()
    field.fill({"name": "Bo", "age": "50", "day": "2026-02-01"}[name])
    expect(item(page, name).get_by_text(words)).to_be_hidden()
    expect(field).not_to_have_attribute("aria-invalid", "true")
    send(page)
    assert len(sent(link)) == 1


def test_too_many_options_are_told(opened: Open, link: Link, page: Page) -> None:
    opened(only("apps"))
    for name in ("maps", "mail", "news"):
        page.get_by_label(name).check()
    send(page)
    expect(page.get_by_text("Please choose 2 at most.")).to_be_visible()
    page.get_by_label("mail").uncheck()
    expect(page.get_by_text("Please choose 2 at most.")).to_be_hidden()


def test_something_else_wants_its_words(opened: Open, link: Link, page: Page) -> None:
    opened(only("phone"))
    expect(page.get_by_label("Please say what")).to_be_hidden()
    page.get_by_label("Something else").check()
    send(page)
    expect(item(page, "phone").get_by_text("Please say what")).to_be_visible()
    page.get_by_label("Please say what").fill("a pager")
    send(page)
    assert sent(link) == {"phone": "a pager"}


def test_a_line_that_nobody_touched_is_no_answer_and_a_touch_in_the_middle_is(
    opened: Open, link: Link, page: Page
) -> None:
    opened(only("load"))
    slider = page.get_by_role("slider", name="How demanding was it?")
    expect(slider).to_have_attribute("aria-valuetext", "Not answered yet")
    send(page)
    expect(page.get_by_text("Please choose one.")).to_be_visible()
    slider.click()
    expect(slider).to_have_attribute("aria-valuetext", "50")
    expect(page.get_by_text("Please choose one.")).to_be_hidden()
    send(page)
    assert sent(link) == {"load": 50}


def test_earlier_answers_stand_in_the_fields(opened: Open, link: Link, page: Page) -> None:
    before = {
        "name": "Bo", "story": "It rang.", "age": 40, "phone": "a pager", "apps": ["mail", "a game"], "drives": "yes",
        "trust": 2, "again": 10, "mood": 1, "load": 0, "taste": 1, "day": "2026-03-01", "hour": "23:59",
    }  # fmt: skip
    opened(FORM | {"items": [item | {"value": before[item["id"]]} for item in FORM["items"]]})
    send(page)
    assert sent(link) == before


def test_half_filled_answers_survive_news_about_the_same_screen(opened: Open, link: Link, page: Page) -> None:
    opened(FORM)
    page.get_by_label("How old are you?").fill("36")
    page.get_by_label("maps").check()
    link.show(FORM | {"back": "Back"}, done=6)
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "Step 6 of 22")
    expect(page.get_by_label("How old are you?")).to_have_value("36")
    expect(page.get_by_label("maps")).to_be_checked()


def test_a_form_can_be_filled_in_with_the_keyboard_alone(opened: Open, link: Link, page: Page) -> None:
    opened(only("age", "phone", "drives", "taste", "load"))
    for key in (
        "Tab", "3", "6", "Tab", "Space", "Tab", "Space", "Tab", "ArrowLeft", "Tab", "Space", "Tab", "Enter",
    ):  # fmt: skip
        page.keyboard.press(key)
    # The order on the page is age, phone, yes or no, the line, the stars, Continue.
    assert sent(link) == {"age": 36, "phone": "Android", "drives": "yes", "load": 45, "taste": 1}


def test_a_rating_is_marked_up_to_its_star(opened: Open, page: Page) -> None:
    opened(only("taste"))
    page.locator(".s-star").nth(2).click()
    colors = [
        star.evaluate("node => getComputedStyle(node).color") for star in page.locator(".s-star span").all()
    ]
    assert colors[0] == colors[1] == colors[2] != colors[3] == colors[4]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_nothing_sticks_out_and_every_target_is_large_enough(
    width: int, direction: str, opened: Open, link: Link, page: Page
) -> None:
    opened(FORM)
    link.view = {**link.view, "dir": direction}
    page.set_viewport_size({"width": width, "height": 800})
    page.reload()
    page.locator(".s-item").last.wait_for()
    wide = (
        "() => document.querySelector('.s-main').scrollWidth <= document.querySelector('.s-main').clientWidth"
    )
    assert page.evaluate(wide)
    heights = page.locator(".s-point, .s-option, .s-star, .s-input, .s-range, .s-button").evaluate_all(
        "nodes => nodes.filter((node) => node.checkVisibility()).map((node) => node.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44


def test_a_probe_is_a_page_like_the_others(opened: Open, link: Link, page: Page) -> None:
    guess = {"id": "guess", "kind": "choice", "text": "What do you think was answering?",
             "of": ["a person", "a computer", "can't tell"]}  # fmt: skip
    why = {"id": "why", "kind": "long_text", "text": "Why?", "longest": 2000, "optional": True}
    opened(
        {"kind": "probe", "title": "Your opinion", "hint": None, "items": [guess, why], "next": "Continue"}
    )
    page.get_by_label("can't tell").check()
    page.get_by_label("Why? (optional)").fill("It was slow.")
    send(page)
    assert sent(link) == {"guess": "can't tell", "why": "It was slow."}
