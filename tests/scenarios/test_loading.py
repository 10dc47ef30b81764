"""Scenarios from a folder, from a library, and from kept files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

import scenarios
from scenarios import ScenarioError
from scenarios.folder import MOST_BYTES, DiskFolder, Unreadable
from tests.scenarios.sketch import SKETCH, changed, sketch


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "sketch"
    inside.mkdir()
    (inside / "sketch.yaml").write_text(changed(("- survey", "- info: intro.md\n  - survey")))
    (inside / "intro.md").write_text("# Welcome")
    return inside


def test_a_value_that_ends_in_md_names_a_file_and_any_other_is_the_text(folder: Path) -> None:
    steps = scenarios.load(folder / "sketch.yaml").steps
    assert steps["info"].text == "# Welcome"
    assert steps["end"].text == "Thank you."


def test_a_frozen_version_needs_no_disk_and_does_not_change(folder: Path) -> None:
    kept = scenarios.freeze(folder / "sketch.yaml")
    assert sorted(kept.files) == ["intro.md", "sketch.yaml"]
    shutil.rmtree(folder)
    assert scenarios.thaw(kept.files, "sketch").steps["info"].text == "# Welcome"


def test_a_version_changes_with_every_text_that_participants_read(folder: Path) -> None:
    before = scenarios.freeze(folder / "sketch.yaml").sha256
    assert scenarios.freeze(folder / "sketch.yaml").sha256 == before
    (folder / "intro.md").write_text("# Welcome!")
    assert scenarios.freeze(folder / "sketch.yaml").sha256 != before


def test_text_cannot_wander_from_one_file_to_another_without_changing_the_version(folder: Path) -> None:
    path = folder / "sketch.yaml"
    path.write_text(changed(("- survey", "- info: a.md\n  - info: b.md\n  - survey")))
    (folder / "a.md").write_text("one two")
    (folder / "b.md").write_text(" three")
    before = scenarios.freeze(path).sha256
    (folder / "a.md").write_text("one")
    (folder / "b.md").write_text(" two three")
    assert scenarios.freeze(path).sha256 != before


@pytest.mark.parametrize("name", ["../secret.md", "/etc/hosts.md", "a/../../secret.md", "..\\secret.md"])
def test_a_scenario_cannot_name_a_file_outside_its_folder(folder: Path, name: str) -> None:
    (folder.parent / "secret.md").write_text("secret")
    (folder / "sketch.yaml").write_text(changed(("Thank you.", f"'{name}'")))
    with pytest.raises(ScenarioError, match="outside the scenario's folder"):
        scenarios.load(folder / "sketch.yaml")


def test_a_link_that_leads_out_is_refused_and_one_that_stays_is_read(folder: Path) -> None:
    (folder.parent / "secret.md").write_text("secret")
    (folder / "intro.md").unlink()
    (folder / "intro.md").symlink_to(folder.parent / "secret.md")
    with pytest.raises(ScenarioError, match="a link that leads out"):
        scenarios.load(folder / "sketch.yaml")
    (folder / "intro.md").unlink()
    (folder / "welcome.md").write_text("# Hello")
    (folder / "intro.md").symlink_to("welcome.md")
    assert scenarios.load(folder / "sketch.yaml").steps["info"].text == "# Hello"


def test_a_link_in_place_of_the_scenario_file_is_refused(folder: Path) -> None:
    outside = folder.parent / "elsewhere.yaml"
    outside.write_text(SKETCH)
    (folder / "sketch.yaml").unlink()
    (folder / "sketch.yaml").symlink_to(outside)
    with pytest.raises(ScenarioError, match="a link that leads out"):
        scenarios.load(folder / "sketch.yaml")


def test_only_plain_utf8_files_of_modest_size_are_read(folder: Path) -> None:
    reader = DiskFolder(folder)
    (folder / "big.md").write_bytes(b"x" * (MOST_BYTES + 1))
    (folder / "latin.md").write_bytes("Grüße".encode("latin-1"))
    os.mkfifo(folder / "pipe.md")
    (folder / "folder.md").mkdir()
    for name, why in [
        ("big.md", "bytes"),
        ("latin.md", "UTF-8"),
        ("pipe.md", "not a file"),
        ("folder.md", "not a file"),
    ]:
        with pytest.raises(Unreadable, match=why):
            reader.read(name)


def test_a_missing_text_is_told_with_the_nearest_name(folder: Path) -> None:
    (folder / "intro.md").rename(folder / "intor.md")
    with pytest.raises(ScenarioError) as caught:
        scenarios.load(folder / "sketch.yaml")
    (problem,) = caught.value.problems
    assert str(problem).endswith("sketch.yaml:31:11: there is no file 'intro.md'; did you mean 'intor.md'?")


def test_an_empty_text_is_a_problem(folder: Path) -> None:
    (folder / "intro.md").write_text(" \n")
    with pytest.raises(ScenarioError, match=r"the file 'intro\.md' is empty"):
        scenarios.load(folder / "sketch.yaml")


def test_a_file_that_is_not_there_is_a_problem_and_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"there is no file 'none\.yaml'"):
        scenarios.load(tmp_path / "none.yaml")


def test_a_broken_scenario_leaves_the_others_of_a_library_alone(tmp_path: Path) -> None:
    for name, text in [("good", SKETCH), ("broken", "scenario: ["), ("empty", "")]:
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.yaml").write_text(text)
    (tmp_path / "nothing").mkdir()
    (tmp_path / "a-file").write_text("not a folder")
    found = {entry.slug: entry for entry in scenarios.library(tmp_path)}
    assert list(found) == ["broken", "empty", "good", "nothing"]
    assert [slug for slug, entry in found.items() if entry.scenario] == ["good"]
    assert all(entry.problems for slug, entry in found.items() if slug != "good")


def test_a_library_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert scenarios.library(tmp_path / "none") == []


def test_a_mock_can_be_described_where_it_is_used() -> None:
    scenario = sketch(("played_by: coin", "played_by: {kind: random, weights: {late: 1}}"))
    assert scenario.features["delay"].played_by == "delay"
    assert scenario.mocks["delay"] == {"kind": "random", "weights": {"late": 1}}


def test_steps_without_an_id_are_named_by_their_kind() -> None:
    scenario = sketch(("- survey", "- info: One\n  - info: Two\n  - survey"))
    assert list(scenario.steps) == ["warning", "reveal", "info", "info-2", "survey", "end"]


def test_a_reveal_without_words_of_its_own_says_what_happened() -> None:
    reveal = sketch().steps["reveal"]
    assert reveal.kind == "reveal"
    assert {(d, v): cell.text for d, cells in reveal.says.items() for v, cell in cells.items()} == {
        (decision, value): value for decision in ("accept", "dismiss") for value in ("late", "in time")
    }


def test_yaml_1_2_leaves_on_off_yes_and_dates_as_text() -> None:
    scenario = sketch(("{one_of: [clear, snow]}", "{one_of: {on: 1, off: 1, yes: 2, 2024-01-31: 1}}"))
    assert scenario.data["parcel"].values("weather") == ["on", "off", "yes", "2024-01-31"]


def test_built_in_words_can_be_replaced_and_the_direction_follows_the_language() -> None:
    assert sketch().words["agree"] == "I agree"
    assert sketch().words["dir"] == "ltr"
    arabic = sketch(("data:", "lang: ar\nwords: {agree: أوافق}\ndata:"))
    assert (arabic.words["agree"], arabic.words["dir"]) == ("أوافق", "rtl")
    tags = {
        "he": "rtl",
        "az-Arab": "rtl",
        "az-Latn-AZ": "ltr",
        "zh-Hans-CN": "ltr",
        "es-419": "ltr",
        "ckb": "rtl",
    }
    assert {tag: sketch(("data:", f"lang: {tag}\ndata:")).words["dir"] for tag in tags} == tags
    assert arabic.words["decline"] == sketch().words["decline"]


def test_a_scenario_cannot_be_changed_after_reading() -> None:
    with pytest.raises(ValueError, match="frozen"):
        sketch().slug = "other"


def test_the_plan_unrolls_blocks_and_gives_each_questionnaire_a_stop() -> None:
    plan = scenarios.plan(sketch(("[sus]", "[sus, s-tias]")))
    places = [stop.place for stop in plan]
    assert places[:4] == ["warning/1", "reveal/1", "warning/2", "reveal/2"]
    assert places[-3:] == ["survey-sus", "survey-s-tias", "end"]
    assert len(set(places)) == len(places) == 11
    assert (plan[2].each, plan[2].trial, plan[2].of) == ("parcel", 2, 4)
    assert (plan[-1].each, plan[-1].trial, plan[-1].of) == (None, 0, 0)
    assert [stop.step.instrument for stop in plan if stop.step.kind == "survey"] == ["sus", "s-tias"]


def test_the_courier_scenario_is_in_the_library() -> None:
    assert [entry.problems for entry in scenarios.library() if entry.slug == "courier-delay"] == [()]
