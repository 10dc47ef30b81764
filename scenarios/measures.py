"""The vocabulary of measures: what a scenario can have computed from what people did, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, Field, model_validator

from scenarios import instruments
from scenarios.answers import BaseQuestion, RatedQuestion
from scenarios.base import Label, Name, Part, Variable
from scenarios.errors import complaint, did_you_mean, listed
from scenarios.instruments import Instrument
from scenarios.steps.base import ColumnPath, Decision
from scenarios.steps.forms import Form, Probe, Survey

if TYPE_CHECKING:
    from scenarios.model import Scenario
    from scenarios.steps import Step

# `followed` and `ignored` are what reactions mean, whatever the screen looks like: an edit or a countdown that ran
# out follows the product, an undo does not. All others are the reactions themselves.
Done = Literal[
    "accept", "edit", "dismiss", "undo", "explain", "report", "contact", "thumb", "stars", "comment", "label", "skip",
    "followed", "ignored",
]  # fmt: skip
Scale = Literal["share", "time", "number"]

MEANT: Mapping[str, Decision] = {"followed": "accept", "ignored": "dismiss"}
VALUED = ("thumb", "stars", "label")  # the reactions that come with one of a few values
ALWAYS: dict[str, Scale] = {
    "finished": "share",
    "accepted_when_right": "share",
    "accepted_false_alarm": "share",
    "accepted_miss": "share",
    "accepted_quiet": "share",
    "contacts": "number",
    "thumbs_up": "share",
    "decision_time": "time",
    "attention": "share",
    "late": "share",
    "fallback": "share",
}  # what results have of every scenario that allows it, without being asked


class Where(Part):
    """Which of the predictions count: those that were `right`, or those that were `wrong`, as people saw them."""

    shown: Literal["right", "wrong"]


class _OfReactions(Part):
    """What measures of reactions share: of what, where, and with which value."""

    step: Name | None = None
    feature: Variable | None = None
    value: str | int | None = None

    @model_validator(mode="after")
    def _fits(self) -> _OfReactions:
        of = getattr(self, "of", None)
        if self.value is not None and of not in VALUED:
            raise complaint(
                f"{of!r} has no values to choose from" if of else "`value` belongs to `of`",
                f"`value` beside `of: {VALUED[0]}`, `of: {VALUED[1]}` or `of: {VALUED[2]}`",
                "remove `value`",
            )
        if self.step and self.feature:
            raise complaint("`step` and `feature` both say where", "one of them", "remove one")
        return self


class Share(_OfReactions):
    """A share of what a person met.

    With `of`: at a `step`, the share of the times that they came there; with a `feature`, the share of its
    predictions that they were shown; `where` keeps those that were right, or wrong.
    With `right_when`: the share of the decisions at `step` that fit what really happened, which is in `truth`.
    """

    of: Done | None = None
    where: Where | None = None
    right_when: Annotated[dict[Decision, str], Field(min_length=1)] = {}
    truth: ColumnPath | None = None

    @model_validator(mode="after")
    def _one_form(self) -> Share:
        if bool(self.of) == bool(self.right_when):
            raise complaint(
                "a share is of reactions, or of right decisions",
                "`of: accept` or `right_when: {…}`",
                "keep one of them" if self.of else "add one of them",
            )
        if self.of and self.truth:
            raise complaint("`truth` belongs to `right_when`", "a share of reactions without it", "remove it")
        if self.of and not (self.step or self.feature):
            raise complaint("it is not said where", "a `step` or a `feature`", "add `step: …`")
        if self.right_when and (self.where or self.feature):
            raise complaint(
                "`right_when` says by itself which decisions are right",
                "`step` and `truth`",
                "remove the rest",
            )
        if self.right_when and not self.step:
            raise complaint("the key 'step' is missing", "the step where people decide", "add `step: …`")
        if self.right_when and not self.truth:
            raise complaint(
                "the key 'truth' is missing", "data and column, such as parcel.actual", "add `truth: …`"
            )
        return self


class Count(_OfReactions):
    """How often a person did something: in the whole session, or for each trial (each time at such a step)."""

    of: Done
    per: Literal["session", "trial"] = "session"


class Averaged(NamedTuple):
    """What a mean is of. `detail` is the field of the form `subject`, or the part of a `quality`."""

    subject: str
    detail: str | None = None


SHARES = ("confidence", "distance", "quality")  # they go from 0 to 100%
NUMBERS = ("stars", *SHARES)


def _averaged(written: str) -> str:
    subject, dot, detail = written.partition(".")
    if not (subject and detail if dot else written in NUMBERS):
        raise complaint(
            f"there is no mean of {written!r}",
            f"{listed(NUMBERS)}, or a question such as about.age",
            did_you_mean(written, NUMBERS),
        )
    return written


class Mean(Part):
    """The mean of numbers: of stars (1 to 5), of how sure shown answers claimed to be (`confidence`, 0 to 100%), of
    how much people changed (`distance`, 0 to 100%), of the `quality` of what they made, or of a form's field."""

    of: Annotated[Label, AfterValidator(_averaged)]
    step: Name | None = None

    @property
    def averaged(self) -> Averaged:
        subject, _, detail = self.of.partition(".")
        return Averaged(subject, detail or None)


