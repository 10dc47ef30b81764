"""The page that shows a scenario while it is written: the screen in any arm, or what is to be mended."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from curtain import preview
from curtain.engine import Engine
from tests.scenarios.sketch import SKETCH


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder of scenarios with one."""
    place = tmp_path / "scenarios"
    (place / "sketch").mkdir(parents=True)
    (place / "sketch" / "sketch.yaml").write_text(SKETCH, encoding="utf-8")
    return place


@pytest.fixture
def shown(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, drawn once."""
    monkeypatch.setenv(preview.SLUG, "sketch")

    def page() -> None:
        from curtain.ui.pages import preview as it  # AppTest runs this text alone

        it.draw()

    return AppTest.from_function(page, default_timeout=60).run()


def addresses(shown: AppTest) -> list[str]:
    """What the frames on the page show."""
    return [str(frame.proto.src) for frame in shown.get("iframe")]


def words(shown: AppTest) -> str:
    kinds = ("subheader", "markdown", "caption", "text", "code", "info")
    return "\n".join(str(element.value) for kind in kinds for element in shown.get(kind))


def save(library: Path, text: str) -> None:
    """Write the file, at a later time than before whatever the disk's clock can tell."""
    file = library / "sketch" / "sketch.yaml"
    file.write_text(text, encoding="utf-8")
    later = file.stat().st_mtime_ns + 1_000_000
    os.utime(file, ns=(later, later))


def test_it_shows_the_screen_and_the_arms(shown: AppTest) -> None:
    assert not shown.exception
    assert shown.subheader[0].value == "Your parcels"
    assert list(shown.radio[0].options) == ["without", "with"]
    (address,) = addresses(shown)
    assert "/?k=" in address


def test_another_arm_is_another_link_and_the_same_arm_the_same(shown: AppTest) -> None:
    first = addresses(shown)
    shown.radio[0].set_value("with").run()
    second = addresses(shown)
    shown.radio[0].set_value("without").run()
    assert first != second
    assert addresses(shown) == first


def test_starting_over_is_another_visit(shown: AppTest) -> None:
    first = addresses(shown)
    shown.button[0].click().run()
    assert addresses(shown) != first


def test_a_save_is_another_visit(shown: AppTest, library: Path) -> None:
    first = addresses(shown)
    save(library, SKETCH.replace("Your parcels", "My parcels"))
    shown.run()
    assert shown.subheader[0].value == "My parcels"
    assert addresses(shown) != first


def test_a_broken_file_shows_what_is_to_be_mended_and_comes_back(shown: AppTest, library: Path) -> None:
    save(library, SKETCH.replace("only_when: late", "only_when: lte"))
    shown.run()
    assert addresses(shown) == []
    said = words(shown)
    assert "Line 26, column 20" in said
    assert "only_when: lte" in said
    assert "Did you mean 'late'?" in said
    save(library, SKETCH)
    shown.run()
    assert len(addresses(shown)) == 1


def test_what_real_people_need_is_advice(shown: AppTest) -> None:
    assert "Nobody is asked for consent" in words(shown)


def test_a_file_that_went_away_is_told(shown: AppTest, library: Path) -> None:
    (library / "sketch" / "sketch.yaml").unlink()
    (library / "sketch").rmdir()
    shown.run()
    assert "There is no scenario 'sketch' any longer" in words(shown)


def test_the_link_plays_the_arm_with_the_files_as_they_are_now(engine: Engine, library: Path) -> None:
    from curtain import doors

    def first_screen() -> str:
        token = preview.link(engine, "sketch", "with")
        door = doors.knock(engine, token)
        doors.mint(engine, token, door.token).result()
        return str(doors.enter(engine, door.token).result())

    assert "Weather:" in first_screen()
    save(library, SKETCH.replace("Weather:", "The sky:"))
    assert "The sky:" in first_screen()
    with engine.store.reading() as reading:
        assert [(panel.name, panel.status, panel.origin) for panel in reading.panels()] == [
            ("Preview", "draft", "practice")
        ]
