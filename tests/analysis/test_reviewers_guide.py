"""The reviewers' guide gives what it says, and leaves no measure unexplained."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from curtain.analysis import Frames, analyse
from curtain.analysis.flags import FLAGS
from curtain.analysis.guards import met, sent
from tests.analysis.panels import PLAN, Maker, good

GUIDE = Path(__file__).parents[2] / "docs" / "reviewers.md"


def test_every_example_of_the_guide_gives_what_it_says() -> None:
    failed, tried = doctest.testfile(str(GUIDE), module_relative=False)
    assert tried >= 10
    assert failed == 0


def measures() -> list[str]:
    made = Maker()
    made.person("short", good())
    frames: Frames = made.frames()
    return [measure.title for measure in analyse(frames, PLAN).measures]


@pytest.mark.parametrize("title", measures())
def test_every_measure_has_a_row_in_the_guide(title: str) -> None:
    assert f"| **{title}** |" in GUIDE.read_text(encoding="utf-8")


def titles() -> set[str]:
    """The titles of all guards, as they are written in their modules, and of the flags."""
    found = {flag.title for flag in FLAGS.values()}
    for module in (sent, met):
        text = Path(module.__file__ or "").read_text(encoding="utf-8")
        found |= set(re.findall(r'"([A-Z][a-z-]+(?: [a-z-]+)+|Operators)"', text))
    return found


@pytest.mark.parametrize("title", sorted(titles()))
def test_every_guard_has_a_row_in_the_guide(title: str) -> None:
    assert f"| **{title}** |" in GUIDE.read_text(encoding="utf-8")


def test_the_guide_has_no_guard_that_is_not() -> None:
    text = GUIDE.read_text(encoding="utf-8").split("\n## Guards\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| \*\*(.+?)\*\* \|", text, re.MULTILINE)) == titles()
