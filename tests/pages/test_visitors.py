"""What somebody without a key gets: a participant the product, a stranger nothing."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from curtain import doors, panels
from curtain.engine import Engine

Visit = Callable[..., AppTest]


def drawn(shown: AppTest) -> dict[str, Any]:
    """What a participant's window was given to draw; there is nothing else on the page."""
    assert not shown.exception
    [only] = shown.main.children.values()
    found: dict[str, Any] = json.loads(only.proto.json)
    return found


@pytest.fixture
def panel(engine: Engine) -> str:
    made = panels.create(engine, "courier-delay", "Autumn")
    panels.open_panel(engine, made)
    return made


@pytest.mark.parametrize("path", ["", "panels", "results", "operator", "beside", "no-such-page"])
def test_a_stranger_finds_nothing_and_learns_no_name(visit: Visit, path: str) -> None:
    shown = visit(path)
    assert not shown.exception
    assert [title.value for title in shown.title] == ["There is nothing here"]
    assert len(shown.button) == 0


def test_a_participant_gets_the_product_and_nothing_else(visit: Visit, engine: Engine, panel: str) -> None:
    [token] = panels.make_links(engine, panel, 1)
    given = drawn(visit(k=token))
    assert given["hello"] == {"k": token}
    assert given["view"]["title"] == "Your deliveries today"
    assert given["view"]["screen"]["kind"] == "consent"
    assert drawn(visit(k=token)) == given


def test_a_participant_who_is_staff_too_still_gets_the_product(
    visit: Visit, engine: Engine, panel: str
) -> None:
    [token] = panels.make_links(engine, panel, 1)
    assert drawn(visit("", "designer", k=token))["view"]["place"] == "consent"


def test_an_unknown_link_is_answered_in_the_product_s_voice(visit: Visit, panel: str) -> None:
    screen = drawn(visit(k="nobody-gave-me-this"))["view"]["screen"]
    assert screen["kind"] == "gone"
    assert screen["title"] == "This link does not work"


def test_a_closed_panel_is_explained(visit: Visit, engine: Engine, panel: str) -> None:
    [token] = panels.make_links(engine, panel, 1)
    panels.close(engine, panel)
    assert drawn(visit(k=token))["view"]["screen"]["title"] == "This has ended"


def test_a_participant_s_page_that_stumbles_is_kind_and_says_nothing_more(
    visit: Visit,
    engine: Engine,
    panel: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError("the operator's shelf is empty")

    [token] = panels.make_links(engine, panel, 1)
    monkeypatch.setattr(doors, "enter", stumble)
    with caplog.at_level(logging.ERROR):
        given = drawn(visit(k=token))
    assert given["view"]["screen"]["kind"] == "gone"
    assert "reload this page" in given["view"]["screen"]["text"]
    assert "shelf" not in json.dumps(given)
    assert "shelf" in caplog.text
