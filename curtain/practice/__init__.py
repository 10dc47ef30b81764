"""Practice: before the first shift an operator answers simulated people on the same scenario, at the real console.

runs   what there is to practise, a run from its beginning to its result, and who plays without
marks  an answer beside what the rules say
stage  the simulated people who ask, and the end of a run
"""

from __future__ import annotations

from curtain.practice.marks import Mark
from curtain.practice.runs import (
    Offer,
    Progress,
    Result,
    Run,
    begin,
    give_up,
    going_on,
    is_over,
    lacking,
    latest,
    offers,
    progress,
)

__all__ = [
    "Mark",
    "Offer",
    "Progress",
    "Result",
    "Run",
    "begin",
    "give_up",
    "going_on",
    "is_over",
    "lacking",
    "latest",
    "offers",
    "progress",
]
