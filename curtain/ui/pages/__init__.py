"""The staff's screens, one module each, and which role has which.

This list is all that the rest of the server knows of them: what is not in it does not exist as an address.
"""

from __future__ import annotations

from typing import NamedTuple

from curtain.preview import slug as previewed
from curtain.staff import ROLES, Role


class Page(NamedTuple):
    """A screen: the module in this folder that draws it, its title, and an icon from Streamlit's own set."""

    module: str
    title: str
    icon: str


AS = "as-"  # the addresses of the role menu: as-designer, as-operator, as-reviewer

# Drawn here, as Streamlit fetches its own icons for the tab from far away.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#6b3fa0" d="M3 4h26v4H3z"/>'
    '<path fill="#9a6fd0" d="M5 8h9c0 9-2 15-9 20zm22 0h-9c0 9 2 15 9 20z"/></svg>'
)

HOME = (
    Page("preview", "Preview", ":material/visibility:")
    if previewed()  # a server that was started to look at one scenario
    else Page("home", "Home", ":material/home:")
)

PAGES: dict[str, Page] = {
    "panels": Page("panels", "Panels", ":material/groups:"),
    "beside": Page("beside", "Try it out", ":material/splitscreen_right:"),
    "operator": Page("operator", "Desk", ":material/support_agent:"),
    "practice": Page("practice", "Practice", ":material/school:"),
    "watch": Page("watch", "Watch", ":material/preview:"),
    "results": Page("results", "Results", ":material/bar_chart:"),
}

ROLE_PAGES: dict[Role, tuple[str, ...]] = {
    "designer": ("panels", "beside", "watch", "results"),
    "operator": ("operator", "practice", "watch"),
    "reviewer": ("watch", "results"),
}

ADDRESSES = frozenset({*PAGES, *(f"{AS}{role}" for role in ROLES)})
