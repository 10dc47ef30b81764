"""The reviewer's charts, in Altair and our theme, for pages and files alike.

Place and shape carry the meaning; colour never does alone.
"""

from curtain.charts.arms import course, funnel
from curtain.charts.forest import Mark, against_baseline, arms_of, forest, scores
from curtain.charts.ink import people
from curtain.charts.levels import curve, heat
from curtain.charts.power import power
from curtain.charts.shares import sent
from curtain.charts.spread import spread
from curtain.charts.tags import tags

__all__ = [
    "Mark",
    "against_baseline",
    "arms_of",
    "course",
    "curve",
    "forest",
    "funnel",
    "heat",
    "people",
    "power",
    "scores",
    "sent",
    "spread",
    "tags",
]
