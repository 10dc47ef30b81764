"""How often each tag was given, by arm, and how alike two people tagged."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import words
from curtain.analysis.words import TagCount
from curtain.quotes import Said
from curtain.ui.panel_parts import plain
from curtain.ui.results.here import Here

MOST = 8  # tags in the chart; the table has all


def draw(here: Here, said: Said) -> None:
    """A chart of the tags that most people got, the table with all of them, and the agreement; nothing without tags."""
    counts = words.tag_counts(said.quotes, said.remarks, here.results.arms)
    if counts:
        st.subheader("Tags by arm", anchor=False)
        st.caption(
            "People who said it at least once, of those who said anything. The lines are 95% intervals: with few people"
            " they are long."
        )
        shown = list(dict.fromkeys(each.tag for each in counts))[:MOST]
        st.altair_chart(
            charts.tags([each for each in counts if each.tag in shown], theme=here.theme), width="stretch"
        )
        st.table(_table(counts), border="horizontal")
    _agreement(said)


def _table(counts: list[TagCount]) -> pd.DataFrame:
    rows: dict[str, dict[str, str]] = {}
    for each in counts:
        rows.setdefault(plain(each.tag), {})[plain(each.arm)] = _cell(each)
    return pd.DataFrame.from_dict(rows, orient="index")


def _cell(count: TagCount) -> str:
    share = count.share
    if share.estimate is None:
        return "nobody said anything"
    told = f"{count.people} of {share.n}  \n{share.estimate:.0%}"
    if share.ci_lower is None or share.ci_upper is None:
        return f"{told}, {share.note}"
    return f"{told} [{100 * share.ci_lower:.0f}, {100 * share.ci_upper:.0f}]"


def _agreement(said: Said) -> None:
    found = words.alike(said.remarks)
    if not found:
        return
    st.markdown("**Do you agree?** Of the quotes that two of you have tagged or marked as read.")
    st.markdown("\n".join(f"- {plain(each.says)}" for each in found))
    st.caption("Kappa is agreement beyond chance: 0 is what guessing would give, 1 is always the same.")
