"""A panel as files: readable in each format, explained, and whole or not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from curtain.cli import main
from curtain.errors import CurtainError
from curtain.export.panels import Asked, dictionary, export
from curtain.export.writers import FORMATS, Format, write
from feedback_db.sheets import SHEETS, columns
from tests.engine.exported import everything, exported, place_of, read
from tests.house import Guest, House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house in which tests make panels of their own."""
    house = House(tmp_path_factory.mktemp("house") / "curtain.db")
    yield house
    house.close()


@pytest.fixture(scope="module")
def panel(house: House) -> str:
    """Somebody has finished, somebody else has just begun. Nobody comes to it any more."""
    return begun(house)


def begun(house: House) -> str:
    panel = house.panel()
    Guest(house, panel, "with-reason").finish()
    Guest(house, panel, "with-reason").to_first_parcel()
    return panel


# What is in it -----------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_every_row_and_says_what_its_columns_mean(
    house: House, panel: str, tmp_path: Path, form: Format
) -> None:
    place = place_of(tmp_path, form)
    done = exported(house, panel, place, Asked(form))
    with house.engine.store.reading() as reading:
        sessions = reading.sessions(panel)
        expected = {
            "sessions": len(sessions),
            "predictions": sum(len(reading.predictions_of(each.id)) for each in sessions),
            "events": sum(len(reading.events_of(each.id)) for each in sessions),
            "desk": len(reading.desk_actions(panel)),
            **{name: len(reading.table(panel, name[:-1])) for name in ("reactions", "answers", "messages")},
        }
    assert done == expected
    assert min(done["sessions"], done["predictions"], done["reactions"], done["answers"]) > 0
    for name in SHEETS:
        rows = read(place, form, name)
        assert len(rows) == expected[name]
        assert all(list(row) == list(columns(name)) for row in rows)
        assert all(str(row["participant"]) in {"1", "2"} for row in rows)
    if form == "sqlite":
        explained = {(row["table"], row["column"]) for row in read(place, form, "dictionary")}
        assert explained == {(name, column) for name in SHEETS for column in columns(name)}
    else:
        told = (place / "dictionary.md").read_text(encoding="utf-8")
        assert told == dictionary(Asked(form))
        assert all(f"| `{column}` | " in told for name in SHEETS for column in columns(name))


def test_every_row_says_who_where_in_what_order_by_whom_and_when() -> None:
    for name in SHEETS:
        told = columns(name)
        assert {"participant", "origin", "position", "arm", "period", "operator"} <= set(told)
        assert any(column == "at" or column.endswith("_at") for column in told)
        assert all(column.meaning for column in told.values())


def test_numbers_are_numbers_where_a_format_can(house: House, panel: str, tmp_path: Path) -> None:
    exported(house, panel, tmp_path / "out", Asked("parquet"))
    exported(house, panel, tmp_path / "out.sqlite", Asked("sqlite"))
    reactions = pd.read_parquet(tmp_path / "out" / "reactions.parquet")
    assert [str(reactions[name].dtype) for name in ("participant", "seconds")] == ["int64", "float64"]
    (row, *_) = read(tmp_path / "out.sqlite", "sqlite", "reactions")
    assert (row["participant"], row["seconds"]) == (1, 1.2)
    answers = read(tmp_path / "out.sqlite", "sqlite", "answers")
    assert {answer["value"] for answer in answers} == {3, "keep"}


def test_a_number_after_many_texts_is_not_lost(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[n, 1] for n in range(6_000)] + [[6_000, "one"], [6_001, 0.5]]
    for form in FORMATS:
        place = tmp_path / f"answers.{form}"
        assert write(form, place, "answers", {"n": "whole", "value": "any"}, rows) == 6_002
        last = [str(row["value"]) for row in read(place if form == "sqlite" else tmp_path, form, "answers")][
            -3:
        ]
        assert last == ["1", "one", "0.5"]


def test_json_is_nested_where_the_format_can(house: House, panel: str, tmp_path: Path) -> None:
    exported(house, panel, tmp_path / "a", Asked("jsonl"))
    exported(house, panel, tmp_path / "b", Asked("csv"))
    nested, flat = (
        read(tmp_path / "a", "jsonl", "predictions")[0],
        read(tmp_path / "b", "csv", "predictions")[0],
    )
    assert isinstance(nested["input"], dict)
    assert json.loads(flat["input"]) == nested["input"]
    assert flat["truth"] == nested["truth"]
    assert read(tmp_path / "b", "csv", "reactions")[0]["after"] == ""


