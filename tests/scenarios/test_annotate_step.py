"""The step for boxes on a picture: what may be written, and what a designer is told; and the gallery's own pictures."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import scenarios
from scenarios import ScenarioError
from scenarios.steps.annotate import Annotate

LIBRARY = Path(scenarios.__file__).parent / "library" / "box-labelling"
LABELS = {"car", "person", "bicycle", "traffic light", "bus"}
SCENARIO = """
scenario: boxes
shown_title: Boxes
data:
  scene: {from: scenes.jsonl}
features:
  boxes: {task: object-detection, answers: [car, person], truth: objects, played_by: {kind: random}}
flow:
  - each: scene
    steps:
      - %s
"""
WHOLE = {
    "annotate": "boxes",
    "help": "pre-labels",
    "image": {"file": "{{ scene.picture }}", "alt": "A street by {{ scene.light }}"},
    "size": [960, 600],
    "title": "Draw",
}


def written(folder: Path, **changes: Any) -> scenarios.Scenario:
    """Load a scenario with this step; a change to None removes a key."""
    step = {key: value for key, value in {**WHOLE, **changes}.items() if value is not None}
    for name in ("scenes.jsonl", *(path.name for path in LIBRARY.glob("*.svg"))):
        shutil.copy(LIBRARY / name, folder)
    path = folder / "boxes.yaml"
    path.write_text(SCENARIO % json.dumps(step), encoding="utf-8")
    return scenarios.load(path)


def step_of(scenario: scenarios.Scenario) -> Annotate:
    found = scenario.steps["annotate"]
    assert isinstance(found, Annotate)
    return found


def test_the_feature_is_asked_only_where_its_boxes_are_of_help(tmp_path: Path) -> None:
    assert step_of(written(tmp_path)).uses == "boxes"
    assert step_of(written(tmp_path, help=None)).uses is None
    assert step_of(written(tmp_path, annotate="nothing", help=None, labels=["car"])).uses is None


def test_labels_are_the_answers_unless_they_have_other_words(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    assert step_of(scenario).choices(scenario) == {"car": "car", "person": "person"}
    scenario = written(tmp_path, labels={"car": "Auto", "person": "Mensch"})
    assert step_of(scenario).choices(scenario) == {"car": "Auto", "person": "Mensch"}


def test_the_right_boxes_are_in_the_feature_s_column_or_in_one_that_the_step_names(tmp_path: Path) -> None:
    scenario = written(tmp_path)
    assert step_of(scenario).truth_column(scenario, "scene") == "objects"
    scenario = written(tmp_path, annotate="nothing", help=None, labels=["car"], truth="scene.objects")
    assert step_of(scenario).truth_column(scenario, "scene") == "objects"
    scenario = written(tmp_path, annotate="nothing", help=None, labels=["car"])
    assert step_of(scenario).truth_column(scenario, "scene") is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"annotate": "boxs"}, "did you mean 'boxes'"),
        ({"annotate": "nothing", "labels": ["car"]}, "'pre-labels' is the help of a feature"),
        ({"annotate": "nothing", "help": None}, "nobody can label a box here"),
        ({"labels": ["car", "persn"]}, "did you mean 'person'"),
        ({"help": "linting"}, "linter"),
        ({"image": {"file": "{{ scene.picture }}"}}, "not described for people who cannot see it"),
        ({"image": {"file": "{{ scene.pictures }}", "alt": "A street"}}, "did you mean 'picture'"),
        ({"image": {"file": "{{ scene.picture }}", "alt": "{{ scene.lights }}"}}, "did you mean 'light'"),
        ({"size": [960]}, "there is one entry here, which is too few"),
        ({"size": None}, "size"),
        ({"truth": "scene.object"}, "did you mean 'objects'"),
        ({"truth": "street.objects"}, "street"),
        ({"title": "{{ scene.nme }}"}, "has no 'nme'"),
    ],
)
def test_what_does_not_fit_is_told_with_what_would(tmp_path: Path, changes: Any, says: str) -> None:
    with pytest.raises(ScenarioError) as told:
        written(tmp_path, **changes)
    assert says in str(told.value)


def test_the_script_draws_the_same_pictures_again(tmp_path: Path) -> None:
    for script in LIBRARY.glob("*.py"):
        shutil.copy(script, tmp_path)
    subprocess.run([sys.executable, "-B", tmp_path / "make_scenes.py"], check=True)
    for path in (*LIBRARY.glob("*.svg"), LIBRARY / "scenes.jsonl"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_every_picture_has_things_of_known_kinds_inside_it() -> None:
    rows = [json.loads(line) for line in (LIBRARY / "scenes.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 12
    assert {row["light"] for row in rows} == {"day", "dusk"}
    assert {one["label"] for row in rows for one in row["objects"]} == LABELS
    for one in (one for row in rows for one in row["objects"]):
        box = one["box"]
        assert 0 <= box["xmin"] < box["xmax"] <= 960
        assert 0 <= box["ymin"] < box["ymax"] <= 600
