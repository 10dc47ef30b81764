"""What can go wrong with a mock.

MockError
├── UnknownKind        no mock of that kind is registered
├── BadSettings        a mock's settings do not fit its kind
└── BadOutput          a prediction does not fit its feature's task
"""

from __future__ import annotations


class MockError(Exception):
    """The root of this package's errors. Its message is for people."""


class UnknownKind(MockError):
    """No mock of that kind is registered; the message names the nearest one."""


class BadSettings(MockError):
    """The settings do not fit. `problems` holds (path inside the settings, reason) pairs."""

    def __init__(self, message: str, problems: list[tuple[tuple[str | int, ...], str]] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []


class BadOutput(MockError):
    """A prediction that does not have the shape of its task."""
