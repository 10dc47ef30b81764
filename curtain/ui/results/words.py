"""Words: what people said, to be searched, read, tagged, and pinned to the report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from html import escape
from typing import NamedTuple

import streamlit as st

from curtain import quotes, staff
from curtain.analysis import words
from curtain.analysis.words import KINDS, Quote
from curtain.errors import CurtainError
from curtain.quotes import Said
from curtain.staff import Staff
from curtain.ui.panel_parts import plain
from curtain.ui.results import tagged
from curtain.ui.results.here import Here
from feedback_db.remarks import RemarkRow

PAGE = 30  # quotes at once


class Desk(NamedTuple):
    """Who reads, what there is to read, and what was made of it: all tags, what is pinned, what those who tag are
    called, and the remarks about each quote."""

    here: Here
    me: Staff
    said: Said
    tags: list[str]
    pins: set[str]
    names: dict[str, str]
    remarks: dict[str, list[RemarkRow]]

    def mine(self, quote: Quote) -> list[str]:
        """The tags that the reader gave."""
        return [each.tag for each in self._by_me(quote) if each.kind == "tag"]

    def is_read(self, quote: Quote) -> bool:
        """Whether the reader has tagged it, or marked it as read."""
        return any(each.kind in {"tag", "read"} for each in self._by_me(quote))

    def _by_me(self, quote: Quote) -> list[RemarkRow]:
        return [each for each in self.remarks.get(quote.id, []) if each.staff == self.me.id]


def draw(here: Here) -> None:
    """Draw what people said, with what reviewers made of it."""
    if not here.words:
        st.info("This team keeps what people wrote from reviewers.")
        return
    desk = _desk(here)
    if not desk.said.quotes:
        st.info("Nobody has said anything in their own words yet. It appears here as soon as somebody does.")
        _notes(here)
        return
    query, found = _chosen(desk)
    read = sum(desk.is_read(quote) for quote in desk.said.quotes)
    st.caption(
        f"{len(found)} of {len(desk.said.quotes)} quotes · {read} read by you · "
        f"{len(desk.pins)} pinned to the report"
    )
    _page(desk, query, found)
    tagged.draw(here, desk.said)
    _notes(here)


def _desk(here: Here) -> Desk:
    """As it stands now. What was read before is kept by this browser's session; a draft's questions may change."""
    key = f"said-{here.panel.id}"
    before = st.session_state.get(key) if here.panel.version else None
    with here.engine.store.reading() as reading:
        said = st.session_state[key] = quotes.said(reading, here.panel, here.plan, before)
    remarks: defaultdict[str, list[RemarkRow]] = defaultdict(list)
    for each in said.remarks:
        remarks[each.quote].append(each)
    tags = sorted({each.tag for each in said.remarks if each.kind == "tag"})
    me: Staff = st.session_state["me"]
    pins, names = {quote.id for quote in said.pinned}, words.names_of(said.remarks)
    return Desk(here, me, said, tags, pins, names, dict(remarks))


def _chosen(desk: Desk) -> tuple[str, list[Quote]]:
    """What was looked for, and the quotes that fit it and the filter."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="line-words"):
        query = st.text_input(
            "Search", placeholder="Words that occur, in any order", key="query", type="search", live=True
        )
        with st.popover("Filter", icon=":material/filter_list:"):
            fits = _filter(desk)
        with st.popover("Your name", icon=":material/badge:"):
            _name(desk)
    return query or "", [quote for quote in words.search(desk.said.quotes, query or "") if fits(quote)]


def _filter(desk: Desk) -> Callable[[Quote], bool]:
    said = desk.said.quotes
    arms = st.multiselect("Arm", desk.here.results.arms, key="word-arms")
    kinds = st.multiselect("Kind", list(KINDS), format_func=KINDS.__getitem__, key="word-kinds")
    about = st.multiselect("Question or step", sorted({quote.about for quote in said}), key="word-about")
    tags = st.multiselect("Tag", desk.tags, key="word-tags")
    people = st.multiselect(
        "Participant", sorted({quote.number for quote in said}), format_func=str, key="word-people"
    )
    pinned = st.toggle("Pinned only", key="word-pinned")
    unread = st.toggle("Not read by you", key="word-unread")
    by_quote = words.tags_of(desk.said.remarks)
    return lambda quote: (
        (not arms or quote.arm in arms)
        and (not kinds or quote.kind in kinds)
        and (not about or quote.about in about)
        and (not tags or not by_quote.get(quote.id, set()).isdisjoint(tags))
        and (not people or quote.number in people)
        and (not pinned or quote.id in desk.pins)
        and not (unread and desk.is_read(quote))
    )


