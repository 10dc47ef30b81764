"""The step on which people talk with the product: in their own words, by quick replies, or along an old guided menu."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from mocks.quantities import Share
from scenarios.base import Label, Name, Part, Text
from scenarios.document import Finding, Path
from scenarios.errors import complaint
from scenarios.steps.base import BaseStep
from scenarios.steps.show import NOTHING

if TYPE_CHECKING:
    from scenarios.model import Feature, Scenario
    from scenarios.steps.placed import Placed

TASKS = ("chat-completion", "text-generation", "structured")
# What a structured answer may bring besides its text.
TEXT, OFFERS, HANDS_OVER, SCORE = "text", "offers", "handover", "score"
GIVEN = ("message", "history")  # what a feature gets here besides its columns


class Turns(Part):
    """How many times a person may speak: `most`; and how many answers they must have before they can go on: `least`."""

    least: Annotated[int, Field(ge=0, le=100)] = 1
    most: Annotated[int, Field(ge=1, le=100)] = 20

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise complaint(
                f"at least {self.least} turns are more than at most {self.most}",
                "least up to most",
                "swap the two",
            )
        return self


class Ends(Part):
    """The button that leads on."""

    button: Label


class Person(Part):
    """A person takes over: what the product says then. Without a `button`, only the product itself can hand over."""

    button: Label | None = None
    says: Text


class LowConfidence(Part):
    """An answer whose `score` is below this is not said; the person takes over."""

    below: Share


class TurnFeedback(Part):
    """What is asked about each answer: a thumb, under a question, or one of some labels."""

    thumbs: Text | None = None
    labels: Annotated[list[Label], Field(max_length=12)] = []

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.thumbs and not self.labels:
            raise complaint(
                "nothing is asked about the answers", "`thumbs: …` or `labels: […]`", "add one of them"
            )
        return self


def _says(written: Any) -> Any:
    return {"says": written} if isinstance(written, str) else written


class Entry(Part):
    """One entry of a guided menu: what the product says to it, then further `choices`, or a `person` who takes over."""

    says: Text | None = None
    choices: Annotated[dict[Label, MenuEntry], Field(max_length=12)] = {}
    person: bool = False

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if not self.says and not self.person:
            raise complaint("this entry says nothing", "a text, or `says:` and `choices:`", "add it")
        if self.person and self.choices:
            raise complaint(
                "this entry has choices and hands over to a person", "one of the two", "remove the other"
            )
        return self


MenuEntry = Annotated[Entry, BeforeValidator(_says, json_schema_input_type=str | Entry)]
Entry.model_rebuild()


class Chat(BaseStep):
    """A conversation with the feature `chat`; where that is off (or `nothing`), the guided `menu` takes its place.

    All that the product says by itself is a template. A `structured` feature answers with a `text`, and may bring
    `offers` (quick replies), `handover: true` (a person takes over) and a `score`.
    """

    kind: ClassVar[Literal["chat"]] = "chat"
    chat: Name
    title: Text | None = None
    task: Text | None = None
    asks: Annotated[list[Text], Field(max_length=12)] = []
    opens_with: Text | None = None
    hint: Text | None = None
    waiting: Text | None = None
    quick_replies: Annotated[list[Label], Field(max_length=8)] = []
    offers: bool = False
    turns: Turns = Turns()
    ends: Ends | None = None
    voice: bool = False
    person: Person | None = None
    low_confidence: LowConfidence | None = None
    feedback: TurnFeedback | None = None
    menu: Annotated[dict[Label, MenuEntry], Field(max_length=12)] = {}

    @property
    def uses(self) -> str | None:
        """The feature that answers; it is asked whenever the person has spoken, not on arrival."""
        return None if self.chat == NOTHING else self.chat

    @property
    def reactions(self) -> frozenset[str]:
        found = {"contact"} if self.person else set()
        if self.feedback:
            found |= {"thumb"} if self.feedback.thumbs else set()
            found |= {"label"} if self.feedback.labels else set()
        return frozenset(found)

    def guided(self, scenario: Scenario) -> bool:
        """Whether the menu stands here, for want of a feature that answers."""
        feature = scenario.features.get(self.chat)
        return feature is None or not feature.on

    def findings(self, at: Placed) -> Iterator[Finding]:
        feature = at.scenario.features.get(self.chat)
        if self.chat != NOTHING:
            yield from at.feature("chat", self.chat, TASKS)
        if feature and feature.task in TASKS:
            yield from self._answers(at, feature)
        if not self.menu and (self.chat == NOTHING or (feature is not None and not feature.on)):
            what = "nobody answers in this conversation" + (f": {self.chat!r} is off" if feature else "")
            yield Finding(
                at.at("chat"),
                what,
                "a feature that is on, or a guided `menu:`",
                "add a menu, or leave the step out with `off`",
            )
        yield from self._hand_over(at, feature)
        yield from self._texts(at)

    def _answers(self, at: Placed, feature: Feature) -> Iterator[Finding]:
        """Whether an answer can have what this step wants of it."""
        fields, required = _fields(feature)
        if feature.task == "structured" and (TEXT not in fields or TEXT not in required):
            yield Finding(
                ("features", self.chat, "schema"),
                f"an answer of {self.chat!r} may come without a text, and there would be nothing to say",
                "a `text` among its `properties` and its `required`",
                "add it",
                at_key=True,
            )
        for key, wanted, field in (
            ("offers", self.offers, OFFERS),
            ("low_confidence", self.low_confidence, SCORE),
        ):
            if wanted and field not in fields:
                yield Finding(
                    at.at(key),
                    f"the answers of {self.chat!r} bring no {field!r}",
                    f"a structured feature with {field!r} among the properties of its schema",
                    "add it there, or remove this line",
                    at_key=True,
                )
        for n, column in enumerate(feature.model_sees):
            if column in GIVEN:
                yield Finding(
                    ("features", self.chat, "model_sees", n),
                    f"{column!r} is what a conversation gives the feature by itself",
                    "a column of another name",
                    "rename the column",
                )

    def _hand_over(self, at: Placed, feature: Feature | None) -> Iterator[Finding]:
        """Whether somebody takes over wherever the product hands over."""
        if self.person:
            return
        places: list[tuple[Path, str]] = [
            (("menu", *path), "this entry hands over") for path, entry in entries(self.menu) if entry.person
        ]
        if self.low_confidence:
            places.append((("low_confidence",), "an unsure answer hands over"))
        if feature and feature.task == "structured" and HANDS_OVER in _fields(feature)[0]:
            places.append((("chat",), f"an answer of {self.chat!r} can hand over"))
        for path, what in places:
            yield Finding(
                at.at(*path),
                f"{what}, and nobody takes over",
                "a line `person: {says: …}` in this step",
                "say there what people are told then",
                at_key=True,
            )

    def _texts(self, at: Placed) -> Iterator[Finding]:
        for key in ("title", "task", "opens_with", "hint", "waiting"):
            yield from at.template((key,), getattr(self, key) or "")
        for key in ("asks", "quick_replies"):
            for n, text in enumerate(getattr(self, key)):
                yield from at.template((key, n), text)
        if self.person:
            yield from at.template(("person", "says"), self.person.says)
        if self.feedback and self.feedback.thumbs:
            yield from at.template(("feedback", "thumbs"), self.feedback.thumbs)
        for path, entry in entries(self.menu):
            if entry.says:
                yield from at.template(("menu", *path, "says"), entry.says)


def entries(menu: Mapping[str, Entry]) -> Iterator[tuple[tuple[str, ...], Entry]]:
    """Every entry of a menu with its path in the file."""
    for label, entry in menu.items():
        yield (label,), entry
        yield from (((label, "choices", *path), inner) for path, inner in entries(entry.choices))


def _fields(feature: Feature) -> tuple[Mapping[str, Any], list[Any]]:
    """The properties of a structured answer, and which of them are always there."""
    shape = feature.shape or {}
    properties, required = shape.get("properties"), shape.get("required")
    return (
        properties if isinstance(properties, Mapping) else {},
        required if isinstance(required, list) else [],
    )
