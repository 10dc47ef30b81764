"""The chance of each arm to be the best: to be shown, and never to decide by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from curtain.analysis.intervals import QUIETLY

DRAWS = 20_000


@QUIETLY
def chance_to_be_best(
    values: Mapping[str, Sequence[float]], *, less: bool = False, seed: int = 1
) -> dict[str, float] | None:
    """From one value per person and arm: the share of draws from the means' t distributions (flat priors) in which an
    arm is ahead. None where an arm has fewer than two people, or nothing varies,
    or the values lie too far apart.

    Whoever looks again and again will see 95% in a third of panels in which nothing differs.
    """
    known = {arm: np.asarray(list(each), dtype=np.float64) for arm, each in values.items()}
    known = {arm: each[np.isfinite(each)] for arm, each in known.items()}
    if len(known) < 2 or any(each.size < 2 for each in known.values()):
        return None
    if all(np.ptp(each) == 0 for each in known.values()):
        return None
    rng = np.random.default_rng(seed)
    draws = np.array(
        [
            each.mean() + rng.standard_t(each.size - 1, DRAWS) * each.std(ddof=1) / np.sqrt(each.size)
            for each in known.values()
        ]
    )
    if not np.isfinite(draws).all():
        return None
    best = (draws.argmin(axis=0) if less else draws.argmax(axis=0)).tolist()
    return {arm: best.count(place) / DRAWS for place, arm in enumerate(known)}
