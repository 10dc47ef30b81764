"""What a participant's browser loads tells nothing of the house, and asks no other machine for anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from curtain.api.doorway import STAFF_ASSETS

UI = Path(__file__).parents[2] / "curtain" / "ui"
SHELL = sorted(path for path in (UI / "shell").rglob("*") if path.is_file())
# What others made tells nothing of us; that it asks no other machine for anything is seen in a browser (tests/e2e).
OURS = sorted(
    path for path in (UI / "components").rglob("*") if path.is_file() and path.parent.name != "vendor"
)
PARTICIPANTS = [*(path for path in OURS if not path.name.startswith(STAFF_ASSETS)), *SHELL]
ALL = [*OURS, *SHELL]
TELLING = re.compile(r"curtain|wizard|mock|operator|panel|scenario|streamlit|experiment", re.IGNORECASE)
# The names of SVG and XHTML are written like addresses, but nothing is loaded from them.
ADDRESS = re.compile(
    r"""(?:\b(?:https?|wss?|ftp):|["'(=]\s*)//(?!www\.w3\.org/(?:2000/svg|1999/xhtml))[^\s"')]+"""
)


def test_the_participants_files_are_where_these_tests_look() -> None:
    names = {path.name for path in PARTICIPANTS}
    assert {"live.js", "screen.js", "screens.js", "screen.css", "show.js", "skins.js", "gone.html"} <= names


@pytest.mark.parametrize("path", PARTICIPANTS, ids=lambda path: path.name)
def test_no_word_of_the_house_reaches_a_participant(path: Path) -> None:
    found = [
        f"{number}: {line.strip()}"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if TELLING.search(line)
    ]
    assert not found


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_nothing_is_loaded_from_another_machine(path: Path) -> None:
    if path.suffix in {".woff2", ".png", ".ico"}:
        return
    assert ADDRESS.findall(path.read_text(encoding="utf-8")) == []
