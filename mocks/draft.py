"""Kind `draft`: another mock proposes, and a person at the desk confirms, edits or rejects it."""

from __future__ import annotations

from typing import ClassVar

from mocks.contract import Deferred, Request
from mocks.quantities import Seconds
from mocks.registry import mock
from mocks.settings import Settings


@mock("draft")
class Draft(Settings):
    """Asks the people at the desk, with a proposal of the mock named `proposed_by` in front of them.

    What they have not answered within `deadline` seconds is answered by the mock named `fallback`.
    """

    at_once: ClassVar[bool] = True
    by_person: ClassVar[bool] = True

    proposed_by: str
    deadline: Seconds = 20.0

    def predict(self, request: Request) -> Deferred:  # noqa: ARG002
        """A ticket; the engine asks the other mock, and completes it."""
        return Deferred(deadline=self.deadline, fallback=self.fallback)
