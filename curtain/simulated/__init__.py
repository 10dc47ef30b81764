"""Simulated people: they walk through a scenario by the real engine, under clocks of their own, and are marked as such.

person     who somebody is: seeded traits, how they decide and learn
look       what they have before them, and what they do next
acting     what people do, a module for each family of screens
operators  who sits at the desk; passing: what happens by itself meanwhile
eyes       their screen, as they see it
inside     the engine within one transaction; walk: one visit in it; crowd: many visits
live       visits in real time, beside real people
rehearsal  a panel for them; command: `curtain simulate`
"""

from __future__ import annotations

from curtain.simulated.acting import Stuck
from curtain.simulated.crowd import people

__all__ = ["Stuck", "people"]
