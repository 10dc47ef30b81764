"""The kinds of screens: one module per family says how they are drawn, what can be done on them, what they ask.

pages     consent, information, debrief, the end, what really happened
show      the product
forms     questions and questionnaires
"""

from __future__ import annotations

from curtain.kinds import KINDS
from curtain.screens.forms import FORMS
from curtain.screens.pages import PAGES
from curtain.screens.show import SHOW

__all__ = ["KINDS"]

KINDS |= {**PAGES, **SHOW, **FORMS}