def _name(desk: Desk) -> None:
    def change() -> None:
        try:
            st.session_state["me"] = staff.rename(desk.here.engine, desk.me, st.session_state["my-name"])
        except CurtainError as error:
            st.toast(str(error), icon=":material/error:")

    st.text_input("Colleagues see your tags with this name", desk.me.name, key="my-name", on_change=change)


def _page(desk: Desk, query: str, found: list[Quote]) -> None:
    pages = -(-len(found) // PAGE)
    if not found:
        st.info("Nothing fits. Try fewer words, or take something out of the filter.")
    page = min(st.pagination(pages, key="word-page"), pages) if pages > 1 else 1
    for quote in found[PAGE * (page - 1) : PAGE * page]:
        with st.container(border=True, gap="xsmall", key=f"quote-{quote.id}"):
            _quote(desk, quote, query)


def _quote(desk: Desk, quote: Quote, query: str) -> None:
    address = f"?panel={desk.here.panel.id}&view=replay&session={quote.session}"
    if quote.event is not None:
        address += f"&at={quote.event}"
    where = f"{quote.about}, trial {quote.trial}" if quote.trial else quote.about
    st.caption(f"[Participant {quote.number}]({address}) · {plain(quote.arm)} · {plain(where)}")
    st.html(_text(quote.text, query))
    with st.container(horizontal=True, vertical_alignment="center"):
        _tags(desk, quote)
        _buttons(desk, quote)
    others = [
        f"{each.tag} ({desk.names[each.staff]})"
        for each in desk.remarks.get(quote.id, [])
        if each.kind == "tag" and each.staff != desk.me.id
    ]
    if others:
        st.caption(f"Colleagues: {plain(', '.join(others))}")


def _text(text: str, query: str) -> str:
    """Their words as text, whatever they hold, with what was looked for marked."""
    pieces = words.marked(text, query)
    told = "".join(f"<mark>{escape(piece)}</mark>" if hit else escape(piece) for piece, hit in pieces)
    return f'<p class="said">{told}</p>'


def _tags(desk: Desk, quote: Quote) -> None:
    key, mine = f"tags-{quote.id}", desk.mine(quote)
    spelled = {words.folded(tag): tag for tag in desk.tags}

    def change() -> None:
        """The same word in another spelling is the same tag; what could not be written does not stay."""
        tidied = (quotes.tidy(word) for word in st.session_state[key])
        wanted = list(dict.fromkeys(spelled.get(words.folded(word), word) for word in tidied))
        st.session_state[key] = wanted
        for word in sorted({*wanted} ^ {*mine}):
            on = word in wanted
            _try(partial(quotes.tag, desk.here.engine, desk.me, quote, word, on=on), {key: mine})

    st.multiselect(
        "Tags",
        sorted({*desk.tags, *mine}),
        default=mine,
        key=key,
        on_change=change,
        accept_new_options=True,
        placeholder="Tag it",
        label_visibility="collapsed",
    )


def _buttons(desk: Desk, quote: Quote) -> None:
    """To mark it as read where no tag fits, and to pin it."""
    engine, me = desk.here.engine, desk.me
    if not desk.mine(quote):
        read = desk.is_read(quote)
        st.button(
            "Read" if read else "No tag",
            icon=":material/done:" if read else ":material/label_off:",
            help="Press again if you have not." if read else "You have read it, and no tag fits.",
            key=f"read-{quote.id}",
            on_click=_try,
            args=(partial(quotes.read, engine, me, quote, on=not read),),
        )
    pinned = quote.id in desk.pins
    st.button(
        "Unpin" if pinned else "Pin",
        icon=":material/keep_off:" if pinned else ":material/keep:",
        key=f"pin-{quote.id}",
        on_click=_try,
        args=(partial(quotes.pin, engine, me, quote, on=not pinned),),
    )


def _try(do: Callable[[], Future[None]], otherwise: Mapping[str, object] | None = None) -> None:
    """Do it, or say why not; the widgets then stand as in `otherwise`."""
    try:
        do().result(10)
    except CurtainError as error:
        st.session_state.update(otherwise or {})
        st.toast(str(error), icon=":material/error:")


def _notes(here: Here) -> None:
    """What those noted who looked on, apart from what participants said."""
    with here.engine.store.reading() as reading:
        found = quotes.notes(reading, here.panel)
    if not found:
        return
    with st.expander(f"Notes of those who looked on ({len(found)})"):
        st.caption(
            "By the team, about a session. What operators said after their shifts stands under *Decision*."
        )
        for note in found:
            address = f"?panel={here.panel.id}&view=replay&session={note.session}&at={note.event}"
            st.caption(f"{plain(note.by)} on [participant {note.number}]({address}) · {plain(note.place)}")
            st.html(_text(note.text, ""))
