"""Questionnaires: scores beside what others scored, whether the items go together, and item by item."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from curtain import charts
from curtain.analysis import wording
from curtain.analysis.questionnaires import Questionnaire, Scale, Score, goes_together, questionnaires
from curtain.ui.panel_parts import plain
from curtain.ui.results import for_slides
from curtain.ui.results.here import Here
from curtain.ui.results.kept import state


def draw(here: Here) -> None:
    """Each questionnaire with its scores."""
    found = _found(state(here), here)
    if not found:
        st.info("Nobody has answered a questionnaire yet.")
    for each in found:
        _one(here, each)


def _one(here: Here, found: Questionnaire) -> None:
    st.markdown(f"**{plain(found.instrument.title)}**")
    main, *others = found.scales
    _chart(here, main)
    st.table(_scores(main, found), border="horizontal")
    if main.alpha:
        st.caption(
            f"Do the items go together? {plain(goes_together(main.alpha)).capitalize()} (Cronbach's alpha)."
        )
    if others:
        st.table(_parts(others), border="horizontal")
    with st.expander("Item by item, and where it comes from"):
        st.caption("The mean of each arm, as people answered; nothing is turned round here.")
        shown = found.items.map(lambda value: wording.number(value, ""), na_action="ignore")
        st.table(shown.fillna(wording.NOTHING).rename(index=plain), border="horizontal")
        for source in filter(None, (found.instrument.source, found.instrument.note, _benchmark(found))):
            st.caption(plain(source))


def _chart(here: Here, scale: Scale) -> None:
    """Each arm as in a forest plot, with a line at what is typical elsewhere."""
    marks = [
        charts.Mark(
            each.found.arm,
            charts.people(each.found.n),
            *(each.found.estimate, each.found.ci_lower, each.found.ci_upper),
            _words(each),
            each.found.arm == here.results.baseline,
        )
        for each in scale.scores
    ]
    title = f"{scale.measure.title} ({scale.measure.unit})"
    said = "; ".join(f"{mark.arm}: {mark.words}" for mark in marks)
    for_slides.shown(here, partial(charts.forest, marks, title, line=scale.typical), title, said)


def _words(score: Score) -> str:
    return wording.estimate(score.found) if score.found.estimate is not None else "cannot tell"


def _scores(scale: Scale, found: Questionnaire) -> pd.DataFrame:
    rows = {each.found.arm: _row(each, found.alike.get(each.found.arm)) for each in scale.scores}
    table = pd.DataFrame.from_dict(rows, orient="index")
    return table[[name for name in table if any(table[name])]]


def _row(each: Score, alike: tuple[int, int] | None) -> dict[str, str]:
    return {
        "people": str(each.found.n),
        "score": wording.estimate(each.found),
        "beside others": each.standing.says if each.standing else "",
        "made of": each.made_of,
        "items go together": goes_together(each.alpha) if each.alpha and each.found.n else "",
        "answered all alike": f"{alike[0]} of {alike[1]}" if alike else "",
        "note": each.found.note,
    }


def _parts(scales: list[Scale]) -> pd.DataFrame:
    """Subscales: a row for each, a column for each arm."""
    rows = {
        plain(scale.measure.title): {
            each.found.arm: _words(each) + (f"  \n{each.standing.says}" if each.standing else "")
            for each in scale.scores
        }
        for scale in scales
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def _benchmark(found: Questionnaire) -> str:
    scoring = found.instrument.scoring
    return f"What others scored: {scoring.benchmark.source}" if scoring and scoring.benchmark else ""


@st.cache_data(max_entries=32, show_spinner=False)
def _found(key: tuple[object, ...], _here: Here) -> list[Questionnaire]:  # noqa: ARG001 (the key)
    return questionnaires(_here.study, _here.plan)
