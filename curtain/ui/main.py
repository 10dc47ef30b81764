"""Which screen a visitor gets: a participant the product, the staff their pages, anybody else nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import cast
from urllib.parse import urlsplit

import streamlit as st

from curtain import staff
from curtain.house import engine
from curtain.staff import Role, Staff
from curtain.ui import product
from curtain.ui.pages import AS, HOME, ICON, PAGES, ROLE_PAGES, Page

log = logging.getLogger(__name__)

LOOK = Path(__file__).parent / "shell" / "staff.css"


def main() -> None:
    """Draw one run of the script."""
    token = st.query_params.get("k")
    if token:
        product.draw(token)
        return
    me = staff.whoami(engine(), st.context.cookies.get(staff.COOKIE))
    st.set_page_config(page_title="Curtain" if me else "Welcome", page_icon=ICON, layout="wide")
    if me is None:
        st.title("There is nothing here")
        st.write("Please open the full link that you were given.")
        return
    _warm_up()
    role = _role(me)
    st.session_state["me"], st.session_state["role"] = me, role
    st.html(LOOK)
    pages = {"": _page(HOME, default=True), **{path: _page(PAGES[path], path) for path in ROLE_PAGES[role]}}
    st.session_state["pages"] = pages
    sections = {"": list(pages.values())}
    if len(me.roles) > 1:
        sections[f"As {role}"] = [_switch(other) for other in me.roles if other != role]
    chosen = st.navigation(sections, position="top")
    if role != me.roles[0] and st.query_params.get("as") != role:
        st.query_params["as"] = role
    try:
        chosen.run()
    except Exception as error:
        log.exception("the page %r failed", chosen.title)
        st.error(f"This page stumbled: {error}", icon=":material/error:")
        st.caption("Nothing that was saved is lost. The details are in the server's log; reloading may help.")


@cache
def _warm_up() -> None:
    """Read scipy from disk while the first page is looked at: that takes seconds, and Results needs it."""
    Thread(target=import_module, args=("statsmodels.stats.proportion",), daemon=True).start()


def _page(page: Page, path: str | None = None, *, default: bool = False) -> st.Page:
    def draw() -> None:
        import_module(f"curtain.ui.pages.{page.module}").draw()

    return st.Page(draw, title=page.title, icon=page.icon, url_path=path, default=default)


def _switch(role: Role) -> st.Page:
    """An entry of the role menu: go on as somebody else."""
    path = f"{AS}{role}"

    def go() -> None:
        st.session_state["chosen_role"] = role
        st.rerun()

    go.__name__ = path
    draw: Callable[[], None] = go
    return st.Page(draw, title=f"Go on as {role}", icon=":material/swap_horiz:", url_path=path)


def _role(me: Staff) -> Role:
    """The role that was chosen, here or in the address, else the first of theirs that has this page."""
    for chosen in (st.session_state.get("chosen_role"), st.query_params.get("as")):
        if chosen in me.roles:
            return cast(Role, chosen)
    path = urlsplit(st.context.url or "").path.strip("/")
    return next((role for role in me.roles if path in ROLE_PAGES[role]), me.roles[0])
