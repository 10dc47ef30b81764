"""Watch: the list of running sessions leads to the mirror of one."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from curtain import panels
from curtain.engine import Engine
from curtain.staff import ROLES, Role
from tests.pages.test_staff_pages import opens, press, words
from tests.pages.test_visitors import drawn

Visit = Callable[..., AppTest]


@pytest.fixture
def token(visit: Visit, engine: Engine) -> str:
    """Somebody is in a session of an open panel with an awkward name."""
    panel = panels.create(engine, "courier-delay", "*Autumn*")
    panels.open_panel(engine, panel)
    [token] = panels.make_links(engine, panel, 1)
    drawn(visit(k=token))
    return token


def session_of(engine: Engine) -> str:
    with engine.store.reading() as reading:
        [session] = [row for panel in reading.panels() for row in reading.sessions(panel.id)]
    return session.id


def mirrored(shown: AppTest) -> list[dict[str, Any]]:
    """The sessions that the page looks on at."""
    protos = [getattr(each, "proto", None) for each in shown.main]
    found = [json.loads(proto.json) for proto in protos if getattr(proto, "json", "").startswith("{")]
    return [data["hello"] for data in found if "watch" in data.get("hello", {})]


@pytest.mark.parametrize("role", ROLES)
def test_one_press_opens_the_mirror_and_puts_it_into_the_address(
    visit: Visit, engine: Engine, token: str, role: Role
) -> None:
    shown = opens(visit("watch", role))
    assert "**Participant 1**" in words(shown)
    assert "Consent · screen 1 of 22" in words(shown)
    assert mirrored(shown) == []
    press(shown, "Watch")
    assert shown.query_params["session"] in (session_of(engine), [session_of(engine)])
    assert mirrored(shown) == [{"watch": session_of(engine)}]
    press(shown, "All sessions")
    assert "**Participant 1**" in words(shown)


def test_the_list_tells_no_arm_and_no_mock(visit: Visit, engine: Engine, token: str) -> None:
    told = words(opens(visit("watch", "operator")))
    assert "Variant " in told
    with engine.store.reading() as reading:
        [panel] = reading.panels()
    assert [arm for arm in panel.arms if arm in told] == []
    assert "weather" not in told


def test_an_address_with_a_session_opens_in_a_tab_of_its_own(visit: Visit) -> None:
    assert mirrored(opens(visit("watch", "reviewer", session="s-1"))) == [{"watch": "s-1"}]
