"""Which of two people prefer: evidence that does not wear out, however often somebody looks."""

from __future__ import annotations

import math
from typing import NamedTuple

from curtain.analysis.intervals import Interval, share_of_people

ENOUGH = 20.0  # as much evidence is met by chance in fewer than one of twenty panels, looks at every person included


class Preferred(NamedTuple):
    """`yes` of `n` people preferred the first; `e` is how much more likely that is if people do prefer one."""

    yes: int
    n: int
    e: float
    interval: Interval

    @property
    def share(self) -> float:
        return self.yes / self.n if self.n else 0.5

    @property
    def decides(self) -> bool:
        return self.e >= ENOUGH


def preferred(yes: int, n: int) -> Preferred:
    """The evidence against indifference: a uniform mixture of shares beside one half (an exact e-value; Ville 1939,
    Ramdas et al. 2023). Who prefers neither is in neither number. Raises `ValueError` for more than all."""
    from scipy.special import betaln

    if not 0 <= yes <= n:
        raise ValueError(f"{yes} of {n} people is impossible")
    logarithm = float(betaln(1 + yes, 1 + n - yes)) + n * math.log(2)
    return Preferred(yes, n, math.exp(min(logarithm, 700.0)), share_of_people(yes, n))
