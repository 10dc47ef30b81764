"""An answer form for each task: numbers, orders, fields, boxes; and what an answer keeps to, told before it is sent."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk
from tests.browser_desk.samples import HELD
from tests.browser_ui.annotate_views import LIBRARY

JSON = dict[str, Any]
NUMBER: JSON = {"task": "regression", "plain": "number", "unit": "min"}
RANKING: JSON = {
    "task": "ranking",
    "plain": None,
    "items": [{"id": name, "text": f"Route {name.upper()}"} for name in "abc"],
}
FIELDS: JSON = {
    "task": "structured",
    "plain": None,
    "schema": {
        "type": "object",
        "required": ["depot", "vans", "urgent"],
        "properties": {
            "kind": {"const": "plan"},
            "depot": {"enum": ["Lisbon", "Porto"]},
            "vans": {"type": "integer", "minimum": 1, "title": "Vans today"},
            "urgent": {"type": "boolean"},
            "remark": {"type": "string", "maxLength": 10},
            "late_parcels": {"type": "array", "items": {"type": "string"}},
            "window": {"type": "object"},
        },
    },
}
PICTURE = {"src": "/files/scene-07.svg", "width": 960, "height": 600, "alt": "A street"}
BOXES: JSON = {
    "task": "object-detection",
    "plain": None,
    "labels": ["car", "person"],
    "picture": PICTURE,
    "sureness": [{"text": "likely", "score": 0.8}],
}


def output(desk: FakeDesk) -> Any:
    """Give what the last answer sent."""
    return desk.made("desk.answer")[-1]["output"]


def test_a_number_is_written_with_point_or_comma_and_has_its_unit(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=NUMBER, state="mine")
    field = console.get_by_label("Your answer, in min")
    field.focus()
    console.keyboard.type("a while")
    expect(console.get_by_text("This is not a number yet.")).to_be_visible()
    console.keyboard.press("Enter")
    expect(console.get_by_role("status")).to_contain_text("Please write a number first")
    field.fill("7,5")
    console.keyboard.press("Enter")

    expect(console.locator(".d-sent")).to_have_text("7.5 min")
    assert output(desk) == {"plain": 7.5}


def test_things_are_put_in_order_by_keys_and_by_dragging(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=RANKING)
    expect(console.get_by_role("listitem")).to_have_count(1)
    console.keyboard.press("c")
    up = console.get_by_role("button", name="Move up: Route A")
    expect(up).to_be_focused()
    console.keyboard.press("ArrowDown")
    console.keyboard.press("ArrowDown")
    expect(up).to_be_focused()
    rows = console.locator(".d-order-row")
    expect(rows).to_contain_text(["Route B", "Route C", "Route A"])
    expect(console.locator(".d-order[data-drag]")).to_be_visible()
    grips = console.locator(".d-grip")
    grips.nth(1).hover()
    console.mouse.down()
    first = grips.first.bounding_box()
    assert first
    console.mouse.move(first["x"] + 5, first["y"] + 15, steps=4)
    console.mouse.move(first["x"] + 5, first["y"] - 4, steps=4)
    desk.ask("two")  # what is redrawn meanwhile does not let go of it
    expect(console.get_by_text("Participant 2", exact=True)).to_be_visible()
    console.mouse.up()
    expect(rows).to_contain_text(["Route C", "Route B", "Route A"])
    console.keyboard.press("Control+Enter")

    expect(console.locator(".d-sent")).to_have_text("Route C, Route B, Route A")
    assert [one["id"] for one in output(desk)] == ["c", "b", "a"]
    scores = [one["score"] for one in output(desk)]
    assert scores == sorted(scores, reverse=True)


def test_a_schema_makes_fields_that_say_what_is_missing(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", form=FIELDS, state="mine")
    expect(console.get_by_label("Depot")).to_be_visible()
    console.keyboard.press("Control+Enter")
    expect(console.get_by_role("status")).to_have_text("Depot: please fill this in.")
    expect(console.get_by_label("Depot")).to_be_focused()
    console.get_by_label("Depot").select_option("Porto")
    console.get_by_label("Vans today").fill("2.5")
    expect(console.get_by_text("A whole number, please.")).to_be_visible()
    console.get_by_label("Vans today").fill("3")
    console.get_by_label("Urgent: No").check(force=True)
    console.get_by_label("Remark").fill("much too long")
    console.get_by_label("Window").fill("{half")
    expect(console.get_by_text("At most 10 characters, please.")).to_be_visible()
    expect(console.get_by_text("This is not JSON yet.")).to_be_visible()
    console.get_by_label("Remark").fill("none")
    console.get_by_label("Window").fill('{"from": 9}')
    console.get_by_label("Late parcels").fill("A-17\nA-20\n")
    console.keyboard.press("Control+Enter")

    expect(console.get_by_role("heading", name="Sent to Participant 1")).to_be_visible()
    assert output(desk) == {
        "kind": "plan",
        "depot": "Porto",
        "vans": 3,
        "urgent": False,
        "remark": "none",
        "late_parcels": ["A-17", "A-20"],
        "window": {"from": 9},
    }


def test_boxes_are_drawn_on_the_picture_and_by_keys(console: Page, desk: FakeDesk) -> None:
    console.route("**/files/*.svg", lambda route: route.fulfill(path=LIBRARY / "scene-07.svg"))
    found = [{"label": "car", "score": 0.9, "box": {"xmin": 100, "ymin": 100, "xmax": 200, "ymax": 180}}]
    desk.ask("one", form=BOXES, state="mine", within=None, proposal={"text": "1 car", "output": found})
    console.get_by_role("button", name="Add a box").focus()
    expect(console.locator(".b-list li")).to_have_count(1)
    console.keyboard.press("Enter")  # a box by keyboard: it is chosen, and its row has the focus
    expect(console.locator(".b-list li")).to_have_count(2)
    for key in ("2", "ArrowRight", "r", "Shift+ArrowDown"):
        console.keyboard.press(key)
    expect(console.locator(".b-list li").nth(1)).to_contain_text("person")
    assert desk.made("desk.claim") == []
    console.keyboard.press("Escape")  # lets go of the box first
    expect(console.get_by_role("heading", name="Participant 1")).to_be_visible()
    console.keyboard.press("Control+Enter")

    expect(console.locator(".d-sent")).to_have_text("2 boxes: car, person, likely")
    first, second = output(desk)
    assert first == {**found[0], "score": 0.8}
    assert second["label"] == "person"
    assert second["box"]["ymax"] - second["box"]["ymin"] > 120


def test_words_are_counted_against_the_persons_own_where_they_are_mirrored(
    console: Page, desk: FakeDesk
) -> None:
    talk = [
        {"by": "participant", "text": text}
        for text in ("Hi", "Bus times please", "Please tell me the next bus")
    ]
    style = {"asked": {"words": 10}, "wanted": None, "drift": "Too chatty for this person."}
    desk.ask("one", form=HELD, talk=talk, style=style, state="mine")
    console.get_by_label("Your answer").fill("Line 12")
    expect(console.get_by_text("2 words, 1 to 6 wanted (theirs: 3)")).to_be_visible()
    expect(console.get_by_text("Too chatty for this person.")).to_be_visible()


def test_limits_are_told_while_writing_and_hold_the_answer_back(console: Page, desk: FakeDesk) -> None:
    style = {"asked": {"words": 4}, "wanted": [3, 5]}
    desk.ask("one", form=HELD, style=style, state="mine")
    field = console.get_by_label("Your answer")
    field.fill("I am no machine.")
    expect(console.get_by_text("16 of 60 characters")).to_be_visible()
    expect(console.get_by_text("4 words, 3 to 5 wanted (theirs: 4)")).to_be_visible()
    expect(console.locator(".d-verdict")).to_have_text("fits")
    field.fill("Inhumane operators")  # only whole words count
    expect(console.locator(".d-wrong")).to_have_count(0)
    expect(console.locator(".d-verdict")).to_have_text("a little short")

    field.fill("I am a HUMAN, and a rather talkative one, as you will notice soon enough.")
    expect(console.locator(".d-wrong")).to_have_text(
        [
            "No answer says “human” here. Please put it another way.",
            "It is 13 characters too long. Please shorten it.",
        ]
    )
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(console.locator(".d-verdict")).to_have_text("too chatty")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_role("status")).to_contain_text("No answer says “human” here.")
    assert desk.made("desk.answer") == []

    field.fill("I am here, as ever.")
    console.keyboard.press("Control+Enter")
    expect(console.get_by_text("1 answered")).to_be_visible()
