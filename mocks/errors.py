"""What can go wrong with a mock.

MockError
├── UnknownKind        no mock of that kind is registered
├── BadSettings        a mock's settings do not fit its kind
├── BadOutput          a prediction does not fit its feature's task
└── BrokenPromise      a mock does not do what every mock must do (`check_mock`)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class MockError(Exception):
    """The root of this package's errors. Its message is for people."""


class UnknownKind(MockError):
    """No mock of that kind is registered; the message names the nearest one."""


class BadSettings(MockError):
    """The settings do not fit. `problems` holds (path inside the settings, reason) pairs; the path of a
    missing or an unknown setting ends with its name."""

    def __init__(self, message: str, problems: list[tuple[tuple[str | int, ...], str]] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or []


class BadOutput(MockError):
    """A prediction that does not have the shape of its task."""


class BrokenPromise(MockError, AssertionError):
    """A mock that breaks the contract; an assertion too, so that test runners show it as a failure."""


def nearest(name: object, valid: Iterable[str]) -> str:
    """The end of a message about a wrong name: the nearest valid one, or all of them."""
    names = sorted(valid)
    found = difflib.get_close_matches(str(name), names, n=1)
    if found:
        return f"did you mean {found[0]!r}?"
    return f"use one of {', '.join(map(repr, names))}" if names else "there is none"
