"""Looking at a panel while it fills: how large a difference must be at each look, so that looking costs nothing.

The error that may be made is spent as by O'Brien and Fleming: nearly none of it early. The boundaries come from
recursive integration (Armitage, McPherson and Rowe 1969) of the spending function of Lan and DeMets (1983).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

NODES = 400  # of the quadrature at each look; four digits hold from a hundred on
FARTHEST = 12.0  # standard deviations; nothing lies beyond
NOTHING = 1e-12  # an error rate too small to spend: such a look decides nothing, and leaves it to the next


def spent(fraction: float, alpha: float = 0.05) -> float:
    """How much of `alpha` (two-sided) may be spent when this share of the information is in (Lan and DeMets 1983)."""
    from scipy.stats import norm

    if fraction <= 0:
        return 0.0
    return float(4 * norm.sf(norm.isf(alpha / 4) / math.sqrt(min(1.0, fraction))))


def boundaries(fractions: Sequence[float], alpha: float = 0.05) -> list[float]:
    """The absolute z value to be reached at each look; `fractions` are the shares of the planned information.

    A look beyond all of it has nothing left to spend, and one at the very first people next to nothing: its boundary is
    infinite. Raises `ValueError` for fractions that do not grow.
    """
    if any(b <= a for a, b in zip([0.0, *fractions], fractions, strict=False)):
        raise ValueError("the share of information must grow from look to look")
    found: list[float] = []
    places, density, before = np.zeros(1), np.ones(1), 0.0
    for fraction in fractions:
        step = math.sqrt(fraction - before)
        budget = spent(fraction, alpha) - spent(before, alpha)
        if budget < NOTHING:
            found.append(math.inf)
            continue
        edge = _edge(places, density, step, budget)
        found.append(edge / math.sqrt(fraction))
        places, density = _on(places, density, edge, step)
        before = fraction
    return found


def levels(fractions: Sequence[float], alpha: float = 0.05) -> list[float]:
    """The p-value up to which each look decides: `boundaries` for t-tests, whose p-values know how few people are in
    (the significance level approach of Pocock 1977)."""
    from scipy.stats import norm

    return [float(2 * norm.sf(edge)) for edge in boundaries(fractions, alpha)]


def _on(places: Any, density: Any, edge: float, step: float) -> tuple[Any, Any]:
    """From the chances to be at `places` to those one step later, of who did not cross `edge`."""
    nodes, weights = _quadrature()
    inside = edge * nodes
    kernel = np.exp(-(((inside[:, None] - places[None, :]) / step) ** 2) / 2)
    return inside, edge * weights * (kernel @ density) / (step * math.sqrt(2 * math.pi))


@cache
def _quadrature() -> tuple[Any, Any]:
    return np.polynomial.legendre.leggauss(NODES)


def _edge(places: Any, density: Any, step: float, budget: float) -> float:
    """How far out the next step must end, so that no more than `budget` ends beyond: `density` are the chances to be at
    `places` without having crossed before."""
    from scipy.optimize import brentq
    from scipy.stats import norm

    def beyond(edge: float) -> float:
        outside = norm.sf((edge - places) / step) + norm.cdf((-edge - places) / step)
        return float((density * outside).sum()) - budget

    farthest = float(np.abs(places).max()) + FARTHEST * step
    return float(brentq(beyond, 0.0, farthest, xtol=1e-10))
