"""Putting things in order by buttons, keys and dragging; and picking the best."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.views import JSON

Open = Callable[..., Page]
RANK: JSON = {
    "kind": "rank",
    "app": "Day out",
    "title": "Where would you go first?",
    "text": "Put the best one at the top.",
    "items": [
        {"id": "c", "title": "The tower by the harbour", "text": "Open until nine. 214 steps, and both rivers."},
        {"id": "a", "title": "The old street", "text": None},
        {"id": "b", "title": "The bridge", "text": "Free"},
        {"id": "d", "title": "The botanical garden", "text": "Quiet on weekdays"},
    ],
    "pick": None,
    "waiting": None,
    "said": None,
    "notice": {"prediction": "p-1"},
    "buttons": [{"act": "done", "text": None}],
}  # fmt: skip
PICK: JSON = RANK | {"pick": 1, "title": "Which one?", "text": None}
PICKS: JSON = RANK | {"pick": 2, "title": "Which two?", "text": None}


def order(page: Page) -> list[str]:
    return list(page.locator(".wk-row").evaluate_all("rows => rows.map(row => row.dataset.id)"))


def done(link: Link, page: Page) -> JSON:
    page.get_by_role("button", name="Done").click()
    link.wait(lambda: len(link.of("done")) == 1, "the order")
    return link.of("done")[0]


def test_buttons_move_a_thing_keep_the_focus_and_say_where_it_is(
    opened: Open, link: Link, page: Page
) -> None:
    opened(RANK)
    down = page.get_by_role("button", name="Move down: The tower by the harbour")
    down.click()
    down.click()
    assert order(page) == ["a", "b", "c", "d"]
    expect(down).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="The tower by the harbour: now 3 of 4")).to_have_count(
        1
    )
    assert page.locator(".wk-place").all_text_contents() == ["1", "2", "3", "4"]
    told = done(link, page)
    assert (told["value"], told["prediction"]) == (["a", "b", "c", "d"], "p-1")


def test_arrow_keys_move_it_too_and_stop_at_the_ends(opened: Open, page: Page) -> None:
    opened(RANK)
    page.get_by_role("button", name="Move up: The bridge").focus()
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    assert order(page) == ["b", "c", "a", "d"]
    page.keyboard.press("ArrowDown")
    assert order(page) == ["c", "b", "a", "d"]


def drag(page: Page, row: int, to: int) -> None:
    grip, target = (
        page.locator(".wk-grip").nth(row).bounding_box(),
        page.locator(".wk-row").nth(to).bounding_box(),
    )
    assert grip
    assert target
    page.mouse.move(grip["x"] + 10, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    end = target["y"] + target["height"] * (0.8 if to > row else 0.2)
    held = order(page)[row]
    for step in range(1, 200):
        # Rows make room one after the other, and a busy machine takes its time: a hand waits until it is so.
        wobble = step % 2 if step > 10 else 0
        page.mouse.move(grip["x"] + 10, grip["y"] + (end - grip["y"]) * min(step, 10) / 10 + wobble)
        if step >= 10 and order(page)[to] == held:
            break
    page.mouse.up()


def test_a_thing_can_be_dragged(opened: Open, link: Link, page: Page) -> None:
    opened(RANK)
    page.locator("[data-drag]").wait_for()
    drag(page, 0, 2)
    expect(page.locator(".wk-place")).to_have_text(["1", "2", "3", "4"])
    assert order(page) == ["a", "b", "c", "d"]
    assert done(link, page)["value"] == ["a", "b", "c", "d"]


def test_without_the_library_for_dragging_buttons_do(opened: Open, link: Link, page: Page) -> None:
    page.route("**/sortable.min.js", lambda route: route.abort())
    opened(RANK)
    page.get_by_role("button", name="Move up: The bridge").click()
    expect(page.locator(".wk-grip").first).to_be_hidden()
    assert done(link, page)["value"] == ["c", "b", "a", "d"]


def test_the_order_stays_when_the_view_comes_again(opened: Open, link: Link, page: Page) -> None:
    opened(RANK)
    page.get_by_role("button", name="Move up: The bridge").click()
    link.show(RANK)
    link.wait(lambda: link.calls.count("view") == 1, "the newer view")
    assert order(page) == ["c", "b", "a", "d"]


def test_one_is_picked_by_keys(opened: Open, link: Link, page: Page) -> None:
    opened(PICK)
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("alert").filter(has_text="Choose one.")).to_be_visible()
    expect(page.get_by_role("radio").first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert done(link, page)["value"] == ["a"]


def test_some_are_picked_and_no_more_than_are_asked_for(opened: Open, link: Link, page: Page) -> None:
    opened(PICKS)
    for name in ("The bridge", "The old street", "The tower"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("alert").filter(has_text="Please choose 2.")).to_be_visible()
    page.get_by_role("checkbox", name="The tower").uncheck()
    expect(page.get_by_text("Choose 2: 2 so far.")).to_be_visible()
    assert done(link, page)["value"] == ["a", "b"]


def test_targets_are_large_enough_and_fit_a_small_phone(opened: Open, page: Page) -> None:
    opened(RANK | {"items": [item | {"title": item["title"] * 9} for item in RANK["items"]]})
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.querySelector('.s-root').scrollWidth") <= 320
    for size in page.locator(".wk-arrow").evaluate_all(
        "all => all.map(one => [one.offsetWidth, one.offsetHeight])"
    ):
        assert min(size) >= 44


def test_while_waiting_there_is_a_cue_and_nothing_to_press(opened: Open, page: Page) -> None:
    opened(RANK | {"items": [], "waiting": "Looking…", "buttons": [], "notice": None})
    expect(page.get_by_role("status").filter(has_text="Looking…")).to_be_visible()
    expect(page.locator("button")).to_have_count(0)
