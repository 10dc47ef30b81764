"""The reviewer's way: the verdict, without people who saw through it, one session again, a tag, the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect

import scenarios
from curtain.bench.server import Server
from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.simulated.rehearsal import FIRST_DAY, rehearse
from feedback_db import open_store
from tests.e2e.conftest import PHONE
from tests.e2e.world import World

pytestmark = pytest.mark.browser

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = """async (levels) => (await axe.run(".r-replay", { runOnly: levels, iframes: false })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)"""


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server with a panel of simulated people who met every arm and said something."""
    path = tmp_path_factory.mktemp("reviewer") / "curtain.db"
    clock = SteppedClock(FIRST_DAY)
    engine = Engine(open_store(path, clock=clock), clock=clock, library=scenarios.LIBRARY)
    made = rehearse(engine, "mirroring-assistant", 14, "reviewer", processes=1)
    engine.close()
    with Server(path) as server:
        yield server, made.panel


@pytest.fixture
def reviewer(panel: tuple[Server, str], person: Callable[..., Page]) -> Callable[..., Page]:
    """Gives a reviewer's page at one part of the results."""

    def come(view: str = "decision", **settings: object) -> Page:
        server, id = panel
        page = person(**settings)
        page.goto(f"{server.url}/enter?key={server.keys['reviewer']}")
        page.goto(f"{server.url}/results?panel={id}&view={view}")
        return page

    return come


def test_from_the_verdict_to_the_report(reviewer: Callable[..., Page], tmp_path: Path) -> None:
    page = reviewer()
    expect(page.get_by_text("Keep going").first).to_be_visible()
    done = page.get_by_text(re.compile(r"^\d+ of \d+ people have finished$"))
    expect(done).to_be_visible()
    before = done.inner_text()
    page.get_by_role("button", name="Saw through it").click()
    expect(page.get_by_text(before)).to_have_count(0)
    expect(done).to_be_visible()
    assert "without=suspected" in page.url

    page.get_by_role("radio", name="Sessions").or_(page.get_by_role("button", name="Sessions")).first.click()
    slider = page.get_by_role("slider", name="Time in the session")
    expect(slider).to_be_visible()
    seen = page.frame_locator(".w-frame")
    expect(seen.get_by_role("button", name="I agree")).to_be_visible()
    slider.focus()
    page.keyboard.press("End")
    expect(seen.get_by_role("button", name="I agree")).to_have_count(0)
    expect(page.locator(".r-line[aria-current]")).to_contain_text("They reached the end.")
    page.locator(".r-line", has_text="The answer was sent to the screen").first.get_by_role("button").click()
    expect(page.locator(".r-behind")).to_contain_text("Shown")
    expect(seen.get_by_role("log")).to_be_visible()

    page.get_by_role("radio", name="Words").or_(page.get_by_role("button", name="Words")).first.click()
    page.get_by_label("Search").fill("hello")
    page.get_by_label("Search").press("Enter")
    expect(page.get_by_text(re.compile(r"^(\d+) of (?!\1 )\d+ quotes"))).to_be_visible()  # fewer than all
    page.get_by_role("combobox", name="Tags").first.press_sequentially("polite")
    page.get_by_role("option", name="polite").click()
    page.keyboard.press("Escape")  # while the list is open, nothing else on the page is there for anybody
    expect(page.get_by_role("heading", name="Tags by arm")).to_be_visible()
    page.get_by_role("button", name="Pin", exact=False).first.click()
    expect(page.get_by_text("1 pinned to the report")).to_be_visible()

    page.get_by_role("radio", name="Take away").or_(
        page.get_by_role("button", name="Take away")
    ).first.click()
    with page.expect_download() as told:
        page.get_by_role("button", name="Report").click()
    told.value.save_as(tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<h2>In their words</h2>" in text
    assert "polite" in text


def test_a_link_opens_the_verdict_for_somebody_without_a_key(
    panel: tuple[Server, str], reviewer: Callable[..., Page], person: Callable[..., Page]
) -> None:
    page = reviewer("takeaway")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_text("/verdict/").inner_text()
    guest = person()
    answer = guest.goto(address)
    assert answer
    assert answer.status == 200
    expect(guest.get_by_role("heading", name="Keep going", exact=False)).to_be_visible()
    wrong = guest.goto(f"{address[:-2]}xx")
    assert wrong
    assert wrong.status == 404


def test_the_timeline_is_dragged_and_a_moment_has_an_address(reviewer: Callable[..., Page]) -> None:
    page = reviewer("replay")
    slider = page.get_by_role("slider", name="Time in the session")
    seen, now = page.frame_locator(".w-frame"), page.locator(".r-line[aria-current]")
    expect(seen.get_by_role("button", name="I agree")).to_be_visible()
    box = slider.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=4)
    page.mouse.up()
    expect(seen.get_by_role("button", name="I agree")).to_have_count(0)
    expect(page.locator(".r-behind")).to_contain_text("Played by")

    reaction = page.locator('.r-line[data-mark="reaction"]').last
    reaction.get_by_role("button").click()
    told, title = now.inner_text(), seen.locator(".s-main").inner_text()
    assert told == reaction.inner_text()
    page.goto(page.get_by_role("link", name="Link to this moment").get_attribute("href") or "")
    expect(now).to_have_text(told, use_inner_text=True)
    expect(seen.locator(".s-main")).to_have_text(title, use_inner_text=True)

    page.get_by_label("Speed").select_option("16")
    page.get_by_role("button", name="Play").click()
    expect(now).not_to_have_text(told, use_inner_text=True)
    page.get_by_role("button", name="Pause").or_(page.get_by_role("button", name="Play")).click()


