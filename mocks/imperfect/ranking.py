"""Rankings that are wrong on purpose: places are shaken until the mean NDCG is the one asked for."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from mocks.contract import Request
from mocks.imperfect.misfit import misfit
from mocks.quantities import Share

MOST = 1000  # ids in one ranking
SAMPLE = 12000  # ids in all orders of the sample on which the noise is tuned …
ORDERS = (40, 1500)  # … but never fewer or more orders than these
HALVINGS = 14  # of the search for the noise: to 1/16384 of a half turn
BEST_GRADE = 4  # of a plain list's first id

Gains = tuple[float, ...]


class Ranking(BaseModel):
    """Settings for the task `ranking`. `ndcg` is the mean over many draws; with `top`, of the first so many places,
    and only these are given.

    NDCG = DCG / DCG of the right order, DCG = Σ gain / log2(1 + place), place from 1; after K. Järvelin and
    J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), with the discount that has become usual.
    The gain is the relevance. For a plain list of ids the relevance is 2^g - 1, where the grade g falls evenly from 4
    at the first to 0 at the last.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ndcg: Share
    top: int | None = Field(default=None, ge=1, le=MOST)

    def spoil(self, truth: Any, request: Request) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """[{"id", "score"}, …] and the NDCG of this draw. Scores fall from 1, at the steepest to 0.

        `truth` is the right order, as a list of ids, or {id: relevance}. Raises `MockError` when it is neither,
        or when no order of these ids has so low an NDCG.
        """
        ids, gains = _ordered(truth, request)
        shown = min(self.top or len(ids), len(ids))
        lowest = _lowest(gains, shown)
        if self.ndcg < lowest - 1e-9:
            raise misfit(
                request,
                f"ids that can be ranked with an NDCG of {self.ndcg:g}",
                truth,
                f"even their reverse order has {lowest:.3f}; ask for more, or rank more ids",
            )
        keys = _keys(len(ids), _turn(gains, shown, self.ndcg), random.Random(f"{request.seed}/ranking"))
        order = sorted(range(len(ids)), key=keys.__getitem__)
        best = keys[order[0]]
        width = (keys[order[-1]] - best) or 1.0
        output = [{"id": ids[at], "score": round(1 - (keys[at] - best) / width, 4)} for at in order[:shown]]
        return output, {
            "ndcg": round(_ndcg(gains, order, shown), 6),
            "target": self.ndcg,
            "moved": sum(at != place for place, at in enumerate(order[:shown])),
        }


def _keys(count: int, turn: float, draw: random.Random) -> list[float]:
    """What the ids are sorted by: their right place, turned by an angle into noise. At 0 the order is right, at
    a quarter turn (π/2) it is pure chance, at a half turn it is reversed."""
    signal, noise, chance = math.cos(turn) / max(count - 1, 1), math.sin(turn), draw.random
    # The difference of two even draws is bell-shaped enough, and cheaper than a normal one.
    return [signal * place + noise * (chance() - chance()) for place in range(count)]


@lru_cache(maxsize=256)
def _turn(gains: Gains, shown: int, target: float) -> float:
    """The angle at which the mean NDCG is `target`, found by halving on a fixed sample of noise. The same noise
    at every angle makes the mean a smooth function of the angle."""
    if target >= 1:
        return 0.0
    count = len(gains)
    least, most = ORDERS
    low, high = 0.0, math.pi
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        draw = random.Random("ranking/the fixed sample")
        orders = max(least, min(most, SAMPLE // count))
        total = 0.0
        for _ in range(orders):
            keys = _keys(count, middle, draw)
            total += _ndcg(gains, sorted(range(count), key=keys.__getitem__), shown)
        low, high = (middle, high) if total / orders > target else (low, middle)
    return (low + high) / 2


def _ndcg(gains: Gains, order: Sequence[int], shown: int) -> float:
    """The NDCG of an order of places in `gains`, which falls and starts above 0."""
    discounts, ideal = _ideal(gains, shown)
    return sum([gains[at] * discount for at, discount in zip(order, discounts, strict=False)]) / ideal


@lru_cache(maxsize=256)
def _ideal(gains: Gains, shown: int) -> tuple[tuple[float, ...], float]:
    discounts = tuple(1 / math.log2(place + 2) for place in range(shown))
    return discounts, sum(map(float.__mul__, gains, discounts))


@lru_cache(maxsize=256)
def _lowest(gains: Gains, shown: int) -> float:
    return _ndcg(gains, range(len(gains) - 1, -1, -1), shown)


@lru_cache(maxsize=64)
def _grades(count: int) -> Gains:
    return tuple(2 ** (BEST_GRADE * (count - 1 - place) / max(count - 1, 1)) - 1 for place in range(count))


def _ordered(truth: Any, request: Request) -> tuple[list[str], Gains]:
    """The ids in the right order, and their gains, falling."""
    if not isinstance(truth, list | tuple | dict) or not 1 < len(truth) <= MOST:
        raise misfit(request, f"from 2 to {MOST} ids in the right order, or {{id: relevance}},", truth)
    if any(isinstance(name, bool) or not isinstance(name, str | int) for name in truth):
        raise misfit(request, "texts or whole numbers as ids", truth)
    ids = [name if isinstance(name, str) else f"{name}" for name in truth]
    if len(set(ids)) < len(ids):
        raise misfit(request, "ids that are all different", truth)
    if not isinstance(truth, dict):
        return ids, _grades(len(ids))
    relevances = list(truth.values())
    if any(isinstance(r, bool) or not isinstance(r, int | float) or not 0 <= r <= 1e12 for r in relevances):
        raise misfit(request, "a relevance from 0 to 1e12 for each id", truth)
    if not any(relevances):
        raise misfit(request, "at least one id with a relevance above 0", truth)
    order = sorted(range(len(ids)), key=relevances.__getitem__, reverse=True)
    return [ids[at] for at in order], tuple(float(relevances[at]) for at in order)
