"""Somebody looks on: they see a participant type, see the screen change, and write a note; nobody there can tell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, WebSocket, expect

from curtain import panels
from curtain.bench.server import Server
from curtain.engine import Engine
from feedback_db import open_store
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.browser

TALK = """\
scenario: talk
shown_title: Help with your flat
app_name: Rechtsrat
mocks:
  ready: {kind: fixed, answer: "You get it back within 30 days."}
features:
  reply: {task: chat-completion, played_by: ready, show_after: 200 ms}
arms: {open: {}, other: {}}
flow:
  - consent: "# Welcome"
  - chat: reply
    id: help
    title: Ask about your flat
    opens_with: Hello! What is it about?
    turns: {least: 2, most: 3}
  - survey: [sus]
  - debrief: "# A program answered"
  - end: "# Thank you"
decision: {compare: [open, other], by: sus, worth_it_from: 10 points, people: 8}
"""
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = """async (levels) => (await axe.run(".w-watch", { runOnly: levels, iframes: false })).violations
  .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`)"""


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server whose only scenario is a conversation, and the link to it."""
    folder = tmp_path_factory.mktemp("watch")
    (folder / "library" / "talk").mkdir(parents=True)
    (folder / "library" / "talk" / "talk.yaml").write_text(TALK, encoding="utf-8")
    engine = Engine(open_store(folder / "curtain.db"), library=folder / "library")
    panel = panels.create(engine, "talk", "A conversation", people=8)
    panels.open_panel(engine, panel)
    link = panels.open_link(engine, panel)
    engine.close()
    with Server(folder / "curtain.db", environment={"CURTAIN_LIBRARY": str(folder / "library")}) as server:
        yield server, f"{server.url}/?k={link}"


def test_an_observer_sees_somebody_type_and_what_comes_of_it_and_notes_it(
    talking: tuple[Server, str], person: Callable[..., Page]
) -> None:
    server, link = talking
    received: list[str] = []

    def listen(socket: WebSocket) -> None:
        if socket.url.endswith("/live"):
            socket.on("framereceived", lambda frame: received.append(str(frame)))

    guest = person(**PHONE)
    guest.on("websocket", listen)
    guest.goto(link)
    guest.get_by_role("button", name="I agree").click()
    expect(guest.get_by_role("log")).to_contain_text("Hello! What is it about?")

    observer = person()
    observer.goto(f"{server.url}/enter?key={server.keys['operator']}")
    observer.goto(f"{server.url}/watch")
    observer.get_by_role("button", name="Watch", exact=True).click()
    expect(observer).to_have_url(re.compile(r"/watch\?session="))
    screen = observer.frame_locator(".w-frame")
    expect(screen.get_by_text("Hello! What is it about?")).to_be_visible()
    expect(observer.locator(".w-here")).to_have_text("here")

    before = len(received)
    guest.get_by_label("Write a message").press_sequentially("Is it lost?")
    expect(observer.locator(".w-here")).to_have_text("typing")
    observer.get_by_label("What do you notice?").fill("She hesitates")
    observer.keyboard.press("Control+Enter")
    expect(observer.locator(".w-notes")).to_contain_text("She hesitates")
    told = [json.loads(frame) for frame in received[before:]]
    assert all(frame.get("ok") == {} for frame in told), "only what they said themselves is answered"

    guest.get_by_label("Write a message").press("Enter")
    expect(screen.get_by_text("You get it back within 30 days.").last).to_be_visible()
    expect(observer.locator(".w-here")).to_have_text("here")

    reached = "field => { field.focus(); return field.matches(':focus'); }"
    assert screen.locator("textarea").evaluate(reached) is False, "nothing in the mirror can be acted on"
    observer.add_script_tag(path=str(AXE_FILE_PATH))
    assert observer.evaluate(RULES, LEVELS) == []
    observer.get_by_role("button", name="Take over").click()
    expect(observer.get_by_role("button", name="Give back")).to_be_visible()
