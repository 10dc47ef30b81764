"""How values stand in the cells of tables."""

from __future__ import annotations

import json
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def as_json(value: Any) -> str:
    """Any plain value as compact JSON."""
    return _encode(value)


def as_text(value: Any) -> str | None:
    """Labels stay as they are, so that a spreadsheet shows `delayed` and not `"delayed"`."""
    return value if value is None or isinstance(value, str) else as_json(value)
