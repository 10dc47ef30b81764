"""Numbers from named distributions, as a designer writes them."""

from __future__ import annotations

import functools
import math
import random
import re
from statistics import NormalDist
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Z95 = NormalDist().inv_cdf(0.95)
FURTHEST = 1e12

Real = Annotated[float, Field(ge=-FURTHEST, le=FURTHEST)]
Positive = Annotated[float, Field(gt=0, le=FURTHEST)]


def share(value: Any) -> Any:
    """A share from "80%"; a number is taken as it is. Raises `ValueError`."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,6})?)\s*%\s*", value)
    if not found:
        raise ValueError(f"expected a share such as '80%', got {value[:40]!r}")
    return float(found[1]) / 100


class Normal(BaseModel):
    """A bell around `mean`; two thirds of the numbers lie within one `sd` of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mean: Real
    sd: Positive


class Lognormal(BaseModel):
    """Numbers above 0: half of them below `median`, 95 in 100 below `p95`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    median: Positive
    p95: Positive

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.median < self.p95:
            raise ValueError(f"'p95' must be above 'median', got {self.p95:g} and {self.median:g}")
        return self

    @property
    def sigma(self) -> float:
        """The standard deviation of the logarithm: p95 = median * exp(sigma * z95)."""
        return math.log(self.p95 / self.median) / Z95


class Number(BaseModel):
    """One of the four distributions, and how the number is shown.

    With `interval: 80%` a `low` and a `high` come along, as far apart as the middle 80% of the distribution and placed
    around the number: what a model that knows its own spread would claim.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    uniform: tuple[Real, Real] | None = None
    normal: Normal | None = None
    lognormal: Lognormal | None = None
    whole: tuple[Annotated[int, Field(ge=-FURTHEST)], Annotated[int, Field(le=FURTHEST)]] | None = None
    unit: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    decimals: Annotated[int, Field(ge=0, le=10)] = 2
    interval: Annotated[float, BeforeValidator(share), Field(gt=0, lt=1)] | None = None

    @model_validator(mode="after")
    def _one_distribution(self) -> Self:
        given = [
            name
            for name in ("uniform", "normal", "lognormal", "whole")
            if getattr(self, name, None) is not None
        ]
        if len(given) != 1:
            said = " and ".join(given) or "none"
            raise ValueError(f"give one of 'uniform', 'normal', 'lognormal' and 'whole', got {said}")
        if (ends := self.uniform or self.whole) and not ends[0] < ends[1]:
            raise ValueError(f"the lower bound comes first, got {list(ends)}")
        return self

    def draw(self, draw: random.Random) -> dict[str, Any]:
        """A `regression` output."""
        drawn = self._drawn(draw)
        found: dict[str, Any] = {"value": self._shown(drawn)}
        if self.interval is not None:
            low, high = self._around(drawn)
            found.update(low=self._shown(low), high=self._shown(high))
        if self.unit is not None:
            found["unit"] = self.unit
        return found

    def _drawn(self, draw: random.Random) -> float:
        if self.uniform:
            return draw.uniform(*self.uniform)
        if self.whole:
            return draw.randint(*self.whole)
        if self.normal:
            return draw.gauss(self.normal.mean, self.normal.sd)
        assert self.lognormal
        return self.lognormal.median * math.exp(self.lognormal.sigma * draw.gauss(0, 1))

    def _around(self, drawn: float) -> tuple[float, float]:
        assert self.interval is not None
        if ends := self.uniform or self.whole:
            half = self.interval * (ends[1] - ends[0]) / 2
            return max(drawn - half, ends[0]), min(drawn + half, ends[1])
        z = _z(self.interval)
        if self.normal:
            return drawn - z * self.normal.sd, drawn + z * self.normal.sd
        assert self.lognormal
        factor = math.exp(z * self.lognormal.sigma)
        return drawn / factor, drawn * factor

    def _shown(self, number: float) -> float:
        if self.whole:
            return round(number)
        shown = round(number, self.decimals)
        # Rounding must not leave the range: 0.004 would become 0.0.
        return min(max(shown, self.uniform[0]), self.uniform[1]) if self.uniform else shown


@functools.lru_cache(maxsize=64)
def _z(middle: float) -> float:
    return NormalDist().inv_cdf(0.5 + middle / 2)
