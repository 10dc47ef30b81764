"""What a panel's clean tables say: measures per person, per arm and between arms, with n and interval.

It is given pandas frames and a scenario, and knows neither the store nor the screens:

    frames = read_frames(lambda name: reading.table(panel.id, name, panel.origin))
    results = analyse(frames, Plan.of(scenario), origin=panel.origin, planned=panel.people)
"""

from curtain.analysis.figures import Difference, Estimate, People, Results
from curtain.analysis.frames import Frames, read_frames
from curtain.analysis.intervals import Interval
from curtain.analysis.measures import Measure
from curtain.analysis.plan import Plan
from curtain.analysis.results import analyse, per_person
from curtain.analysis.story import Happening, story

__all__ = [
    "Difference",
    "Estimate",
    "Frames",
    "Happening",
    "Interval",
    "Measure",
    "People",
    "Plan",
    "Results",
    "analyse",
    "per_person",
    "read_frames",
    "story",
]
