"""What every part of the scenario language shares: no unknown keys, no changes after reading, and names."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo

from scenarios.errors import complaint
from scenarios.folder import Folder, Unreadable


class Part(BaseModel):
    """A piece of a scenario file."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _named(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,59}", name):
        raise complaint(
            f"{name!r} is not a name",
            "a letter, then letters, digits, - or _ (60 at most)",
            "for example early-warning",
        )
    return name


def _variable(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", name):
        raise complaint(
            f"{name!r} cannot be named in a text",
            "a letter, then letters, digits or _ (60 at most)",
            f"write {re.sub(r'[^A-Za-z0-9]+', '_', name).strip('_') or 'name'!r}",
        )
    return name


def _prose(written: Any, info: ValidationInfo) -> Any:
    """A value that ends in .md names a file beside the scenario; anything else is the text itself."""
    if not isinstance(written, str) or "\n" in written or not written.endswith(".md"):
        return written
    folder: Folder = (info.context or {})["folder"]
    try:
        text = folder.read(written)
    except Unreadable as error:
        raise complaint(error.what, remedy=error.remedy) from None
    if not text.strip():
        raise complaint(f"the file {written!r} is empty", "the text that participants read", "write it")
    return text


def _value(written: Any) -> Any:
    if not isinstance(written, (str, int, float, bool)):
        raise complaint(f"{written!r} is not a single value", "a text or a number")
    return written


Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Name = Annotated[str, AfterValidator(_named)]
Variable = Annotated[str, AfterValidator(_variable)]
Prose = Annotated[str, BeforeValidator(_prose), StringConstraints(min_length=1, max_length=50_000)]
Value = Annotated[str | int | float | bool, BeforeValidator(_value)]
