"""What the settings of the built-in mocks share: no unknown keys, a fallback, and times as designers write them."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0}
LONGEST = 3600.0


class Settings(BaseModel):
    """The settings of a mock; `fallback` names the mock that answers when this one fails."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    fallback: str | None = None


def seconds(value: Any) -> Any:
    """Seconds from "20 s", "500 ms" or "2 min"; a number is taken as seconds. Raises `ValueError`."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|min)\s*", value)
    if not found:
        raise ValueError(f"expected a time such as '20 s', got {value[:40]!r}")
    return float(found[1]) * UNITS[found[2]]


Seconds = Annotated[float, BeforeValidator(seconds), Field(gt=0, le=LONGEST)]
