"""Exports read back: the rows of a table in any format, and all that was written."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from curtain.export.panels import Asked, export
from curtain.export.writers import Format
from tests.house import House


def place_of(folder: Path, form: Format) -> Path:
    return folder / ("out.sqlite" if form == "sqlite" else "out")


def read(place: Path, form: Format, table: str) -> list[dict[str, Any]]:
    if form == "csv":
        with (place / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if form == "jsonl":
        lines = (place / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
    if form == "parquet":
        return list(pq.read_table(place / f"{table}.parquet").to_pylist())
    with sqlite3.connect(place) as db:
        db.row_factory = sqlite3.Row
        return [dict(row) for row in db.execute(f"SELECT * FROM {table}")]


def everything(place: Path, form: Format) -> str:
    """All that is written, without compression."""
    if form == "parquet":
        return "".join(pd.read_parquet(file).to_json() for file in place.glob("*.parquet"))
    files = [place] if place.is_file() else list(place.iterdir())
    return "".join(file.read_bytes().decode("utf-8", "replace") for file in files)


def exported(house: House, panel: str, place: Path, asked: Asked) -> dict[str, int]:
    with house.engine.store.reading() as reading:
        return dict(export(reading, panel, place, asked).rows)
