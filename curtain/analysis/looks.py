"""When a panel may be decided: once, when the planned number of people is in, or at the looks that were planned."""

from __future__ import annotations

from typing import NamedTuple

ALPHA = 0.05  # how often a panel in which nothing differs may end in a difference


class Look(NamedTuple):
    """One decision point, when `people` have finished: a p-value up to `level` decides there."""

    number: int
    people: int
    level: float
    last: bool


def looks(planned: int | None, count: int, comparisons: int) -> list[Look]:
    """The decision points on the way to `planned` people, evenly spaced; none without a planned number.

    With one look, `level` is for p-values that are corrected for the number of comparisons (Holm). With several, the
    chance of an error is spent along the way as by O'Brien and Fleming (Lan and DeMets 1983), shared evenly by the
    comparisons, and `level` is for p-values as they are.
    """
    if not planned:
        return []
    if count == 1:
        return [Look(1, planned, ALPHA, True)]
    from curtain.analysis.inference.sequential import levels

    people = [-(-planned * number // count) for number in range(1, count + 1)]
    found = levels([n / planned for n in people], alpha=ALPHA / max(1, comparisons))
    return [
        Look(number, n, level, n == planned)
        for number, (n, level) in enumerate(zip(people, found, strict=True), 1)
    ]
