"""The steps of a flow: one class for each kind of screen that a participant can meet, and the blocks that repeat them.

base      what all steps share; placed: a step at its place, with the checks that steps share
pages     consent, info, debrief, end
show      the product; reveal: what really happened
forms     questions and questionnaires
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Union

from pydantic import Discriminator, Field, Tag

from scenarios.base import Label, Name, Part
from scenarios.steps.annotate import Annotate
from scenarios.steps.base import (
    ARM,
    DECISIONS,
    MEANS,
    BaseStep,
    ColumnPath,
    Condition,
    Decision,
    Reaction,
    spoken,
)
from scenarios.steps.chat import Chat
from scenarios.steps.choose import Choose
from scenarios.steps.edit import Edit
from scenarios.steps.embed import Embed
from scenarios.steps.forms import Form, Probe, Survey
from scenarios.steps.pages import Consent, Debrief, End, Info
from scenarios.steps.placed import Placed
from scenarios.steps.rank import Rank
from scenarios.steps.reveal import Cell, Reveal
from scenarios.steps.show import NOTHING, Show
from scenarios.trials import Order

__all__ = [
    "ARM", "DECISIONS", "MEANS", "NOTHING", "ONCE", "STEPS", "Annotate", "BaseStep", "Cell", "Chat", "Choose",
    "ColumnPath", "Condition", "Consent", "Debrief", "Decision", "Each", "Edit", "Embed", "End", "FlowStep", "Form",
    "Info", "Placed", "Probe", "Rank", "Reaction", "Reveal", "Show", "Step", "Survey", "kind_of", "spoken",
]  # fmt: skip

STEPS: dict[str, type[BaseStep]] = {
    step.kind: step
    for step in (
        Consent,
        Info,
        Form,
        Show,
        Chat,
        Annotate,
        Edit,
        Rank,
        Choose,
        Reveal,
        Survey,
        Embed,
        Probe,
        Debrief,
        End,
    )
}
ONCE = frozenset({"consent", "debrief", "end"})  # they stand in no block

Step = BaseStep


def kind_of(written: Any) -> str | None:
    """The kind of a step as it stands in the file: the first of its keys that names one."""
    if isinstance(written, BaseStep):
        return f"<{written.kind}>"
    if isinstance(written, Each):
        return "<each>"
    if not isinstance(written, Mapping):
        return None
    return next((f"<{key}>" for key in written if key in STEPS or key == "each"), None)


class Each(Part):
    """A block of steps, repeated once for each row of some data, or (`each: arm`) once for each arm.

    `take` is how many of the rows a person meets; `order` is theirs, `blocks` by the values of the column `block`.
    """

    kind: ClassVar[Literal["each"]] = "each"
    each: Name
    take: Annotated[int, Field(ge=1, le=1_000)] | None = None
    order: Order = "as written"
    block: Label | None = None
    steps: Annotated[list[FlowStep], Field(min_length=1)]


if TYPE_CHECKING:
    FlowStep = BaseStep | Each
else:
    _tagged = tuple(Annotated[step, Tag(f"<{kind}>")] for kind, step in {**STEPS, "each": Each}.items())
    FlowStep = Annotated[Union[_tagged], Discriminator(kind_of)]  # noqa: UP007 (made from a table)

Each.model_rebuild()
