"""How designers write what stands around a mock: times, ranges, shares; and how what does not fit is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from mocks.errors import nearest
from mocks.quantities import UNITS, seconds

LONGEST = 600.0  # seconds; nobody waits longer for a product

_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
_RANGE = re.compile(rf"\s*{_NUMBER}\s*(ms|s|min)?\s*to\s*{_NUMBER}\s*(ms|s|min)\s*")


class Part(BaseModel):
    """Settings that know no other keys and do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def span(written: Any) -> Any:
    """The two ends of "2 to 5 s" or "500 ms to 2 s" in seconds; anything else as it is."""
    found = _RANGE.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return written
    return float(found[1]) * UNITS[found[2] or found[4]], float(found[3]) * UNITS[found[4]]


Time = Annotated[float, BeforeValidator(seconds), Field(ge=0, le=LONGEST)]

Settings = TypeVar("Settings", bound=Part)


def shortly(value: Any) -> str:
    """A value for a message, cut where it gets long."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def fit(cls: type[Settings], written: Any) -> Settings:
    """The settings as that class. Raises a `ValueError` in our words, with every problem.

    The error is pydantic's own kind, so that inside a larger model each problem keeps its place: `ctx["problems"]`
    holds (path, reason) pairs.
    """
    if isinstance(written, cls):
        return written
    if not isinstance(written, Mapping):
        raise ValueError(
            f"expected settings such as {{{', '.join(cls.model_fields)}}}, got {shortly(written)}"
        )
    try:
        return cls.model_validate(dict(written))
    except ValidationError as error:
        problems = [(one["loc"], _said(one, cls)) for one in error.errors(include_url=False)]
        raise complaint(problems) from None


def complaint(problems: list[tuple[tuple[str | int, ...], str]]) -> PydanticCustomError:
    """The problems as one `ValueError`."""
    said = "; ".join(f"{'.'.join(map(str, path))}: {reason}" if path else reason for path, reason in problems)
    return PydanticCustomError("around", "{said}", {"said": said, "problems": problems})


def _said(error: Any, cls: type[BaseModel]) -> str:
    path = error["loc"]
    if error["type"] == "extra_forbidden":
        return f"unknown setting {path[-1]!r}; {nearest(path[-1], _model_at(cls, path[:-1]).model_fields)}"
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    return f"{error['msg'].replace('Input should', 'should')}, got {shortly(error['input'])}"


def _model_at(cls: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    for step in path:
        field = cls.model_fields.get(str(step))
        inner = (field.annotation, *get_args(field.annotation)) if field else ()
        cls = next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), cls)
    return cls
