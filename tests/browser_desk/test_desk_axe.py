"""The desk breaks no rule of level A or AA that axe can check: all tasks, dialogs, light and dark, on a phone."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import GUIDE, HELD, REPLIES, RULES, SESSION, WORDS
from tests.browser_desk.test_desk_forms import BOXES, FIELDS, NUMBER, RANKING
from tests.browser_ui.annotate_views import LIBRARY
from tests.browser_ui.test_axe import LEVELS

TALK = [{"by": "product", "text": "Hello!"}, {"by": "participant", "text": "When is the next bus?"}]
NOTE = {"by": "Operator 2", "text": "Speaks Dutch"}
STYLE = {"asked": {"words": 4}, "wanted": [3, 5]}
OPEN: dict[str, dict[str, Any]] = {
    "text": {
        **{"form": HELD, "replies": REPLIES, "rules": RULES, "guide": GUIDE, "talk": TALK, "note": NOTE},
        **{"style": STYLE, "hold": "One moment…", "draft": "I am human", "persona": "busy parent"},
    },
    "labels": {"form": WORDS, "rules": RULES, "earlier": [{"label": "delayed", "score": 0.8}]},
    "number": {"form": NUMBER, "second": True, "draft": "soon"},
    "order": {"form": RANKING, "proposal": {"text": "Route A", "output": [{"id": "b", "score": 1}]}},
    "fields": {"form": FIELDS},
    "boxes": {"form": BOXES},
}
LOOK = """async (levels) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = await axe.run(".d-desk", { runOnly: levels, resultTypes: ["violations"] });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`);
}"""


def test_no_state_of_the_desk_breaks_a_rule(console: Page, desk: FakeDesk) -> None:
    console.route("**/files/*.svg", lambda route: route.fulfill(path=LIBRARY / "scene-07.svg"))
    console.emulate_media(reduced_motion="reduce")
    console.add_style_tag(content="body { background: canvas } :root { color-scheme: light dark }")
    console.add_script_tag(path=str(AXE_FILE_PATH))
    broken: dict[str, list[str]] = {}

    def look(state: str) -> None:
        if found := console.evaluate(LOOK, LEVELS):
            broken[state] = found

    windows = [(1280, 800, "light"), (390, 844, "dark"), (1280, 800, "dark")]
    desk.ask("taken", state="taken", here="gone")
    desk.ask("soon", ago=12, here="typing", note=NOTE)
    desk.ask("late", ago=18, here="idle", reserved=True)
    for turn, (name, more) in enumerate(OPEN.items()):
        width, height, scheme = windows[turn % 3]
        console.set_viewport_size({"width": width, "height": height})
        console.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        desk.ask(name, state="mine", **more)
        console.locator(f"[data-key=open-{name}]").wait_for()
        if name == "boxes":
            console.locator(".b-chip").first.wait_for()
        if name != "fields":
            look(f"{name}, {scheme}")
        if name == "text":
            console.emulate_media(color_scheme="dark")
            console.get_by_role("button", name="Hand over").click()
            look("dialog, dark")
            console.keyboard.press("Escape")
        if name == "fields":
            console.keyboard.press("Control+Enter")
            console.get_by_text("please fill this in").first.wait_for()
            look("fields with faults")
            console.keyboard.press("Escape")
        desk.change(name, None)

    desk.sessions = [SESSION, {**SESSION, "session": "s-2", "mine": True, "asking": True}]
    desk.shift = {
        "state": "off",
        "since": None,
        "practice": {"needed": True, "panel": "P", "feature": "f", "answers": 5, "right": 0.8},
    }
    desk.closed = True
    desk.push()
    console.get_by_role("heading", name="First some practice").wait_for()
    console.keyboard.press("?")
    look("practice and keys, dark")
    console.keyboard.press("b")
    console.get_by_role("row").nth(1).wait_for()
    console.emulate_media(color_scheme="light")
    look("sessions, light")
    assert not broken, "\n".join(f"{state}: {what}" for state, what in broken.items())