def test_a_session_that_goes_on_gets_longer_under_the_eyes_of_whoever_replays_it(
    server: World, person: Callable[..., Page], staff: Callable[..., Page]
) -> None:
    guest = person(**PHONE)
    guest.goto(f"{server.url}/?k={server.token()}")
    agree = guest.get_by_role("button", name="I agree")
    expect(agree).to_be_visible()
    page = staff("reviewer")
    page.goto(f"{server.url}/results?panel={server.panel['weather-rules']}&view=replay")
    page.get_by_test_id("stSelectbox").filter(has_text="Session").get_by_role("combobox").click()
    page.get_by_role("option").last.click()
    lines, now = page.locator(".r-line"), page.locator(".r-line[aria-current]")
    expect(now).to_contain_text("They began")
    expect(page.frame_locator(".w-frame").get_by_role("button", name="I agree")).to_be_visible()
    before = lines.count()
    agree.click()
    expect(lines).not_to_have_count(before)
    expect(now).to_contain_text("They began")


def test_the_replay_is_for_everybody(reviewer: Callable[..., Page]) -> None:
    for settings in ({}, PHONE, {"color_scheme": "dark"}):
        page = reviewer("replay", **settings)
        expect(page.get_by_role("slider", name="Time in the session")).to_be_visible()
        page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
        assert page.evaluate(RULES, LEVELS) == []


def test_a_mark_is_pressed_and_its_picture_taken_along(reviewer: Callable[..., Page], tmp_path: Path) -> None:
    page = reviewer("explore")
    chart = page.get_by_test_id("stVegaLiteChart").first
    marks = chart.locator("g.mark-symbol path")
    marks.first.click()
    expect(page.get_by_text("1 person behind what you pressed")).to_be_visible()
    marks.last.click()  # a diamond is drawn after the dots, and stands for its whole group
    expect(page.get_by_text(re.compile(r"^\d+ people behind what you pressed"))).to_be_visible()
    page.get_by_role("button", name="For slides").first.click()
    for form, begin in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as taken:
            page.get_by_test_id("stPopoverBody").get_by_role("button", name=form).click()
        taken.value.save_as(tmp_path / form)
        assert (tmp_path / form).read_bytes().startswith(begin)
