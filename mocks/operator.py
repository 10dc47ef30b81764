"""Kind `operator`: a live human plays the model. This hands out a ticket; it knows no desk."""

from __future__ import annotations

import re
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mocks.contract import Deferred, Request
from mocks.registry import mock

SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0}
LONGEST = 3600.0


def seconds(value: Any) -> Any:
    """Seconds from "20 s", "500 ms" or "2 min"; a number is taken as seconds. Raises `ValueError`."""
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|min)\s*", value)
    if not found:
        raise ValueError(f"expected a time such as '20 s', got {value[:40]!r}")
    return float(found[1]) * SECONDS[found[2]]


@mock("operator")
class Operator(BaseModel):
    """Asks the people at the desk. The mock named `fallback` answers what they have not within `deadline`
    seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_once: ClassVar[bool] = True

    deadline: Annotated[float, BeforeValidator(seconds), Field(gt=0, le=LONGEST)] = 20.0
    fallback: str | None = None

    def predict(self, request: Request) -> Deferred:  # noqa: ARG002
        """A ticket; the engine completes it."""
        return Deferred(deadline=self.deadline, fallback=self.fallback)
