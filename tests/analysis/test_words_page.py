"""The words of a panel as a reviewer has them on the page: found, marked, read, tagged, pinned, and always as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from curtain import quotes
from curtain.analysis import Plan
from curtain.desk import board
from curtain.desk.leases import Operator
from curtain.staff import ROLES, Staff
from curtain.ui import browser
from curtain.ui.pages import results
from tests.engine.changed import house_of
from tests.house import Guest, House

WRITTEN = """arms:
  today: {}
  changed: {}
flow:
  - form: About you
    id: about
    fields: {town: {text: Where do you live?}, why: {long_text: Why there?, optional: true}}
  - probe: What do you think was going on?
    id: guess
  - {end: Bye.}
"""
ANN, BEN = Staff("ann", ROLES, "Ann"), Staff("ben", ROLES, "Ben")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    house = house_of(tmp_path, WRITTEN)
    monkeypatch.setattr(results, "engine", lambda: house.engine)
    monkeypatch.setattr(browser, "pulse", lambda _topic: None)
    yield house
    house.close()


@pytest.fixture
def panel(house: House) -> str:
    """Two people in two arms, three quotes."""
    made = house.panel(None, scenario="mine", origin="practice")
    for n, why in ((1, "The café, *always* <b>late</b>."), (2, "")):
        Guest(house, made).act("answer", answers={"town": f"Town {n}", "why": why})
    return made


def page(panel: str, me: Staff = ANN) -> AppTest:
    def script() -> None:
        from curtain.ui.pages import results

        results.draw()

    shown = AppTest.from_function(script, default_timeout=60)
    shown.session_state["me"] = me
    shown.session_state["view"] = "words"
    shown.query_params["panel"] = panel
    return run(shown)


def run(shown: AppTest) -> AppTest:
    shown.run()
    assert not shown.exception
    return shown


def said(shown: AppTest) -> list[str]:
    return [str(each.proto.body) for each in shown.get("html")]


def told(shown: AppTest) -> str:
    found = [*shown.markdown, *shown.info, *shown.caption, *shown.subheader]
    return "\n".join(str(each.value) for each in found).replace("\\", "")


def button(shown: AppTest, label: str) -> Any:
    return next(each for each in shown.button if each.label == label)


def all_of(house: House, panel: str) -> quotes.Said:
    with house.engine.store.reading() as reading:
        row = reading.panel(panel)
        return quotes.said(reading, row, Plan.of(house.engine.scenario_of(row)))


def test_hits_are_marked_and_words_are_text_whatever_they_hold(panel: str) -> None:
    shown = page(panel)
    assert "3 of 3 quotes · 0 read by you · 0 pinned" in told(shown)
    shown.text_input(key="query").input("CAFE")
    run(shown)
    assert said(shown) == ['<p class="said">The <mark>café</mark>, *always* &lt;b&gt;late&lt;/b&gt;.</p>']


def test_the_filter_keeps_what_fits_all_of_it(house: House, panel: str) -> None:
    shown = page(panel)
    met = Counter(quote.arm for quote in all_of(house, panel).quotes)
    for arm in ("today", "changed"):
        shown.multiselect(key="word-arms").set_value([arm])
        assert len(said(run(shown))) == met[arm]
    shown.multiselect(key="word-arms").set_value([])
    shown.multiselect(key="word-about").select("Where do you live?")
    assert said(run(shown)) == ['<p class="said">Town 1</p>', '<p class="said">Town 2</p>']
    shown.multiselect(key="word-kinds").select("comment")
    assert said(run(shown)) == []
    shown = page(panel)
    shown.multiselect(key="word-people").select(2)
    assert said(run(shown)) == ['<p class="said">Town 2</p>']


def test_a_tag_is_one_in_any_spelling_and_is_counted_by_arm(house: House, panel: str) -> None:
    first, second = (quote for quote in all_of(house, panel).quotes if quote.text.startswith("Town"))
    shown = page(panel)
    shown.multiselect(key=f"tags-{first.id}").set_value(["  Far   away "])
    run(shown)
    assert shown.multiselect(key=f"tags-{first.id}").value == ["Far away"]
    shown.multiselect(key=f"tags-{second.id}").set_value(["far AWAY"])
    run(shown)
    assert [(each.quote, each.tag) for each in all_of(house, panel).remarks] == [
        (first.id, "Far away"), (second.id, "Far away")
    ]  # fmt: skip
    cells = shown.table[0].value.loc["Far away"].to_dict()
    met = Counter([first.arm, second.arm])
    assert {arm: cell.split("  \n")[0] for arm, cell in cells.items()} == {
        arm: f"{met[arm]} of {met[arm]}" if met[arm] else "nobody said anything"
        for arm in ("today", "changed")
    }
    shown.multiselect(key=f"tags-{first.id}").set_value([])
    run(shown)
    assert [each.quote for each in all_of(house, panel).remarks] == [second.id]


def test_a_tag_that_is_refused_does_not_stay(house: House, panel: str) -> None:
    quote = all_of(house, panel).quotes[0]
    shown = page(panel)
    shown.multiselect(key=f"tags-{quote.id}").set_value(["x" * 41])
    run(shown)
    assert shown.multiselect(key=f"tags-{quote.id}").value == []
    assert "between 1 and 40 characters" in shown.toast[0].value


def test_what_was_read_leaves_the_unread_and_two_readers_are_compared(house: House, panel: str) -> None:
    quote = all_of(house, panel).quotes[0]
    quotes.tag(house.engine, BEN, quote, "far").result(10)
    shown = page(panel)
    assert "Colleagues: far (Ben)" in told(shown)
    shown.button(key=f"read-{quote.id}").click()
    assert "1 read by you" in told(run(shown))
    assert "“far”: Ann and Ben agree on 0% of 1 quotes" in told(shown)
    shown.toggle(key="word-unread").set_value(True)
    assert len(said(run(shown))) == 2
    shown.toggle(key="word-unread").set_value(False)
    run(shown).button(key=f"read-{quote.id}").click()
    assert "0 read by you" in told(run(shown))


def test_a_pin_is_set_and_taken_out_by_one_press(house: House, panel: str) -> None:
    shown = page(panel)
    button(shown, "Pin").click()
    assert "1 pinned to the report" in told(run(shown))
    assert len(all_of(house, panel).pinned) == 1
    shown.toggle(key="word-pinned").set_value(True)
    assert len(said(run(shown))) == 1
    button(shown, "Unpin").click()
    assert "0 of 3 quotes" in told(run(shown))


def test_somebody_elses_words_come_and_go_while_the_page_is_open(house: House, panel: str) -> None:
    shown = page(panel)
    guest = Guest(house, panel)
    guest.act("answer", answers={"town": "New town", "why": ""})
    assert "4 of 4 quotes" in told(run(shown))
    guest.act("withdraw")
    assert "3 of 3 quotes" in told(run(shown))


def test_notes_of_those_who_looked_on_stand_apart(house: House, panel: str) -> None:
    session = all_of(house, panel).quotes[0].session
    board.note(house.engine, Operator("ben", "Ben"), session, "Frowned at <i>it</i>.").result(10)
    shown = page(panel)
    assert shown.expander[0].label == "Notes of those who looked on (1)"
    assert '<p class="said">Frowned at &lt;i&gt;it&lt;/i&gt;.</p>' in said(shown)
    assert "3 of 3 quotes" in told(shown)


def test_many_quotes_come_in_pages(house: House) -> None:
    panel = house.panel(None, scenario="mine", origin="practice", people=60)
    for n in range(16):
        Guest(house, panel).act("answer", answers={"town": f"Town {n}", "why": f"Reason {n}"})
    shown = page(panel)
    assert len(said(shown)) == 30
    shown.text_input(key="query").input("town")
    assert len(said(run(shown))) == 16


def test_nothing_said_yet_is_told_kindly(house: House) -> None:
    assert "Nobody has said anything in their own words yet." in told(
        page(house.panel(None, scenario="mine", origin="practice"))
    )
