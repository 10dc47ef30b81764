"""The step on which somebody chooses between two predictions of one feature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

import mocks
from scenarios.base import Label, Name, Part, Text
from scenarios.document import Finding, unknown
from scenarios.steps.base import BaseStep
from scenarios.steps.placed import fields_of

if TYPE_CHECKING:
    from scenarios.model import Feature
    from scenarios.steps.placed import Placed


class Choices(Part):
    """The words on the buttons, in place of the built-in ones."""

    first: Label | None = None
    second: Label | None = None
    tie: Label | None = None


class Choose(BaseStep):
    """Two predictions of the feature `choose`, by the two mocks named under `between`, in an order that is drawn anew
    each time. `lead` stands above them, `text` says each of them (its text, if not said); `tie` offers not to decide,
    `why` asks for a reason."""

    kind: ClassVar[Literal["choose"]] = "choose"
    choose: Name
    between: Annotated[list[Name], Field(min_length=2, max_length=2)]
    title: Text
    lead: Text | None = None
    text: Text | None = None
    buttons: Choices = Choices()
    tie: bool = False
    why: bool = False
    waiting: Text | None = None

    @property
    def uses(self) -> str | None:
        return self.choose

    @property
    def reactions(self) -> frozenset[str]:
        """`accept` about what was chosen, `dismiss` about the other; `label` about both where neither was."""
        return frozenset(
            {"accept", "dismiss", *(["label"] if self.tie else []), *(["comment"] if self.why else [])}
        )

    @property
    def template(self) -> str:
        """The text that says one prediction."""
        return self.text or f"{{{{ {self.choose}.text }}}}"

    def findings(self, at: Placed) -> Iterator[Finding]:
        yield from at.feature("choose", self.choose)
        for key, text in (("title", self.title), ("lead", self.lead)):
            yield from at.template((key,), text or "")
        if self.buttons.tie and not self.tie:
            what = "a button for a tie, and no tie is offered"
            yield Finding(at.at("buttons", "tie"), what, "a line `tie: true`", "add it", at_key=True)
        if self.between[0] == self.between[1]:
            what = f"{self.between[0]!r} would play against itself"
            yield Finding(at.at("between", 1), what, "two mocks", "name another")
        feature = at.scenario.features.get(self.choose)
        if feature is None:
            return
        if feature.off and not self.off:
            what = f"the feature {self.choose!r} is off, and there is nothing to choose between"
            yield Finding(at.at("choose"), what, f"an arm without this step: `steps.{self.id}: off`")
        if self.text is None and "text" not in fields_of(feature):
            what = f"nothing of the feature {self.choose!r} would be seen"
            yield Finding(at.path, what, "a line `text: …`", "add it", True)
        yield from at.template(("text",), self.text or "", self.choose)
        for n, name in enumerate(self.between):
            yield from self._player(at, n, name, feature)

    def _player(self, at: Placed, n: int, name: str, feature: Feature) -> Iterator[Finding]:
        here = at.at("between", n)
        if name not in at.scenario.mocks:
            yield unknown(here, "mock", name, at.scenario.mocks, "name it under `mocks:`")
            return
        try:
            mock = mocks.build(at.scenario.mocks[name])
        except mocks.MockError:
            return  # said where the mock stands
        if getattr(mock, "is_off", False):
            yield Finding(here, f"{name!r} never answers", "a mock that does", "name another")
        for path, reason in mocks.suits(mock, feature.task, feature.answers):
            said = " ".join([".".join(map(str, path)), reason]).strip()
            yield Finding(here, f"{name!r} cannot play {self.choose!r}: {said}")
        if getattr(mock, "knows_truth", False) and feature.truth is None:
            what = f"{name!r} must know what really happens"
            at_feature = ("features", self.choose, "truth")
            yield Finding(
                at_feature, what, "the column with the truth", "add a line like `truth: actual`", True
            )
