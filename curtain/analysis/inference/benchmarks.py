"""What published scores say about a score: in which band it lies, and whether it is told apart from the typical one.

The bands and typical scores stand with each questionnaire (`scenarios/instruments`), with their sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from curtain.analysis.intervals import CANNOT_TELL, Interval


class Standing(NamedTuple):
    """The band of a mean score, and those of the ends of its 95% interval (None: below all bands, or unknown).

    `says` is a sentence's part, such as "good, maybe above average" or "above the 68 that is typical".
    """

    band: str | None
    lowest: str | None
    highest: str | None
    says: str


def standing(score: Interval, bands: Mapping[str, float], typical: float | None = None) -> Standing:
    """Where a score stands; `bands` go by the score from which on each begins."""
    if score.estimate is None:
        return Standing(None, None, None, score.note or f"{CANNOT_TELL}: no data yet")
    places = [score.estimate, score.ci_lower, score.ci_upper]
    band, lowest, highest = (None if place is None else _band(place, bands) for place in places)
    parts = [_banded(score, bands)] if bands else []
    parts += [_beside(score, typical)] if typical is not None else []
    return Standing(band, lowest, highest, "; ".join(parts))


def _band(score: float, bands: Mapping[str, float]) -> str | None:
    begun = [name for name, start in sorted(bands.items(), key=lambda each: each[1]) if score >= start]
    return begun[-1] if begun else None


def _banded(score: Interval, bands: Mapping[str, float]) -> str:
    first = min(bands, key=lambda name: bands[name])

    def named(place: float) -> str:
        return _band(place, bands) or f"under {first!r}"

    assert score.estimate is not None
    if score.ci_lower is None or score.ci_upper is None:
        return f"{named(score.estimate)} ({score.note})"
    ends = [named(end) for end in (score.ci_lower, score.ci_upper)]
    others = [end for end in dict.fromkeys(ends) if end != named(score.estimate)]
    return named(score.estimate) + (f", maybe {' or '.join(others)}" if others else "")


def _beside(score: Interval, typical: float) -> str:
    told = f"the {typical:g} that is typical"
    if score.ci_lower is None or score.ci_upper is None:
        return f"whether it differs from {told} nobody can tell yet"
    if score.ci_lower > typical:
        return f"above {told}"
    return f"below {told}" if score.ci_upper < typical else f"not told apart from {told}"
