"""Which arm the next person meets."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence


def choose(arms: Sequence[str], counts: Mapping[str, int], seed: str) -> str:
    """One of the arms with the fewest people (completed plus running); among equals, a draw that `seed` decides.

    While nobody drops out, arms never differ by more than one person. Raises `ValueError` without arms.
    """
    if not arms:
        raise ValueError("there is no arm to choose from")
    fewest = min(counts.get(arm, 0) for arm in arms)
    return random.Random(seed).choice([arm for arm in arms if counts.get(arm, 0) == fewest])
