"""Choosing between two predictions: side by side or below each other, by keys, with a reason where one is asked for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.test_screens import press_by_keyboard
from tests.browser_ui.views import JSON

Open = Callable[..., Page]
CHOOSE: JSON = {
    "kind": "choose",
    "app": "Parcels",
    "title": "Which reply is better?",
    "lead": "Somebody asks: “Where is my parcel? I have been waiting since Monday.”",
    "options": [
        {"prediction": "p-2", "text": "Your parcel is in Lisbon. It will be with you tomorrow between nine and noon."},
        {"prediction": "p-1", "text": "We are sorry for the wait!\nIt left the depot this morning."},
    ],
    "tie": True,
    "why": False,
    "words": {"first": None, "second": None, "tie": None},
    "waiting": None,
    "notice": {"prediction": "p-2"},
    "notices": [{"prediction": "p-2"}, {"prediction": "p-1"}],
    "buttons": [{"act": "choose", "text": None}],
}  # fmt: skip
WAITING: JSON = CHOOSE | {"options": [], "waiting": "Writing…", "notice": None, "notices": [], "buttons": []}


def places(page: Page) -> list[tuple[float, float]]:
    boxes = [page.locator(".wk-option").nth(n).bounding_box() for n in range(2)]
    return [(box["x"], box["y"]) for box in boxes if box]


def test_the_two_stand_below_each_other_on_a_phone_and_side_by_side_on_a_laptop(
    opened: Open, page: Page
) -> None:
    opened(CHOOSE)
    first, second = places(page)
    assert first[0] == second[0]
    assert first[1] < second[1]
    page.set_viewport_size({"width": 1280, "height": 800})
    first, second = places(page)
    assert first[1] == second[1]
    assert first[0] < second[0]


@pytest.mark.parametrize(
    ("name", "choice"),
    [("The first is better", "first"), ("The second is better", "second"), ("I can't decide", "tie")],
)
def test_each_choice_can_be_made_by_keys(
    name: str, choice: str, opened: Open, link: Link, page: Page
) -> None:
    opened(CHOOSE)
    press_by_keyboard(page, name)
    link.wait(lambda: len(link.of("choose")) == 1, "the choice")
    assert link.of("choose")[0]["value"] == {"choice": choice}


def test_both_are_headed_and_buttons_have_the_scenarios_own_words(opened: Open, page: Page) -> None:
    opened(CHOOSE | {"words": {"first": "Take this", "second": None, "tie": None}, "tie": False})
    assert page.get_by_role("heading", level=2).all_text_contents() == ["First", "Second"]
    assert page.locator(".s-part-buttons button").all_text_contents() == ["Take this", "The second is better"]


def test_a_reason_is_asked_for_after_the_choice(opened: Open, link: Link, page: Page) -> None:
    opened(CHOOSE | {"why": True})
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").filter(has_text="Please choose one.")).to_be_visible()
    expect(page.get_by_label("Why? You can leave this empty.")).to_be_hidden()
    page.get_by_role("button", name="The first is better").click()
    page.get_by_role("button", name="The second is better").click()
    expect(page.get_by_role("button", name="The second is better")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="The first is better")).to_have_attribute("aria-pressed", "false")
    page.get_by_label("Why? You can leave this empty.").fill("It is kinder.")
    page.get_by_role("button", name="Continue").click()
    link.wait(lambda: len(link.of("choose")) == 1, "the choice")
    assert link.of("choose")[0]["value"] == {"choice": "second", "why": "It is kinder."}


def test_while_waiting_there_is_a_cue_and_nothing_to_press(opened: Open, link: Link, page: Page) -> None:
    opened(WAITING)
    expect(page.get_by_role("status").filter(has_text="Writing…")).to_be_visible()
    expect(page.locator("button")).to_have_count(0)
    link.show(CHOOSE)
    expect(page.get_by_role("status").filter(has_text="in Lisbon")).to_be_visible()


def test_an_answer_that_never_came_is_said_so(opened: Open, page: Page) -> None:
    opened(CHOOSE | {"options": [CHOOSE["options"][0], {"prediction": "p-1", "text": None}]})
    expect(page.get_by_text("No answer came.")).to_be_visible()


def test_texts_are_shown_as_texts_and_fit_a_small_phone(opened: Open, page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)>" + "a" * 400
    opened(
        CHOOSE
        | {"options": [{"prediction": "p-1", "text": hostile}, {"prediction": "p-2", "text": "שלום " * 40}]}
    )
    page.set_viewport_size({"width": 320, "height": 568})
    expect(page.locator("img")).to_have_count(0)
    assert page.evaluate("document.querySelector('.s-root').scrollWidth") <= 320
