"""Steps that ask people something: forms, questionnaires, and what they think was going on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from scenarios import instruments
from scenarios.answers import BaseQuestion
from scenarios.base import Label, Text, Variable
from scenarios.document import Finding, Path, unknown
from scenarios.instruments import Instrument
from scenarios.questions import Choice, LongText, Options, Question
from scenarios.steps.base import BaseStep

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed

PROBE = "probe"  # stands where a questionnaire's id does

Page = Annotated[
    Annotated[str, Tag("<questionnaire id>")] | Annotated[Instrument, Tag("<questionnaire>")],
    Discriminator(
        lambda written: (
            "<questionnaire>" if isinstance(written, (Mapping, Instrument)) else "<questionnaire id>"
        )
    ),
]


class Form(BaseStep):
    """Fields to fill in, under the title `form`. With `screening`, the answers decide who goes on, and in which arm."""

    kind: ClassVar[Literal["form"]] = "form"
    form: Label
    hint: Text | None = None
    fields: Annotated[dict[Variable, Question], Field(min_length=1, max_length=100)]
    screening: bool = False

    @property
    def questions(self) -> Mapping[str, BaseQuestion]:
        """What is asked, by item."""
        return self.fields

    @property
    def all_questions(self) -> Mapping[str, BaseQuestion]:
        return self.fields

    def findings(self, at: Placed) -> Iterator[Finding]:
        yield from at.template(("form",), self.form)
        yield from at.template(("hint",), self.hint or "")
        yield from _texts(at, ("fields",), self.fields)
        if self.screening and at.each is not None:
            what = "a form that decides who goes on cannot stand in a repeated block"
            yield Finding(at.at("screening"), what, "a place before all blocks", "move the form", True)


class Survey(BaseStep):
    """Questionnaires, one page each: published ones by their ids, own ones in place. In a plan, `survey` holds the one
    of that page."""

    kind: ClassVar[Literal["survey"]] = "survey"
    survey: Annotated[list[Page], Field(min_length=1, max_length=40)]

    @property
    def questionnaires(self) -> list[Instrument]:
        """The questionnaires in their order; ids that are not known are left out (the check complains about them)."""
        known = [page for page in self.survey if isinstance(page, Instrument) or page in instruments.ids()]
        return [page if isinstance(page, Instrument) else instruments.get(page) for page in known]

    @property
    def instrument(self) -> str:
        """The id of the first questionnaire, which in a plan is the only one."""
        page = self.survey[0]
        return page.id if isinstance(page, Instrument) else page

    @property
    def pages(self) -> list[tuple[str, Survey]]:
        """Each questionnaire's id, and the step with that one alone."""
        ids = [page.id if isinstance(page, Instrument) else page for page in self.survey]
        return [
            (name, self.model_copy(update={"survey": [page]}))
            for name, page in zip(ids, self.survey, strict=True)
        ]

    @property
    def questions(self) -> Mapping[str, BaseQuestion]:
        """What is asked on the first page, by item."""
        return self.questionnaires[0].questions

    @property
    def all_questions(self) -> Mapping[str, BaseQuestion]:
        return {name: asked for page in self.questionnaires for name, asked in page.questions.items()}

    def findings(self, at: Placed) -> Iterator[Finding]:
        seen: set[str] = set()
        for n, page in enumerate(self.survey):
            name = page.id if isinstance(page, Instrument) else page
            if isinstance(page, Instrument):
                yield from self._own(at, n, page)
            elif name not in instruments.ids():
                yield unknown(at.at("survey", n), "questionnaire", name, instruments.ids())
            if name in seen:
                what = f"the questionnaire {name!r} stands here twice"
                yield Finding(at.at("survey", n), what, remedy="remove one")
            seen.add(name)

    def _own(self, at: Placed, n: int, page: Instrument) -> Iterator[Finding]:
        if page.id in (*instruments.ids(), PROBE):
            what = (
                f"{page.id!r} is the id of a published questionnaire"
                if page.id != PROBE
                else "'probe' means a step"
            )
            yield Finding(at.at("survey", n, "id"), what, "an id of your own", "choose another")
        yield from at.template(("survey", n, "title"), page.title)
        yield from at.template(("survey", n, "hint"), page.hint or "")
        yield from _texts(at, ("survey", n, "items"), page.questions)


class Probe(BaseStep):
    """What people think was going on, asked before they are told: one of some answers (`of`), and their own words."""

    kind: ClassVar[Literal["probe"]] = "probe"
    probe: Text
    of: Options | None = None
    suspects: list[Label] = []
    comment: Text | None = None

    @property
    def questions(self) -> Mapping[str, BaseQuestion]:
        """`guess`, one of the options, and `why`, their own words; without options `why` alone."""
        if self.of is None:
            return {"why": LongText.model_validate({"long_text": self.probe})}
        guess: dict[str, BaseQuestion] = {
            "guess": Choice.model_validate({"choice": self.probe, "of": self.of})
        }
        if self.comment is None:
            return guess
        return {**guess, "why": LongText.model_validate({"long_text": self.comment, "optional": True})}

    @property
    def all_questions(self) -> Mapping[str, BaseQuestion]:
        return self.questions

    def findings(self, at: Placed) -> Iterator[Finding]:
        if self.comment is not None and self.of is None:
            what = "without options, the answer itself is in their own words"
            yield Finding(
                at.at("comment"), what, "options under `of:`", "add them, or remove this line", True
            )
        for n, option in enumerate(self.suspects):
            if option not in (self.of or []):
                yield unknown(at.at("suspects", n), "option", option, self.of or [], "add it under `of`")
        for key, text in (("probe", self.probe), ("comment", self.comment)):
            yield from at.template((key,), text or "")


def _texts(at: Placed, path: Path, questions: Mapping[str, BaseQuestion]) -> Iterator[Finding]:
    """What is wrong with the words of questions, which are templates."""
    for name, question in questions.items():
        inner = (*path, name)
        yield from at.template((*inner, question.kind), question.text)
        yield from at.template((*inner, "hint"), question.hint or "")
        default: Any = question.default
        if isinstance(default, str):
            yield from at.template((*inner, "default"), default)
