"""Boxes on a picture: drawn, moved, resized, labelled and deleted, by mouse, finger and keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser_ui.annotate_views import (
    HARD,
    JSON,
    LIBRARY,
    LINTED,
    PRELABELS,
    SCENES,
    SUGGESTIONS,
    WAITING,
    screen,
)
from tests.browser_ui.fake_server import FakeServer, Link

# Ours, without what Streamlit's own pages need.
POLICY = (
    "default-src 'self' blob: data:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self' ws:; object-src 'none'; base-uri 'self'"
)

# A page that the browser's driver answers itself could not open a socket, so the policy comes as an element.
UNDER_POLICY = """policy => new MutationObserver((_changes, watch) => {
  if (!document.head) return;
  const meta = document.createElement("meta");
  meta.httpEquiv = "Content-Security-Policy";
  meta.content = policy;
  document.head.prepend(meta);
  watch.disconnect();
}).observe(document, { childList: true, subtree: true })"""

Show = Callable[..., "Bench"]


class Bench:
    """The picture on a page, in the picture's own pixels."""

    def __init__(self, page: Page, link: Link) -> None:
        self.page, self.link = page, link

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give the point of the page where this point of the picture is."""
        box = self.page.locator(".b-picture img").bounding_box()
        assert box is not None
        return box["x"] + x / 960 * box["width"], box["y"] + y / 600 * box["height"]

    def drag(self, start: tuple[float, float], end: tuple[float, float], *, drop: bool = True) -> None:
        """Drag the mouse from one point of the picture to another."""
        mouse = self.page.mouse
        mouse.move(*self.at(*start))
        mouse.down()
        mouse.move(*self.at((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
        mouse.move(*self.at(*end))
        if drop:
            mouse.up()

    def click(self, x: float, y: float) -> None:
        """Click a point of the picture."""
        self.page.mouse.click(*self.at(x, y))

    @property
    def rows(self) -> Locator:
        return self.page.locator(".b-row")

    def done(self, act: str = "done") -> JSON:
        """Press the last button, and give what the server was told."""
        before = len(self.link.of(act))
        self.page.get_by_role("button", name="Done", exact=True).click()
        self.link.wait(lambda: len(self.link.of(act)) > before, f"one act {act!r}")
        told: JSON = self.link.of(act)[-1]["value"]
        return told


def box(name: str, xmin: float, ymin: float, xmax: float, ymax: float, label: str = "car") -> JSON:
    """Give a box as a view has it."""
    sides = {"xmin": xmin, "ymin": ymin, "xmax": xmax, "ymax": ymax}
    return {"id": name, "label": label, "box": sides, "by": "person", "changed": False}


def near(box: JSON, xmin: float, ymin: float, xmax: float, ymax: float, slack: float = 3) -> None:
    """Hold a box to its sides, but for the width of a mouse pointer."""
    for side, wanted in {"xmin": xmin, "ymin": ymin, "xmax": xmax, "ymax": ymax}.items():
        assert abs(box[side] - wanted) <= slack, f"{side}: expected about {wanted}, got {box}"


def prepared(page: Page) -> list[str]:
    """Serve the pictures and our policy, and note whatever the browser complains about."""
    complaints: list[str] = []
    page.on(
        "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
    )
    page.route("**/files/*", lambda route: route.fulfill(path=LIBRARY / route.request.url.rpartition("/")[2]))

    page.add_init_script(f"({UNDER_POLICY})({json.dumps(POLICY)})")
    return complaints


@pytest.fixture
def show(opened: Callable[..., Page], link: Link, page: Page) -> Iterator[Show]:
    """Open a screen with a picture on a laptop; a complaint of the browser fails the test."""
    complaints = prepared(page)

    def open_with(view: JSON, width: int = 1280, height: int = 800) -> Bench:
        opened(view)
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".a9s-annotationlayer").wait_for(state="attached")
        return Bench(page, link)

    yield open_with
    assert complaints == []


def test_a_box_is_drawn_with_the_mouse_and_told_in_the_pixels_of_the_picture(show: Show) -> None:
    bench = show(screen())
    bench.drag((100, 100), (300, 220))
    expect(bench.rows).to_have_count(1)
    told = bench.done()
    assert [(one["label"], one["by"], one["changed"]) for one in told["boxes"]] == [("car", "person", False)]
    near(told["boxes"][0]["box"], 100, 100, 300, 220)
    assert told["acts"]["added"] == 1
    assert told["first_ms"] >= 0


def test_the_next_box_gets_the_label_that_was_chosen_before(show: Show, page: Page) -> None:
    bench = show(screen())
    page.get_by_role("button", name="Bicycle", exact=True).click()
    bench.drag((100, 100), (300, 220))
    bench.drag((500, 100), (600, 180))  # while the first one is still chosen
    expect(bench.rows).to_have_count(2)
    page.get_by_role("button", name="Bus", exact=True).click()
    told = bench.done()
    assert [one["label"] for one in told["boxes"]] == ["bicycle", "bus"]
    assert told["acts"]["labelled"] == 1


def test_a_box_is_moved_and_resized_with_the_mouse(show: Show) -> None:
    bench = show(screen(boxes=[box("b", 200, 100, 400, 200)]))
    bench.click(300, 150)
    bench.drag((300, 150), (360, 190))
    bench.drag((460, 240), (500, 300))  # the lower right corner
    told = bench.done()
    near(told["boxes"][0]["box"], 260, 140, 500, 300)
    assert (told["acts"]["moved"], told["acts"]["resized"], told["acts"]["added"]) == (1, 1, 0)
    assert told["boxes"][0]["changed"]


def test_a_box_that_is_dragged_out_of_the_picture_stays_inside(show: Show, page: Page) -> None:
    bench = show(screen(boxes=[box("b", 700, 100, 900, 200)]))
    bench.click(800, 150)
    bench.drag((800, 150), (940, 150))
    expect(bench.rows).to_have_text("1Car200 × 100at 760 from the left, 100 from the top")
    bench.drag((300, 300), (20, 700))
    told = bench.done()
    near(told["boxes"][0]["box"], 760, 100, 960, 200)
    near(told["boxes"][1]["box"], 20, 300, 300, 600)


def test_a_slip_of_the_hand_makes_no_box_and_a_click_chooses_the_one_below(show: Show) -> None:
    bench = show(screen(boxes=[box("b", 200, 100, 400, 200)]))
    bench.click(600, 400)
    expect(bench.rows).to_have_count(1)
    bench.click(300, 150)
    expect(bench.rows).to_have_attribute("aria-pressed", "true")
    bench.click(600, 400)
    expect(bench.rows).to_have_attribute("aria-pressed", "false")
    assert bench.done()["acts"]["added"] == 0


def test_what_was_done_can_be_undone_one_act_after_the_other(show: Show, page: Page) -> None:
    bench = show(screen(boxes=[box("b", 200, 100, 400, 200)]))
    page.get_by_role("button", name="Delete box 1").click()
    expect(bench.rows).to_have_count(0)
    bench.drag((500, 300), (700, 400))
    expect(bench.rows).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(bench.rows).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(bench.rows).to_have_count(1)
    told = bench.done()
    near(told["boxes"][0]["box"], 200, 100, 400, 200)
    assert (told["acts"]["deleted"], told["acts"]["added"], told["acts"]["undone"]) == (1, 1, 2)


def test_a_keyboard_alone_can_do_everything(show: Show, page: Page) -> None:
    bench = show(screen())
    press = page.keyboard.press
    page.get_by_role("button", name="Add a box").focus()
    press("Enter")
    expect(bench.rows).to_be_focused()
    for _ in range(3):
        press("ArrowLeft")
    press("Shift+ArrowUp")
    press("r")
    press("Shift+ArrowRight")
    press("ArrowDown")
    press("2")
    expect(page.get_by_role("status").filter(has_text="Now Box 1: Person.")).to_have_count(1)
    told = bench.done()
    near(told["boxes"][0]["box"], 394, 230, 564, 352, slack=0.5)
    assert told["boxes"][0]["label"] == "person"
    assert told["acts"] == {
        "added": 1, "moved": 1, "resized": 1, "labelled": 1, "deleted": 0, "offered": 0, "taken": 0, "undone": 0,
    }  # fmt: skip
    bench.rows.focus()
    press("Delete")
    expect(bench.rows).to_have_count(0)
    expect(page.get_by_role("button", name="Add a box")).to_be_focused()


def test_the_picture_is_no_stop_on_the_way_of_the_tab_key(show: Show, page: Page) -> None:
    bench = show(screen(boxes=[box("b", 200, 100, 400, 200)]))
    bench.click(300, 150)
    expect(page.locator(".a9s-corner-handle-topleft")).to_be_visible()
    expect(page.locator(".b-picture [tabindex='0'], .b-picture [role='button']")).to_have_count(0)


def test_whoever_cannot_drag_presses_arrows(show: Show, page: Page) -> None:
    bench = show(screen(boxes=[box("b", 200, 100, 400, 200)]))
    bench.rows.click()
    page.get_by_role("button", name="To the right").click()
    page.get_by_role("button", name="Resize", exact=True).click()
    page.get_by_role("button", name="Shorter").click()
    expect(page.get_by_role("button", name="Shorter")).to_be_focused()
    near(bench.done()["boxes"][0]["box"], 202, 100, 402, 198, slack=0.01)


def test_proposed_boxes_stand_there_from_the_start_and_are_told_as_such(show: Show, page: Page) -> None:
    bench = show(PRELABELS)
    expect(bench.rows).to_have_count(len(SCENES[6]["objects"]))
    page.get_by_role("button", name="Delete box 1").click()
    told = bench.done()
    assert {(one["by"], one["changed"]) for one in told["boxes"]} == {("proposed", False)}
    assert (len(told["boxes"]), told["acts"]["deleted"]) == (len(SCENES[6]["objects"]) - 1, 1)


def test_while_the_model_looks_nothing_can_be_drawn_and_then_its_boxes_come(
    show: Show, link: Link, page: Page
) -> None:
    bench = show(WAITING)
    expect(page.get_by_text("Looking at the picture…")).to_be_visible()
    bench.drag((100, 100), (300, 220))
    expect(page.locator(".b-side")).to_be_hidden()
    link.show(PRELABELS)
    expect(bench.rows).to_have_count(len(SCENES[6]["objects"]))
    expect(page.locator(".b-picture [data-id]")).to_have_count(len(SCENES[6]["objects"]))


def test_a_suggestion_is_offered_while_drawing_and_taken_by_one_press(show: Show, page: Page) -> None:
    bench = show(SUGGESTIONS)
    thing = SCENES[6]["objects"][3]
    sides = thing["box"]
    bench.drag((sides["xmin"] + 6, sides["ymin"] + 4), (sides["xmax"] - 12, sides["ymax"] - 6), drop=False)
    expect(page.locator(".b-ghost")).to_have_count(1)
    page.mouse.up()
    expect(page.get_by_text(f"Looks like: {thing['label'].capitalize()}.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".b-ghost")).to_have_count(0)
    told = bench.done()
    near(told["boxes"][0]["box"], *sides.values(), slack=0.01)
    assert (told["boxes"][0]["by"], told["boxes"][0]["label"]) == ("suggested", thing["label"])
    assert (told["acts"]["taken"], told["acts"]["added"]) == (1, 1)
    assert told["acts"]["offered"] >= 1


def test_a_suggestion_that_is_declined_does_not_come_again(show: Show, page: Page) -> None:
    bench = show(SUGGESTIONS)
    sides = SCENES[6]["objects"][3]["box"]
    bench.drag((sides["xmin"] + 6, sides["ymin"] + 4), (sides["xmax"] - 12, sides["ymax"] - 6))
    page.get_by_role("button", name="Keep mine").click()
    bench.rows.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".b-ghost")).to_have_count(0)
    told = bench.done()
    assert (told["boxes"][0]["by"], told["acts"]["taken"]) == ("person", 0)


def test_without_proposals_nothing_is_ever_offered(show: Show, page: Page) -> None:
    bench = show(screen())
    bench.drag((100, 100), (300, 220))
    expect(page.locator(".b-ghost")).to_have_count(0)
    assert bench.done()["acts"]["offered"] == 0


def test_the_linter_points_out_once_what_is_missing_and_what_is_too_much(
    show: Show, link: Link, page: Page
) -> None:
    bench = show(screen(buttons=[{"act": "check", "text": "Done"}]))
    bench.drag((100, 100), (300, 220))
    told = bench.done("check")
    seen = {**told["boxes"][0], "by": "person"}
    missing = {"id": "p1", "label": "bus", "box": box("", 500, 300, 700, 400)["box"]}
    link.show(
        screen(
            boxes=[seen], lint={"missing": [missing], "surplus": [seen["id"]]}, notice={"prediction": "p-1"}
        )
    )
    expect(page.get_by_text("Bus missing?")).to_be_visible()
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_text("Nothing more to look at. You can go on.")).to_be_visible()
    told = bench.done()
    assert [(one["label"], one["by"]) for one in told["boxes"]] == [("bus", "check")]


def test_what_was_drawn_is_still_there_after_the_page_was_loaded_again(show: Show, page: Page) -> None:
    bench = show(screen())
    bench.drag((100, 100), (300, 220))
    expect(bench.rows).to_have_count(1)
    page.reload()
    page.locator(".a9s-annotationlayer").wait_for(state="attached")
    expect(bench.rows).to_have_count(1)
    told = bench.done()
    assert told["acts"]["added"] == 1


def test_what_was_drawn_stays_when_the_view_is_renewed_and_goes_with_the_picture(
    show: Show, link: Link, page: Page
) -> None:
    bench = show(screen())
    bench.drag((100, 100), (300, 220))
    expect(bench.rows).to_have_count(1)
    link.show(SUGGESTIONS)
    expect(page.locator(".b-picture [data-id]")).to_have_count(0)  # it is being edited
    expect(bench.rows).to_have_count(1)
    link.show(screen(8), "scene/2")
    expect(page.locator(".b-picture img")).to_have_attribute("src", "/files/scene-08.svg")
    expect(bench.rows).to_have_count(0)


def test_a_finger_draws_on_a_phone(browser: Browser, link: Link, fake_server: FakeServer) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    complaints = prepared(page)
    link.show(screen(), "here")
    page.goto(f"{fake_server.address}/?k={link.token}")
    page.locator(".a9s-annotationlayer").wait_for(state="attached")
    bench = Bench(page, link)
    touch = context.new_cdp_session(page)
    for kind, point in (
        ("touchStart", (400, 200)),
        ("touchMove", (500, 300)),
        ("touchMove", (640, 420)),
        ("touchEnd", None),
    ):
        x, y = bench.at(*point) if point else (0, 0)
        points = [{"x": x, "y": y}] if point else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(bench.rows).to_have_count(1)
    near(bench.done()["boxes"][0]["box"], 400, 200, 640, 420, slack=6)
    assert complaints == []
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_the_window_and_every_button_is_large_enough_for_a_finger(
    show: Show, page: Page, width: int
) -> None:
    bench = show(LINTED, width, 800)
    bench.rows.first.click()
    assert page.evaluate("document.querySelector('.s-root').scrollWidth") <= width
    sizes = "all => all.map(one => [one.offsetWidth, one.offsetHeight, one.textContent])"
    for wide, high, text in page.locator(".s-main button:visible").evaluate_all(sizes):
        assert wide >= 40, text
        assert high >= 44, text


def test_boxes_stay_on_their_things_where_people_read_from_right_to_left(
    show: Show, link: Link, page: Page
) -> None:
    bench = show(screen())
    link.view["dir"] = "rtl"
    page.reload()
    page.locator(".a9s-annotationlayer").wait_for(state="attached")
    bench.drag((100, 100), (300, 220))
    tag = page.locator(".b-mark").first.bounding_box()
    assert tag is not None
    assert abs(tag["x"] - bench.at(100, 100)[0]) < 4
    near(bench.done()["boxes"][0]["box"], 100, 100, 300, 220)


def test_how_hard_it_looks_is_said_above_the_picture(show: Show, page: Page) -> None:
    show(HARD)
    expect(page.get_by_role("status").filter(has_text="Looks hard: about 13 things")).to_be_visible()


def test_a_picture_to_be_looked_at_shows_what_was_found_and_reads_it_out(show: Show, page: Page) -> None:
    show(screen())
    page.evaluate(
        """async (sides) => {
          const { photo } = await import("/ui/screens/annotate-photo.js");
          const image = { src: "/files/scene-07.svg", width: 960, height: 600, alt: "A street" };
          document.querySelector(".s-main").prepend(photo(image, [{ label: "car", text: "Car 90%", box: sides }]));
        }""",
        SCENES[6]["objects"][3]["box"],
    )
    photo = page.locator(".b-photo")
    expect(photo.get_by_role("listitem")).to_have_text("Car 90%")
    shown, picture = photo.locator(".b-shown").bounding_box(), photo.locator("img").bounding_box()
    assert shown is not None
    assert picture is not None
    wanted = SCENES[6]["objects"][3]["box"]["xmin"] / 960
    assert abs((shown["x"] - picture["x"]) / picture["width"] - wanted) < 0.005
