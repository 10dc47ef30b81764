"""The complaint about a truth that an answer cannot be made from: where, what was expected, what came."""

from __future__ import annotations

from typing import Any

from mocks.contract import Request
from mocks.errors import MockError


def misfit(request: Request, expected: str, got: Any, advice: str = "") -> MockError:
    """The error to raise. `advice` says what to do next."""
    return MockError(
        f"{request.feature!r}, trial {request.trial}: expected {expected} as the truth, got {_brief(got)}"
        f"{'; ' if advice else ''}{advice}"
    )


def _brief(value: Any) -> str:
    if isinstance(value, str | list | tuple | dict):
        value = value[:60] if isinstance(value, str | list | tuple) else dict(list(value.items())[:10])
    try:
        shown = repr(value)
    except ValueError:  # Python writes no integer of more than 4300 digits
        return "a huge number"
    return shown if len(shown) <= 80 else shown[:80] + "…"
