"""Plain values of files and inputs: which are numbers, which are the same, and how a message shows one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MISSING = object()


def look_up(data: Any, path: str) -> Any:
    """The value at a dotted path ("parcel.weather", "scans.0"), or MISSING. A key with dots in it goes
    first."""
    if isinstance(data, Mapping) and path in data:
        return data[path]
    for step in path.split("."):
        if isinstance(data, Mapping) and step in data:
            data = data[step]
        elif isinstance(data, list) and step.isdecimal() and len(step) < 7 and int(step) < len(data):
            data = data[int(step)]
        else:
            return MISSING
    return data


def is_number(value: Any) -> bool:
    """Whether it is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(one: Any, other: Any) -> bool:
    """Equality as files mean it: 1 and 1.0 are the same; 1, "1" and true are three different things."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def short(value: Any) -> str:
    """A value in at most 60 characters, whatever its size."""
    if isinstance(value, str):
        shown = repr(value[:60])
        return shown if len(value) <= 58 and len(shown) <= 60 else shown[:59] + "…"
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() > 150:
        return "a number with more than 45 digits"
    if isinstance(value, Mapping | list | tuple):
        return _short_inside(value)
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _short_inside(value: Any, depth: int = 0) -> str:
    """As `repr`, but what lies deep or far behind is left out before it is looked at."""
    if depth > 3:
        return "…"
    pieces: list[str] = []
    for entry in value:
        inner = value[entry] if isinstance(value, Mapping) else entry
        told = _short_inside(inner, depth + 1) if isinstance(inner, Mapping | list | tuple) else short(inner)
        pieces.append(f"{short(entry)}: {told}" if isinstance(value, Mapping) else told)
        if sum(map(len, pieces)) > 60:
            break
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    shown = opening + ", ".join(pieces) + closing
    return shown if len(shown) <= 60 else shown[:59] + "…"
