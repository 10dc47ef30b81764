"""Times and shares as designers write them: "20 s" or "400 ms", "15%" or 0.15."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}
LONGEST = 3600.0  # seconds

_TIME = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|min)\s*")
_PERCENT = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*%\s*")


def seconds(value: Any) -> float:
    """Seconds from "20 s", "500 ms" or "2 min"; a number is taken as seconds. Raises `ValueError`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"expected a time such as '20 s' or '400 ms', got {repr(value)[:60]}")
    return float(found[1]) * UNITS[found[2]]


def percent(text: str) -> float | None:
    """The fraction that a text such as "15%" stands for, or None when it is no percentage."""
    found = _PERCENT.fullmatch(text)
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
Seconds = Annotated[float, BeforeValidator(seconds), Field(gt=0, le=LONGEST)]
