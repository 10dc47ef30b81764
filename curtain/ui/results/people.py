"""Small panels: the people first, what each of them did and said, before any figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from curtain import quotes
from curtain.analysis import comparing
from curtain.analysis.quantities import Measure
from curtain.analysis.wording import number
from curtain.ui.panel_parts import plain
from curtain.ui.results.here import Here

SMALL = 20  # people, with fewer of whom a figure says less than a person
QUOTES = 6


def draw(here: Here) -> None:
    """One line for each person, with the way to their session, and some of what they said."""
    rows = here.study.counted
    st.subheader("The people", anchor=False)
    st.caption(
        "So few people are better read than counted. Open two or three sessions before you believe a figure; “cannot"
        " tell yet” is a good answer."
    )
    measure = next((each for each in here.study.measures if each.name == here.plan.primary), None)
    told = [_line(here, row, measure) for row in rows.to_dict("records")]
    st.dataframe(
        pd.DataFrame(told),
        hide_index=True,
        width="stretch",
        column_config={"session": st.column_config.LinkColumn("session", display_text="replay", width=80)},
    )
    if here.words:
        _said(here)


def _line(here: Here, row: Mapping[Any, Any], measure: Measure | None) -> dict[str, object]:
    began, ended = (pd.to_datetime(str(row[end]), utc=True) for end in ("started_at", "completed_at"))
    told = {
        "participant": row["number"],
        "arm": row["arm"],
        "minutes": round((ended - began).total_seconds() / 60, 1),
        "decisions": row["decisions"],
    }
    if measure is not None:
        value = row[measure.name]
        known = isinstance(value, float) and value == value
        told[measure.title.lower()] = (
            f"{number(value * comparing.factor(measure), measure.unit)} {measure.unit}" if known else "–"
        )
    return {**told, "session": f"?panel={here.panel.id}&view=replay&session={row['session']}"}


def _said(here: Here) -> None:
    """What was pinned, or else the longest things that people said."""
    with here.engine.store.reading() as reading:
        said = quotes.said(reading, here.panel, here.plan)
    chosen = said.pinned or sorted(said.quotes, key=lambda quote: len(quote.text), reverse=True)
    for quote in chosen[:QUOTES]:
        st.markdown(
            f"> “{plain(quote.text)}”  \n> Participant {quote.number}, {plain(quote.arm)}: {plain(quote.about)}"
        )
