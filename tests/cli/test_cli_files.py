"""The commands about files: check, new, schema, preview. A person's mistake is a line, and never a traceback."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from curtain import preview
from curtain.cli import main
from curtain.commands import previewing
from curtain.errors import Refused
from tests.scenarios.sketch import SKETCH

BOMB = b"a%d: &a%d [*a%d, *a%d]\n"


def run(*arguments: object) -> Result:
    """A command as from a terminal; whatever it raises is raised here."""
    return CliRunner(catch_exceptions=False).invoke(main, [str(argument) for argument in arguments])


def put(folder: Path, name: str, text: str = SKETCH) -> Path:
    file = folder / name / f"{name}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_a_fine_file_a_fine_folder_and_a_fine_library_are_fine(tmp_path: Path) -> None:
    file = put(tmp_path, "good")
    for path in (file, file.parent, tmp_path):
        result = run("check", path)
        assert result.exit_code == 0
        assert result.output.startswith("parcels: fine")


def test_without_a_path_the_gallery_is_checked() -> None:
    result = run("check")
    assert "courier-delay: fine" in result.output


def test_all_complaints_of_all_files_come_at_once(tmp_path: Path) -> None:
    first = put(
        tmp_path, "first", SKETCH.replace("rows: 4", "rows: four").replace("Stay: dismiss", "Stay: no")
    )
    second = put(tmp_path, "second", SKETCH.replace("- survey", "- survy"))
    put(tmp_path, "third")
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert result.output.splitlines()[:3] == [
        f"{first}:5:11: 'four' is text; expected a whole number",
        f"{first}:29:41: 'no' is not known here; expected one of accept, dismiss, undo, contact; did you mean 'undo'?",
        next(
            line for line in result.output.splitlines() if line.startswith(f"{second}:31:5: no kind of step")
        ),
    ]
    assert result.output.endswith("2 of 3 scenarios cannot be used yet.\n")


def test_several_paths_can_be_checked_together(tmp_path: Path) -> None:
    one, two = put(tmp_path / "a", "one"), put(tmp_path / "b", "two", "scenario: [")
    result = run("check", one, two)
    assert result.exit_code == 1
    assert f"{two}:" in result.output
    assert "parcels: fine" in result.output


def test_warnings_and_advice_stop_nobody(tmp_path: Path) -> None:
    file = put(
        tmp_path, "good", SKETCH.replace("arms:\n", "  spare: {answers: [a, b], played_by: coin}\narms:\n")
    )
    result = run("check", file)
    assert result.exit_code == 0
    assert f"{file}:18:3: warning: no step asks the feature 'spare'" in result.output
    assert "Before real people come:\n  - Nobody is asked for consent." in result.output


def hostile(folder: Path) -> list[Path]:
    """Files that no check should stumble over."""
    made = {
        "empty.yaml": b"",
        "binary.yaml": bytes(random.Random("x").randrange(256) for _ in range(5_000)),
        "latin.yaml": "scenario: Grüße".encode("latin-1"),
        "null.yaml": b"scenario: a\0b",
        "huge.yaml": b"a: " + b"x" * 400_000,
        "deep.yaml": b"[" * 50_000,
        "list.yaml": b"- a\n- b\n",
        "bomb.yaml": b"a0: &a0 [1]\n" + b"".join(BOMB % (n, n, n - 1, n - 1) for n in range(1, 30)),
        "keys.yaml": b"? [a, b]\n: c\n{}: d\n",
        "numbers.yaml": b"1: 2\n3: {4: 5}\nflow: 7\narms: 8\ndata: .nan\n",
        "loose.yaml": b"scenario: x\nflow: [[[]], {each: {}}, 5, {info: null}]\narms: {a: {change: {'': 1}}}\n",
    }  # fmt: skip
    for name, content in made.items():
        (folder / name).write_bytes(content)
    (folder / "folder.yaml").mkdir()
    (folder / "loop.yaml").symlink_to("loop.yaml")
    (folder / "away.yaml").symlink_to("/etc/hostname")
    (folder / "gone.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(folder / "pipe.yaml")
    return sorted(folder.iterdir())


def test_hostile_files_make_complaints_and_never_a_traceback(tmp_path: Path) -> None:
    for path in hostile(tmp_path):
        result = run("check", path)
        assert result.exit_code == 1, path
        assert result.output.startswith(str(path)), path
        assert "stumbled" not in result.output, result.output


def test_a_mistake_of_ours_is_told_as_one_and_the_other_files_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scenarios import check

    bad, good = put(tmp_path, "bad"), put(tmp_path, "good", "scenario: [")
    monkeypatch.setattr(check, "findings", lambda _scenario: 1 / 0)
    result = run("check", bad, good)
    assert f"{bad}:1:1: the check itself stumbled over this file (ZeroDivisionError" in result.output
    assert f"{good}:1:" in result.output


def test_a_path_that_is_not_there_is_told_with_the_nearest_one(tmp_path: Path) -> None:
    file = put(tmp_path, "parcels")
    result = run("check", file.parent / "parcel.yaml")
    assert result.exit_code == 1
    assert "there is no such file or folder; did you mean 'parcels.yaml'?" in result.output


def test_a_folder_without_scenarios_says_what_one_is(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "make one with `curtain new`" in result.output


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    result = run("check", tmp_path)
    assert (result.exit_code, result.output) == (
        1, f"{tmp_path}:1:1: it cannot be read: Permission denied; check its permissions\n"
    )  # fmt: skip


def test_a_scenario_is_checked_in_a_folder_of_any_name(tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(SKETCH, encoding="utf-8")
    assert run("check", tmp_path).output.startswith("parcels: fine")


def test_a_new_scenario_is_fine_and_says_how_to_look_at_it(tmp_path: Path) -> None:
    result = run("new", "my-idea", "--in", tmp_path)
    assert result.exit_code == 0
    assert f"curtain preview {tmp_path / 'my-idea' / 'my-idea.yaml'}" in result.output
    assert run("check", tmp_path).exit_code == 0


def test_new_writes_into_the_library_of_the_present_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "first")
    assert (tmp_path / "first" / "first.yaml").is_file()
    (tmp_path / "scenarios" / "library").mkdir(parents=True)
    run("new", "second", "--from", "courier-delay")
    assert (tmp_path / "scenarios" / "library" / "second" / "second.yaml").is_file()


@pytest.mark.parametrize(
    "arguments",
    [("new", "Not a name"), ("new", "x", "--from", "nothing"), ("preview", "nowhere.yaml"), ("preview", ".")],
)
def test_what_cannot_be_done_is_one_line(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 1
    assert result.output.startswith("Error: ")


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("simulate", "courier-delay", "-n", "1", "--db", tmp_path / "file" / "below" / "curtain.db")
    assert result.exit_code == 1
    assert result.output == f"Error: {tmp_path / 'file' / 'below'}: Not a directory\n"


def test_the_schema_is_printed_as_json() -> None:
    printed = json.loads(run("schema").output)
    assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_preview_has_a_library_of_one_wherever_the_file_lies(tmp_path: Path) -> None:
    import scenarios

    (tmp_path / "ideas").mkdir()
    file = tmp_path / "ideas" / "draft.yaml"
    file.write_text(SKETCH, encoding="utf-8")
    (tmp_path / "ideas" / "other.yaml").write_text("broken: [", encoding="utf-8")
    stage = tmp_path / "stage"
    stage.mkdir()
    (entry,) = scenarios.library(preview.stage(file, stage))
    assert (entry.slug, entry.problems) == ("draft", ())


def test_the_signature_changes_with_each_save_and_with_files_beside(tmp_path: Path) -> None:
    file = put(tmp_path, "one")
    seen = [preview.signature(tmp_path)]
    file.write_text(SKETCH + "\n", encoding="utf-8")
    seen.append(preview.signature(tmp_path))
    (file.parent / "intro.md").write_text("Hello")
    seen.append(preview.signature(tmp_path))
    (file.parent / "intro.md").unlink()
    assert len({*seen, preview.signature(tmp_path / "one" / "nowhere")}) == 4
    assert preview.signature(tmp_path) == preview.signature(tmp_path)


def test_a_folder_that_holds_far_more_than_a_scenario_is_looked_at_in_no_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody may write their first scenario right in their home."""
    from scenarios import reading

    monkeypatch.setattr(reading, "MOST_STAMPED", 5)
    file = tmp_path / "draft.yaml"
    file.write_text(SKETCH, encoding="utf-8")
    for folder in range(3):
        for name in range(4):
            put(tmp_path / f"photos-{folder}", f"photo-{name}")
    assert len(reading.stamp(tmp_path)) == 5
    before = preview.signature(tmp_path)
    file.write_text(SKETCH + "\n", encoding="utf-8")
    assert preview.signature(tmp_path) != before


def test_a_preview_starts_a_server_of_its_own_with_a_key_that_signs_in(tmp_path: Path) -> None:
    from curtain import staff
    from curtain.engine import Engine
    from feedback_db import open_store

    file, said = put(tmp_path, "one"), []

    def server(environment: dict[str, str]) -> int:
        assert (environment[preview.SLUG], environment[preview.ARM]) == ("one", "with")
        house = Engine(open_store(Path(environment["CURTAIN_DB"])))
        key = said[0].split("key=")[1].split()[0]
        assert staff.sign_in(house, key)
        house.close()
        said.append(environment["CURTAIN_DB"])
        return 7

    assert previewing.show(file, "with", "http://127.0.0.1:1", False, said.append, server) == 7
    assert not Path(said[1]).exists()


def test_an_arm_that_is_not_there_is_told_before_the_server_starts(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"no arm 'wit'.*did you mean 'with'"):
        previewing.show(put(tmp_path, "one"), "wit", "http://127.0.0.1:1", False, print, lambda _: 0)
