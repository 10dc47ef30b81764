"""What to take away: the report, a link to the verdict, the tables behind it, and labels for a real model."""

from __future__ import annotations

import tempfile
import zipfile
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st

from curtain import shares
from curtain.export.panels import Asked, export
from curtain.export.writers import FORMATS, Format
from curtain.ledger import ledger
from curtain.report.gather import gather
from curtain.report.page import html
from curtain.ui import addresses
from curtain.ui.panel_parts import plain
from curtain.ui.results.here import Here

NAMES: dict[Format, str] = {
    "csv": "CSV, for spreadsheets",
    "jsonl": "JSON Lines, for programs",
    "parquet": "Parquet, for pandas",
    "sqlite": "SQLite, for databases",
}


def draw(here: Here) -> None:
    """Draw the downloads, each made when asked for, and the links."""
    st.subheader("Report", anchor=False)
    st.write(
        "One file with the question, the prototype, the results, the quotes that were pinned, and the methods."
    )
    _download("Report", here, partial(_report, here), "report.html")
    _links(here)
    st.subheader("Data", anchor=False)
    st.write(
        "Everything that was counted, with order, arm, operator and times in each row, and what each column means."
        " People are numbers, and nothing leads back to them."
    )
    if not here.words:
        st.caption("What people wrote is left out: this team keeps it from reviewers.")
    form = st.radio("Format", FORMATS, format_func=lambda form: NAMES[form], horizontal=True, key="format")
    with st.container(horizontal=True):
        _download("Figures", here, pd.DataFrame(here.results.estimates).to_csv(index=False), "figures.csv")
        _download("Tables", here, partial(_made, here, form), "tables.zip")
        if here.words:
            _download("Labels", here, partial(_made, here, form, labels=True), "labels.zip")
    if here.words:
        st.caption(
            "*Labels* are what participants and operators corrected: the beginning of the real model's data."
        )


def _links(here: Here) -> None:
    """Links to the verdict for people without a key."""
    st.subheader("Show somebody the verdict", anchor=False)
    st.write("A link opens the verdict and nothing else, for as long as you say. Nobody has to sign in.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.selectbox("For", shares.DAYS, format_func=_days, index=1, key="share-days", width=160)
        if st.button("Make a link", icon=":material/link:", key="share"):
            token = shares.share(here.engine, st.session_state["me"], here.panel.id, days)
            st.session_state["shared"] = here.panel.id, token
    panel, token = st.session_state.get("shared", ("", ""))
    if panel == here.panel.id:
        st.code(f"{addresses.here()}{shares.UNDER}{token}", language=None)
        st.caption("It is shown this once.")
    for row in shares.open_links(here.engine, here.panel.id):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"Made by {plain(row.name)}, open until {row.expires_at[:16].replace('T', ' at ')} UTC"
            )
            if st.button("Take it back", key=f"unshare-{row.hash[:8]}"):
                shares.take_back(here.engine, row.hash)
                st.rerun()


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _report(here: Here) -> str:
    found = gather(here.engine, ledger(here.engine).counted(here.panel.id), words=here.words)
    return html(here.engine, found)


def _made(here: Here, form: Format, *, labels: bool = False) -> bytes:
    with tempfile.TemporaryDirectory() as folder, here.engine.store.reading() as reading:
        place = Path(folder) / ("panel.sqlite" if form == "sqlite" else "panel")
        asked = Asked(form, here.panel.origin, words=here.words, labels=labels)
        export(reading, here.panel.id, place, asked)
        packed = Path(folder) / "packed.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in [place] if place.is_file() else sorted(place.iterdir()):
                archive.write(file, file.name)
        return packed.read_bytes()


def _download(title: str, here: Here, data: object, name: str) -> None:
    st.download_button(
        title,
        data,  # type: ignore[arg-type]
        f"{here.panel.id}-{name}",
        icon=":material/download:",
        on_click="ignore",
        key=f"download-{title}",
    )
