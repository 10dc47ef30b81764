"""What can go wrong in the engine, in words for people.

CurtainError
├── Refused            this person may not do this now; `kind` says why, the message says it kindly
│   ├── Taken          somebody else holds this request
│   └── Worded         the message is in the words of the scenario, for whoever takes part
└── SetupError         the server cannot start as it is configured
"""

from __future__ import annotations

from typing import Literal

RefusalKind = Literal["gone", "taken", "bad", "busy", "practise"]


class CurtainError(Exception):
    """The root of the engine's errors. Its message is for people."""


class Refused(CurtainError):
    """An act that is not possible now. The message may be shown to whoever tried it."""

    kind: RefusalKind = "bad"

    def __init__(self, message: str, kind: RefusalKind | None = None) -> None:
        super().__init__(message)
        if kind:
            self.kind = kind


class Taken(Refused):
    """Another operator holds the request."""

    kind: RefusalKind = "taken"


class Worded(Refused):
    """A participant's act that is not possible now, in the words of their scenario: they read no other reason."""


class SetupError(CurtainError):
    """The server cannot start; the message says what to change."""
