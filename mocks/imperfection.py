"""Kind `imperfect`: it knows the truth, and is wrong on purpose as much and in the way that a designer asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from mocks.contract import Prediction, Request
from mocks.errors import MockError, nearest
from mocks.imperfect import labels
from mocks.imperfect.boxes import Boxes
from mocks.imperfect.numbers import Numbers
from mocks.imperfect.ranking import Ranking
from mocks.imperfect.segments import Segments
from mocks.imperfect.texts import Texts
from mocks.imperfect.wishes import Labels
from mocks.registry import Problem, mock
from mocks.settings import Settings

LABELLED = ("text-classification", "image-classification")
OTHERS = {
    "regression": "numbers",
    "ranking": "ranking",
    "object-detection": "boxes",
    "automatic-speech-recognition": "segments",
    "text-generation": "texts",
    "summarization": "texts",
    "translation": "texts",
    "chat-completion": "texts",
    "question-answering": "texts",
}


@mock("imperfect")
class Imperfect(Settings, Labels):
    """Errors by number, rate or confusion matrix for labels; for other tasks what stands in the setting for them."""

    knows_truth: ClassVar[bool] = True
    at_once: ClassVar[bool] = True

    numbers: Numbers | None = None
    ranking: Ranking | None = None
    boxes: Boxes | None = None
    segments: Segments | None = None
    texts: Texts | None = None

    @cached_property
    def _written(self) -> str:
        return repr([getattr(self, name) for name in Labels.model_fields])

    def predict(self, request: Request) -> Prediction:
        """The truth, or an error as planned or drawn. Raises `MockError` without an oracle, for a task without
        settings, and with the nearest that would do when a wish cannot be had over this person's trials."""
        if request.task in LABELLED:
            return labels.answer(self, self._written, request)
        problems = self.suits(request.task, request.answers)
        if problems:
            raise MockError("; ".join(f"{'.'.join(map(str, path))}: {reason}" for path, reason in problems))
        if request.oracle is None:
            raise MockError(
                f"a mock of the kind 'imperfect' must know the truth to miss it, and {request.feature!r} has none "
                "here; name its column in the feature, such as truth: actual, and ask within `each:`"
            )
        output, why = getattr(self, OTHERS[request.task]).spoil(request.oracle.truth, request)
        return Prediction(output, why=why)

    def suits(self, task: str, answers: Sequence[str]) -> list[Problem]:
        """The task needs settings of its own, and the labels named here must be answers of the feature."""
        if task in LABELLED:
            return labels.misfits(self, answers)
        if task not in OTHERS:
            return [((), f"this kind cannot play {task!r}; {nearest(task, [*LABELLED, *OTHERS])}")]
        name = OTHERS[task]
        if getattr(self, name) is None:
            return [((name,), f"is missing; the task {task!r} needs to know how it should be wrong")]
        return []

    def fits(
        self,
        truths: Sequence[Any],
        rows: Sequence[Mapping[str, Any]] | None = None,
        answers: Sequence[str] = (),
    ) -> list[Problem]:
        """What hinders the wishes for labels over trials with these truths; see `labels.fits`."""
        if not self.wished or not all(isinstance(truth, str) for truth in truths):
            return []
        return labels.fits(self, truths, rows, answers)
