"""The operator's desk: what one person needs to play a model for eight people.

leases        who holds a request, and who may
holding       claim it, give it back, hand it over
answering     answer it, take the answer back, put it off kindly
twice         a share of requests is answered by a second operator, blind
taking_over   an operator plays a running session in place of its mocks
shifts        operators come, pause and go; what they practise first
forms, lines  a request as the console draws it
console       the whole console
"""

from __future__ import annotations

from curtain.desk.answering import answer, flag, keep_reply, retract, say_hold
from curtain.desk.console import close_doors, standing, view
from curtain.desk.forms import SURENESS
from curtain.desk.holding import beat, claim, expire, give_back, hand_over
from curtain.desk.leases import LEASE, Draft, Operator
from curtain.desk.lines import variant
from curtain.desk.taking_over import give_over, take_over

__all__ = [
    "LEASE",
    "SURENESS",
    "Draft",
    "Operator",
    "answer",
    "beat",
    "claim",
    "close_doors",
    "expire",
    "flag",
    "give_back",
    "give_over",
    "hand_over",
    "keep_reply",
    "retract",
    "say_hold",
    "standing",
    "take_over",
    "variant",
    "view",
]
