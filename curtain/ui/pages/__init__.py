"""The staff's screens, one module each, and which role has which.

This list is all that the rest of the server knows of them: what is not in it does not exist as an address.
"""

from __future__ import annotations

from typing import NamedTuple

from curtain.staff import Role


class Page(NamedTuple):
    """A screen: the module in this folder that draws it, its title, and an icon from Streamlit's own set."""

    module: str
    title: str
    icon: str


HOME = Page("home", "Home", ":material/home:")

PAGES: dict[str, Page] = {
    "panels": Page("panels", "Panels", ":material/groups:"),
    "beside": Page("beside", "Try it out", ":material/splitscreen_right:"),
    "operator": Page("operator", "Desk", ":material/support_agent:"),
    "results": Page("results", "Results", ":material/bar_chart:"),
}

ROLE_PAGES: dict[Role, tuple[str, ...]] = {
    "designer": ("panels", "beside", "results"),
    "operator": ("operator",),
    "reviewer": ("results",),
}
