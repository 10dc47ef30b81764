"""The gallery's box-labelling study: its scenes, the four uses of one model, and whom its figures are for."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import scenarios
from scenarios import LIBRARY, trials
from scenarios.steps import Annotate

FOLDER = LIBRARY / "box-labelling"
STUDY = scenarios.load(FOLDER / "box-labelling.yaml")
ROWS = trials.rows(STUDY, "anna")["scene"]
LABELS = ["car", "person", "bicycle", "traffic light", "bus"]
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")


@pytest.fixture(scope="module")
def script() -> Iterator[ModuleType]:
    """The script that draws the scenes; it finds its shapes beside itself."""
    sys.path.insert(0, str(FOLDER))
    try:
        import make_scenes

        yield make_scenes
    finally:
        sys.path.remove(str(FOLDER))
        for name in ("make_scenes", "shapes"):
            sys.modules.pop(name, None)


def labelling(arm: str) -> Annotate:
    step = STUDY.for_arm(arm).steps["label"]
    assert isinstance(step, Annotate)
    return step


# The arms


def test_four_uses_of_one_model_stand_beside_labelling_by_hand() -> None:
    assert list(STUDY.arms) == ["by-hand", "difficulty", "pre-labels", "suggestions", "linter"]
    assert {arm: STUDY.for_arm(arm).features["boxes"].on for arm in STUDY.arms} == {
        arm: arm != "by-hand" for arm in STUDY.arms
    }
    assert {arm: labelling(arm).help for arm in STUDY.arms if arm != "by-hand"} == {
        arm: arm for arm in STUDY.arms if arm != "by-hand"
    }


def test_the_uses_differ_in_nothing_else() -> None:
    plain = labelling("pre-labels").model_dump(exclude={"help"})
    assert all(labelling(arm).model_dump(exclude={"help"}) == plain for arm in STUDY.arms)


def test_everybody_is_asked_what_the_labeller_feels_and_measured_for_what_the_customer_pays() -> None:
    assert set(STUDY.instruments()) == {"seq", "umux-lite"}
    assert {"box_quality", "tightness", "time_per_scene"} <= set(STUDY.measures)
    rule = STUDY.decision
    assert rule
    assert rule.compare == list(STUDY.arms)
    assert {rule.by, *rule.limits} == {"box_quality", "time_per_scene", "tightness", "seq"}


# The scenes


def test_the_pictures_and_their_true_boxes_are_those_that_the_script_draws(script: ModuleType) -> None:
    for row in ROWS:
        drawing, boxes, light = script.scene(row["scene"])
        assert (FOLDER / row["picture"]).read_text(encoding="utf-8") == drawing
        assert row["objects"] == json.loads(json.dumps(boxes))
        assert row["light"] == light


def test_scenes_go_from_few_things_to_many_and_hold_all_that_is_asked_for() -> None:
    counts = [len(row["objects"]) for row in ROWS]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1]) == (4, 13)
    assert {one["label"] for row in ROWS for one in row["objects"]} == set(LABELS)
    assert list(STUDY.features["boxes"].answers) == list(labelling("linter").labels) == LABELS


def test_every_true_box_lies_inside_the_picture() -> None:
    wide, high = labelling("linter").size or (0, 0)
    for row in ROWS:
        for box in (one["box"] for one in row["objects"]):
            assert 0 <= box["xmin"] < box["xmax"] <= wide
            assert 0 <= box["ymin"] < box["ymax"] <= high


def test_whoever_draws_at_the_desk_does_not_see_the_true_boxes() -> None:
    assert STUDY.features["boxes"].model_sees == ["picture", "light"]


# What people read


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_page_is_short_and_speaks_of_no_study_from_behind_the_scenes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(re.findall(r"\w+", text)) < 180
    assert not re.search(r"\b(mock|model|operator|panel|arms?|scenario|experiment)\b", text, re.IGNORECASE)
