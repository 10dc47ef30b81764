"""Panels that send people where more comes of it: what is believed of each arm, and who was sent where."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import wording
from curtain.analysis.bandit import Bandit, SoFar
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here

WARNING = """
**What these figures may not be used for.** People were not sent by chance alone. An arm that began badly got few people
and never had the time to mend that, so it looks worse than it is, and the difference to it larger. Do not ship by these
figures, do not compare them with another panel, and do not take the chance to be best for a test: it gets high for some
arm at some time even where all are alike. Use them to find the two arms that are worth a panel with equal shares.
"""


def draw(here: Here, found: Bandit | None) -> None:
    """The sentence and the warning, what is believed of each arm, and how the shares went."""
    if found is None:
        return
    st.subheader("People are sent where more comes of it", anchor=False)
    st.markdown(f"**{plain(found.sentence)}**")
    st.warning(WARNING, icon=":material/warning:")
    title = f"{found.measure.title} ({found.measure.unit})"
    marks = [_mark(each, found.measure.unit) for each in found.arms]
    believed = "; ".join(f"{mark.arm}: {mark.words}" for mark in marks)
    for_slides.shown(here, partial(charts.forest, marks, title), f"What is believed of {title}", believed)
    st.table(_table(found), border="horizontal")
    st.caption(
        "What the computer believed when it sent people: the truth lies in the brackets with 95% probability, if it"
        " held every value for equally likely before it saw any."
    )
    if found.sent:
        sent = "; ".join(f"{one.arrivals}: {one.arm} {one.share:.0%}" for one in found.sent)
        for_slides.shown(here, partial(charts.sent, found.sent), "Who was sent where", sent)
        st.table(_shares(found), border="horizontal")


def _mark(each: SoFar, unit: str) -> charts.Mark:
    return charts.Mark(
        each.arm, charts.people(each.people), each.middle, each.lower, each.upper, _words(each, unit)
    )


def _words(each: SoFar, unit: str) -> str:
    if each.middle is None or each.lower is None or each.upper is None:
        return "cannot tell"
    low, high = (wording.number(end, unit) for end in (each.lower, each.upper))
    middle = wording.number(each.middle, unit)
    return f"{middle}% [{low}, {high}]" if unit == "%" else f"{middle} {unit} [{low}, {high}]"


def _table(found: Bandit) -> pd.DataFrame:
    rows = {
        each.arm: {
            found.measure.title: _words(each, found.measure.unit),
            "people who finished": str(each.people),
            "chance to be best": _percent(each.best),
            "chance of the next person": _percent(each.next),
        }
        for each in found.arms
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _shares(found: Bandit) -> pd.DataFrame:
    rows: dict[str, dict[str, str]] = {each.arm: {} for each in found.arms}
    for one in found.sent:
        rows[one.arm][one.arrivals] = f"{one.share:.0%} ({one.people})"
    return pd.DataFrame.from_dict(rows, orient="index")


def _percent(chance: float | None) -> str:
    return "too early" if chance is None else f"{chance:.0%}"
