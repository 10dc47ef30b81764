"""The data dictionary keeps step with the schema, and its page with the dictionary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from feedback_db import dictionary, rows
from feedback_db.migrations import MIGRATIONS
from feedback_db.rows import Shape

PAGE = Path(__file__).parents[2] / "docs" / "data.md"


@pytest.fixture
def schema() -> Iterator[dict[str, list[str]]]:
    database = Database(memory=True)
    MIGRATIONS.apply(database)
    yield {
        table.name: [column.name for column in table.columns]
        for table in database.tables
        if table.name != MIGRATIONS.migrations_table
    }
    database.close()


def test_every_column_has_its_meaning_and_no_other_has(schema: dict[str, list[str]]) -> None:
    told = {table: list(meaning.columns) for table, meaning in dictionary.TABLES.items()}
    assert {table: sorted(columns) for table, columns in told.items()} == {
        table: sorted(columns) for table, columns in schema.items()
    }


def test_rows_have_the_columns_of_their_tables(schema: dict[str, list[str]]) -> None:
    shapes = [shape for shape in vars(rows).values() if isinstance(shape, Shape)]
    assert len(shapes) >= 12
    for shape in shapes:
        assert sorted(shape.columns) == sorted(schema[shape.table]), shape.table


def test_meanings_are_sentences() -> None:
    for meaning in dictionary.TABLES.values():
        for text in (meaning.rows, *meaning.columns.values()):
            assert text.endswith((".", "…")), text
            assert "|" not in text


def test_the_page_is_the_dictionary() -> None:
    assert PAGE.read_text(encoding="utf-8") == dictionary.page(), (
        "make it anew: python -m feedback_db.dictionary > docs/data.md"
    )
