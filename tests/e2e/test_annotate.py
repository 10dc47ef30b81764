"""The gallery's pictures in a real browser, behind the real gate: each arm's first picture is labelled."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from curtain import panels
from curtain.bench.server import Server
from curtain.engine import Engine
from feedback_db import open_store

ARMS = ("by-hand", "difficulty", "pre-labels", "suggestions", "linter")


@pytest.fixture(scope="module")
def links(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of a preview for each arm."""
    path = tmp_path_factory.mktemp("boxes") / "curtain.db"
    engine = Engine(open_store(path))
    made = panels.create(engine, "box-labelling", "Boxes", played_by={})
    panels.open_panel(engine, made)
    tokens = {arm: panels.preview_link(engine, made, arm) for arm in ARMS}
    engine.close()
    with Server(path, environment={"CURTAIN_TIME_SCALE": "0.02"}) as running:
        yield {arm: f"{running.url}/?k={token}" for arm, token in tokens.items()}


@pytest.mark.parametrize(
    "arm", [ARMS[0], ARMS[-1], *(pytest.param(arm, marks=pytest.mark.long) for arm in ARMS[1:-1])]
)
def test_somebody_labels_a_picture(links: dict[str, str], person: Callable[..., Page], arm: str) -> None:
    page = person()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(links[arm])
    page.get_by_role("button", name="I agree").click()
    page.get_by_role("button", name="Start").click()
    picture = page.locator(".b-picture img")
    first = picture.get_attribute("src")
    expect(page.locator(".a9s-annotationlayer")).to_be_visible()
    expect(page.get_by_role("button", name="Add a box")).to_be_visible()
    before = page.locator(".b-row").count()
    assert (before > 0) == (arm == "pre-labels")
    place = picture.bounding_box()
    assert place is not None
    # Where the sky is, so that the linter has something to say.
    page.mouse.move(place["x"] + 20, place["y"] + 20)
    page.mouse.down()
    page.mouse.move(place["x"] + 90, place["y"] + 80)
    page.mouse.up()
    expect(page.locator(".b-row")).to_have_count(before + 1)
    page.get_by_role("button", name="Next picture").click()
    if arm == "linter":
        page.get_by_role("button", name="Delete it").click()
        page.get_by_role("button", name="Next picture").click()
    expect(picture).not_to_have_attribute("src", first or "")
    assert complaints == []
