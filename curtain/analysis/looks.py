"""When a panel may be decided: once, when the planned number of people is in, or at the looks that were planned."""

from __future__ import annotations

from typing import NamedTuple

ALPHA = 0.05  # how often a panel in which nothing differs may end in a difference
FEWEST = 10  # people in each arm for an early look: tests of fewer err more often than they say


class Look(NamedTuple):
    """One decision point, when `people` have finished: a p-value up to `level` decides there."""

    number: int
    people: int
    level: float
    last: bool


def looks(planned: int | None, count: int, comparisons: int, arms: int = 1) -> list[Look]:
    """The decision points on the way to `planned` people, evenly spaced; none without a planned number. `arms` share
    the people among them (1: everybody meets every arm); looks at too few in each of them are left out.

    With one look, `level` is for p-values that are corrected for the number of comparisons (Holm). With several, the
    chance of an error is spent along the way as by O'Brien and Fleming (Lan and DeMets 1983), shared evenly by the
    comparisons, and `level` is for p-values as they are.
    """
    if not planned:
        return []
    if count == 1:
        return [Look(1, planned, ALPHA, True)]
    from curtain.analysis.inference.sequential import levels

    evenly = (-(-planned * number // count) for number in range(1, count + 1))
    people = [n for n in evenly if n >= FEWEST * arms or n == planned]
    found = levels([n / planned for n in people], alpha=ALPHA / max(1, comparisons))
    return [
        Look(number, n, level, n == planned)
        for number, (n, level) in enumerate(zip(people, found, strict=True), 1)
    ]
