"""How good the model must be: the sentence, the curve, and the levels one by one."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import wording
from curtain.analysis.dose import Dose, Level
from curtain.analysis.quantities import Measure
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here


def draw(here: Here, found: list[Dose], cells: pd.DataFrame | None) -> None:
    """Each factor with its sentence, its curve, and a table; two factors as a heat map too."""
    if not found:
        return
    st.subheader("How good must the model be?", anchor=False)
    for dose in found:
        st.markdown(f"**{plain(dose.sentence)}**")
        if dose.reached.curve:
            title = f"{dose.measure.title} ({dose.measure.unit})"
            named = f"{dose.measure.title} by {dose.factor.name} {dose.crossed}".strip()
            for_slides.shown(here, partial(charts.curve, dose, title), named, dose.sentence)
            st.caption(_legend(dose))
        st.table(_table(dose), border="horizontal")
    if cells is not None and not cells.empty:
        first, second = cells.columns[:2]
        title = f"{found[0].measure.title} by {first} and {second}"
        st.markdown(f"**{plain(title)}**")
        for_slides.shown(here, partial(charts.heat, cells, found[0].measure.title), title, title)
        st.table(cells.pivot(index=first, columns=second, values="words"), border="horizontal")


def _legend(dose: Dose) -> str:
    """How to read the curve, with the arms that were taken together."""
    parts = [
        "Points are what people did, with 95% intervals; the line is the curve through them, with its band."
    ]
    if dose.target is not None:
        parts.append("The dashed line is what was asked for.")
    if dose.beside:
        parts.append("Dotted lines are arms without this factor.")
    if len(dose.factor.by_arm) > len(dose.levels):
        parts.append("All arms with the same level are taken together.")
    return " ".join(parts)


def _table(dose: Dose) -> pd.DataFrame:
    rows = {each.label: _row(each, dose.measure) for each in dose.levels}
    rows |= {
        each.arm: {dose.measure.title: wording.estimate(each), "people": str(each.n)} for each in dose.beside
    }
    table = pd.DataFrame.from_dict(rows, orient="index").fillna("")
    return table[[name for name in table if any(table[name])]]


def _row(level: Level, measure: Measure) -> dict[str, str]:
    return {
        measure.title: wording.estimate(level.found),
        "people": str(level.found.n),
        "followed when right": _percent(level.followed_right),
        "followed when wrong": _percent(level.followed_wrong),
        "ignored when right": _percent(level.overrode_right),
        "told right from wrong (d′)": "" if level.d_prime is None else wording.number(level.d_prime, "times"),
    }


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}%"
