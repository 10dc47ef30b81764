"""The participant's page: nothing but the product."""

from __future__ import annotations

import logging

import streamlit as st

from curtain import doors, views
from curtain.house import engine
from curtain.ui import browser

log = logging.getLogger(__name__)

TROUBLE = ("Just a moment", "Something didn't work. Please reload this page; you will be where you left off.")


def draw(token: str) -> None:
    """Enter by the token, and hand the screen to the browser, which goes on from there over the live stream."""
    try:
        view = doors.enter(engine(), token).result()
    except Exception:
        log.exception("a participant's page failed")
        view = views.gone(*TROUBLE)
    st.set_page_config(page_title=view["title"], layout="wide")
    browser.screen(token, view)
