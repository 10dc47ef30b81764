"""Kind `off`: the product as it is today, without the feature."""

from __future__ import annotations

from typing import ClassVar, NoReturn

from pydantic import field_validator

from mocks.contract import Request
from mocks.errors import MockError
from mocks.registry import mock
from mocks.settings import Settings


@mock("off")
class Off(Settings):
    """Answers nothing. What has `is_off = True` is not asked: the screen does without the feature."""

    at_once: ClassVar[bool] = True
    is_off: ClassVar[bool] = True

    @field_validator("fallback")
    @classmethod
    def _nobody_instead(cls, fallback: str | None) -> str | None:
        if fallback is not None:
            raise ValueError("a feature that is off asks nobody, so that there is nothing to fall back from")
        return fallback

    def predict(self, request: Request) -> NoReturn:
        """Raises `MockError`: whoever asks has overlooked `is_off`."""
        raise MockError(
            f"the feature {request.feature!r} is off here, and a feature that is off is not asked; "
            "look at `is_off` first"
        )
