"""No step and no skin breaks a rule of level A or AA that axe can check."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page

from tests.browser_ui import (
    annotate_views,
    test_chat,
    test_choose,
    test_edit,
    test_embed,
    test_forms,
    test_rank,
    views,
    views_show,
)
from tests.browser_ui.views import JSON

SCREENS: dict[str, JSON] = {
    **views.ALL,
    **{f"show {name}": screen for name, screen in views_show.ALL.items()},
    "form": test_forms.FORM,
    "chat": test_chat.EMPTY,
    "chat waiting": test_chat.WAITING,
    "chat answered": test_chat.ANSWERED,
    "chat over": test_chat.OVER,
    "edit": test_edit.EDIT,
    "edit with sound": test_edit.WITH_SOUND,
    "rank": test_rank.RANK,
    "pick": test_rank.PICK,
    "choose": test_choose.CHOOSE,
    "embed": test_embed.EMBED,
    "annotate": annotate_views.PRELABELS,
    "annotate suggestions": annotate_views.SUGGESTIONS,
    "annotate linted": annotate_views.LINTED,
    "annotate hard": annotate_views.HARD,
}
AROUND: JSON = {"back": "Back", "skip": "Skip", "limit": 90}
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A screen replaces the one before; its way in is over before axe looks at colours.
LOOK = """async ({ view, levels }) => {
  window.mountAgain(view);
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const sheets = [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.sheet);
  await Promise.all(sheets.map((link) => new Promise((done) => { link.onload = link.onerror = done; })));
  await Promise.all([...document.images].map((image) => image.decode().catch(() => null)));
  await Promise.all(document.getAnimations().filter((a) => a.effect.getTiming().iterations !== Infinity)
    .map((a) => a.finished.catch(() => null)));
  const found = await axe.run(".s-root", { runOnly: levels, iframes: false, resultTypes: ["violations"] });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
}"""


WINDOWS = [((390, 844), "light"), ((1280, 800), "dark"), ((390, 844), "dark"), ((1280, 800), "light")]


@pytest.mark.parametrize(
    "windows",
    [WINDOWS[:2], *(pytest.param([window], marks=pytest.mark.long) for window in WINDOWS)],
    ids=["in-turn", "phone-light", "laptop-dark", "phone-dark", "laptop-light"],
)
def test_no_screen_breaks_a_rule(
    opened: Callable[..., Page], page: Page, windows: list[tuple[tuple[int, int], str]]
) -> None:
    library = annotate_views.LIBRARY
    page.route(
        "**/files/*.svg", lambda route: route.fulfill(path=library / route.request.url.rpartition("/")[2])
    )
    page.route(
        f"**{test_edit.SOUND}",
        lambda route: route.fulfill(body=test_edit.silence(), content_type="audio/wav"),
    )
    page.route(
        f"**{test_embed.SRC}", lambda route: route.fulfill(body=test_embed.PAGE, content_type="text/html")
    )
    opened(views.INFO)
    page.add_script_tag(path=str(AXE_FILE_PATH))
    broken: dict[str, list[str]] = {}
    screens = [(name, screen) for name, screen in SCREENS.items() if screen["kind"] != "gone"]
    number = 10
    for turn, ((width, height), scheme) in enumerate(windows):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        # A busy machine tells the page of the new scheme before it has drawn anything in it.
        page.wait_for_function(
            "scheme => getComputedStyle(document.querySelector('.s-root')).colorScheme === scheme", arg=scheme
        )
        for name, screen in screens[turn :: len(windows)]:
            number += 1
            around = AROUND if number % 5 == 0 else {}  # now and then with all that can stand around a screen
            told = views.view({**screen, **around}, number, f"place-{number}")
            found = page.evaluate(LOOK, {"view": told, "levels": LEVELS})
            if found:  # a colour in the middle of a change is no fault; a fault is there at a second look too
                found = page.evaluate(LOOK, {"view": told, "levels": LEVELS})
            if found:
                broken[name] = found
    # The end of a link comes last, as nothing follows it.
    found = page.evaluate(LOOK, {"view": views.view(views.GONE, 999, ""), "levels": LEVELS})
    assert not broken, "\n".join(f"{name}: {what}" for name, what in broken.items())
    assert not found
