"""From one view to the next: what moves, what stays, what is measured, and what is sent how often."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import FakeServer, Link
from tests.browser_ui.views import (
    BUTTONS,
    CONSENT,
    END,
    GONE,
    INFO,
    NOTICE,
    QUIET,
    SAID,
    SURVEY,
    THUMB,
    WAITING,
    view,
)

Open = Callable[..., Page]

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  Object.defineProperty(document, "visibilityState", { value: hidden ? "hidden" : "visible", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_notice_that_arrives_leaves_the_rest_of_the_screen_alone(
    opened: Open, link: Link, page: Page
) -> None:
    opened(WAITING)
    page.evaluate("document.querySelector('.s-card').dataset.mine = 'yes'")
    link.show(NOTICE)
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()
    expect(page.get_by_text("Checking your delivery…")).to_have_count(0)
    expect(page.locator(".s-card")).to_have_attribute("data-mine", "yes")
    expect(page.locator("h1")).to_be_focused()


def test_the_focus_stays_on_a_thumb_that_was_pressed(opened: Open, link: Link, page: Page) -> None:
    opened(NOTICE)
    link.then = lambda act: link.show(
        NOTICE | {"feedback": [THUMB | {"value": act["value"], "revision": act["revision"]}]}
    )
    page.get_by_role("button", name="Yes", exact=True).press("Enter")
    expect(page.get_by_role("button", name="Yes", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Yes", exact=True)).to_be_focused()
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")
    assert [(act["value"], act["revision"]) for act in link.of("react")] == [("up", 1), ("down", 2)]


def test_half_given_answers_and_the_scroll_survive_a_newer_view(opened: Open, link: Link, page: Page) -> None:
    opened(SURVEY)
    page.set_viewport_size({"width": 360, "height": 480})
    last = page.get_by_role("group", name="easy to use").get_by_role("radio").nth(3)
    last.check()
    before = page.evaluate("document.querySelector('.s-root').scrollTop")
    assert before > 0
    link.show(SURVEY, done=6)
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "6")
    expect(last).to_be_checked()
    expect(last).to_be_focused()
    assert page.evaluate("document.querySelector('.s-root').scrollTop") == before


def test_a_new_place_begins_at_the_top_with_its_heading_focused_and_read_out(
    opened: Open, link: Link, page: Page
) -> None:
    opened(SURVEY)
    page.set_viewport_size({"width": 360, "height": 480})
    page.get_by_role("button", name="Continue").scroll_into_view_if_needed()
    link.show(INFO, "there")
    expect(page.get_by_role("heading", name="How it works")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="How it works")).to_have_count(1)
    assert page.evaluate("document.querySelector('.s-root').scrollTop") == 0


def test_a_reply_from_support_is_brought_into_sight(opened: Open, link: Link, page: Page) -> None:
    opened(NOTICE)
    page.set_viewport_size({"width": 360, "height": 600})
    link.then = lambda _act: link.show(SAID)
    page.get_by_role("button", name="Contact support").click()
    reply = page.get_by_text("your parcel is with our driver")
    expect(reply).to_be_in_viewport(ratio=1)
    below = page.get_by_role("button", name="I'll change my plans").bounding_box()
    box = reply.bounding_box()
    assert box is not None
    assert below is not None
    assert box["y"] + box["height"] <= below["y"]


def test_a_double_click_is_one_act(opened: Open, link: Link, page: Page) -> None:
    opened(CONSENT)
    link.then = lambda _act: link.show(INFO, "there")
    page.get_by_role("button", name="I agree").dblclick()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    assert [act["place"] for act in link.acts] == ["here"]


def test_a_double_click_does_not_reach_the_button_of_the_next_screen(
    opened: Open, link: Link, page: Page
) -> None:
    opened(INFO)
    page.get_by_role("button", name="Start").hover()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.get_by_role("button", name="Start").press("Enter")
    link.wait(lambda: len(link.acts) >= 1, "the press by keyboard")
    link.show(END, "end")
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert len(link.acts) == 1


def test_a_second_press_while_the_first_is_under_way_is_not_sent(
    opened: Open, link: Link, page: Page
) -> None:
    opened(NOTICE | {"notice": None})
    link.answering = False
    page.get_by_role("button", name="Keep my plans").click()
    link.wait(lambda: len(link.of("react")) == 1, "the first press")
    page.get_by_role("button", name="Keep my plans").click(force=True)
    page.get_by_role("button", name="I'll change my plans").click(force=True)
    link.answering = True
    link.drop()
    link.wait(lambda: len(link.of("react")) >= 2, "the first press to be sent again")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    assert {act["reaction"] for act in link.of("react")} == {"dismiss"}


def test_a_pressed_button_shows_that_it_is_under_way(opened: Open, link: Link, page: Page) -> None:
    opened(CONSENT)
    link.answering = False
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("button", name="I agree")).to_have_attribute("aria-busy", "true")
    expect(page.get_by_role("button", name="No, thank you")).to_have_attribute("aria-disabled", "true")
    link.answering = True
    link.drop()
    expect(page.locator("[aria-busy], [aria-disabled]")).to_have_count(0)


def test_a_refused_act_says_so_and_can_be_tried_again(opened: Open, link: Link, page: Page) -> None:
    opened(CONSENT)
    link.refusal = {"say": "Just a moment, please.", "kind": "busy"}
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("alert").filter(has_text="Just a moment, please.")).to_be_visible()
    link.refusal = None
    link.then = lambda _act: link.show(INFO, "there")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    expect(page.get_by_text("Just a moment, please.")).to_have_count(0)


def test_the_time_of_a_decision_runs_from_the_buttons_and_only_while_somebody_can_look(
    opened: Open, link: Link, page: Page
) -> None:
    page.clock.install()
    opened(WAITING)
    page.clock.pause_at(page.evaluate("Date.now()") + 7000)
    link.show(QUIET)
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()
    page.clock.run_for(3000)
    page.evaluate(HIDE, True)
    page.clock.run_for(60_000)
    page.evaluate(HIDE, False)
    page.clock.run_for(2000)
    page.get_by_role("button", name="Keep my plans").click()
    link.wait(lambda: len(link.of("react")) == 1, "the press")
    assert link.of("react")[0]["ms"] == 5000


def test_each_place_is_timed_by_itself(opened: Open, link: Link, page: Page) -> None:
    page.clock.install()
    opened(CONSENT)
    page.clock.pause_at(page.evaluate("Date.now()") + 5000)
    link.show(INFO, "there")
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    page.clock.run_for(1200)
    page.get_by_role("button", name="Start").click()
    link.wait(lambda: len(link.of("next")) == 1, "the press")
    assert link.of("next")[0]["ms"] == 1200


def test_a_notice_is_reported_as_shown_once(opened: Open, link: Link, page: Page) -> None:
    opened(WAITING)
    link.show(NOTICE)
    link.wait(lambda: len(link.of("shown")) == 1, "the notice to be reported")
    link.show(SAID)
    expect(page.get_by_text("your parcel is with our driver")).to_be_visible()
    link.show(NOTICE | {"feedback": [THUMB | {"value": "down", "revision": 3}]})
    expect(page.get_by_role("button", name="No", exact=True)).to_have_attribute("aria-pressed", "true")
    shown = link.of("shown")
    assert len(shown) == 1
    assert shown[0]["prediction"] == "p-1"
    assert shown[0]["place"] == "here"
    assert 0 <= shown[0]["ms"] < 5000


def test_a_notice_in_a_hidden_tab_is_reported_when_somebody_looks(
    opened: Open, link: Link, page: Page
) -> None:
    page.clock.install()
    opened(WAITING)
    page.evaluate(HIDE, True)
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    link.show(NOTICE)
    expect(page.get_by_text("almost certainly be late")).to_be_visible()
    page.clock.run_for(30_000)
    assert link.of("shown") == []
    page.evaluate(HIDE, False)
    page.clock.run_for(100)
    link.wait(lambda: len(link.of("shown")) == 1, "the notice to be reported")
    assert 30_000 <= link.of("shown")[0]["ms"] <= 30_100


def test_a_screen_without_a_notice_reports_none(opened: Open, link: Link, page: Page) -> None:
    opened(QUIET)
    page.get_by_role("button", name="Keep my plans").click()
    link.wait(lambda: len(link.of("react")) == 1, "the press")
    assert link.of("shown") == []


def test_an_act_that_brings_its_own_view_needs_no_second_request(
    opened: Open, link: Link, page: Page
) -> None:
    opened(CONSENT)
    link.then = lambda _act: link.show(INFO, "there")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    link.then = lambda _act: link.show(END, "end")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert link.calls == ["act", "act"]


def test_being_mounted_again_keeps_the_window_and_takes_the_newer_view(
    opened: Open, link: Link, page: Page
) -> None:
    page.clock.install()
    opened(SURVEY)
    page.get_by_role("group", name="easy to use").get_by_role("radio").first.check()
    newer, older = view(SURVEY, link.view["rev"] + 1, "here", done=9), view(CONSENT, 1, "before")
    page.evaluate(
        "views => { window.unmount(); views.forEach(view => { window.unmount = mountAgain(view); }); }",
        [newer, older],
    )
    page.clock.run_for(5000)
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "9")
    expect(page.locator(".s-root")).to_have_count(1)
    expect(page.get_by_role("group", name="easy to use").get_by_role("radio").first).to_be_checked()
    assert len(link.hellos) == 1


def test_the_last_cleanup_takes_the_window_away_and_hangs_up(opened: Open, link: Link, page: Page) -> None:
    opened(INFO)
    page.evaluate("window.unmount()")
    expect(page.locator(".s-root")).to_have_count(0)
    link.push(99)
    link.wait(lambda: not link.sockets, "the socket to be closed")


def test_the_window_covers_whatever_the_page_holds(opened: Open, page: Page) -> None:
    opened(INFO)
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"position:fixed;inset:0;z-index:99999\">x</p>')"
    )
    assert page.evaluate("document.elementFromPoint(195, 400).closest('.s-root') !== null")


def test_the_looks_of_the_page_around_do_not_reach_into_the_window(opened: Open, page: Page) -> None:
    opened(SAID)
    spaces = """() => [...document.querySelectorAll(".s-notice-text, .s-said p, .s-rows, .s-rows dd, h1")]
      .map((found) => getComputedStyle(found)).flatMap((style) => [style.marginBottom, style.paddingLeft])"""
    assert set(page.evaluate(spaces)) == {"0px"}


def test_a_withdrawn_link_goes_even_though_its_number_begins_anew(
    opened: Open, link: Link, page: Page
) -> None:
    opened(NOTICE)
    link.view = view(GONE, 0, "")
    link.push(0)
    expect(page.get_by_role("heading", name="All places are taken")).to_be_visible()


def test_an_answer_that_comes_after_the_end_of_the_link_does_not_bring_the_screen_back(
    opened: Open, link: Link, page: Page
) -> None:
    opened(CONSENT)
    link.then = lambda _act: link.push(
        0, ok=view(GONE, 0, "")
    )  # overtakes the answer, which has the old view
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", name="All places are taken")).to_be_visible()
    link.push(link.view["rev"] + 1)
    link.wait(lambda: "view" in link.calls, "the page to look again, after the answer")
    expect(page.get_by_role("heading", name="All places are taken")).to_be_visible()


def test_a_streamed_text_appears_bit_by_bit_and_goes_on_when_the_screen_is_drawn_anew(
    opened: Open, link: Link, page: Page
) -> None:
    text = NOTICE["notice"]["text"]
    plan = [[1, 4], [2, 11], [30, len(text)]]
    page.clock.install()
    opened(NOTICE | {"notice": NOTICE["notice"] | {"stream": plan}})
    shown = page.locator(".s-notice-text > [aria-hidden]").first
    expect(page.locator(".s-notice-text .s-hidden")).to_have_text(text)
    expect(shown).to_have_text("")
    page.clock.run_for(1500)
    expect(shown).to_have_text(text[:4])
    link.show(NOTICE, along=True)  # it was shown, so that the plan is gone
    page.clock.run_for(1000)
    expect(shown).to_have_text(text[:11])
    page.clock.run_for(30_000)
    expect(shown).to_have_text(text)


def test_ten_tabs_are_all_live(opened: Open, link: Link, page: Page, fake_server: FakeServer) -> None:
    tabs = [page, *(page.context.new_page() for _ in range(9))]
    for tab in tabs:
        opened(WAITING, on=tab) if tab is page else tab.goto(f"{fake_server.address}/?k={link.token}")
    link.wait(lambda: len(link.sockets) == 10, "ten open sockets")
    link.show(WAITING | {"waiting": None, "buttons": BUTTONS})
    for tab in tabs:
        expect(tab.get_by_role("button", name="Keep my plans")).to_be_visible()
    link.then = lambda _act: link.show(INFO, "there")
    tabs[4].get_by_role("button", name="Keep my plans").click()
    for tab in tabs:
        expect(tab.get_by_role("heading", name="How it works")).to_be_visible()
    assert link.posts == []
