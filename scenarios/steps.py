"""The steps of a flow: one class for each kind of screen that a participant can meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag

from scenarios.base import Label, Name, Part, Prose, Text
from scenarios.errors import complaint

Reaction = Literal["accept", "dismiss", "contact"]
Decision = Literal["accept", "dismiss"]  # the reactions that end a screen
DECISIONS: tuple[Decision, ...] = ("accept", "dismiss")
Tone = Literal["good", "bad", "plain"]


class BaseStep(Part):
    """What all steps have: an id, by which arms and measures speak of them."""

    kind: ClassVar[str]
    id: Name = ""

    @property
    def uses(self) -> str | None:
        """The feature whose prediction is asked for when the step is entered."""
        return None


class Consent(BaseStep):
    """The first page: agree or leave."""

    kind: ClassVar[Literal["consent"]] = "consent"
    consent: Prose

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.consent


class Info(BaseStep):
    """A page to read."""

    kind: ClassVar[Literal["info"]] = "info"
    info: Prose

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.info


class Debrief(BaseStep):
    """How it really was, and the choice to keep or delete one's answers."""

    kind: ClassVar[Literal["debrief"]] = "debrief"
    debrief: Prose

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.debrief


class End(BaseStep):
    """The last page."""

    kind: ClassVar[Literal["end"]] = "end"
    end: Prose

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.end


class Survey(BaseStep):
    """Questionnaires by their ids, one page each. In a plan, `survey` holds the one of that page."""

    kind: ClassVar[Literal["survey"]] = "survey"
    survey: Annotated[list[str], Field(min_length=1)]

    @property
    def instrument(self) -> str:
        return self.survey[0]


def _ends(buttons: dict[str, Reaction]) -> dict[str, Reaction]:
    if not set(buttons.values()) & set(DECISIONS):
        raise complaint(
            "no button ends this screen", "a button for accept or dismiss", "add one: `Go on: accept`"
        )
    if len(set(buttons.values())) < len(buttons):
        raise complaint("two buttons mean the same reaction", "each reaction once", "remove one of them")
    return buttons


class Screen(BaseStep):
    """The product: a card with facts, what the feature says, and buttons. `title`, `card` and `text` are templates."""

    kind: ClassVar[Literal["screen"]] = "screen"
    screen: Literal["phone"]
    feature: Name | None = Field(default=None, alias="uses")
    only_when: str | None = None
    title: Text
    card: dict[Label, Text] = {}
    text: Text | None = None
    waiting: Text | None = None
    buttons: Annotated[dict[Label, Reaction], Field(min_length=1, max_length=6), AfterValidator(_ends)]
    contact_says: Text | None = None
    ask: Text | None = None

    @property
    def uses(self) -> str | None:
        return self.feature

    @property
    def reactions(self) -> set[str]:
        """Every reaction that is possible here, the thumb too where the screen asks for one."""
        return {*self.buttons.values(), *(["thumb"] if self.ask else [])}

    @property
    def skin(self) -> str:
        """What the screen looks like."""
        return self.screen


class Cell(Part):
    """What a reveal says about one way that things went. `title` and `text` are templates."""

    tone: Tone = "plain"
    title: Text
    text: Text


def _truth_path(written: str) -> str:
    if written.count(".") != 1 or not all(written.split(".")):
        raise complaint(f"{written!r} is not a column", "data and column, such as parcel.actual")
    return written


ColumnPath = Annotated[str, AfterValidator(_truth_path)]


class Reveal(BaseStep):
    """What really happened, told by what the person did before (`says[reaction][value]`)."""

    kind: ClassVar[Literal["reveal"]] = "reveal"
    reveal: ColumnPath
    says: dict[Decision, dict[str, Cell]] = {}

    @property
    def data(self) -> str:
        return self.reveal.split(".")[0]

    @property
    def column(self) -> str:
        return self.reveal.split(".")[1]


BLOCK_STEPS: dict[str, type[BaseStep]] = {"screen": Screen, "reveal": Reveal, "info": Info}
STEPS: dict[str, type[BaseStep]] = {
    "consent": Consent,
    "info": Info,
    "screen": Screen,
    "reveal": Reveal,
    "survey": Survey,
    "debrief": Debrief,
    "end": End,
}


def kind_of(written: Any) -> str | None:
    """The kind of a step as it stands in the file: the first of its keys that names one."""
    if isinstance(written, BaseStep):
        return f"<{written.kind}>"
    if isinstance(written, Each):
        return "<each>"
    if not isinstance(written, Mapping):
        return None
    return next((f"<{key}>" for key in written if key in STEPS or key == "each"), None)


def _kind_in_block(written: Any) -> str | None:
    kind = kind_of(written)
    return kind if kind and kind.strip("<>") in BLOCK_STEPS else None


Step = Consent | Info | Screen | Reveal | Survey | Debrief | End
BlockStep = Annotated[
    Annotated[Screen, Tag("<screen>")] | Annotated[Reveal, Tag("<reveal>")] | Annotated[Info, Tag("<info>")],
    Discriminator(_kind_in_block),
]


class Each(Part):
    """A block of steps, repeated once for each row of some data."""

    kind: ClassVar[Literal["each"]] = "each"
    each: Name
    steps: Annotated[list[BlockStep], Field(min_length=1)]


FlowStep = Annotated[
    Annotated[Consent, Tag("<consent>")]
    | Annotated[Info, Tag("<info>")]
    | Annotated[Screen, Tag("<screen>")]
    | Annotated[Survey, Tag("<survey>")]
    | Annotated[Debrief, Tag("<debrief>")]
    | Annotated[End, Tag("<end>")]
    | Annotated[Reveal, Tag("<reveal>")]
    | Annotated[Each, Tag("<each>")],
    Discriminator(kind_of),
]
