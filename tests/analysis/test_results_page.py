"""The reviewer's page, without a browser: what it shows of an empty panel, a running one, and one that is not real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from curtain.analysis import wording
from curtain.staff import ROLES, Staff
from curtain.ui import browser
from curtain.ui.pages import results
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House


@pytest.fixture
def house(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    house = House(store_path)
    monkeypatch.setattr(results, "engine", lambda: house.engine)
    monkeypatch.setattr(browser, "pulse", lambda _topic: None)
    yield house
    house.close()


LEAD = Staff("lead", ROLES, "Ann")


def page(panel: str | None = None, view: str | None = None, me: Staff = LEAD) -> AppTest:
    def script() -> None:
        from curtain.ui.pages import results

        results.draw()

    shown = AppTest.from_function(script, default_timeout=60)
    shown.session_state["me"] = me
    if panel:
        shown.query_params["panel"] = panel
    if view:
        shown.session_state["view"] = view
    shown.run()
    assert not shown.exception
    return shown


def words(shown: AppTest) -> str:
    found = [*shown.subheader, *shown.markdown, *shown.info, *shown.caption]
    said = [str(each.proto.body) for each in shown.get("html")]
    return "\n".join([*(str(element.value) for element in found), *said]).replace("\\", "")


def test_without_a_panel_it_says_what_to_do(house: House) -> None:
    assert "load the sample panel" in words(page())


def test_an_empty_panel_says_what_to_do(house: House) -> None:
    told = words(page(house.panel()))
    assert "Nobody has begun yet." in told
    assert "hand out its links" in told


def test_somebody_under_way_is_counted_before_there_are_figures(house: House) -> None:
    panel = house.panel()
    Guest(house, panel).to_first_parcel()
    shown = page(panel)
    assert "1 person began and nobody has finished yet" in words(shown)
    assert [metric.value for metric in shown.metric] == ["0"] * len(shown.metric)


def test_people_who_finished_are_on_the_page_with_their_sessions(house: House) -> None:
    panel = house.panel(people=60)
    for _ in range(3):
        Guest(house, panel).finish("dismiss")
    shown = page(panel)
    assert "Keep going: 57 people more" in words(shown)
    assert sum(int(metric.value) for metric in shown.metric) == 3
    right = shown.table[0].value
    assert {*right["Right decisions"]} - {wording.NOTHING} == {"75%"}
    shown.selectbox(key="measure").select("sus").run()
    assert not shown.exception
    assert {*shown.table[0].value["System Usability Scale"]} - {wording.NOTHING} == {"50.0 of 100"}


def arm_of(house: House, panel: str) -> str:
    with house.engine.store.reading() as reading:
        return reading.sessions(panel)[0].arm


def test_the_parts_of_the_page_have_addresses(house: House) -> None:
    panel = house.panel(people=60)
    Guest(house, panel).finish("dismiss")
    (told,) = page(panel, "replay").selectbox(key="session").options
    assert told.startswith(f"Participant 1 · {arm_of(house, panel)} · ")
    assert told.endswith(" · completed")
    assert len(page(panel, "takeaway").get("download_button")) == 4


def test_figures_move_when_somebody_finishes(house: House) -> None:
    panel = house.panel(people=60)
    Guest(house, panel).finish()
    shown = page(panel)
    Guest(house, panel).finish()
    shown.run()
    assert "58 people more" in words(shown)


def test_practice_is_marked(house: House) -> None:
    panel = house.panel(origin="practice")
    Guest(house, panel).finish()
    told = words(page(panel))
    assert "Practice" in told
    assert "which is not evidence" in told


def test_the_newest_panel_comes_first_and_practice_last(house: House) -> None:
    older, newer, practice = house.panel(), house.panel(), house.panel(origin="practice")
    shown = page()
    assert shown.selectbox(key="results_panel").value == newer
    assert page(older).selectbox(key="results_panel").value == older
    assert page(practice).selectbox(key="results_panel").value == practice


WRITTEN = """reviewers_read_words: false
flow:
  - form: About you
    id: about
    fields: {town: {text: Where do you live?}}
  - {end: Bye.}
"""


def test_reviewers_may_be_kept_from_what_people_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler"})
    monkeypatch.setattr(results, "engine", lambda: house.engine)
    monkeypatch.setattr(browser, "pulse", lambda _topic: None)
    assert guest.panel
    for me, reads in ((Staff("rita", ("reviewer",), "Rita"), False), (LEAD, True)):
        told = words(page(guest.panel.id, "words", me))
        assert ("Kleinweiler" in told) is reads
        assert ("keeps what people wrote from reviewers" in told) is not reads
    house.close()


def test_a_quote_is_found_tagged_and_pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler"})
    monkeypatch.setattr(results, "engine", lambda: house.engine)
    monkeypatch.setattr(browser, "pulse", lambda _topic: None)
    assert guest.panel
    shown = page(guest.panel.id, "words")
    shown.text_input(key="query").input("nowhere").run()
    assert "0 of 1 quotes" in words(shown)
    shown.text_input(key="query").input("KLEIN").run()
    pin = next(button for button in shown.button if button.label == "Pin")
    pin.click().run()
    assert not shown.exception
    assert "1 pinned to the report" in words(shown)
    house.close()
