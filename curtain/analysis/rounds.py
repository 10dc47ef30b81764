"""Rounds: the panels of one scenario in their order, and what was changed in the scenario between them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

SHOWN = 160  # characters of a value


class Change(NamedTuple):
    """One place that was changed, by path; None stands for "was not there"."""

    path: str
    before: str | None
    after: str | None


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs between two scenarios as plain data: the smallest places, in the order of their paths."""
    old, new = _leaves(before), _leaves(after)
    return [
        Change(path, *(_short(side[path]) if path in side else None for side in (old, new)))
        for path in sorted({*old, *new})
        if (path in old, old.get(path)) != (path in new, new.get(path))
    ]


def _leaves(value: Any, path: str = "") -> dict[str, Any]:
    """Every value that holds no other, by its path; items of lists go by their `id`, or else by their place."""
    if isinstance(value, Mapping) and value:
        inner = {str(name): each for name, each in value.items()}
    elif isinstance(value, list) and value:
        inner = {_name(each, n): each for n, each in enumerate(value)}
    else:
        return {path: value}
    found: dict[str, Any] = {}
    for name, each in inner.items():
        found |= _leaves(each, f"{path}.{name}" if path else name)
    return found


def _name(item: Any, place: int) -> str:
    return str(item["id"]) if isinstance(item, Mapping) and "id" in item else str(place)


def _short(value: Any) -> str:
    if value in (None, {}, []):
        return "nothing"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
