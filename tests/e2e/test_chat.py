"""A conversation with two browsers: a participant writes on a phone, an operator answers at the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

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
  spare: {kind: fixed, answer: Please hold on.}
  person: {kind: operator, deadline: 60 s, fallback: spare}
features:
  reply: {task: chat-completion, played_by: person, show_after: 200 ms}
arms: {open: {}, other: {}}
flow:
  - consent: "# Welcome"
  - chat: reply
    id: help
    title: Ask about your flat
    opens_with: Hello! What is it about?
    turns: {least: 2, most: 3}
    quick_replies: [My deposit]
    person: {button: Talk to a lawyer, says: A lawyer will call you.}
    feedback: {thumbs: Was this helpful?}
  - survey: [sus]
  - debrief: "# A person answered"
  - end: "# Thank you"
decision: {compare: [open, other], by: sus, worth_it_from: 10 points, people: 8}
"""


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server whose only scenario is a conversation, and the link to it."""
    folder = tmp_path_factory.mktemp("talk")
    (folder / "library" / "talk").mkdir(parents=True)
    (folder / "library" / "talk" / "talk.yaml").write_text(TALK, encoding="utf-8")
    engine = Engine(open_store(folder / "curtain.db"), library=folder / "library")
    panel = panels.create(engine, "talk", "A conversation", people=8)
    panels.open_panel(engine, panel)
    link = panels.open_link(engine, panel)
    engine.close()
    with Server(folder / "curtain.db", environment={"CURTAIN_LIBRARY": str(folder / "library")}) as server:
        yield server, f"{server.url}/?k={link}"


def answer(desk: Page, asked: str, text: str) -> None:
    """As operator: take what waits, read it, and answer."""
    desk.locator("button.d-primary", has_text="Take").click()
    expect(desk.locator(".d-said").last).to_contain_text(asked)
    desk.get_by_label("Your answer").fill(text)
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_text("Sent to")).to_be_visible()


def test_a_participant_and_an_operator_talk_with_each_other(
    talking: tuple[Server, str], person: Callable[..., Page]
) -> None:
    server, link = talking
    desk = person()
    desk.goto(f"{server.url}/enter?key={server.keys['operator']}")
    desk.goto(f"{server.url}/operator")
    expect(desk.get_by_text("Nobody is waiting")).to_be_visible()

    guest = person(**PHONE)
    guest.goto(link)
    guest.get_by_role("button", name="I agree").click()
    expect(guest.get_by_role("log")).to_contain_text("Hello! What is it about?")
    guest.get_by_role("button", name="My deposit").click()
    expect(guest.locator(".c-waiting")).to_be_visible()
    guest.get_by_label("Write a message").fill("It was <b>900</b> euros")

    answer(desk, "My deposit", "How long ago did you move out?")
    expect(guest.get_by_role("log")).to_contain_text("How long ago did you move out?")
    expect(guest.get_by_label("Write a message")).to_have_value("It was <b>900</b> euros")
    guest.get_by_label("Write a message").press("Enter")
    expect(guest.get_by_role("button", name="Done")).to_have_count(0)

    answer(desk, "It was <b>900</b> euros", "You get it back within 30 days.")
    expect(guest.get_by_text("You get it back within 30 days.").last).to_be_visible()
    guest.get_by_role("group", name="Was this helpful?").last.get_by_role("button", name="Yes").click()

    guest.reload()
    expect(guest.locator(".c-line")).to_have_count(5)
    guest.get_by_role("button", name="Talk to a lawyer").click()
    expect(guest.get_by_role("log")).to_contain_text("A lawyer will call you.")
    expect(guest.get_by_label("Write a message")).to_have_count(0)
    guest.get_by_role("button", name="Done").click()
    expect(guest.locator("fieldset")).to_have_count(10)
