"""A new scenario: short, worth trying, and never in the place of something that is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import scenarios
from scenarios import LIBRARY, advice, schema, writing
from scenarios.writing import NotWritten


def test_a_new_scenario_has_at_most_15_lines_and_can_be_used(tmp_path: Path) -> None:
    file = writing.new("my-idea", tmp_path)
    assert file == tmp_path / "my-idea" / "my-idea.yaml"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= writing.MOST_LINES == 15
    scenario = scenarios.load(file)
    assert scenario.slug == "my-idea"
    assert advice.warnings(scenario) == []


def test_it_is_worth_trying_people_decide_and_see_what_happened_and_say_what_they_think(
    tmp_path: Path,
) -> None:
    scenario = scenarios.load(writing.new("my-idea", tmp_path))
    assert [step.kind for step in scenario.steps.values()] == ["show", "reveal", "survey", "end"]
    assert scenario.steps["show"].decisions == {"accept", "dismiss"}
    assert scenario.features["delay"].on


def test_the_comment_for_editors_leads_to_the_schema(tmp_path: Path) -> None:
    file = writing.new("my-idea", tmp_path)
    first = file.read_text(encoding="utf-8").splitlines()[0]
    target = file.parent / first.removeprefix("# yaml-language-server: $schema=")
    assert json.loads(target.read_text(encoding="utf-8")) == schema.schema()


def test_the_schema_beside_scenarios_is_no_scenario(tmp_path: Path) -> None:
    writing.new("my-idea", tmp_path)
    assert [entry.slug for entry in scenarios.library(tmp_path)] == ["my-idea"]


@pytest.mark.parametrize("source", [path.name for path in sorted(LIBRARY.iterdir()) if path.is_dir()][:3])
def test_a_scenario_of_the_gallery_is_copied_under_a_new_name_with_all_its_files(
    source: str, tmp_path: Path
) -> None:
    file = writing.new("mine", tmp_path, source)
    copy = scenarios.load(file)
    assert copy.slug == "mine"
    assert list(copy.steps) == list(scenarios.load(LIBRARY / source / f"{source}.yaml").steps)
    beside = {path.name for path in (LIBRARY / source).iterdir() if not path.name.startswith((".", "_"))}
    assert {path.name for path in file.parent.iterdir()} == (beside - {f"{source}.yaml"}) | {"mine.yaml"}


def test_a_copy_keeps_the_comments_and_has_one_line_for_editors(tmp_path: Path) -> None:
    first = writing.new("mine", tmp_path, "courier-delay")
    text = writing.new("yours", tmp_path, str(first)).read_text(encoding="utf-8")
    assert "# A courier company" in text
    assert text.count("yaml-language-server") == 1
    assert scenarios.load(tmp_path / "yours" / "yours.yaml").slug == "yours"


def test_nothing_that_is_there_is_replaced(tmp_path: Path) -> None:
    file = writing.new("mine", tmp_path)
    file.write_text("precious", encoding="utf-8")
    for source in (None, "courier-delay"):
        with pytest.raises(NotWritten, match="is there already"):
            writing.new("mine", tmp_path, source)
    assert file.read_text(encoding="utf-8") == "precious"


def test_an_older_schema_gives_way_to_the_present_one(tmp_path: Path) -> None:
    (tmp_path / schema.FILE).write_text("{}", encoding="utf-8")
    writing.new("mine", tmp_path)
    assert (tmp_path / schema.FILE).read_text(encoding="utf-8") == schema.text()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("My idea!", "my-idea"),
        ("../up", "up"),
        ("9lives", "lives"),
        ("", "early-warning"),
        ("x" * 61, "x" * 60),
    ],
)
def test_a_bad_name_is_told_kindly_with_a_better_one(name: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match=rf"is not a name: .*; for example {hint}$"):
        writing.new(name, tmp_path / "here")
    assert not (tmp_path / "here").exists()


def test_a_scenario_that_is_not_there_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="did you mean 'courier-delay'"):
        writing.new("mine", tmp_path, "curier-delay")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotWritten, match="cannot be written"):
        writing.new("mine", tmp_path / "file")


def test_a_file_among_others_is_copied_with_those_that_it_reads(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "texts").mkdir(parents=True)
    (home / "texts" / "end.md").write_text("Bye.")
    (home / "private.txt").write_text("mine")
    draft = home / "draft.yaml"
    draft.write_text("scenario: draft\nshown_title: Draft\nflow: [end: texts/end.md]\n")
    file = writing.new("idea", tmp_path / "own", str(draft))
    assert scenarios.load(file).slug == "idea"
    assert {path.name for path in file.parent.rglob("*")} == {"idea.yaml", "texts", "end.md"}
    draft.write_text("scenario: [")
    broken = writing.new("broken", tmp_path / "own", str(draft))
    assert [path.name for path in broken.parent.iterdir()] == ["broken.yaml"]


def test_a_scenario_of_ones_own_is_copied_by_its_folder(tmp_path: Path) -> None:
    shutil.copytree(LIBRARY / "courier-delay", tmp_path / "elsewhere" / "courier-delay")
    file = writing.new("mine", tmp_path / "own", str(tmp_path / "elsewhere" / "courier-delay"))
    assert scenarios.load(file).slug == "mine"
