"""Kind `sequence`: prepared answers, one after the other."""

from __future__ import annotations

from collections.abc import Sequence as Listed
from typing import Annotated, Any, ClassVar, Literal, Self, cast

from pydantic import Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator
from pydantic_core import PydanticCustomError

from mocks.contract import Prediction, Request
from mocks.errors import MockError
from mocks.given import Given
from mocks.plain import is_number
from mocks.registry import Problem, mock
from mocks.settings import Settings


def _entry(raw: Any, read: ValidatorFunctionWrapHandler) -> list[Given]:
    """One answer, or a list with one for each turn. A plain answer stands for {answer: …}."""
    if not isinstance(raw, list):
        return [read(_item(raw))]
    if not raw:
        raise ValueError("expected an answer, or a list of answers for the turns of one trial, got []")
    return [read(_item(one), place) for place, one in enumerate(raw)]


def _item(raw: Any) -> Any:
    return {"answer": raw} if isinstance(raw, str) or is_number(raw) else raw


Entry = Annotated[Given, WrapValidator(_entry)]


@mock("sequence")
class Sequence(Settings):
    """The first answer in the first trial, the second in the second; or by turn, from the start in each trial.

    By trial, an entry may be a list, with an answer for each turn of its trial; a single answer is that of all
    its turns. At the end of a list `stop` answers no more, `cycle` starts again, `hold` stays with the last answer.
    """

    at_once: ClassVar[bool] = True

    answers: Annotated[list[Entry], Field(min_length=1)]
    by: Literal["trial", "turn"] = "trial"
    at_the_end: Literal["stop", "cycle", "hold"] = "stop"

    @property
    def lists(self) -> list[list[Given]]:
        """The answers, each as a list of turns."""
        return cast("list[list[Given]]", self.answers)

    @model_validator(mode="after")
    def _turns_by_trial(self) -> Self:
        if self.by == "turn":
            problems: list[Problem] = [
                (("answers", place), "is a list of turns; with `by: turn` each entry is one answer")
                for place, turns in enumerate(self.lists)
                if len(turns) > 1
            ]
            if problems:
                raise PydanticCustomError("turns", "lists of turns", {"problems": problems})
        return self

    def predict(self, request: Request) -> Prediction:
        """Raises `MockError` at the end of the answers, if they `stop` there."""
        asked = request.trial if self.by == "trial" else request.turn
        place = self._place(asked, len(self.lists), self.by)
        turns = self.lists[place]
        turn = self._place(request.turn, len(turns), "turn") if len(turns) > 1 else 0
        why = {"answer": place + 1, **({"turn": turn + 1} if len(turns) > 1 else {})}
        return turns[turn].predict_as(request, why)

    def _place(self, asked: int, count: int, of: str) -> int:
        if asked <= count:
            return asked - 1
        if self.at_the_end == "cycle":
            return (asked - 1) % count
        if self.at_the_end == "hold":
            return count - 1
        raise MockError(
            f"the sequence has {count} answer{'s' if count > 1 else ''}, and this is {of} {asked}; "
            "add answers, or write `at_the_end: cycle` or `at_the_end: hold`"
        )

    def suits(self, task: str, answers: Listed[str]) -> list[Problem]:
        """Every answer must be one that the feature can have."""
        return [
            (("answers", place, *((turn,) if len(turns) > 1 else ()), *path), reason)
            for place, turns in enumerate(self.lists)
            for turn, item in enumerate(turns)
            for path, reason in item.problems(task, answers)
        ]
