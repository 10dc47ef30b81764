"""What a measure is: a name, words, a scale, and one number per person and arm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import pandas as pd

from curtain.analysis.frames import PERSON, Evidence

Scale = Literal["share", "count", "score", "time"]
Group = Literal["decisions", "cases", "experience", "health"]
PerPerson = Callable[[Evidence], "pd.Series[float]"]


class Measure(NamedTuple):
    """One measure. `unit` is that of an arm's estimate, `unit_of_difference` that of two arms compared.

    Values lie between `low` and `high` (in `unit`). `more` and `less` are said of a positive and a negative
    difference. `binary`: each person has one yes or no.
    """

    name: str
    title: str
    plain: str
    scale: Scale
    group: Group
    unit: str
    unit_of_difference: str
    low: float | None = 0.0
    high: float | None = None
    more: str = "more"
    less: str = "fewer"
    binary: bool = False


def titled(name: str) -> str:
    """ "Right decisions" for `right_decisions`."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def a_share(name: str, title: str, words: str, group: Group) -> Measure:
    """A measure in percent."""
    return Measure(name, title, words, "share", group, "%", "percentage points", high=100.0)


def a_count(name: str, title: str, words: str, unit: str = "per person") -> Measure:
    """A measure that counts."""
    return Measure(name, title, words, "count", "experience", unit, unit)


def a_time(name: str, title: str, words: str) -> Measure:
    """A measure in seconds; arms are compared by their ratio."""
    return Measure(name, title, words, "time", "experience", "s", "times", more="longer", less="shorter")


def a_score(name: str, title: str, words: str, low: float | None, high: float | None) -> Measure:
    """A measure on a scale of its own, of which `high` is the upper end."""
    unit = "points" if high is None else f"of {high:g}"
    return Measure(name, title, words, "score", "experience", unit, "points", low, high)


def mean_per_person(rows: pd.DataFrame, value: str) -> pd.Series[float]:
    """The mean of `value` per person: people who met more trials weigh no more than others."""
    known = rows.dropna(subset=[value])
    found: pd.Series[float] = (
        known.assign(**{value: known[value].astype(float)}).groupby(PERSON)[value].mean()
    )
    return found
