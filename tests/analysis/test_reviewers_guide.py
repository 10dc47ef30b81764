"""The reviewers' guide gives what it says, and leaves no measure unexplained."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from curtain.analysis import Frames, analyse
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
