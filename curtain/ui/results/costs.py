"""Costs: what a person cost in each arm, beside the baseline, and what that is made of."""

from __future__ import annotations

import streamlit as st

from curtain.analysis import tabled
from curtain.analysis.spending import Spending
from curtain.ui.panel_parts import plain


def draw(found: Spending | None) -> None:
    """The sentences, then a row for each arm and a column for each thing that has a price."""
    if found is None:
        return
    st.subheader("Costs", anchor=False)
    for sentence in found.sentences:
        st.markdown(f"**{plain(sentence)}**")
    unit = f"{found.currency} per person"
    st.table(tabled.spent(found), border="horizontal")
    st.caption(f"In {plain(unit)}, by the prices of the scenario: the mean of everybody who finished.")
