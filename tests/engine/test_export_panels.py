"""A panel as files: readable in each format, whole or not there, and nobody to be found in it."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from curtain.cli import main
from curtain.errors import CurtainError
from curtain.export.panels import dictionary, export
from curtain.export.writers import FORMATS, Format, defused, write
from feedback_db.tidy import SHEETS
from tests.engine.changed import guest_of, house_of
from tests.house import Guest, House


@pytest.fixture
def house(store_path: Path) -> Iterator[House]:
    house = House(store_path)
    yield house
    house.close()


def filled(house: House) -> str:
    panel = house.panel()
    Guest(house, panel).finish()
    Guest(house, panel).to_first_parcel()
    return panel


def read(place: Path, form: Format, table: str) -> list[dict[str, Any]]:
    if form == "csv":
        with (place / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if form == "jsonl":
        lines = (place / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
    if form == "parquet":
        return list(pd.read_parquet(place / f"{table}.parquet").to_dict("records"))
    with sqlite3.connect(place) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(f"SELECT * FROM {table}")]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_has_every_row_and_says_what_its_columns_mean(
    house: House, tmp_path: Path, form: Format
) -> None:
    panel, place = filled(house), tmp_path / "out"
    with house.engine.store.reading() as reading:
        done = export(reading, panel, place, form)
        expected = {name: reading.rows_of(panel, name) for name in SHEETS}
    assert done.rows == expected
    for name, sheet in SHEETS.items():
        rows = read(place, form, name)
        assert len(rows) == expected[name]
        assert all(list(row) == list(sheet.columns) for row in rows)
        assert all(int(row["participant"]) in {1, 2} for row in rows)
    if form == "sqlite":
        assert len(read(place, form, "dictionary")) == sum(len(sheet.columns) for sheet in SHEETS.values())
    else:
        assert (place / "dictionary.md").read_text(encoding="utf-8") == dictionary()


def test_json_is_nested_where_the_format_can(house: House, tmp_path: Path) -> None:
    panel = filled(house)
    with house.engine.store.reading() as reading:
        export(reading, panel, tmp_path / "a", "jsonl")
        export(reading, panel, tmp_path / "b", "csv")
    nested, flat = (
        read(tmp_path / "a", "jsonl", "predictions")[0],
        read(tmp_path / "b", "csv", "predictions")[0],
    )
    assert isinstance(nested["input"], dict)
    assert json.loads(flat["input"]) == nested["input"]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_leads_back_to_anybody(house: House, tmp_path: Path, form: Format) -> None:
    panel, place = filled(house), tmp_path / "out"
    with house.engine.store.reading() as reading:
        export(reading, panel, place, form)
        secrets = {link.token for link in reading.links(panel)}
        secrets |= {cell for who in reading.participants(panel) for cell in (who.id, who.token)}
        secrets |= {session.id for session in reading.sessions(panel)}
        secrets |= {
            each.id for session in reading.sessions(panel) for each in reading.predictions_of(session.id)
        }
    files = [place] if place.is_file() else list(place.iterdir())
    written = b"".join(file.read_bytes() for file in files)
    assert not [secret for secret in secrets if secret.encode() in written]


def test_operators_are_counted_and_not_named(tmp_path: Path) -> None:
    rows = [{"operator": 1, "provenance": "{}"}]
    assert write("csv", tmp_path / "a.csv", "a", ["operator", "provenance"], rows) == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["delayed", "a=b", "", None, -1, 2.5, 0])
def test_everything_else_stays_as_it_is(cell: object) -> None:
    assert defused(cell) is cell


def test_a_formula_is_defused(tmp_path: Path) -> None:
    write("csv", tmp_path / "a.csv", "a", ["text"], [{"text": "=1+1"}, {"text": -5}])
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == "text\n'=1+1\n-5\n"


WRITTEN = """flow:
  - form: About you
    id: about
    fields: {town: {text: Where do you live?}}
  - {end: Bye.}
"""


@pytest.mark.parametrize("form", FORMATS)
def test_without_words_nothing_that_somebody_wrote_is_in_it(tmp_path: Path, form: Format) -> None:
    house = house_of(tmp_path, WRITTEN)
    guest = guest_of(house)
    guest.act("answer", answers={"town": "Kleinweiler"})
    assert guest.panel
    with house.engine.store.reading() as reading:
        for words in (True, False):
            place = tmp_path / f"out-{words}"
            export(reading, guest.panel.id, place, form, words=words)
            values = [row["value"] for row in read(place, form, "answers")]
            assert (values == ["Kleinweiler"]) is words
    house.close()


def test_what_is_there_is_not_written_over_by_mistake(house: House, tmp_path: Path) -> None:
    panel, place = filled(house), tmp_path / "out"
    place.mkdir()
    (place / "mine.txt").write_text("mine")
    with house.engine.store.reading() as reading:
        with pytest.raises(CurtainError, match="--force"):
            export(reading, panel, place, "csv")
        assert (place / "mine.txt").exists()
        export(reading, panel, place, "csv", force=True)
    assert not (place / "mine.txt").exists()


def test_a_failure_on_the_way_leaves_everything_as_it_was(house: House, tmp_path: Path) -> None:
    panel, place = filled(house), tmp_path / "out"

    def breaks(rows: Any) -> Iterator[Any]:
        yield next(iter(rows))
        raise KeyboardInterrupt

    with house.engine.store.reading() as reading, pytest.raises(KeyboardInterrupt):
        export(reading, panel, place, "csv", track=breaks)
    assert list(tmp_path.glob("out*")) == list(tmp_path.glob(".out*")) == []


def test_what_was_corrected_makes_a_labelled_data_set(house: House, tmp_path: Path) -> None:
    panel = house.panel("person")
    with house.engine.store.reading() as reading:
        assert export(reading, panel, tmp_path / "none", "jsonl", as_labels=True).rows == {"labels": 0}


EDITED = """data: {note: {rows: 1, columns: {heard: {values: [the cat sat]}}}}
mocks: {wrong: {kind: fixed, output: {text: the hat sat}}}
features:
  transcript: {task: automatic-speech-recognition, truth: heard, model_sees: [], played_by: wrong, show_after: 0 s}
flow:
  - each: note
    steps: [{edit: transcript, id: correct, title: Correct it., done: Send it}]
  - {end: Bye.}
"""


def test_a_corrected_text_is_a_label(tmp_path: Path) -> None:
    house = house_of(tmp_path, EDITED)
    guest = guest_of(house)
    guest.wait(1)
    guest.act("done", value="the cat sat")
    assert guest.panel
    with house.engine.store.reading() as reading:
        export(reading, guest.panel.id, tmp_path / "labels", "jsonl", as_labels=True)
    (row,) = read(tmp_path / "labels", "jsonl", "labels")
    house.close()
    assert (row["shown"]["text"], row["correction"], row["truth"]) == (
        "the hat sat",
        "the cat sat",
        "the cat sat",
    )
    assert (row["corrected_by"], row["feature"]) == ("participant", "transcript")


def test_the_command_says_what_it_wrote_and_which_name_was_meant(house: House, tmp_path: Path) -> None:
    panel = filled(house)
    path = house.engine.store.path  # type: ignore[attr-defined]
    run = CliRunner().invoke(main, ["export", panel, "--db", str(path), "-o", str(tmp_path / "out")])
    assert run.exit_code == 0, run.output
    assert "2 sessions" in run.output
    wrong = CliRunner().invoke(main, ["export", f"{panel[:-1]}x", "--db", str(path)])
    assert wrong.exit_code == 1
    assert f"did you mean '{panel}'?" in wrong.output
