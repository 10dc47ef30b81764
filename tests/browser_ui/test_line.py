"""The line to the server: what happens while it is broken, and when it comes back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.views import CONSENT, END, INFO, NOTICE, WAITING

Open = Callable[..., Page]
RECONNECTING = "Reconnecting… Your place is kept."


def test_an_act_without_an_answer_is_sent_again_after_the_socket_came_back(
    opened: Open, link: Link, page: Page
) -> None:
    opened(CONSENT)
    link.answering = False
    page.get_by_role("button", name="I agree").click()
    link.wait(lambda: len(link.acts) == 1, "the press")
    link.answering = True
    link.then = lambda _act: link.show(INFO, "there")
    link.drop()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    assert link.acts[0] == link.acts[1]
    assert len(link.hellos) == 2


def test_an_act_goes_by_a_plain_request_while_the_socket_is_down(
    opened: Open, link: Link, page: Page
) -> None:
    opened(CONSENT)
    link.socket_up = False
    link.drop()
    link.wait(lambda: len(link.hellos) >= 2, "an attempt to reconnect")
    link.then = lambda _act: link.show(INFO, "there")
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    assert [post["args"]["act"] for post in link.posts if post.get("do") == "act"] == ["next"]
    assert link.posts[0]["hello"] == {"k": link.token}


def test_an_act_is_kept_while_nothing_gets_through_and_sent_when_something_does(
    opened: Open, link: Link, page: Page
) -> None:
    opened(CONSENT)
    link.socket_up = link.post_up = False
    link.drop()
    link.wait(lambda: len(link.hellos) >= 2, "an attempt to reconnect")
    page.get_by_role("button", name="I agree").click()
    link.wait(lambda: any(post.get("do") == "act" for post in link.posts), "an attempt to send")
    assert link.acts == []
    link.then = lambda _act: link.show(INFO, "there")
    link.socket_up = link.post_up = True
    expect(page.get_by_role("heading", name="How it works")).to_be_visible(timeout=10_000)
    assert len({str(act) for act in link.acts}) == 1


def test_a_view_that_comes_along_is_drawn_without_asking(opened: Open, link: Link, page: Page) -> None:
    opened(WAITING)
    link.show(NOTICE, along=True, brief=True)
    expect(page.get_by_text(NOTICE["notice"]["text"]).first).to_be_visible()
    assert "view" not in link.calls


def test_there_is_no_polling_while_the_socket_is_up(opened: Open, link: Link, page: Page) -> None:
    page.clock.install()
    opened(INFO)
    page.clock.run_for(120_000)
    link.show(NOTICE, "there")
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()
    assert link.posts == []


def test_polling_brings_news_while_the_socket_is_down_and_ends_when_it_is_back(
    opened: Open, link: Link, page: Page
) -> None:
    page.clock.install()
    opened(WAITING)
    link.socket_up = False
    link.drop()
    link.wait(lambda: len(link.hellos) >= 2, "an attempt to reconnect")
    link.show(NOTICE)
    page.clock.run_for(4000)
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()
    assert len(link.posts) >= 1
    link.socket_up = True
    for _ in range(5):
        page.clock.run_for(8000)
    link.wait(lambda: len(link.sockets) == 1, "the socket to be back")
    link.show(INFO, "there")
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    asked = len(link.posts)
    page.clock.run_for(60_000)
    link.show(END, "end")
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
    assert len(link.posts) == asked


def test_polling_begins_again_when_the_socket_drops_a_second_time(
    opened: Open, link: Link, page: Page
) -> None:
    opened(WAITING)
    link.drop()
    link.wait(lambda: len(link.hellos) == 2, "the socket to be back")
    link.socket_up = False
    link.drop()
    link.wait(lambda: len(link.posts) >= 2, "polling")
    link.show(NOTICE)
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()


def test_news_that_came_while_the_socket_was_away_are_there_when_it_is_back(
    opened: Open, link: Link, page: Page
) -> None:
    opened(WAITING)
    sockets = list(link.sockets)
    link.sockets.clear()
    link.show(NOTICE)
    link.sockets.update(sockets)
    link.drop()
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()
    assert link.hellos[-1]["seen"] == link.view["rev"] - 1


def test_a_notice_says_that_the_page_reconnects_and_goes_when_it_has(
    opened: Open, link: Link, page: Page
) -> None:
    opened(INFO)
    link.socket_up = link.post_up = False
    link.drop()
    expect(page.get_by_role("status").filter(has_text=RECONNECTING)).to_be_visible()
    link.socket_up = link.post_up = True
    expect(page.get_by_text(RECONNECTING)).to_have_count(0, timeout=10_000)


def test_a_short_gap_is_not_worth_a_notice(opened: Open, link: Link, page: Page) -> None:
    opened(INFO)
    page.evaluate("""() => {
      window.told = [];
      const watch = new MutationObserver(() => window.told.push(document.querySelector(".s-line").textContent));
      watch.observe(document.querySelector(".s-line"), { childList: true, characterData: true, subtree: true });
    }""")
    link.drop()
    link.wait(lambda: len(link.hellos) == 2, "the socket to be back")
    link.show(NOTICE, "there")
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()
    assert "".join(page.evaluate("window.told")) == ""


def test_a_line_that_died_silently_is_noticed_when_something_is_awaited(
    opened: Open, link: Link, page: Page
) -> None:
    page.clock.install()
    opened(WAITING)
    link.answering = False
    link.sockets.clear()
    link.show(NOTICE)
    page.clock.run_for(16_000)
    link.wait(lambda: "view" in link.calls, "the page to ask whether somebody is there")
    link.answering = True
    for _ in range(4):
        page.clock.run_for(5000)
    expect(page.get_by_role("button", name="Keep my plans")).to_be_visible()


def test_a_line_that_is_not_allowed_any_longer_ends_with_a_kind_word(
    opened: Open, link: Link, page: Page
) -> None:
    opened(INFO)
    link.drop(code=4401)
    expect(page.get_by_role("heading", name="This link isn't active any longer")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


def test_a_finished_participant_keeps_the_code_when_the_line_is_closed_for_good(
    opened: Open, link: Link, page: Page
) -> None:
    with page.expect_websocket() as line:
        opened(END)
    with line.value.expect_event("close"):
        link.drop(code=4401)
    expect(page.get_by_text("K7QF-2MXA")).to_be_visible()
    expect(page.get_by_role("heading", name="Thank you!")).to_be_visible()
