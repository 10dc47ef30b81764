"""The part of Results that plays a session again: which one, from which moment, and what of it this reader gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from curtain.staff import Staff
from curtain.ui import browser
from curtain.ui.pages import ROLE_PAGES, results
from curtain.ui.results.replay import GONE
from tests.analysis.test_results_page import LEAD, WRITTEN, words
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was sent to the browser, the latest last."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(browser, "pulse", lambda _topic: None)
    monkeypatch.setattr(browser, "replay", sent.append)
    return sent


def opened(house: House, monkeypatch: pytest.MonkeyPatch, me: Staff = LEAD, **address: str) -> AppTest:
    """The page at this address."""

    def script() -> None:
        from curtain.ui.pages import results

        results.draw()

    monkeypatch.setattr(results, "engine", lambda: house.engine)
    shown = AppTest.from_function(script, default_timeout=60)
    shown.session_state["me"] = me
    for name, value in {"view": "replay", **address}.items():
        shown.query_params[name] = value
    shown.run()
    assert not shown.exception
    return shown


def test_an_address_names_a_session_and_a_moment_of_it(
    store_path: Path, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(store_path)
    panel = house.panel()
    first, second = Guest(house, panel), Guest(house, panel)
    second.act("next")
    shown = opened(house, monkeypatch, panel=panel, session=second.session, at="7")
    assert (told[-1]["session"], told[-1]["at"], told[-1]["who"]) == (second.session, 7, "Participant 2")
    shown.selectbox(key="session").select(first.session).run()
    assert told[-1]["session"] == first.session
    assert shown.query_params["session"] in (first.session, [first.session])
    opened(house, monkeypatch, panel=panel, session="somebody else's", at="x")
    assert (told[-1]["who"], told[-1]["at"]) == ("Participant 1", None)
    house.close()


def test_of_somebody_who_withdrew_there_is_a_sentence_and_nothing_else(
    store_path: Path, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(store_path)
    guest = Guest(house, house.panel())
    guest.act("withdraw")
    assert guest.panel
    assert GONE in words(opened(house, monkeypatch, panel=guest.panel.id, session=guest.session))
    assert not told
    house.close()


def test_a_reviewer_who_may_not_read_words_gets_none(
    tmp_path: Path, told: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler"})
    assert guest.panel
    for me, reads in ((Staff("rita", ("reviewer",), "Rita"), False), (LEAD, True)):
        shown = opened(house, monkeypatch, me, panel=guest.panel.id)
        assert ("Kleinweiler" in json.dumps(told[-1])) is reads
        assert ("keeps what people wrote from reviewers" in words(shown)) is not reads
    house.close()


def test_only_designers_and_reviewers_have_the_page() -> None:
    assert {role for role, pages in ROLE_PAGES.items() if "results" in pages} == {"designer", "reviewer"}
