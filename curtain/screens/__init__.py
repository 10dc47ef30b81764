"""The kinds of screens: one module per family says how they are drawn, what can be done on them, what they ask.

pages     consent, information, debrief, the end, what really happened
show      the product; chat: a conversation with it
annotate  boxes on a picture, read and compared in annotated
edit      a text to correct; rank: things to put in order; choose: one of two; embed: a prototype in a frame
forms     questions and questionnaires
"""

from __future__ import annotations

from curtain.kinds import KINDS
from curtain.screens.annotate import ANNOTATE
from curtain.screens.chat import CHAT
from curtain.screens.choose import CHOOSE
from curtain.screens.edit import EDIT
from curtain.screens.embed import EMBED
from curtain.screens.forms import FORMS
from curtain.screens.pages import PAGES
from curtain.screens.rank import RANK
from curtain.screens.show import SHOW

__all__ = ["KINDS"]

KINDS |= {**PAGES, **SHOW, **CHAT, **ANNOTATE, **EDIT, **RANK, **CHOOSE, **EMBED, **FORMS}
