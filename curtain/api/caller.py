"""Somebody who may call: what they listen to, and what they may do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
Does = Mapping[str, Callable[[JSON], Awaitable[JSON]]]

A_DAY = 86_400_000  # milliseconds


@dataclass(slots=True)
class Caller:
    """Somebody who may call: what they listen to, where that stands now, and what they may do."""

    topic: str
    rev: int
    does: Does
    shows: str = ""  # the call whose answer goes along with each push
    cookie: str | None = None  # of staff
    who: str = ""  # their name among those who are present
    known_at: float = field(default=0.0)  # when the cookie was last found good


def milliseconds(told: Any) -> int | None:
    """A time that a browser measured; None for anything that cannot be one."""
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= A_DAY else None
