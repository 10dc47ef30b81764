"""The step on which people draw boxes around things in a picture, by hand or with a model's help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from scenarios.base import Label, Name, Text
from scenarios.document import Finding, unknown
from scenarios.files import Image
from scenarios.steps.base import BaseStep, ColumnPath
from scenarios.steps.show import NOTHING

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scenarios.steps.placed import Placed

TASK = "object-detection"
Help = Literal["by hand", "pre-labels", "suggestions", "linter", "difficulty"]
Level = Literal["easy", "medium", "hard"]


def _by_name(written: Any) -> Any:
    return dict(zip(written, written, strict=True)) if isinstance(written, list) else written


class Annotate(BaseStep):
    """A picture on which people draw, move, resize, label and delete boxes. `title` and `text` are templates.

    `annotate` names a feature that finds objects, or `nothing`; `help` is what becomes of its boxes:

    by hand      nothing: the feature is not asked
    pre-labels   they stand there from the start, to be corrected
    suggestions  one that looks like what is being drawn is offered, to be taken by one press
    linter       after the work is done, what is missing or too much beside them is pointed out once
    difficulty   a sentence says how hard the picture looks, from how many there are and how sure they are

    `size` is the picture's [width, height] in pixels, in which all boxes count. `labels` are what people can choose
    (`{car: A car}` for other words on the screen), the feature's `answers` if not said. `truth` names the column with
    the right boxes, the feature's `truth` if not said: the log then tells how good the work is.
    """

    kind: ClassVar[Literal["annotate"]] = "annotate"
    annotate: Name
    help: Help = "by hand"
    image: Image
    size: Annotated[list[Annotated[int, Field(ge=10, le=20_000)]], Field(min_length=2, max_length=2)]
    title: Text
    text: Text | None = None
    labels: Annotated[
        dict[Label, Label], BeforeValidator(_by_name, json_schema_input_type=list[str] | dict[str, str])
    ] = {}
    truth: ColumnPath | None = None
    waiting: Text | None = None
    says: dict[Level, Text] = {}
    done: Label | None = None

    @property
    def uses(self) -> str | None:
        return None if self.annotate == NOTHING or self.help == "by hand" else self.annotate

    @property
    def reactions(self) -> frozenset[str]:
        """`accept` is said of proposed boxes that were left as they were; all other work is an `edit`."""
        return frozenset({"accept", "edit"})

    def choices(self, scenario: Scenario) -> Mapping[str, str]:
        """The labels that people can choose, with their words on the screen."""
        feature = scenario.features.get(self.annotate)
        return self.labels or {answer: answer for answer in (feature.answers if feature else ())}

    def truth_column(self, scenario: Scenario, each: str | None) -> str | None:
        """The column of this block's data with the right boxes, if there is one."""
        if self.truth:
            return self.truth.partition(".")[2]
        feature = scenario.features.get(self.annotate)
        data = scenario.data.get(each or "")
        return feature.truth if feature and data and feature.truth in data.columns else None

    def findings(self, at: Placed) -> Iterator[Finding]:
        if self.annotate != NOTHING:
            yield from at.feature("annotate", self.annotate, (TASK,))
        elif self.help != "by hand":
            what = f"{self.help!r} is the help of a feature, and none is asked here"
            yield Finding(
                at.at("help"), what, "a feature's name after `annotate:`", "name one, or remove this line"
            )
        yield from self.image.findings(at.at("image"), at.scenario.data, at.each)
        if self.image.alt is None:
            what = "the picture is not described for people who cannot see it"
            yield Finding(
                at.at("image"), what, "a line such as `alt: A street by day`", "add it", at_key=True
            )
        else:
            yield from at.template(("image", "alt"), self.image.alt)
        yield from self._labels(at)
        yield from self._right_boxes(at)
        yield from at.template(("title",), self.title)
        if self.text:
            yield from at.template(("text",), self.text)

    def _labels(self, at: Placed) -> Iterator[Finding]:
        feature = at.scenario.features.get(self.annotate)
        if not self.choices(at.scenario) and (feature or self.annotate == NOTHING):
            what = "nobody can label a box here"
            yield Finding(at.path, what, "a line such as `labels: [car, person]`", "add it", at_key=True)
        if feature and feature.answers:
            for label in self.labels:
                if label not in feature.answers:
                    within = f"of {self.annotate!r}"
                    yield unknown(at.at("labels", label), "answer", label, feature.answers, within=within)

    def _right_boxes(self, at: Placed) -> Iterator[Finding]:
        if self.truth is None:
            return
        name, _, column = self.truth.partition(".")
        if at.each is None or at.each not in at.scenario.data:
            yield Finding(at.at("truth"), "the right boxes of each picture need a repeated block around it")
        elif name != at.each:
            yield unknown(at.at("truth"), "data", name, [at.each], within="in this block")
        elif column not in at.columns:
            yield unknown(at.at("truth"), "column", column, at.columns, within=f"in {at.each!r}")
