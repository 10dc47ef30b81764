"""A prototype in a frame: what it can reach, what it hears, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser_ui.fake_server import Link
from tests.browser_ui.views import INFO, JSON

Open = Callable[..., Page]
SRC = "/files/prototype.html"
PAGE = """<!doctype html><title>x</title><body style="font: 1rem sans-serif">
<p id="heard">nothing yet</p><p id="reach"></p>
<button id="tell">Tell</button><button id="accept">Accept</button><button id="end">End</button>
<script>
  const tell = (message) => parent.postMessage(message, "*");
  addEventListener("message", ({ data }) => { heard.textContent = JSON.stringify(data); });
  document.querySelector("#tell").onclick = () => tell({ app: "event", name: "pressed", value: { n: 1 } });
  document.querySelector("#accept").onclick = () => tell({ app: "react", reaction: "accept" });
  document.querySelector("#end").onclick = () => tell({ app: "done", value: { place: "Lisbon" } });
  try { parent.document.title; reach.textContent = "reached"; } catch { reach.textContent = "kept out"; }
</script>"""
EMBED: JSON = {
    "kind": "embed",
    "app": "Parcels",
    "title": "Try the new page",
    "text": "Find out when your parcel comes.",
    "src": SRC,
    "height": 420,
    "prediction": {"id": "p-1", "says": {"label": "late", "score": 0.8}, "text": None},
    "waiting": None,
    "notice": {"prediction": "p-1"},
    "done": None,
}


@pytest.fixture(autouse=True)
def prototype(page: Page) -> None:
    page.route(f"**{SRC}", lambda route: route.fulfill(body=PAGE, content_type="text/html"))


def test_the_frame_is_named_bounded_and_kept_out(opened: Open, page: Page) -> None:
    opened(EMBED)
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("sandbox", "allow-scripts allow-forms")
    expect(frame).to_have_attribute("referrerpolicy", "no-referrer")
    expect(frame).to_have_attribute("title", "Try the new page")
    assert frame.evaluate("it => it.offsetHeight") == 420
    expect(page.frame_locator("iframe").locator("#reach")).to_have_text("kept out")


def test_the_page_hears_the_prediction_and_a_later_one_too(opened: Open, link: Link, page: Page) -> None:
    opened(EMBED | {"prediction": None, "waiting": "One moment…", "notice": None})
    heard = page.frame_locator("iframe").locator("#heard")
    expect(heard).to_have_text('{"app":"waiting"}')
    link.show(EMBED)
    expect(heard).to_have_text('{"app":"prediction","says":{"label":"late","score":0.8},"text":null}')


def test_events_reactions_and_the_end_are_told(opened: Open, link: Link, page: Page) -> None:
    opened(EMBED)
    inside = page.frame_locator("iframe")
    inside.get_by_role("button", name="Tell").click()
    inside.get_by_role("button", name="Tell").click()
    link.wait(lambda: len(link.of("told")) == 2, "two events")
    assert [(told["value"], told["revision"]) for told in link.of("told")] == [
        ({"name": "pressed", "value": {"n": 1}}, 0),
        ({"name": "pressed", "value": {"n": 1}}, 1),
    ]
    inside.get_by_role("button", name="Accept").click()
    link.wait(lambda: len(link.of("react")) == 1, "the reaction")
    assert (link.of("react")[0]["reaction"], link.of("react")[0]["prediction"]) == ("accept", "p-1")
    link.then = lambda act: link.show(INFO, "there") if act["act"] == "done" else None
    inside.get_by_role("button", name="End").click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    assert link.of("done")[0]["value"] == {"place": "Lisbon"}


def test_a_hundred_events_are_told_one_after_the_other_and_no_more(
    opened: Open, link: Link, page: Page
) -> None:
    opened(EMBED)
    page.frame_locator("iframe").locator("body").evaluate(
        "() => { for (let n = 0; n < 150; n++) tell({ app: 'event', name: 'moved', value: n });"
        " tell({ app: 'done' }); }"
    )
    link.wait(lambda: len(link.of("done")) == 1, "the end")
    assert [told["value"]["value"] for told in link.of("told")] == list(range(100))


def test_only_messages_of_that_frame_and_of_the_right_form_count(
    opened: Open, link: Link, page: Page
) -> None:
    opened(EMBED)
    page.evaluate("postMessage({ app: 'done' }, '*')")
    page.evaluate("dispatchEvent(new MessageEvent('message', { data: { app: 'done' } }))")
    page.frame_locator("iframe").locator("body").evaluate(
        """() => {
          const event = { app: "event", name: "odd" };
          for (const odd of [null, 7, "done", {}, { app: "event" }, { ...event, name: "<b>" },
            { ...event, name: ["a"] }, { ...event, value: "a".repeat(3000) }, { ...event, value: 1n },
            { app: "react" }]) tell(odd);
          tell({ app: "event", name: "last" });
        }"""
    )
    link.wait(lambda: len(link.of("told")) == 1, "the last one")
    assert link.of("told")[0]["value"] == {"name": "last", "value": None}
    assert link.of("done") == link.of("react") == []


def test_the_page_stays_when_the_view_comes_again(opened: Open, link: Link, page: Page) -> None:
    opened(EMBED)
    inside = page.frame_locator("iframe")
    inside.locator("#reach").evaluate("it => { it.textContent = 'still here'; }")
    link.show(EMBED)
    link.wait(lambda: link.calls.count("view") == 1, "the newer view")
    expect(inside.locator("#reach")).to_have_text("still here")


def test_a_button_of_ours_ends_it_where_there_is_one(opened: Open, link: Link, page: Page) -> None:
    opened(EMBED | {"done": {"text": "I am finished"}})
    page.get_by_role("button", name="I am finished").click()
    link.wait(lambda: len(link.of("done")) == 1, "the end")


def test_the_same_prototype_twice_begins_anew(opened: Open, link: Link, page: Page) -> None:
    opened(EMBED)
    inside = page.frame_locator("iframe")
    inside.locator("#reach").evaluate("it => { it.textContent = 'used'; }")
    link.show(EMBED, "later")
    expect(inside.locator("#reach")).to_have_text("kept out")
    inside.get_by_role("button", name="Tell").click()
    link.wait(lambda: len(link.of("told")) == 1, "an event")
    assert (link.of("told")[0]["place"], link.of("told")[0]["revision"]) == ("later", 0)


def test_it_fits_a_small_phone(opened: Open, page: Page) -> None:
    opened(EMBED | {"title": "a" * 80})
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.querySelector('.s-root').scrollWidth") <= 320