class MedianTime(Part):
    """The median of a person's times, in seconds, from the moment that they could act: to their decision, to the
    first thing that they did there, or for the whole session. `leave` counts from coming to a screen of any kind."""

    to: Literal["decision", "first reaction", "leave", "finish"]
    step: Name | None = None

    @model_validator(mode="after")
    def _whole(self) -> MedianTime:
        if self.to == "finish" and self.step:
            raise complaint(
                "`to: finish` is the time of the whole session",
                "no step",
                "remove `step`, or say `to: decision`",
            )
        if self.to == "leave" and not self.step:
            raise complaint("it is not said which screen they leave", "a `step`", "add `step: …`")
        return self


class Score(Part):
    """A questionnaire's score, or that of one of its subscales (`nasa-tlx.effort`)."""

    of: Label
    step: Name | None = None

    @property
    def instrument(self) -> str:
        return self.of.partition(".")[0]

    @property
    def subscale(self) -> str | None:
        return self.of.partition(".")[2] or None


class Preferred(Part):
    """Who or what people preferred: at a `choose` step, or in a form's question (`form.field`)."""

    step: Label

    @property
    def where(self) -> str:
        """The step's id."""
        return self.step.partition(".")[0]

    @property
    def field(self) -> str | None:
        """The form's field; None at a `choose` step."""
        return self.step.partition(".")[2] or None


class Measure(Part):
    """A quantity that is computed from what people did: exactly one of these."""

    share: Share | None = None
    followed_when_right_or_ignored_when_wrong: Variable | None = None
    count: Count | None = None
    mean: Mean | None = None
    median_time: MedianTime | None = None
    score: Score | None = None
    preferred: Preferred | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Measure:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            raise complaint(
                f"it is {' and '.join(map(repr, given))} at once"
                if given
                else "it is not said what to measure",
                listed(type(self).model_fields),
                "make two measures of it" if given else "add one",
            )
        return self

    @property
    def form(self) -> str:
        """Which of the forms it is: `share`, `count` …"""
        return next(name for name in type(self).model_fields if getattr(self, name) is not None)

    @property
    def what(self) -> Any:
        """What stands in that form."""
        return getattr(self, self.form)

    @property
    def scale(self) -> Scale:
        """What its numbers are: shares in percent, times in seconds, or other numbers."""
        if self.form == "median_time":
            return "time"
        number = self.form in {"count", "score"}
        number = number or (self.mean is not None and self.mean.averaged.subject not in SHARES)
        return "number" if number else "share"


def can_get(step: Step, of: str) -> bool:
    """Whether people can do that at the step."""
    if of == "skip":
        return step.optional or of in step.reactions
    return MEANT[of] in step.decisions if of in MEANT else of in step.reactions


def questions(scenario: Scenario, form: str) -> Mapping[str, BaseQuestion]:
    """The questions of a form or a probe by their names; none for any other step."""
    step = scenario.steps.get(form)
    return step.questions if isinstance(step, Form | Probe) else {}


def instrument_ids(scenario: Scenario) -> list[str]:
    """The ids of the flow's questionnaires, also of those that are not there."""
    surveys = [step for step, _ in scenario.walk() if isinstance(step, Survey)]
    return list(dict.fromkeys(name for step in surveys for name, _ in step.pages))


def instrument_of(scenario: Scenario, name: str) -> Instrument:
    """A questionnaire of the flow by its id: one of its own, or a published one. Raises `ScenariosError`."""
    surveys = [step for step, _ in scenario.walk() if isinstance(step, Survey)]
    own = (page for step in surveys for page in step.survey if isinstance(page, Instrument))
    return next((page for page in own if page.id == name), None) or instruments.get(name)


def better(scenario: Scenario, name: str) -> Literal["more", "less"] | None:
    """Which way is good for the product, where the name is that of a questionnaire's score, or of a measure of one."""
    measure = scenario.measures.get(name)
    scored = measure.score.instrument if measure and measure.score else name.partition(".")[0]
    return next((page.better for page in scenario.questionnaires() if page.id == scored), None)


def range_of(question: BaseQuestion | None) -> tuple[float, float] | tuple[None, None]:
    """The two ends of a question's scale; None for one that has no scale, such as a plain number."""
    if not isinstance(question, RatedQuestion):
        return None, None
    low, high, _ = question.scale
    return low, high


def options(scenario: Scenario, step: str, field: str | None) -> tuple[str, ...]:
    """What can be preferred: the mocks of a `choose` step, or what a form's question offers."""
    if field is None:
        return tuple(getattr(scenario.steps.get(step), "between", None) or ())
    question = questions(scenario, step).get(field)
    if getattr(question, "kind", None) == "yes_no":
        return ("yes", "no")
    offered = getattr(question, "of", None)
    return tuple(offered) if isinstance(offered, list) else ()
