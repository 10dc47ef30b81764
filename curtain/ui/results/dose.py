"""How good the model must be: the sentence, the curve, and the levels one by one."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from curtain.analysis import wording
from curtain.analysis.dose import Dose, Level
from curtain.analysis.quantities import Measure
from curtain.ui import charts
from curtain.ui.panel_parts import plain
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
            st.altair_chart(charts.curve(dose, title, theme=here.theme), width="stretch", alt=dose.sentence)
        st.table(_table(dose.levels, dose.measure), border="horizontal")
        if dose.beside:
            words = "; ".join(f"{each.arm}: {wording.estimate(each)}" for each in dose.beside)
            st.caption(f"Beside them, the arms that this does not reach: {words}")
    if cells is not None and not cells.empty:
        first, second = cells.columns[:2]
        st.markdown(f"**{plain(found[0].measure.title)} by {plain(first)} and {plain(second)}**")
        st.altair_chart(charts.heat(cells, found[0].measure.title, theme=here.theme), width="stretch")
        st.table(cells.pivot(index=first, columns=second, values="words"), border="horizontal")


def _table(levels: tuple[Level, ...], measure: Measure) -> pd.DataFrame:
    rows = {
        each.label: {
            measure.title: wording.estimate(each.found),
            "people": str(each.found.n),
            "followed when right": _percent(each.followed_right),
            "followed when wrong": _percent(each.followed_wrong),
            "ignored when right": _percent(each.overrode_right),
            "d′": "" if each.d_prime is None else f"{each.d_prime:.2f}",
        }
        for each in levels
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table[[name for name in table if any(table[name])]]


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}%"
