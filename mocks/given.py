"""An answer as a file gives it: a plain `answer` with a `score`, or an `output` in the shape of the task."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from mocks import tasks
from mocks.contract import Prediction, Request
from mocks.errors import BadOutput, nearest
from mocks.plain import is_number, short
from mocks.registry import Problem


def _plain_answer(value: Any) -> Any:
    if value is not None and not (is_number(value) or isinstance(value, str)):
        raise ValueError(f"should be a label, a text or a number, got {short(value)}")
    return value


class Given(BaseModel):
    """An answer (a label, a text, a number) and how sure the model claims to be, or a whole output.

    `because` is for the log.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    answer: Annotated[Any, BeforeValidator(_plain_answer)] = None
    score: float = Field(default=1.0, ge=0, le=1)
    output: Any = None
    because: str | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        problems: list[Problem] = []
        if self.answer is None and self.output is None:
            problems = [
                (("answer",), "is missing; give an `answer`, or an `output` in the shape of the task")
            ]
        elif self.answer is not None and self.output is not None:
            problems = [(("output",), "stands beside `answer`; give one of the two")]
        elif self.output is not None and "score" in self.model_fields_set:
            problems = [(("score",), "belongs to `answer`; an `output` holds its own scores")]
        elif self.output is not None and not is_json(self.output):
            problems = [
                (("output",), f"must be plain JSON data (put dates in quotes), got {short(self.output)}")
            ]
        if problems:
            raise PydanticCustomError("given", "an answer or an output", {"problems": problems})
        return self

    def predict_as(self, request: Request, why: dict[str, Any], after: float = 0.0) -> Prediction:
        """The prediction for a request; its output is the receiver's own, to change as they like.

        Raises `BadOutput` where a plain answer makes no output of the task.
        """
        whole = self.answer is None
        output = fresh(self.output) if whole else tasks.wrap(request.task, self.answer, self.score)
        said = {"because": self.because} if self.because else {}
        return Prediction(output, why={**why, **said}, after=after)

    def problems(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """What keeps this from being an answer of a feature with that task and those answers."""
        name = "output" if self.answer is None else "answer"
        # A feature of that task has a schema, which is not known here; its outputs are checked when they are shown.
        if task == "structured" and name == "output":
            return []
        try:
            if (
                name == "answer"
                and answers
                and tasks.find(task).plain == "label"
                and self.answer not in answers
            ):
                return [
                    ((name,), f"the feature has no answer {self.answer!r}; {nearest(self.answer, answers)}")
                ]
            output = self.output if self.answer is None else tasks.wrap(task, self.answer, self.score)
            tasks.check(task, output, answers)
        except BadOutput as error:
            return [((name,), str(error))]
        return []


def is_json(value: Any) -> bool:
    """Whether it is plain JSON data, which comes out of a file as it went in."""
    try:
        return bool(json.loads(json.dumps(value, allow_nan=False)) == value)
    except (TypeError, ValueError, RecursionError):
        return False


def fresh(value: Any) -> Any:
    """A copy of plain JSON data."""
    if isinstance(value, dict):
        return {name: fresh(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [fresh(inner) for inner in value]
    return value
