"""Times as designers write them: `20 s`, `400 ms`, `2 to 5 s`; all in seconds inside."""

from __future__ import annotations

import re
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator

from scenarios.errors import complaint

LONGEST = 600.0  # seconds
UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}

_FORM = re.compile(
    r"\s*(?P<low>\d{1,7}(?:\.\d{1,4})?)\s*(?:ms|s|min)?\s*(?:to\s*(?P<high>\d{1,7}(?:\.\d{1,4})?)\s*)?(?P<unit>ms|s|min)\s*"
)


class Span(NamedTuple):
    """A range of times in seconds, `low <= high`; both are the same for a single time."""

    low: float
    high: float


def span(written: Any) -> Span:
    """Read `2 to 5 s`, `400 ms` or a bare number of seconds. Raises a complaint for pydantic."""
    if isinstance(written, (int, float)) and not isinstance(written, bool):
        found = Span(float(written), float(written))
    else:
        match = _FORM.fullmatch(written) if isinstance(written, str) else None
        if match is None:
            raise complaint(f"{written!r} is not a time", "a time such as 2 to 5 s, 20 s or 400 ms")
        unit, low = UNITS[match["unit"]], float(match["low"])
        found = Span(low * unit, float(match["high"] or low) * unit)
    if found.low > found.high:
        raise complaint(f"{written!r} runs backwards", "the shorter time first", "swap the two numbers")
    if not 0 <= found.low <= found.high <= LONGEST:
        raise complaint(f"{written!r} is too long", f"at most {LONGEST:g} s")
    return found


SpanText = Annotated[Span, PlainValidator(span, json_schema_input_type=str | float)]
