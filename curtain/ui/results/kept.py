"""Choices of a page that the address keeps, so that a link shows the same."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from curtain.ui.results.here import Here


def chosen(name: str, titles: Mapping[str, str], label: str, usual: str | None = None) -> str:
    """Let the reader choose among `titles`, by name: at first what the address says, else `usual`, else the first."""
    key = _begun(name, titles, usual)
    made = st.selectbox(label, list(titles), format_func=lambda each: titles[each], key=key, width=280)
    st.query_params[name] = made
    return made


def pressed(name: str, titles: Mapping[str, str], label: str) -> str:
    """The same as a row of buttons, for few choices."""
    key, names = _begun(name, titles, None), list(titles)
    made = st.segmented_control(
        label,
        names,
        required=True,
        format_func=lambda each: titles[each],
        key=key,
        label_visibility="collapsed",
    )
    st.query_params[name] = made or names[0]
    return st.query_params[name]


def state(here: Here) -> tuple[object, ...]:
    """What the figures of a page go by: for the same, they are reckoned once, however many reviewers look."""
    return here.panel.id, here.up_to, here.excluded


def _begun(name: str, titles: Mapping[str, str], usual: str | None) -> str:
    key = f"explore-{name}"
    if st.session_state.get(key) not in titles:
        wanted = (st.query_params.get(name), usual)
        st.session_state[key] = next((each for each in wanted if each in titles), next(iter(titles)))
    return key
