"""Numbers that miss the truth on purpose: bias, spread, outliers, and intervals with a coverage."""

from __future__ import annotations

import math
import random
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from mocks.contract import Request
from mocks.imperfect.misfit import misfit
from mocks.quantities import Share, percent

LARGEST = 1e15  # beyond it a float no longer holds the decimals that we round to
STEPS = 50  # halvings of the search for an interval's width; 40 of them reach the precision of the answer


class Amount(NamedTuple):
    """A number in the unit of the truth, or (`of_truth`) a fraction of the truth's own size."""

    number: float
    of_truth: bool = False

    def at(self, truth: float) -> float:
        """The amount in the unit of the truth."""
        return self.number * abs(truth) if self.of_truth else self.number


def amount(value: Any) -> Any:
    """An `Amount` from 2.5 or "10%" (of the truth; "-10%" too). Raises `ValueError`."""
    if isinstance(value, Amount):
        return value
    if isinstance(value, str):
        fraction = percent(value.strip().removeprefix("-"))
        if fraction is not None:
            return Amount(-fraction if value.strip().startswith("-") else fraction, of_truth=True)
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST:
        return Amount(float(value))
    raise ValueError(f"expected a number, or a share of the truth such as '10%', got {repr(value)[:40]}")


def _written(value: Amount) -> str | float:
    return f"{value.number * 100:g}%" if value.of_truth else value.number


Measure = Annotated[Amount, BeforeValidator(amount), PlainSerializer(_written)]


class Outliers(BaseModel):
    """A `share` of the answers is off by at least `factor` spreads, up or down."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: Share
    factor: float = Field(default=3.0, gt=1, le=1000)


class Interval(BaseModel):
    """Every answer has a `low` and a `high`; the true share of them that holds the truth is `covers`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    covers: Share

    @model_validator(mode="after")
    def _can_be_had(self) -> Self:
        if not 0.01 <= self.covers <= 0.999:
            raise PydanticCustomError(
                "covers",
                "cannot be had",
                {"problems": [(("covers",), f"choose from 1% to 99.9%, got {self.covers * 100:g}%")]},
            )
        return self


class Numbers(BaseModel):
    """Settings for the task `regression`. The answer is truth + `bias` + an error drawn from a normal distribution
    with `spread` as its standard deviation. Both are in the unit of the truth, or a percentage of the truth.

    An outlier is instead off by `spread` · (`factor` + an exponential draw of mean 1), before the bias: a mixture, as
    in J. W. Tukey, "A survey of sampling from contaminated distributions" (1960), with a tail that nobody overlooks.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    bias: Measure = Amount(0.0)
    spread: Measure = Amount(0.0)
    outliers: Outliers | None = None
    interval: Interval | None = None
    unit: str | None = Field(default=None, min_length=1, max_length=40)
    decimals: int | None = Field(default=None, ge=0, le=9)

    @model_validator(mode="after")
    def _spread_is_there(self) -> Self:
        if self.spread.number < 0:
            raise _problem("spread", "is a standard deviation, so not below 0; for a shift use 'bias'")
        for name in ("outliers", "interval"):
            if getattr(self, name) is not None and self.spread.number == 0:
                raise _problem(name, "is measured in spreads; give a 'spread' above 0 too")
        return self

    def spoil(self, truth: Any, request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """{"value", "low"?, "high"?, "unit"?} and how it came about.

        Raises `MockError` when the truth is not a number of at most 1e15. A spread in per cent of a truth of 0 is 0.
        """
        right = _number(truth, request)
        draw = random.Random(f"{request.seed}/numbers")
        bias, spread = self.bias.at(right), self.spread.at(right)
        outlier = self.outliers is not None and draw.random() < self.outliers.share
        if outlier and self.outliers:
            error = spread * (self.outliers.factor + draw.expovariate(1.0)) * draw.choice((-1, 1))
        else:
            error = draw.gauss(0.0, spread)
        value = right + bias + error
        output: dict[str, Any] = {"value": self._rounded(value)}
        why: dict[str, Any] = {
            "error": output["value"] - right,
            "bias": bias,
            "spread": spread,
            "outlier": outlier,
        }
        if self.interval:
            low, high = self._interval(right, value, bias, spread)
            output |= {"low": low, "high": high}
            why["holds_truth"] = low <= right <= high
        if self.unit:
            output["unit"] = self.unit
        return output, why

    def _interval(self, truth: float, value: float, bias: float, spread: float) -> tuple[float, float]:
        assert self.interval is not None
        strange = self.outliers or Outliers(share=0.0)
        # Rounded, so that amounts in per cent of ever different truths find the same entry in the cache.
        lean = round(bias / spread, 6) if spread else 0.0
        half = spread * _half_width(self.interval.covers, lean, strange.share, strange.factor)
        low, high, shown = self._rounded(value - half), self._rounded(value + half), self._rounded(value)
        if self.decimals is not None:
            # Rounding must not decide whether the truth is inside: a bound that crossed it goes one step back.
            step = 10.0**-self.decimals
            if value - half <= truth < low:
                low = self._rounded(low - step)
            elif low <= truth < value - half:
                low = self._rounded(low + step)
            if high < truth <= value + half:
                high = self._rounded(high + step)
            elif value + half < truth <= high:
                high = self._rounded(high - step)
        return min(low, shown), max(high, shown)

    def _rounded(self, value: float) -> float:
        if self.decimals is None:
            return value
        return round(value, self.decimals) if self.decimals else round(value)


@lru_cache(maxsize=1024)
def _half_width(covers: float, lean: float, strange: float, factor: float) -> float:
    """Half the width, in spreads, of an interval around the answer that holds the truth with the chance `covers`:
    the quantile of the absolute error. `lean` is the bias in spreads, `strange` the share of outliers."""
    low, high = 0.0, abs(lean) + factor + 40.0  # e^-40: nothing is further off
    for _ in range(STEPS):
        middle = (low + high) / 2
        inside = (1 - strange) * (_normal(middle - lean) - _normal(-middle - lean))
        if strange:
            up = _exponential(middle - lean - factor) - _exponential(-middle - lean - factor)
            down = _exponential(middle + lean - factor) - _exponential(-middle + lean - factor)
            inside += strange * (up + down) / 2
        low, high = (middle, high) if inside < covers else (low, middle)
    return high


def _normal(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _exponential(x: float) -> float:
    return -math.expm1(-x) if x > 0 else 0.0


def _number(truth: Any, request: Request) -> float:
    if isinstance(truth, int | float) and not isinstance(truth, bool) and abs(truth) <= LARGEST:
        return truth
    raise misfit(
        request, f"a number of at most {LARGEST:g}", truth, "'numbers' needs a column of numbers as the truth"
    )


def _problem(name: str, reason: str) -> PydanticCustomError:
    return PydanticCustomError("numbers", "these settings do not fit", {"problems": [((name,), reason)]})
