"""The product's screens in a browser: every skin, how forcefully something comes up, and what is told to the server."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import COMPONENTS, Link
from tests.browser_ui.test_screens import HINTS, press_by_keyboard
from tests.browser_ui.views import JSON
from tests.browser_ui.views_show import (
    ARTICLE,
    EMPTY,
    FEEDBACK,
    FIELDS,
    PRESENTED,
    SAYING,
    SCREEN,
    SKINS,
    notice,
    presented,
)

Open = Callable[..., Page]
MEASURED = {**SKINS, **{name: screen for name, screen in PRESENTED.items() if name.endswith("phone")}}


def told(link: Link, act: str) -> JSON:
    """The one act of that name."""
    link.wait(lambda: len(link.of(act)) >= 1, f"the act {act!r}")
    return link.of(act)[0]


def test_every_skin_and_presentation_has_one_heading_fits_a_small_phone_and_a_finger(
    opened: Open, page: Page
) -> None:
    sizes = "all => all.map(one => [one.innerText, one.offsetWidth, one.offsetHeight])"
    for name, screen in MEASURED.items():
        opened(screen, name)
        page.set_viewport_size({"width": 360, "height": 640})
        expect(page.locator("h1")).to_have_count(1)
        assert page.evaluate("document.querySelector('.s-root').scrollWidth") <= 360, name
        for text, width, height in page.locator(".s-main button:visible").evaluate_all(sizes):
            assert height >= 44, f"{name}, {text!r}: expected at least 44 px, got {height}"
            assert width >= 40, f"{name}, {text!r}: expected at least 40 px, got {width}"


def test_a_mark_opens_by_the_keyboard_and_that_is_told_once(opened: Open, link: Link, page: Page) -> None:
    opened(presented("annotate", "mark"))
    text = page.get_by_text("This page may want your password.")
    expect(text).to_be_hidden()
    for _ in range(3):
        press_by_keyboard(page, "There is something to see here")
    expect(text).to_be_visible()
    link.wait(lambda: len(link.of("react")) == 1, "the opening")
    assert {k: link.of("react")[0][k] for k in ("reaction", "value")} == {
        "reaction": "explain",
        "value": "notice",
    }


def test_a_folded_reason_opens_and_that_is_told(opened: Open, link: Link, page: Page) -> None:
    opened(SKINS["gauge"])
    why = page.get_by_role("button", name="Why?")
    expect(why).to_have_attribute("aria-expanded", "false")
    why.click()
    expect(page.get_by_text("It was last seen in the sorting centre")).to_be_visible()
    done = told(link, "react")
    assert (done["reaction"], done["value"]) == ("explain", "why")


@pytest.mark.parametrize("skin", ["phone", "form"])
def test_what_comes_from_somewhere_else_says_so(skin: str, opened: Open, page: Page) -> None:
    opened(SKINS[skin] | {"notice": notice("It will be late.", sender="Messages")})
    top = page.locator(".s-notice-top")
    expect(top).to_be_visible()
    expect(top).to_have_text(re.compile("^MMessages"))


@pytest.mark.parametrize("skin", ["phone", "watch", "browser"])
def test_what_covers_the_screen_is_passed_in_one_step_and_stays_as_a_banner(
    skin: str, opened: Open, page: Page
) -> None:
    opened(presented("annotate", "interstitial", skin))
    sheet = page.get_by_role("dialog", name="This page may want your password.")
    expect(sheet.get_by_text("This page may want your password.")).to_be_focused()
    expect(page.locator("[inert] [data-key=dismiss]")).to_have_count(1)  # behind it, out of reach
    press_by_keyboard(page, "Continue")
    expect(sheet).to_have_count(0)
    expect(page.locator("h1")).to_be_focused()
    expect(page.get_by_text("This page may want your password.")).to_be_visible()
    expect(page.get_by_role("button", name="Go on anyway")).to_be_visible()


def test_a_passed_cover_does_not_come_back_when_the_screen_is_drawn_anew(
    opened: Open, link: Link, page: Page
) -> None:
    screen = presented("annotate", "interstitial")
    opened(screen)
    page.get_by_role("button", name="Continue").click()
    link.show(screen | {"said": "We know no more."})
    expect(page.get_by_text("We know no more.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Go on anyway")).to_be_enabled()


def test_a_block_has_a_safe_way_out_and_hides_the_way_past_it_behind_a_detour(
    opened: Open, link: Link, page: Page
) -> None:
    opened(presented("prompt", "block", "browser"))
    expect(page.get_by_role("alertdialog")).to_be_visible()
    expect(page.get_by_role("button", name="Take me back")).to_be_visible()
    expect(page.get_by_role("button", name="Go on anyway")).to_have_count(0)
    press_by_keyboard(page, "Details")
    link.wait(lambda: len(link.of("react")) == 1, "the opening")
    press_by_keyboard(page, "Go on anyway")
    link.wait(lambda: len(link.of("react")) == 2, "the decision")
    assert [(act["reaction"], act["value"]) for act in link.of("react")] == [
        ("explain", "details"),
        ("dismiss", None),
    ]


def test_whoever_decides_in_the_moment_of_opening_is_heard_both_times_and_in_order(
    opened: Open, link: Link, page: Page
) -> None:
    opened(presented("prompt", "block", "browser"))
    expect(page.get_by_role("button", name="Details")).to_be_visible()
    page.evaluate(
        """for (const name of ["Details", "Go on anyway"])
             [...document.querySelectorAll("button")].find((each) => each.innerText === name).click()"""
    )
    link.wait(lambda: len(link.of("react")) == 2, "both")
    assert [act["reaction"] for act in link.of("react")] == ["explain", "dismiss"]


@pytest.mark.parametrize(
    ("force", "pressed", "done"),
    [
        ("banner", "Undo", {"act": "react", "reaction": "undo"}),
        ("interstitial", "OK", {"act": "react", "reaction": "accept"}),
        ("mark", "Continue", {"act": "by_itself"}),
    ],
)
def test_what_was_done_is_undone_or_kept_or_passed_over(
    force: str, pressed: str, done: JSON, opened: Open, link: Link, page: Page
) -> None:
    screen = presented("automate", force)
    opened(screen)
    press_by_keyboard(page, pressed)
    act = told(link, done["act"])
    assert {name: act[name] for name in done} == done
    assert act["prediction"] == screen["notice"]["prediction"]


@pytest.mark.parametrize("force", ["banner", "interstitial"])
def test_a_countdown_has_its_stop_at_hand(force: str, opened: Open, link: Link, page: Page) -> None:
    opened(presented("countdown", force, "watch"))
    expect(page.get_by_role("button", name="I am fine")).to_be_focused()
    expect(page.get_by_role("timer")).to_contain_text("Unless you stop it, this happens in 10 seconds.")
    page.keyboard.press("Enter")
    assert told(link, "react")["reaction"] == "dismiss"


def test_a_countdown_that_runs_out_acts_once_the_server_agrees(opened: Open, link: Link, page: Page) -> None:
    screen = presented("countdown", "banner")
    screen["notice"] |= {"after": 0.5, "prediction": "p-soon"}
    link.refusal = {"say": "There is still time.", "kind": "busy"}
    opened(screen)
    link.wait(lambda: len(link.of("by_itself")) == 1, "the end of the countdown")
    link.refusal = None
    link.wait(lambda: len(link.of("by_itself")) == 2, "that it is told again")
    assert link.of("by_itself")[1]["prediction"] == "p-soon"
    assert link.of("react") == []


def test_a_countdown_goes_on_while_its_screen_is_drawn_anew(opened: Open, link: Link, page: Page) -> None:
    screen = presented("countdown", "banner")
    screen["notice"] |= {"prediction": "p-on"}
    opened(screen)
    expect(page.locator(".k-left")).to_have_text("9")
    link.show(screen | {"buttons": [*screen["buttons"], {"reaction": "contact", "text": "Ask"}]})
    expect(page.get_by_role("button", name="Ask")).to_be_visible()
    assert page.locator(".k-left").inner_text() != "10"


def test_suggestions_fill_in_a_form_and_never_overwrite_what_was_typed(
    opened: Open, link: Link, page: Page
) -> None:
    empty = SKINS["form"] | {"notice": None, "form": [field | {"suggested": None} for field in FIELDS]}
    opened(empty)
    amount, category = page.get_by_label("Amount"), page.get_by_label("Category")
    amount.press_sequentially("42")
    link.show(SKINS["form"])
    expect(category).to_have_value("Travel")
    expect(amount).to_have_value("42")
    expect(amount).to_be_focused()
    expect(page.get_by_text("Changed by you")).to_have_count(1)
    page.get_by_role("button", name="Save").click()
    assert told(link, "react")["answers"] == {"Amount": "42", "Category": "Travel", "Note": ""}


def test_what_arrives_leaves_somebody_who_writes_alone(opened: Open, link: Link, page: Page) -> None:
    quiet = SCREEN | {"content": ARTICLE, "arrives": True, "notice": None, "feedback": FEEDBACK[4:]}
    opened(quiet)
    text = page.get_by_label("Anything else?")
    text.press_sequentially("It is ")
    link.show(quiet | {"notice": notice("Your parcel is late.", force="interstitial")})
    text.press_sequentially("fine so far")
    expect(text).to_have_value("It is fine so far")
    expect(page.get_by_role("dialog")).to_be_visible()  # after a pause in writing


def test_a_notification_comes_into_sight_wherever_somebody_reads(
    opened: Open, link: Link, page: Page
) -> None:
    quiet = SCREEN | {"content": ARTICLE * 4, "arrives": True, "notice": None}
    opened(quiet)
    page.mouse.wheel(0, 900)
    link.show(quiet | {"notice": notice("Your parcel is late.")})
    expect(page.locator(".s-notice")).to_be_in_viewport()
    expect(page.get_by_role("status").filter(has_text="Your parcel is late.")).to_be_visible()


def test_a_request_is_made_with_a_button(opened: Open, link: Link, page: Page) -> None:
    opened(EMPTY["browser"])
    press_by_keyboard(page, "Check this page")
    assert told(link, "ask")["place"] == "here"


@pytest.mark.parametrize(
    ("name", "reaction", "value"),
    [
        ("Yes", "thumb", "up"),
        ("2 of 5 stars", "stars", 2),
        ("4 of 5 stars", "stars", None),
        ("off topic", "label", "off topic"),
    ],
)
def test_feedback_is_given_and_taken_back_by_buttons(
    name: str, reaction: str, value: object, opened: Open, link: Link, page: Page
) -> None:
    opened(SAYING)
    press_by_keyboard(page, name)
    done = told(link, "react")
    before = next(ask["revision"] for ask in FEEDBACK if ask["reaction"] == reaction)
    assert (done["reaction"], done["value"], done["revision"]) == (reaction, value, before + 1)


def test_a_mistake_is_reported_with_or_without_words(opened: Open, link: Link, page: Page) -> None:
    opened(SAYING)
    page.get_by_role("button", name="Report a mistake").click()
    expect(page.get_by_label("What is wrong? You can leave this empty.")).to_be_focused()
    page.keyboard.type("The shop.")
    page.get_by_role("button", name="Send").first.click()
    assert told(link, "react")["value"] == "The shop."
    given = [ask | ({"value": "The shop."} if ask["reaction"] == "report" else {}) for ask in FEEDBACK]
    link.show(SAYING | {"feedback": given})
    expect(page.get_by_role("status").filter(has_text="Thank you, it was passed on.")).to_be_visible()


def test_one_answer_leaves_what_is_being_written_as_it_is(opened: Open, link: Link, page: Page) -> None:
    opened(SAYING)
    page.get_by_label("Anything else?").fill("Half a thought")
    link.show(SAYING | {"feedback": [FEEDBACK[0] | {"value": "up", "revision": 1}, *FEEDBACK[1:]]})
    expect(page.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Anything else?")).to_have_value("Half a thought")


def test_boxes_lie_where_they_belong_and_are_told_in_words(opened: Open, page: Page) -> None:
    opened(SKINS["photo"])
    picture, car = page.get_by_role("img", name="A street with a car"), page.locator(".k-box").first
    expect(car).to_have_attribute("style", "left: 9.375%; top: 52.5%; width: 28.125%; height: 20%;")
    expect(picture).to_be_visible()
    expect(page.get_by_role("listitem")).to_have_text(["car, 97%", "person, 58%"])


def test_a_gauge_a_table_and_cards_are_told_in_words(opened: Open, page: Page) -> None:
    opened(SKINS["gauge"])
    expect(page.get_by_role("meter", name="Risk of an audit")).to_have_attribute("aria-valuetext", "72, high")
    expect(page.get_by_role("meter", name="How sure")).to_have_attribute("value", "0.62")
    opened(SKINS["table"], "table")
    expect(page.get_by_role("rowheader")).to_have_text(
        ["Night trainBest match", "Morning flight", "Coach with a change in Freiburg"]
    )
    opened(SKINS["cards"], "cards")
    expect(page.get_by_role("heading", level=2)).to_have_count(3)


def test_an_address_that_is_not_secure_says_so(opened: Open, page: Page) -> None:
    opened(SKINS["browser"])
    expect(page.locator(".k-address")).to_contain_text("Not secure")
    opened(SKINS["browser"] | {"address": "https://moor.example"}, "there")
    expect(page.locator(".k-address")).to_have_text("moor.example")


@pytest.mark.parametrize(
    "file",
    [*(COMPONENTS / "screens").glob("show.*"), *(COMPONENTS / "screens" / "skins").iterdir()],
    ids=lambda file: file.name,
)
def test_what_a_curious_participant_can_read_of_a_skin_gives_nothing_away(file: Path) -> None:
    assert HINTS.findall(file.read_text(encoding="utf-8")) == []
