"""Kind `operator`: a live human plays the model. This hands out a ticket; it knows no desk."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from mocks.contract import Deferred, Request
from mocks.quantities import Seconds
from mocks.registry import mock
from mocks.settings import Settings


class ByPerson(Settings):
    """What mocks share that ask the people at the desk.

    The mock named `fallback` answers what they have not within `deadline` seconds; and at once what comes while
    `most_waiting` requests wait for each operator at work.
    """

    at_once: ClassVar[bool] = True
    by_person: ClassVar[bool] = True

    deadline: Seconds = 20.0
    most_waiting: Annotated[int, Field(ge=1, strict=True)] | None = None

    @model_validator(mode="after")
    def _somebody_answers(self) -> Self:
        if self.most_waiting is not None and self.fallback is None:
            reason = "needs a fallback, which answers those for whom there is no room"
            raise PydanticCustomError("alone", reason, {"problems": [(("most_waiting",), reason)]})
        return self

    def predict(self, request: Request) -> Deferred:  # noqa: ARG002
        """A ticket; the engine completes it."""
        return Deferred(deadline=self.deadline, fallback=self.fallback)


@mock("operator")
class Operator(ByPerson):
    """Asks the people at the desk."""
