"""Which screen a visitor gets: a participant the product, the staff their pages, anybody else nothing."""

from __future__ import annotations

import logging
from importlib import import_module
from urllib.parse import urlsplit

import streamlit as st

from curtain import staff
from curtain.house import engine
from curtain.staff import Role, Staff
from curtain.ui import product
from curtain.ui.pages import HOME, PAGES, ROLE_PAGES, Page

log = logging.getLogger(__name__)


def main() -> None:
    """Draw one run of the script."""
    token = st.query_params.get("k")
    if token:
        product.draw(token)
        return
    st.set_page_config(page_title="Curtain", page_icon=":material/theater_comedy:", layout="wide")
    me = staff.whoami(engine(), st.context.cookies.get(staff.COOKIE))
    if me is None:
        st.title("There is nothing here")
        st.write("Please open the full link that you were given.")
        return
    role = _role(me)
    st.session_state["me"], st.session_state["role"] = me, role
    pages = {"": _page(HOME, default=True), **{path: _page(PAGES[path], path) for path in ROLE_PAGES[role]}}
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()), position="top")
    _role_menu(me, role)
    try:
        chosen.run()
    except Exception as error:
        log.exception("the page %r failed", chosen.title)
        st.error(f"This page stumbled: {error}", icon=":material/error:")
        st.caption("Nothing that was saved is lost. The details are in the server's log; reloading may help.")


def _page(page: Page, path: str | None = None, *, default: bool = False) -> st.Page:  # type: ignore[valid-type]
    def draw() -> None:
        import_module(f"curtain.ui.pages.{page.module}").draw()

    return st.Page(draw, title=page.title, icon=page.icon, url_path=path, default=default)


def _role(me: Staff) -> Role:
    """The role that was chosen, else the first of theirs that has the page in the address."""
    chosen = st.session_state.get("role_choice") or st.session_state.get("role")
    if chosen in me.roles:
        return chosen  # type: ignore[no-any-return]
    path = urlsplit(st.context.url or "").path.strip("/")
    return next((role for role in me.roles if path in ROLE_PAGES[role]), me.roles[0])


def _role_menu(me: Staff, role: Role) -> None:
    if len(me.roles) == 1:
        return
    _, right = st.columns([5, 1])
    right.selectbox(
        "Working as",
        me.roles,
        index=me.roles.index(role),
        format_func=str.capitalize,
        key="role_choice",
        label_visibility="collapsed",
    )
