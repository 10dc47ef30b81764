"""CSV that spreadsheets and statistics programs can open, and that does nothing by itself."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from feedback_db import NotFound, export, open_store
from tests.feedback_db.people import PANEL, Person, panel_created, write


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_defused(text: str) -> None:
    assert export.defused(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["delayed", "a=b", "", None, -1, 2.5, 0])
def test_everything_else_stays_as_it_is(cell: object) -> None:
    assert export.defused(cell) is cell


def test_a_table_is_exported_with_its_columns_and_one_line_for_each_row(store_path: Path) -> None:
    store = open_store(store_path)
    write(store, panel_created(), *Person(1).comes(), *Person(2).comes("simulated"))
    write(
        store, Person(1).reacts("comment", '=cmd|"/c calc"!A1'), Person(2).reacts("comment", "from a robot")
    )
    write(store, Person(1).answers(sus1=4), Person(1).asks("q"))
    with store.reading() as reading:
        text = export.csv(reading, PANEL, "reaction", "real")
        both = export.csv(reading, PANEL, "reaction")
        asked = export.csv(reading, PANEL, "prediction", "real")
        with pytest.raises(NotFound, match="'staff_key' is not a table of a panel"):
            export.csv(reading, PANEL, "staff_key")
    store.close()
    [row] = csv.DictReader(io.StringIO(text))
    assert row["value"] == '\'=cmd|"/c calc"!A1'
    assert (row["arm"], row["period"], row["warned"], row["trial"]) == ("short", "1", "1", "1")
    assert len(both.splitlines()) == 3
    assert '"{""weather"":""heavy snow""}"' in asked
