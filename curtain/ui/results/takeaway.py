"""What to take away: the figures, the tables behind them, and the labels for a real model."""

from __future__ import annotations

import tempfile
import zipfile
from functools import partial
from io import BytesIO
from pathlib import Path

import pandas as pd
import streamlit as st

from curtain.export.panels import export
from curtain.export.writers import FORMATS, Format
from curtain.ui.results.here import Here

NAMES: dict[Format, str] = {
    "csv": "CSV, for spreadsheets",
    "jsonl": "JSON Lines, for programs",
    "parquet": "Parquet, for pandas",
    "sqlite": "SQLite, for databases",
}


def draw(here: Here) -> None:
    """Draw the downloads, each made when asked for."""
    st.subheader("Data", anchor=False)
    st.write(
        "Everything that was counted, with order, arm, operator and times in each row, and what each column means. People"
        " are numbers, and nothing leads back to them."
    )
    if not here.words:
        st.caption("What people wrote is left out: this team keeps it from reviewers.")
    form = st.radio("Format", FORMATS, format_func=lambda form: NAMES[form], horizontal=True, key="format")
    with st.container(horizontal=True):
        _download("Figures", here, pd.DataFrame(here.results.estimates).to_csv(index=False), "figures.csv")
        _download("Tables", here, partial(_made, here, form), "tables.zip")
        if here.words:
            _download("Labels", here, partial(_made, here, form, as_labels=True), "labels.zip")
    if here.words:
        st.caption(
            "*Labels* are what participants and operators corrected: the beginning of the real model's data."
        )


def _made(here: Here, form: Format, *, as_labels: bool = False) -> bytes:
    with tempfile.TemporaryDirectory() as folder, here.engine.store.reading() as reading:
        place = Path(folder) / ("panel.sqlite" if form == "sqlite" else "panel")
        export(
            reading,
            here.panel.id,
            place,
            form,
            origin=here.panel.origin,
            words=here.words,
            as_labels=as_labels,
        )
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in [place] if place.is_file() else sorted(place.iterdir()):
                archive.write(file, file.name)
        return packed.getvalue()


def _download(title: str, here: Here, data: object, name: str) -> None:
    st.download_button(
        title,
        data,  # type: ignore[arg-type]
        f"{here.panel.id}-{name}",
        icon=":material/download:",
        on_click="ignore",
        key=f"download-{title}",
    )
