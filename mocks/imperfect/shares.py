"""Shares as designers write them, "15%" or 0.15, and a whole number of things that keeps to a share on average."""

from __future__ import annotations

import math
import random
import re
from typing import Annotated, Any

from pydantic import BeforeValidator

PERCENT = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*%\s*")


def percent(text: str) -> float | None:
    """The fraction that a text such as "15%" stands for, or None when it is no percentage."""
    found = PERCENT.fullmatch(text)
    return float(found[1]) / 100 if found else None


def share(value: Any) -> Any:
    """A fraction from 0 to 1, from "15%" or 0.15. Raises `ValueError`, which says how to write it."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"expected a share such as '15%' or 0.15, got {repr(value)[:40]}")
    fraction = percent(value) if isinstance(value, str) else value
    if fraction is None:
        raise ValueError(f"expected a share such as '15%' or 0.15, got {repr(value)[:40]}")
    if 0 <= fraction <= 1:
        return float(fraction)
    if not isinstance(value, str) and 1 < value <= 100:
        raise ValueError(f"a share goes from 0 to 1, got {value}; for per cent write '{value:g}%'")
    raise ValueError(f"a share goes from 0 to 1 or from 0% to 100%, got {str(value)[:40]}")


Share = Annotated[float, BeforeValidator(share)]


def whole(amount: float, draw: random.Random) -> int:
    """`amount` rounded up or down by chance, so that the mean of many draws is `amount` itself."""
    down = math.floor(amount)
    return down + (draw.random() < amount - down)
