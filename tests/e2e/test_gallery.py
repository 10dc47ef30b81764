"""One path through each scenario of the gallery, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

import scenarios
from curtain import panels
from curtain.bench.server import Server
from curtain.engine import Engine
from feedback_db import open_store
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.browser

GALLERY = [entry.slug for entry in scenarios.library()]
MOST_SCREENS = 120
LOUD = 5_000  # milliseconds
ONWARDS = ["I agree", "Start", "Next", "Continue", "Keep my answers", "Done", "Send it"]


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server, and a link into the last arm of each scenario: the one that differs most from today's product."""
    database = tmp_path_factory.mktemp("gallery") / "curtain.db"
    engine = Engine(open_store(database))
    links = {}
    for entry in engine.scenarios():
        assert entry.scenario, entry.problems
        panel = panels.create(engine, entry.slug, entry.slug)
        links[entry.slug] = panels.preview_link(engine, panel, list(entry.scenario.arms)[-1])
    engine.close()
    with Server(database, environment={"CURTAIN_TIME_SCALE": "0.02"}) as server:
        yield server, links


# Answer what is asked, anyhow; one call, because a flow has many questions.
FILL = """(main) => {
  const told = (kind) => new Event(kind, { bubbles: true });
  const tell = (field) => ["input", "change"].forEach((kind) => field.dispatchEvent(told(kind)));
  for (const group of main.querySelectorAll("fieldset")) {
    const choices = group.querySelectorAll("input[type=radio], input[type=checkbox]");
    if (choices.length && !group.querySelector("input:checked")) choices[Math.min(1, choices.length - 1)].click();
  }
  for (const line of main.querySelectorAll("input[type=range]")) tell(line);
  for (const field of main.querySelectorAll("input[type=text], input[type=number], textarea")) {
    if (field.value || field.readOnly || field.disabled) continue;
    field.value = field.type === "number" ? field.min || "1" : "I would like to know more about this, please";
    tell(field);
  }
}"""
# The way on: by its name, else what is said in a conversation, else the last thing that can be decided.
PRESS = """(names) => {
  const shown = (button) => button.offsetParent !== null && !button.disabled && !button.closest("[inert]");
  const all = [...document.querySelectorAll(".s-app .s-main button, .s-app .k-cover button")].filter(shown);
  const decided = all.filter((button) => button.matches(".s-primary, .s-choice, .k-cover *"));
  const send = all.find((button) => [button.getAttribute("aria-label"), button.textContent.trim()].includes("Send"));
  const named = names.map((name) => all.find((button) => button.textContent.trim() === name)).find(Boolean);
  const way = named ?? (decided.length ? decided.at(-1) : send);
  way?.click();
  return Boolean(way);
}"""
READY = """() => [...document.querySelectorAll(".s-app:not([data-busy]) .s-main button, .s-app .k-cover button")]
  .some((button) => button.offsetParent !== null && !button.disabled && button.getAttribute("aria-disabled") !== "true")
  || document.querySelector('.s-app[data-kind="end"]')"""


@pytest.mark.parametrize("slug", GALLERY)
def test_a_person_gets_through(
    slug: str, gallery: tuple[Server, dict[str, str]], person: Callable[..., Page]
) -> None:
    server, links = gallery
    page = person(**PHONE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{server.url}/?k={links[slug]}")
    for _ in range(MOST_SCREENS):
        page.wait_for_function(READY, timeout=3 * LOUD)
        main = page.locator(".s-app .s-main")
        if page.locator('.s-app[data-kind="end"]').count():
            break
        main.evaluate(FILL)
        before = main.inner_html()
        assert page.evaluate(PRESS, ONWARDS), before
        page.wait_for_function(
            "before => document.querySelector('.s-app:not([data-busy]) .s-main')?.innerHTML !== before",
            arg=before,
            timeout=LOUD,
        )
    expect(page.locator('.s-app[data-kind="end"] h1')).to_be_visible()
    assert page.evaluate("document.querySelector('.s-root').scrollWidth <= innerWidth")
    assert not wrong
