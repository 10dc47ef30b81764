"""What answers a question: what all of them share, how an answer is checked, what people read about a wrong one."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, ClassVar, Self

from pydantic import Discriminator, Tag, model_validator

from scenarios.base import Label, Part, Text, Value
from scenarios.data import Fake
from scenarios.errors import ScenariosError, complaint

Answer = str | int | float | list[str] | None
"""A text, a number, several of some options; None where an optional question was left open."""

LONGEST_OTHER = 200
LARGEST = 1e12

WORDS: dict[str, str] = {
    "answer_missing": "Please answer this.",
    "choose": "Please choose one.",
    "choose_more": "Please choose at least {fewest}.",
    "choose_fewer": "Please choose {most} at most.",
    "number_wanted": "Please write a number.",
    "whole_wanted": "Please write a whole number.",
    "too_low": "Please stay at {least} or above.",
    "too_high": "Please stay at {most} or below.",
    "too_long": "Please write {most} characters at most.",
    "date_wanted": "Please choose a date.",
    "too_early": "Please choose {least} or later.",
    "too_late": "Please choose {most} or earlier.",
    "time_wanted": "Please choose a time.",
    "other": "Something else",
    "other_which": "Please say what",
    "optional": "optional",
    "not_set": "Not answered yet",
    "likert_low": "Strongly disagree",
    "likert_high": "Strongly agree",
    "stars_of": "{point} of {of} stars",
    "wrong_one": "One answer needs another look.",
    "wrong_some": "{count} answers need another look.",
}
"""What participants read at questions, beside the words of a scenario."""


class NotAnAnswer(ScenariosError):
    """What somebody gave does not answer the question. `word` names what they read about it."""

    def __init__(self, word: str, **values: object) -> None:
        self.word, self.values = word, values
        super().__init__(self.said(WORDS))

    def said(self, words: Mapping[str, str]) -> str:
        """The kind words for it, in a scenario's language."""
        return filled(words.get(self.word, WORDS[self.word]), **self.values)


def filled(word: str, **values: object) -> str:
    """A built-in word with its values in place: `Please choose at least {fewest}.`"""
    return re.sub(r"\{(\w+)\}", lambda found: plain(values.get(found[1], found[0])), word)


def plain(value: object) -> str:
    """A value as it stands in a sentence."""
    return f"{value:.12g}" if isinstance(value, float) else str(value)


Default = Annotated[
    Annotated[Value, Tag("<value>")] | Annotated[Fake, Tag("<fake>")],
    Discriminator(lambda written: "<fake>" if isinstance(written, (Mapping, Fake)) else "<value>"),
]


class BaseQuestion(Part):
    """What all questions share.

    `hint` stands below the words; `default` (a template, or made up by Faker) is there beforehand. `must_be` makes it
    an attention check: whether the answer is that one is recorded, and never shown.
    """

    kind: ClassVar[str]
    optional: bool = False
    hint: Text | None = None
    default: Default | None = None
    must_be: Value | list[Label] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self.fits()
        if self.must_be is not None:
            try:
                self.read(self.must_be)
            except NotAnAnswer as error:
                raise complaint(
                    f"nobody can answer {self.must_be!r} here, as `must_be` wants",
                    "an answer of this question",
                    f"participants would read {error.said(WORDS)!r}",
                ) from None
        return self

    @property
    def text(self) -> str:
        """The words of the question."""
        return str(getattr(self, self.kind))

    @property
    def missing(self) -> str:
        """The word for somebody who left it open."""
        return "answer_missing"

    @property
    def may_stay_open(self) -> bool:
        """Whether no answer is an answer."""
        return self.optional

    def fits(self) -> None:
        """Raise a complaint where the keys do not go together."""

    def read(self, given: Any) -> Answer:
        """The answer as it is recorded, of what was given (never nothing). Raises `NotAnAnswer`."""
        raise NotImplementedError

    def settings(self) -> dict[str, Any]:
        """What the browser needs beside kind, words and hint."""
        return {}

    def passed(self, answer: Answer) -> bool:
        """Whether an attention check was passed."""
        wanted = self.must_be
        if isinstance(wanted, str) and isinstance(answer, str):
            return answer.strip().casefold() == wanted.strip().casefold()
        if isinstance(wanted, list) and isinstance(answer, list):
            return set(answer) == set(wanted)
        return answer == wanted


