"""What participants do, as their browsers tell it."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

MOST_TOLD = 64_000  # characters of JSON in one act


def _short_enough(value: Any) -> Any:
    if len(json.dumps(value, ensure_ascii=False)) > MOST_TOLD:
        raise ValueError("this is too much at once")
    return value


Told = Annotated[JsonValue, AfterValidator(_short_enough)]


class Act(BaseModel):
    """What a participant did on one screen.

    `act` names it, and what it may be depends on the screen; `ms` is how long they had had the screen before their
    eyes; `revision` counts changes of mind; `value` and `answers` hold what they gave.
    """

    model_config = ConfigDict(extra="forbid")

    place: str = Field(max_length=200)
    act: str = Field(max_length=40)
    reaction: str | None = Field(default=None, max_length=40)
    value: Told = None
    prediction: str | None = Field(default=None, max_length=64)
    revision: int = Field(default=0, ge=0, le=10_000)
    ms: int | None = Field(default=None, ge=0, le=86_400_000)
    answers: Annotated[dict[str, JsonValue], AfterValidator(_short_enough)] = Field(
        default_factory=dict, max_length=200
    )
