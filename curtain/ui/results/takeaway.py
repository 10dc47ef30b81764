"""What to take away: the figures, and the tables behind them."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from curtain.ui.results.here import Here
from feedback_db.export import csv

TABLES = {
    "events": "event",
    "reactions": "reaction",
    "answers": "answer",
    "predictions": "prediction",
    "sessions": "session",
}


def draw(here: Here) -> None:
    """Draw the downloads, each made when asked for."""
    st.subheader("Data", anchor=False)
    with st.container(horizontal=True):
        _download("figures", here, pd.DataFrame(here.results.estimates).to_csv(index=False))
        for name, table in TABLES.items():
            _download(name, here, partial(_csv, here, table))


def _csv(here: Here, table: str) -> str:
    with here.engine.store.reading() as reading:
        return "".join(csv(reading, here.panel.id, table, here.panel.origin))


def _download(name: str, here: Here, data: object) -> None:
    st.download_button(
        name.capitalize(),
        data,  # type: ignore[arg-type]
        f"{here.panel.id}-{name}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"download-{name}",
    )
