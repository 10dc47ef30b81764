"""What the settings of the built-in mocks share: no unknown keys, and a fallback."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """The settings of a mock; `fallback` names the mock that answers when this one fails."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    fallback: str | None = None
