"""Questions that people are asked, in forms, questionnaires and probes: how they are written, and what answers them.

A question is a few keys, the first of which names its type and holds its words: `{number: How old are you?, from: 18}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Union

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, StringConstraints, Tag

from scenarios.answers import (
    LARGEST,
    Answer,
    BaseQuestion,
    NotAnAnswer,
    RatedQuestion,
    between,
    is_day,
    is_hour,
    option,
    plain,
    read_number,
    tidy,
)
from scenarios.base import Label
from scenarios.errors import complaint, did_you_mean, listed

__all__ = [
    "KINDS", "TAGS", "Answer", "BaseQuestion", "Choice", "Choices", "Date", "Differential", "Likert", "LongText",
    "NotAnAnswer", "Number", "Question", "RatedQuestion", "Slider", "Stars", "TextQuestion", "Time", "YesNo",
]  # fmt: skip

Words = Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
Real = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
Points = Annotated[int, Field(ge=2, le=11)]


class TextQuestion(BaseQuestion):
    """A line of text, of at most `longest` characters."""

    kind: ClassVar[str] = "text"
    words: Words = Field(alias="text")
    longest: Annotated[int, Field(ge=1, le=10_000)] = 200

    @property
    def text(self) -> str:
        return self.words

    def read(self, given: Any) -> Answer:
        if not isinstance(given, str) or not given.strip():
            raise NotAnAnswer("answer_missing")
        if len(given.strip()) > self.longest:
            raise NotAnAnswer("too_long", most=self.longest)
        return given.strip()

    def settings(self) -> dict[str, Any]:
        return {"longest": self.longest}


class LongText(TextQuestion):
    """Several lines of text."""

    kind: ClassVar[str] = "long_text"
    words: Words = Field(alias="long_text")
    longest: Annotated[int, Field(ge=1, le=20_000)] = 2_000


class Number(BaseQuestion):
    """A number, `from` one `to` another, perhaps `whole`, perhaps with a `unit` behind it."""

    kind: ClassVar[str] = "number"
    number: Words
    least: Real | None = Field(default=None, alias="from")
    most: Real | None = Field(default=None, alias="to")
    whole: bool = False
    unit: Label | None = None

    def fits(self) -> None:
        _in_order(self.least, self.most)

    def read(self, given: Any) -> Answer:
        number = read_number(given, "number_wanted")
        if self.whole and number != round(number):
            raise NotAnAnswer("whole_wanted")
        if self.least is not None and number < self.least:
            raise NotAnAnswer("too_low", least=self.least)
        if self.most is not None and number > self.most:
            raise NotAnAnswer("too_high", most=self.most)
        return tidy(number)

    def settings(self) -> dict[str, Any]:
        return {"from": self.least, "to": self.most, "whole": self.whole, "unit": self.unit}


Options = Annotated[list[Label], Field(min_length=2, max_length=40)]


class Choice(BaseQuestion):
    """One of some options; `other` adds a free text, which is recorded as the answer."""

    kind: ClassVar[str] = "choice"
    choice: Words
    of: Options
    other: bool = False

    @property
    def missing(self) -> str:
        return "choose"

    def fits(self) -> None:
        _different(self.of)

    def read(self, given: Any) -> Answer:
        return option(given, self.of, self.other)

    def settings(self) -> dict[str, Any]:
        return {"of": self.of, "other": self.other}


class Choices(BaseQuestion):
    """Several of some options, at least `fewest` and at most `most`; `other` adds a free text."""

    kind: ClassVar[str] = "choices"
    choices: Words
    of: Options
    other: bool = False
    fewest: Annotated[int, Field(ge=0)] = 1
    most: Annotated[int, Field(ge=1)] | None = None

    @property
    def may_stay_open(self) -> bool:
        return self.optional or self.fewest == 0

    def fits(self) -> None:
        _different(self.of)
        there = len(self.of) + self.other
        if max(self.fewest, self.most or 0) > there:
            raise complaint("there are not as many options", f"at most {there}")
        _in_order(self.fewest, self.most)

    def read(self, given: Any) -> Answer:
        if not isinstance(given, list) or len(given) > len(self.of) + self.other:
            raise NotAnAnswer("choose")
        found = [str(option(one, self.of, self.other)) for one in given]
        if len(set(found)) < len(found) or sum(one not in self.of for one in found) > 1:
            raise NotAnAnswer("choose")
        if len(found) < self.fewest:
            raise NotAnAnswer("choose_more", fewest=self.fewest)
        if self.most is not None and len(found) > self.most:
            raise NotAnAnswer("choose_fewer", most=self.most)
        return found

    def settings(self) -> dict[str, Any]:
        return {"of": self.of, "other": self.other, "fewest": self.fewest, "most": self.most}


class YesNo(BaseQuestion):
    """Yes or no, recorded as `yes` or `no` whatever the buttons say."""

    kind: ClassVar[str] = "yes_no"
    yes_no: Words

    @property
    def missing(self) -> str:
        return "choose"

    def read(self, given: Any) -> Answer:
        return option(given, ["yes", "no"], False)


class Likert(RatedQuestion):
    """Agreement in `points`, from 1 (or `from`) up; `low` and `high` name the ends."""

    kind: ClassVar[str] = "likert"
    likert: Words
    points: Points = 7
    least: Literal[0, 1] = Field(default=1, alias="from")
    low: Label | None = None
    high: Label | None = None

    @property
    def scale(self) -> tuple[float, float, float]:
        return self.least, self.least + self.points - 1, 1

    def settings(self) -> dict[str, Any]:
        return {"points": self.points, "from": self.least, "low": self.low, "high": self.high}


class Differential(RatedQuestion):
    """Two opposites, with `points` between them: `{differential: [boring, exciting]}`. 1 is the first of the two."""

    kind: ClassVar[str] = "differential"
    differential: Annotated[list[Label], Field(min_length=2, max_length=2)]
    points: Points = 7

    @property
    def text(self) -> str:
        return " – ".join(self.differential)

    @property
    def scale(self) -> tuple[float, float, float]:
        return 1, self.points, 1

    def settings(self) -> dict[str, Any]:
        low, high = self.differential
        return {"points": self.points, "from": 1, "low": low, "high": high}


class Slider(RatedQuestion):
    """A line to point at, `from` one number `to` another in steps; it has no answer before it was moved."""

    kind: ClassVar[str] = "slider"
    slider: Words
    least: Real = Field(default=0, alias="from")
    most: Real = Field(default=100, alias="to")
    step: Annotated[float, Field(gt=0)] = 1
    low: Label | None = None
    high: Label | None = None
    unit: Label | None = None

    def fits(self) -> None:
        steps = (self.most - self.least) / self.step
        if self.most <= self.least or abs(steps - round(steps)) > 1e-6:
            raise complaint(
                "the steps do not lead from one end to the other", "steps that fit between `from` and `to`"
            )

    @property
    def scale(self) -> tuple[float, float, float]:
        return self.least, self.most, self.step

    def settings(self) -> dict[str, Any]:
        ends = {"low": self.low, "high": self.high, "unit": self.unit}
        return {"from": self.least, "to": self.most, "step": self.step, **ends}


class Stars(RatedQuestion):
    """A number of stars, 1 to `points`."""

    kind: ClassVar[str] = "stars"
    stars: Words
    points: Points = 5

    @property
    def scale(self) -> tuple[float, float, float]:
        return 1, self.points, 1

    def settings(self) -> dict[str, Any]:
        return {"points": self.points}


def _day(written: str) -> str:
    if not is_day(written):
        raise complaint(f"{written!r} is not a date", "year, month and day, such as 2026-05-04")
    return written


def _hour(written: str) -> str:
    if not is_hour(written):
        raise complaint(f"{written!r} is not a time", "hours and minutes, such as 09:30")
    return written


class Date(BaseQuestion):
    """A date, recorded as `2026-05-04`."""

    kind: ClassVar[str] = "date"
    date: Words
    least: Annotated[str, AfterValidator(_day)] | None = Field(default=None, alias="from")
    most: Annotated[str, AfterValidator(_day)] | None = Field(default=None, alias="to")

    def fits(self) -> None:
        _in_order(self.least, self.most)

    def read(self, given: Any) -> Answer:
        if not isinstance(given, str) or not is_day(given):
            raise NotAnAnswer("date_wanted")
        return between(given, self.least, self.most)

    def settings(self) -> dict[str, Any]:
        return {"from": self.least, "to": self.most}


class Time(BaseQuestion):
    """A time of the day, recorded as `09:30`."""

    kind: ClassVar[str] = "time"
    time: Words
    least: Annotated[str, AfterValidator(_hour)] | None = Field(default=None, alias="from")
    most: Annotated[str, AfterValidator(_hour)] | None = Field(default=None, alias="to")

    def fits(self) -> None:
        _in_order(self.least, self.most)

    def read(self, given: Any) -> Answer:
        if not isinstance(given, str) or not is_hour(given):
            raise NotAnAnswer("time_wanted")
        return between(given, self.least, self.most)

    def settings(self) -> dict[str, Any]:
        return {"from": self.least, "to": self.most}


KINDS: dict[str, type[BaseQuestion]] = {
    question.kind: question
    for question in (
        TextQuestion, LongText, Number, Choice, Choices, YesNo, Likert, Differential, Slider, Stars, Date, Time,
    )
}  # fmt: skip
# As pydantic names them in its complaints.
TAGS = {f"<question {kind}>": question for kind, question in KINDS.items()}


def _kind(written: Any) -> str | None:
    if isinstance(written, BaseQuestion):
        return f"<question {written.kind}>"
    keys = written if isinstance(written, Mapping) else ()
    return next((f"<question {key}>" for key in keys if key in KINDS), None)


def _known(written: Any) -> Any:
    if isinstance(written, BaseQuestion) or _kind(written):
        return written
    first = next(iter(written), "") if isinstance(written, Mapping) else written
    named = isinstance(first, str) and first
    what = f"no type of question is called {first!r}" if named else "this is not a question"
    remedy = did_you_mean(first, KINDS, "say first what type it is")
    raise complaint(what, f"{listed(KINDS)} and a colon", remedy)


if TYPE_CHECKING:
    Question = BaseQuestion
else:
    _tagged = tuple(Annotated[question, Tag(tag)] for tag, question in TAGS.items())
    Question = Annotated[Union[_tagged], Discriminator(_kind), BeforeValidator(_known)]  # noqa: UP007 (from a table)


def _in_order(least: Any, most: Any) -> None:
    if least is not None and most is not None and most < least:
        what = f"nothing lies between {plain(least)} and {plain(most)}"
        raise complaint(what, "the smaller of the two first")


def _different(options: list[str]) -> None:
    if len(set(options)) < len(options):
        raise complaint("an option stands here twice", "each option once", "remove one of them")
