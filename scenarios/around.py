"""What stands around a feature's mock, as designers write it: read by `mocks.around`, complained about in our words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from mocks.around import failures, faults, latency, limits, written
from mocks.around.failures import WhenItFails
from mocks.around.faults import Fault
from mocks.around.latency import Latency
from mocks.around.limits import Limits
from scenarios.errors import complaint

__all__ = ["Failures", "Faults", "Latency", "LimitsText", "ShowAfter", "WhenItFails", "latency"]


def _as(read: Callable[[Any], Any]) -> PlainValidator:
    def validate(found: Any) -> Any:
        try:
            return read(found)
        except PydanticCustomError:
            raise  # with the place of each problem inside
        except ValueError as error:
            raise complaint(str(error)) from error

    return PlainValidator(validate)


ShowAfter = Annotated[Latency, _as(latency.read)]
Failures = Annotated[WhenItFails, _as(failures.read)]
Faults = Annotated[tuple[Fault, ...], _as(faults.read)]
LimitsText = Annotated[
    Limits | None, _as(lambda found: None if found is None else written.fit(limits.Limits, found))
]
