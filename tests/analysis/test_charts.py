"""What the charts draw: the page's figures and nothing else, with words for whoever cannot see them."""

from __future__ import annotations

import json

import pytest

from curtain.analysis import Results, analyse
from curtain.charts import Mark, against_baseline, arms_of, forest
from tests.analysis.panels import PLAN, Maker, bad, good


def results() -> Results:
    made = Maker()
    for right in (2, 4, 6):
        made.person("no-warning", [*good(right), *bad(8 - right)])
        made.person("with-reason", [*good(right + 2), *bad(6 - right)])
    made.person("short", good())
    return analyse(made.frames(), PLAN)


def test_each_arm_is_a_row_with_its_figure_in_words() -> None:
    marks = arms_of(results(), "right_decisions")
    assert [(mark.arm, mark.n, mark.words, mark.baseline) for mark in marks] == [
        ("no-warning", "3 people", "50% [0, 100]", True),
        ("short", "1 person", "100%, cannot tell", False),
        ("with-reason", "3 people", "75% [13, 100]", False),
    ]


def test_the_baseline_is_not_compared_with_itself() -> None:
    marks = against_baseline(results(), "right_decisions")
    assert [(mark.arm, mark.n) for mark in marks] == [
        ("short", "1 and 3 people"),
        ("with-reason", "3 and 3 people"),
    ]


def test_an_arm_without_data_keeps_its_row_and_says_so() -> None:
    marks = arms_of(analyse(Maker().frames(), PLAN), "right_decisions")
    assert {mark.words for mark in marks} == {"cannot tell"}
    drawn = forest(marks, "Right decisions").to_dict()
    assert "no-warning: cannot tell" in json.dumps(drawn)


@pytest.mark.parametrize("theme", ["light", "dark", "print", "another"])
def test_a_chart_is_valid_in_every_theme_and_tells_the_baseline_by_shape(theme: str) -> None:
    drawn = forest([Mark("a", "3 people", 50, 40, 60, "50%", True)], "Share", theme=theme, line=0).to_dict()
    shapes = {layer["mark"].get("shape") for layer in drawn["layer"]}
    assert {"circle", "diamond"} <= shapes