def test_positions_count_in_the_order_of_time(house: House, panel: str, tmp_path: Path) -> None:
    exported(house, panel, tmp_path / "out", Asked("jsonl"))
    for name in ("predictions", "reactions", "events"):
        first = [row for row in read(tmp_path / "out", "jsonl", name) if row["participant"] == 1]
        assert [row["position"] for row in first] == list(range(1, len(first) + 1))
        times = [row.get("at") or row["requested_at"] for row in first]
        assert times == sorted(times)


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_panel_has_empty_tables(house: House, tmp_path: Path, form: Format) -> None:
    place = place_of(tmp_path, form)
    assert set(exported(house, house.panel(), place, Asked(form)).values()) == {0}
    assert read(place, form, "reactions") == []


def test_only_the_origin_that_was_asked_for(house: House, tmp_path: Path) -> None:
    panel = begun(house)
    Guest(house, panel)
    for origin, sessions in (("real", 1), ("preview", 2), (None, 3), ("test", 0)):
        done = exported(house, panel, tmp_path / f"{origin}", Asked("csv", origin))
        assert done["sessions"] == sessions


# Whole or not there -----------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_an_earlier_export_is_written_over_only_when_that_is_said(
    house: House, tmp_path: Path, form: Format
) -> None:
    panel, place = begun(house), place_of(tmp_path, form)
    exported(house, panel, place, Asked(form))
    Guest(house, panel)
    with house.engine.store.reading() as reading:
        with pytest.raises(CurtainError, match="--force"):
            export(reading, panel, place, Asked(form))
        assert len(read(place, form, "sessions")) == 2
        export(reading, panel, place, Asked(form), force=True)
    assert len(read(place, form, "sessions")) == 3
    assert [each for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_what_is_no_export_is_never_written_over(house: House, panel: str, tmp_path: Path) -> None:
    place = tmp_path / "mine"
    place.mkdir()
    (place / "thesis.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    database = Path(house.engine.store.path)  # type: ignore[attr-defined]
    with house.engine.store.reading() as reading:
        for target, form in (
            (place, "csv"),
            (place, "sqlite"),
            (tmp_path / "file", "csv"),
            (database, "sqlite"),
        ):
            with pytest.raises(CurtainError, match="choose another place"):
                export(reading, panel, target, Asked(form), force=True)  # type: ignore[arg-type]
        assert len(reading.sessions(panel)) == 2
    assert (place / "thesis.txt").read_text() == (tmp_path / "file").read_text() == "mine"


def test_a_folder_is_not_named_like_a_file(house: House, tmp_path: Path) -> None:
    with pytest.raises(CurtainError, match="name a folder"):
        exported(house, house.panel(), tmp_path / "out.csv", Asked("csv"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_failure_on_the_way_leaves_everything_as_it_was(
    house: House, panel: str, tmp_path: Path, form: Format
) -> None:
    place = place_of(tmp_path, form)
    exported(house, panel, place, Asked(form))
    before = everything(place, form)

    def breaks(sessions: Any) -> Iterator[Any]:
        yield next(iter(sessions))
        raise KeyboardInterrupt

    with house.engine.store.reading() as reading, pytest.raises(KeyboardInterrupt):
        export(reading, panel, place, Asked(form), force=True, track=breaks)
    assert everything(place, form) == before
    assert [each for each in tmp_path.iterdir() if each.name.startswith(".")] == []


# By command -----------------------------------------------------------------


def test_the_command_says_what_it_wrote_and_which_name_was_meant(
    house: House, panel: str, tmp_path: Path
) -> None:
    path = house.engine.store.path  # type: ignore[attr-defined]
    run = CliRunner().invoke(
        main, ["export", panel, "--origin", "preview", "--db", str(path), "-o", str(tmp_path / "out")]
    )
    assert run.exit_code == 0, run.output
    assert "2 sessions" in run.output
    wrong = CliRunner().invoke(main, ["export", f"{panel[:-1]}x", "--db", str(path)])
    assert wrong.exit_code == 1
    assert f"did you mean '{panel}'?" in wrong.output


def test_the_command_says_what_ids_mean(house: House, panel: str, tmp_path: Path) -> None:
    path = house.engine.store.path  # type: ignore[attr-defined]
    said = [
        "export",
        panel,
        "--origin",
        "all",
        "--db",
        str(path),
        "-o",
        str(tmp_path / "out"),
        "--with-ids",
    ]
    run = CliRunner().invoke(main, said)
    assert "leads back to people" in run.output
    assert (tmp_path / "out" / "sessions.csv").is_file()
    assert CliRunner().invoke(main, [*said, "--as", "labels"]).exit_code == 2
