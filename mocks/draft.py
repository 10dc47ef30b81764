"""Kind `draft`: another mock proposes, and a person at the desk confirms, edits or rejects it."""

from __future__ import annotations

from mocks.operator import ByPerson
from mocks.registry import mock


@mock("draft")
class Draft(ByPerson):
    """Asks the people at the desk, with a proposal of the mock named `proposed_by` in front of them. The engine asks
    that one."""

    proposed_by: str
