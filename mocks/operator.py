"""Kind `operator`: a live human plays the model. This hands out a ticket; it knows no desk."""

from __future__ import annotations

from typing import ClassVar

from mocks.contract import Deferred, Request
from mocks.quantities import Seconds
from mocks.registry import mock
from mocks.settings import Settings


@mock("operator")
class Operator(Settings):
    """Asks the people at the desk. The mock named `fallback` answers what they have not within `deadline`
    seconds."""

    at_once: ClassVar[bool] = True
    by_person: ClassVar[bool] = True

    deadline: Seconds = 20.0

    def predict(self, request: Request) -> Deferred:  # noqa: ARG002
        """A ticket; the engine completes it."""
        return Deferred(deadline=self.deadline, fallback=self.fallback)