class RatedQuestion(BaseQuestion):
    """A question on a scale, whose answers are numbers that can be scored; `reverse` turns them round for that."""

    reverse: bool = False

    @property
    def scale(self) -> tuple[float, float, float]:
        """The lowest answer, the highest, and how far answers lie apart."""
        raise NotImplementedError

    @property
    def missing(self) -> str:
        return "choose"

    def read(self, given: Any) -> Answer:
        least, most, step = self.scale
        number = read_number(given, "choose")
        steps = (number - least) / step
        if not least <= number <= most or abs(steps - round(steps)) > 1e-6:
            raise NotAnAnswer("choose")
        return tidy(least + round(steps) * step)

    def rated(self, answer: object) -> float | None:
        """The answer as it counts in a score, turned round where `reverse`; None for what is not on the scale."""
        if isinstance(answer, bool) or not isinstance(answer, (int, float)):
            return None
        least, most, _ = self.scale
        try:
            self.read(answer)
        except NotAnAnswer:
            return None
        return least + most - answer if self.reverse else answer


def check(question: BaseQuestion, given: Any) -> Answer:
    """The answer to record; None where an optional question was left open. Raises `NotAnAnswer`."""
    if given is None or given == [] or (isinstance(given, str) and not given.strip()):
        if question.may_stay_open:
            return None
        raise NotAnAnswer(question.missing)
    return question.read(given)


def check_all(
    questions: Mapping[str, BaseQuestion], given: Mapping[str, Any]
) -> tuple[dict[str, Answer], dict[str, NotAnAnswer]]:
    """What was answered, and what is wrong, both by item. What was not asked is left out."""
    answers: dict[str, Answer] = {}
    wrong: dict[str, NotAnAnswer] = {}
    for item, question in questions.items():
        try:
            answers[item] = check(question, given.get(item))
        except NotAnAnswer as error:
            wrong[item] = error
    return answers, wrong


def attention(questions: Mapping[str, BaseQuestion], answers: Mapping[str, Answer]) -> dict[str, bool]:
    """Which of the attention checks were passed."""
    return {
        item: question.passed(answers.get(item))
        for item, question in questions.items()
        if question.must_be is not None
    }


def as_data(question: BaseQuestion) -> dict[str, Any]:
    """A question as the browser draws it. What is checked without being shown is not in it."""
    told = {
        name: value for name, value in question.settings().items() if value is not None and value is not False
    }
    data = {"kind": question.kind, "text": question.text, **told}
    if question.hint:
        data["hint"] = question.hint
    return data | ({"optional": True} if question.optional else {})


def read_number(given: Any, word: str) -> float:
    """A finite number of moderate size. Raises `NotAnAnswer` with `word`."""
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        raise NotAnAnswer(word)
    # An integer of JSON may be too large for a float.
    if (isinstance(given, float) and not math.isfinite(given)) or abs(given) > LARGEST:
        raise NotAnAnswer(word)
    return float(given)


def tidy(number: float) -> int | float:
    """A whole number without its `.0`, and others without the dust of reckoning."""
    return int(number) if number == int(number) else round(number, 9)


def option(given: Any, options: list[str], other: bool) -> str:
    """One of the options, or with `other` any short text. Raises `NotAnAnswer`."""
    if isinstance(given, str) and given in options:
        return given
    if not other or not isinstance(given, str) or not given.strip():
        raise NotAnAnswer("choose")
    if len(given.strip()) > LONGEST_OTHER:
        raise NotAnAnswer("too_long", most=LONGEST_OTHER)
    return given.strip()


def between(given: str, least: str | None, most: str | None) -> str:
    """A date or a time between two others. Raises `NotAnAnswer`."""
    if least is not None and given < least:
        raise NotAnAnswer("too_early", least=least)
    if most is not None and given > most:
        raise NotAnAnswer("too_late", most=most)
    return given


def is_day(written: str) -> bool:
    """Whether it is a date such as `2026-05-04`."""
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", written) is not None and bool(date.fromisoformat(written))
    except ValueError:
        return False


def is_hour(written: str) -> bool:
    """Whether it is a time such as `09:30`."""
    try:
        return re.fullmatch(r"\d\d:\d\d", written) is not None and isinstance(
            time.fromisoformat(written), time
        )
    except ValueError:
        return False
