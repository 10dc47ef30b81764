"""What all steps of a flow share: an id, and who comes to them, how often, and for how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, PlainValidator

from mocks import expressions
from mocks.quantities import Seconds
from scenarios.base import Name, Part
from scenarios.document import Finding
from scenarios.errors import complaint

if TYPE_CHECKING:
    from scenarios.answers import BaseQuestion
    from scenarios.steps.placed import Placed

Reaction = Literal[
    "accept",
    "dismiss",
    "undo",
    "edit",
    "report",
    "contact",
    "thumb",
    "stars",
    "comment",
    "label",
    "explain",
    "skip",
]
Decision = Literal["accept", "dismiss"]
DECISIONS: tuple[Decision, ...] = ("accept", "dismiss")

ARM = "arm"  # the block of this name is repeated for every arm: within-subject

# What a reaction means for the question "did they follow the product?"
MEANS: Mapping[str, Decision] = {
    "accept": "accept",
    "edit": "accept",
    "dismiss": "dismiss",
    "undo": "dismiss",
}


def _condition(written: Any) -> expressions.Expression:
    try:
        return expressions.read(written)
    except expressions.NotAnExpression as error:
        raise complaint(str(error), "a comparison such as answers.about.age > 30") from None


Condition = Annotated[expressions.Expression, PlainValidator(_condition)]


class BaseStep(Part):
    """A step of the flow.

    `when` tells who comes to it; `optional` offers to skip it; `back` offers the way back, which never leads before a
    `checkpoint`; after `time_limit` seconds the flow goes on by itself; an arm leaves the step out with `off`.
    """

    kind: ClassVar[str]
    id: Name = ""
    when: Condition | None = None
    optional: bool = False
    back: bool = False
    checkpoint: bool = False
    time_limit: Seconds | None = None
    off: bool = False

    @property
    def uses(self) -> str | None:
        """The feature whose prediction is asked for when the step is entered."""
        return None

    @property
    def features(self) -> frozenset[str]:
        """Every feature that this step can ask."""
        return frozenset({self.uses} if self.uses else ())

    @property
    def reactions(self) -> frozenset[str]:
        """Every reaction that is possible here."""
        return frozenset()

    @property
    def decisions(self) -> frozenset[str]:
        """Which decisions can be taken here: to follow the product, or not to."""
        return frozenset(MEANS[reaction] for reaction in self.reactions if reaction in MEANS)

    @property
    def all_questions(self) -> Mapping[str, BaseQuestion]:
        """Every question that is asked here, by item."""
        return {}

    def findings(self, at: Placed) -> Iterator[Finding]:  # noqa: ARG002 (most steps look at it)
        """What does not fit together here."""
        yield from ()


def _column_path(written: str) -> str:
    if written.count(".") != 1 or not all(written.split(".")):
        raise complaint(f"{written!r} is not a column", "data and column, such as parcel.actual")
    return written


ColumnPath = Annotated[str, AfterValidator(_column_path)]


def spoken(step: str) -> str:
    """A step's id as conditions and texts write it, where `-` would be a minus: `about_you` for `about-you`."""
    return step.replace("-", "_")
