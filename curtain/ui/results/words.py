"""Words: what people said, to be searched, tagged, and pinned to the report."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

import pandas as pd
import streamlit as st

from curtain import quotes
from curtain.analysis import words
from curtain.analysis.words import KINDS, Quote
from curtain.errors import CurtainError
from curtain.quotes import Said
from curtain.staff import Staff
from curtain.ui.panel_parts import plain
from curtain.ui.results.here import Here

PAGE = 20  # quotes at once


def draw(here: Here) -> None:
    """Draw what people said, with what reviewers made of it."""
    if not here.words:
        st.info("This team keeps what people wrote from reviewers.")
        return
    with here.engine.store.reading() as reading:
        said = quotes.said(reading, here.panel, here.plan)
    if not said.quotes:
        st.info("Nobody has said anything in their own words yet.")
        return
    found = _chosen(here, said)
    st.caption(f"{len(found)} of {len(said.quotes)} quotes · {len(said.pinned)} pinned to the report")
    _page(here, said, found)
    _counts(here, said)


def _chosen(here: Here, said: Said) -> list[Quote]:
    query = st.text_input("Search", placeholder="Words that occur, in any order", key="query")
    tags = sorted({each.tag for each in said.remarks if each.kind == "tag"})
    with st.container(horizontal=True):
        arms = st.multiselect("Arm", here.results.arms, key="word-arms", width=240)
        kinds = st.multiselect(
            "Kind", list(KINDS), format_func=lambda kind: KINDS[kind], key="word-kinds", width=280
        )
        tagged = st.multiselect("Tag", tags, key="word-tags", width=240)
        pinned = st.toggle("Pinned only", key="word-pinned")
    by_quote, pins = words.tags_of(said.remarks), {quote.id for quote in said.pinned}
    return [
        quote
        for quote in words.search(said.quotes, query or "")
        if (not arms or quote.arm in arms)
        and (not kinds or quote.kind in kinds)
        and (not tagged or set(tagged) & by_quote.get(quote.id, set()))
        and (not pinned or quote.id in pins)
    ]


def _page(here: Here, said: Said, found: list[Quote]) -> None:
    pages = max(1, -(-len(found) // PAGE))
    page = st.pagination(pages, key="word-page") if pages > 1 else 1
    me: Staff = st.session_state["me"]
    tags = sorted({each.tag for each in said.remarks if each.kind == "tag"})
    pins = {quote.id for quote in said.pinned}
    for quote in found[PAGE * (page - 1) : PAGE * page]:
        mine = [
            each.tag
            for each in said.remarks
            if each.quote == quote.id and each.kind == "tag" and each.staff == me.id
        ]
        others = [
            each
            for each in said.remarks
            if each.quote == quote.id and each.kind == "tag" and each.staff != me.id
        ]
        with st.container(border=True, gap="xsmall", key=f"quote-{quote.id}"):
            address = f"?panel={here.panel.id}&view=replay&session={quote.session}"
            where = f"{quote.about}, trial {quote.trial}" if quote.trial else quote.about
            st.caption(f"[Participant {quote.number}]({address}) · {plain(quote.arm)} · {plain(where)}")
            st.markdown(f"“{plain(quote.text)}”")
            with st.container(horizontal=True, vertical_alignment="center"):
                _tags(here, me, quote, mine, tags)
                _pin(here, me, quote, on=quote.id in pins)
            if others:
                told = ", ".join(f"{each.tag} ({each.name})" for each in others)
                st.caption(f"Colleagues: {plain(told)}")


def _tags(here: Here, me: Staff, quote: Quote, mine: list[str], known: list[str]) -> None:
    key = f"tags-{quote.id}"

    def change() -> None:
        wanted = st.session_state[key]
        for word in wanted:
            if word not in mine:
                _try(partial(quotes.tag, here.engine, me, quote, word))
        for word in mine:
            if word not in wanted:
                _try(partial(quotes.untag, here.engine, me, quote, word))

    st.multiselect(
        "Tags",
        sorted({*known, *mine}),
        default=mine,
        key=key,
        on_change=change,
        accept_new_options=True,
        placeholder="Tag it",
        label_visibility="collapsed",
    )


def _pin(here: Here, me: Staff, quote: Quote, *, on: bool) -> None:
    def press() -> None:
        _try(partial(quotes.pin, here.engine, me, quote, on=not on))

    icon = ":material/keep_off:" if on else ":material/keep:"
    st.button("Unpin" if on else "Pin", icon=icon, key=f"pin-{quote.id}", on_click=press)


def _try(do: Callable[[], Future[None]]) -> None:
    try:
        do().result(10)
    except CurtainError as error:
        st.toast(str(error), icon=":material/error:")


def _counts(here: Here, said: Said) -> None:
    """How many people of each arm said something with each tag, and how alike two people tagged."""
    counts = words.tag_counts(said.quotes, said.remarks, here.results.arms)
    if not counts:
        return
    st.subheader("Tags by arm", anchor=False)
    st.caption("People who said it at least once, of those who said anything.")
    rows: dict[str, dict[str, str]] = {}
    for each in counts:
        share = each.share
        bounds = (
            ""
            if share.ci_lower is None
            else f" [{100 * share.ci_lower:.0f}, {100 * (share.ci_upper or 0):.0f}]"
        )
        cell = "–" if share.estimate is None else f"{each.people} of {share.n}: {share.estimate:.0%}{bounds}"
        rows.setdefault(plain(each.tag), {})[each.arm] = cell
    st.table(pd.DataFrame.from_dict(rows, orient="index"), border="horizontal")
    for pair in words.alike(said.remarks):
        st.markdown(f"- {plain(pair.says)}")
