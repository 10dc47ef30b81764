"""Every page of the staff, for every role that has it: it opens, and it says what to do."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from curtain import panels
from curtain.engine import Engine
from curtain.staff import ROLES, Role
from curtain.ui.pages import ADDRESSES, AS, PAGES, ROLE_PAGES
from curtain.ui.pages import results as results_page
from scenarios import LIBRARY

Visit = Callable[..., AppTest]
EVERY_PAGE = [(role, page) for role in ROLES for page in ("", *ROLE_PAGES[role])]
BROKEN = """scenario: broken
team_question: Does it work?
flow:
  - consent: nowhere.md
"""


def words(shown: AppTest) -> str:
    """All that stands on the page as text."""
    kinds = ("title", "subheader", "markdown", "info", "warning", "error", "caption", "text")
    return "\n".join(str(element.value) for kind in kinds for element in shown.get(kind))


def opens(shown: AppTest) -> AppTest:
    """It was drawn to its end."""
    assert not shown.exception
    assert "stumbled" not in words(shown)
    assert "nothing here" not in words(shown)
    return shown


def test_every_page_belongs_to_somebody() -> None:
    assert {page for pages in ROLE_PAGES.values() for page in pages} == set(PAGES)
    assert {*PAGES, *(f"{AS}{role}" for role in ROLES)} == ADDRESSES


@pytest.mark.parametrize(("role", "path"), EVERY_PAGE)
def test_a_page_opens_in_an_empty_house(visit: Visit, role: Role, path: str) -> None:
    opens(visit(path, role))


@pytest.mark.parametrize(("role", "path"), EVERY_PAGE)
def test_a_page_opens_beside_a_draft(visit: Visit, engine: Engine, role: Role, path: str) -> None:
    panels.create(engine, "courier-delay", "Autumn", played_by={"delay": "person"})
    shown = opens(visit(path, role))
    if path in {"panels", "results"}:
        assert "Autumn" in words(shown) + str(shown.selectbox[0].options)


@pytest.mark.parametrize("with_sample", [True])
@pytest.mark.parametrize(("role", "path"), EVERY_PAGE)
def test_a_page_opens_beside_the_sample(visit: Visit, with_sample: bool, role: Role, path: str) -> None:
    opens(visit(path, role))


@pytest.mark.parametrize("role", ROLES)
def test_each_address_is_another_page(visit: Visit, role: Role) -> None:
    paths = ("", *ROLE_PAGES[role])
    assert len({words(visit(path, role)) for path in paths}) == len(paths)


@pytest.mark.parametrize("role", ["operator", "reviewer"])
def test_the_page_of_another_role_is_not_drawn(visit: Visit, role: Role) -> None:
    home = words(visit("", role))
    for page in set(PAGES) - set(ROLE_PAGES[role]):
        assert words(visit(page, role)) == home


def test_a_designer_goes_on_as_somebody_else(visit: Visit) -> None:
    as_reviewer = opens(visit("", "reviewer", key="designer"))
    assert words(as_reviewer) == words(visit("", "reviewer"))


def test_a_panel_is_opened_paused_and_closed(visit: Visit, engine: Engine) -> None:
    panels.create(engine, "courier-delay", "Autumn")
    shown = opens(visit("panels", "designer"))
    for label, status in (("Open the panel", "open"), ("Pause it", "paused"), ("Yes, close it", "closed")):
        press(shown, label)
        with engine.store.reading() as reading:
            [panel] = reading.panels()
        assert panel.status == status
        assert status in words(shown)


def test_personal_links_are_made_and_shown(visit: Visit, engine: Engine) -> None:
    made = panels.create(engine, "courier-delay", "Autumn")
    shown = opens(visit("panels", "designer"))
    press(shown, "Make links")
    tokens = [link.token for link in panels.links(engine, made)]
    assert len(tokens) == 10
    on_screen = "\n".join(str(block.value) for block in shown.code)
    assert all(f"/?k={token}" in on_screen for token in tokens)


def test_a_page_that_stumbles_says_so_kindly(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble() -> None:
        raise RuntimeError("the shelf is empty")

    monkeypatch.setattr(results_page, "draw", stumble)
    with caplog.at_level(logging.ERROR):
        shown = visit("results", "reviewer")
    assert not shown.exception
    told = words(shown)
    assert "This page stumbled" in told
    assert "Nothing that was saved is lost" in told
    assert "Traceback" not in told
    assert "line " not in told
    assert "Traceback" in caplog.text, "whoever mends it finds nothing in the log"


class TestABrokenScenario:
    """It is named with its place and the reason, and the others go on."""

    @pytest.fixture
    def library(self, tmp_path: Path) -> Path:
        folder = tmp_path / "library"
        shutil.copytree(LIBRARY / "courier-delay", folder / "courier-delay")
        (folder / "broken").mkdir()
        (folder / "broken" / "broken.yaml").write_text(BROKEN, encoding="utf-8")
        return folder

    def test_the_designer_reads_where_and_why(self, visit: Visit, engine: Engine) -> None:
        problems = next(entry.problems for entry in engine.scenarios() if entry.slug == "broken")
        assert len(problems) > 1
        [told] = [error.value for error in opens(visit("", "designer")).error]
        assert "**broken**" in told
        for problem in problems:
            assert f"broken.yaml:{problem.line}:{problem.column}: {problem.what}" in told

    def test_a_new_panel_is_made_from_the_others(self, visit: Visit) -> None:
        shown = opens(visit("panels", "designer"))
        press(shown, "New panel")
        assert shown.selectbox(key="new_scenario").options == ["courier-delay"]

    @pytest.mark.parametrize(("role", "path"), EVERY_PAGE)
    def test_every_page_opens(self, visit: Visit, role: Role, path: str) -> None:
        opens(visit(path, role))

    def test_a_draft_whose_scenario_broke_is_explained(
        self, visit: Visit, engine: Engine, library: Path
    ) -> None:
        panels.create(engine, "courier-delay", "Autumn")
        (library / "courier-delay" / "consent.md").unlink()
        for page in ("panels", "results"):
            told = "\n".join(error.value for error in opens(visit(page, "designer")).error)
            assert "courier-delay.yaml:" in told
            assert "consent.md" in told


def press(shown: AppTest, label: str) -> None:
    """Press the button with that label."""
    [found] = [one for one in shown.button if one.label == label]
    found.click()
    opens(shown.run())
