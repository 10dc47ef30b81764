"""The queue appears and changes by itself, and tells how long each request has waited and may still wait."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser_desk.fake_desk import FakeDesk


def test_an_empty_desk_is_calm(console: Page) -> None:
    expect(console.get_by_text("Nobody is waiting. New questions appear here by themselves.")).to_be_visible()
    expect(console.get_by_text("0 answered")).to_be_visible()
    expect(console).to_have_title("Desk")


def test_a_new_request_appears_without_a_reload_and_announces_itself(console: Page, desk: FakeDesk) -> None:
    console.evaluate("window.notReloaded = true")

    desk.ask("one")
    expect(console.get_by_role("listitem")).to_have_count(1)
    desk.ask("two")

    expect(console.get_by_role("listitem")).to_have_count(2)
    expect(console).to_have_title("(2) Desk")
    expect(console.locator("[aria-live=polite]")).to_have_text("New request from Participant 2. 2 waiting.")
    assert console.evaluate("window.notReloaded")


def test_the_oldest_stands_first_and_is_the_one_that_the_key_takes(console: Page, desk: FakeDesk) -> None:
    desk.ask("older", ago=9)
    desk.ask("newer", ago=2)

    rows = console.get_by_role("listitem")

    expect(rows.first).to_contain_text("Participant 1")
    expect(rows.first.locator("kbd")).to_have_text("C")
    expect(rows.last.locator("kbd")).to_have_count(0)


def test_ages_and_deadlines_tick_by_the_servers_clock(own_console: Page, desk: FakeDesk) -> None:
    console = own_console
    # A laptop whose clock is an hour wrong shows the same age.
    console.add_init_script("const now = Date.now; Date.now = () => now() + 3600000")
    console.reload()
    desk.ask("one", ago=5, within=60)

    row = console.get_by_role("listitem")

    # On a busy machine some seconds may pass unseen; an hour would show.
    expect(row).to_contain_text(re.compile(r"asked (?:[5-9]|[12]\d) s ago"))
    text = row.inner_text()
    age, left = (int(re.search(rf"{what}", text)[1]) for what in (r"asked (\d+) s ago", r"(\d+) s left"))
    assert abs(age + left - 60) <= 1
    expect(row).not_to_contain_text(f"asked {age} s ago")
    expect(row).not_to_contain_text(f"{left} s left")


def test_urgency_is_told_in_words_beside_the_colour(console: Page, desk: FakeDesk) -> None:
    desk.ask("calm", ago=1, within=60)
    desk.ask("soon", ago=40, within=60)
    desk.ask("urgent", ago=50, within=60)
    desk.ask("over", ago=70, within=60)
    desk.ask("endless", ago=130, within=None)

    rows = console.get_by_role("listitem")

    expect(rows.nth(0)).to_contain_text(re.compile(r"5\d s left$"))
    expect(rows.nth(1)).to_contain_text("s left, soon")
    expect(rows.nth(2)).to_contain_text("s left, hurry")
    expect(rows.nth(3)).to_contain_text("time is up")
    expect(rows.nth(4)).to_contain_text("asked 2 min 1")
    expect(rows.nth(4)).to_contain_text("no deadline")


def test_what_a_colleague_has_taken_cannot_be_pressed(console: Page, desk: FakeDesk) -> None:
    desk.ask("one", ago=15)
    expect(console.get_by_role("listitem").get_by_role("button")).to_have_count(1)

    desk.change("one", "taken")

    expect(console.get_by_role("listitem")).to_contain_text("taken")
    expect(console.get_by_role("listitem").get_by_role("button")).to_have_count(0)
    expect(console.get_by_role("listitem")).not_to_contain_text("hurry")
    expect(console).to_have_title("Desk")


def test_panels_are_named_only_when_there_are_several(console: Page, desk: FakeDesk) -> None:
    desk.ask("one")
    expect(console.get_by_role("listitem")).to_have_count(1)
    expect(console.get_by_text("Winter panel")).to_have_count(0)

    desk.ask("two", panel="Summer panel")

    expect(console.get_by_text("Winter panel")).to_be_visible()
    expect(console.get_by_text("Summer panel")).to_be_visible()


def test_a_title_that_the_page_sets_later_keeps_its_number(console: Page, desk: FakeDesk) -> None:
    desk.ask("one")
    expect(console).to_have_title("(1) Desk")

    console.evaluate("document.title = 'Another'")

    expect(console).to_have_title("(1) Another")


def test_a_lost_line_is_shown_and_mends_itself(console: Page, desk: FakeDesk) -> None:
    desk.held.clear()
    desk.hang_up()
    expect(console.get_by_text("Reconnecting…")).to_be_visible()

    desk.ask("meanwhile")
    desk.held.set()

    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    expect(console.get_by_role("listitem")).to_contain_text("Participant 1")


def test_sound_is_off_until_switched_on_and_then_remembered(own_console: Page, desk: FakeDesk) -> None:
    console = own_console
    console.add_init_script("""
      window.tones = 0;
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (when) { window.tones += 1; return start.call(this, when); };
    """)
    console.reload()
    desk.ask("silent")
    expect(console.get_by_role("listitem")).to_have_count(1)
    assert console.evaluate("window.tones") == 0

    console.get_by_role("button", name="Sound off").click()
    console.reload()
    expect(console.get_by_role("button", name="Sound on")).to_be_visible()
    expect(console.get_by_role("listitem")).to_have_count(1)
    assert console.evaluate("window.tones") == 0
    desk.ask("heard")

    expect(console.get_by_role("listitem")).to_have_count(2)
    console.wait_for_function("window.tones > 0")


def test_one_desk_lives_through_reruns_and_ends_with_the_last(console: Page, desk: FakeDesk) -> None:
    console.evaluate("() => { window.last = window.mountAgain(); }")
    expect(console.get_by_role("region", name="Desk")).to_have_count(1)

    console.evaluate("window.unmount()")
    desk.ask("one")
    expect(console.get_by_role("listitem")).to_have_count(1)

    console.evaluate("window.last()")
    expect(console.get_by_role("region", name="Desk")).to_have_count(0)
    expect(console).to_have_title("Desk")
    assert len(desk.hellos) == 1


def test_a_desk_that_is_pointed_at_another_panel_listens_there(console: Page, desk: FakeDesk) -> None:
    console.evaluate("() => { window.last = window.mountFor('panel-2'); window.unmount(); }")
    desk.ask("one")

    expect(console.get_by_role("region", name="Desk")).to_have_count(1)
    expect(console.get_by_role("listitem")).to_have_count(1)
    # What is asked over plain HTTP may be there before the new line has said who it is.
    for _ in range(100):
        if len(desk.hellos) == 2:
            break
        console.wait_for_timeout(50)
    assert desk.hellos == [{"desk": True}, {"desk": "panel-2"}]
