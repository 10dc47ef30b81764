"""Steps that ask people something: questionnaires."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from scenarios import instruments
from scenarios.document import Finding, unknown
from scenarios.steps.base import BaseStep

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed


class Survey(BaseStep):
    """Questionnaires by their ids, one page each. In a plan, `survey` holds the one of that page."""

    kind: ClassVar[Literal["survey"]] = "survey"
    survey: Annotated[list[str], Field(min_length=1)]

    @property
    def instrument(self) -> str:
        return self.survey[0]

    def findings(self, at: Placed) -> Iterator[Finding]:
        for n, name in enumerate(self.survey):
            if name not in instruments.ids():
                yield unknown(at.at("survey", n), "questionnaire", name, instruments.ids())
            elif name in self.survey[:n]:
                yield Finding(
                    at.at("survey", n), f"the questionnaire {name!r} stands here twice", remedy="remove one"
                )
