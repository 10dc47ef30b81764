"""How the values of a column come about: made up, drawn, counted, given, or put together from other columns."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from statistics import NormalDist
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, RootModel, Tag, model_validator

from mocks.given import is_json
from mocks.plain import is_number
from scenarios import texts
from scenarios.base import Label, Part, Text, Value
from scenarios.errors import TextError, complaint, did_you_mean, listed

MOST_ROWS = 1_000

# Faker's providers that give a short text without arguments. Others write files, HTML or unbounded structures.
FAKES = (
    "address", "bank", "boolean", "bs", "catch_phrase", "city", "color_name", "company", "country", "currency_code",
    "date", "day_of_week", "email", "first_name", "iban", "isbn13", "job", "language_name", "last_name",
    "license_plate", "month_name", "name", "paragraph", "phone_number", "postcode", "random_digit", "random_int",
    "safe_email", "sentence", "street_address", "street_name", "time", "user_name", "word", "year",
)  # fmt: skip

_NUMBER = r"(-?\d{1,9}(?:\.\d{1,6})?)"


def _weights(found: dict[str, float]) -> dict[str, float]:
    if not any(weight > 0 for weight in found.values()):
        raise complaint("no value has a weight above 0", "at least one", "give one of them the weight 1")
    return found


def _known_fake(name: str) -> str:
    if name not in FAKES:
        raise complaint(f"{name!r} is not made here", listed(FAKES), did_you_mean(name, FAKES))
    return name


Weight = Annotated[float, Field(ge=0, le=1_000_000)]
Weights = Annotated[dict[Label, Weight], AfterValidator(_weights), Field(min_length=1)]
Limit = Annotated[float, Field(ge=-1e9, le=1e9)]
Digits = Annotated[int, Field(ge=0, le=6)]


def _choices(written: Any) -> str | None:
    return "<list>" if isinstance(written, list) else "<weights>"


Choices = Annotated[
    Annotated[list[Value], Field(min_length=1), Tag("<list>")] | Annotated[Weights, Tag("<weights>")],
    Discriminator(_choices),
]


class Fake(Part):
    """A made-up value from Faker: `{fake: company}`; with `unique`, none stands in two rows."""

    fake: Annotated[str, AfterValidator(_known_fake)]
    unique: bool = False


class Pattern(Part):
    """A code: `?` is a letter, `#` a digit, anything else stands for itself: `{pattern: "??####"}`."""

    pattern: Label
    unique: bool = False


class OneOf(Part):
    """One of some values, evenly (`[a, b]`) or by weight (`{a: 3, b: 1}`), or by weights `given` another column."""

    one_of: Choices
    given: Annotated[dict[str, dict[str, Weights]], Field(min_length=1, max_length=1)] = {}

    @property
    def weights(self) -> dict[Any, float]:
        """The weight of each value."""
        return dict(self.one_of) if isinstance(self.one_of, dict) else dict.fromkeys(self.one_of, 1.0)


class Numbered(Part):
    """A running number: `{numbered_from: 1}`."""

    numbered_from: int


def _range(written: Any) -> Any:
    match = re.fullmatch(rf"\s*{_NUMBER}\s+to\s+{_NUMBER}\s*", str(written))
    if match is None:
        raise complaint(f"{written!r} is not a range", "two numbers, such as 5 to 40")
    if float(match[1]) >= float(match[2]):
        raise complaint(f"{written!r} has no room", "the smaller number first", "swap the two")
    return float(match[1]), float(match[2])


class _Drawn(Part):
    """What numbers share: `whole` ones, or with some `digits` after the point."""

    whole: bool = False
    digits: Digits = 2

    @property
    def limits(self) -> tuple[float, float]:
        """The smallest and the largest number that there can be."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _room(self) -> Self:
        lowest, highest = self.limits
        if self.whole and "digits" in self.model_fields_set:
            raise complaint("a whole number has no digits after the point", remedy="remove `digits`")
        bounded = math.isfinite(lowest) and math.isfinite(highest)
        if self.whole and bounded and math.ceil(lowest) > math.floor(highest):
            raise complaint(f"no whole number lies between {lowest:g} and {highest:g}")
        return self

    def rounded(self, value: float) -> float | int:
        """The number as it is written, still within its limits."""
        lowest, highest = self.limits
        if self.whole:
            inside = max(value, math.ceil(lowest) if math.isfinite(lowest) else lowest)
            return round(min(inside, math.floor(highest) if math.isfinite(highest) else highest))
        return min(max(round(value, self.digits), lowest), highest) + 0.0  # never -0.0


class Number(_Drawn):
    """Any number of a range, evenly: `{number: 5 to 40}`, with `whole: true` or `digits: 1`."""

    number: Annotated[tuple[float, float], BeforeValidator(_range)]

    @property
    def limits(self) -> tuple[float, float]:
        return self.number


class Normal(_Drawn):
    """Normally distributed numbers, `[mean, standard deviation]`, those outside `from` and `to` drawn anew."""

    normal: Annotated[list[Limit], Field(min_length=2, max_length=2)]
    lowest: Limit | None = Field(default=None, alias="from")
    highest: Limit | None = Field(default=None, alias="to")

    @property
    def limits(self) -> tuple[float, float]:
        return (
            -math.inf if self.lowest is None else self.lowest,
            math.inf if self.highest is None else self.highest,
        )

    @property
    def curve(self) -> NormalDist:
        """The distribution before it is cut."""
        return NormalDist(*self.normal)

    @property
    def chances(self) -> tuple[float, float]:
        """The chance of less than `from`, and of at most `to`."""
        return self.curve.cdf(self.limits[0]), self.curve.cdf(self.limits[1])

    @model_validator(mode="after")
    def _likely(self) -> Self:
        if self.normal[1] <= 0:
            raise complaint(f"the standard deviation is {self.normal[1]:g}", "a number above 0")
        below, within = self.chances
        if within - below < 1e-6:
            lowest, highest = self.limits
            what = f"hardly any number of that kind lies between {lowest:g} and {highest:g}"
            raise complaint(what, "limits around the mean", "move `from` and `to`")
        return self


class Together(Part):
    """A text with values of other columns of the row: `{text: "Parcel {{ number }} from {{ shop }}"}`."""

    text: Text

    def needs(self) -> Iterator[str]:
        """The columns that it names. Raises `TextError`."""
        yield from dict.fromkeys(mention.name for mention in texts.mentions(self.text))


def _plain(written: Any) -> Any:
    if written is None:
        raise complaint("there is no value", "a text, a number, a list or `key: value` lines")
    if not is_json(written):
        raise complaint("this is not plain data", "texts, numbers, lists and `key: value` lines")
    return written


class Same(Part):
    """One value for all rows, of any form: `{value: {x: 1, y: 2}}`."""

    value: Annotated[Any, BeforeValidator(_plain)]


class Listed(Part):
    """The values as they stand, one for each row, of any form: `{values: [[a, b], [b, a]]}`."""

    values: Annotated[
        list[Annotated[Any, BeforeValidator(_plain)]], Field(min_length=1, max_length=MOST_ROWS)
    ]


class Counts(RootModel[dict[Label, Annotated[int, Field(ge=0, le=MOST_ROWS)]]]):
    """Exact counts, shuffled: `{delayed: 2, on time: 6}`. They add up to the number of rows."""

    model_config = {"frozen": True, "strict": True}


KINDS: dict[str, type[Part]] = {
    "fake": Fake,
    "pattern": Pattern,
    "one_of": OneOf,
    "numbered_from": Numbered,
    "number": Number,
    "normal": Normal,
    "text": Together,
    "value": Same,
    "values": Listed,
}


def _kind(written: Any) -> str | None:
    if isinstance(written, (*KINDS.values(), Counts)):
        return next((f"<{kind}>" for kind, cls in KINDS.items() if type(written) is cls), "<counts>")
    if not isinstance(written, Mapping) or not written:
        return None
    counts = all(is_number(v) and isinstance(v, int) for v in written.values())
    # `{number: 3, text: 5}` counts two labels, and `{value: 3}` is a value.
    if counts and len(written) > 1 and "numbered_from" not in written:
        return "<counts>"
    return next((f"<{kind}>" for kind in KINDS if kind in written), "<counts>" if counts else None)


Column = Annotated[
    Annotated[Fake, Tag("<fake>")]
    | Annotated[Pattern, Tag("<pattern>")]
    | Annotated[OneOf, Tag("<one_of>")]
    | Annotated[Numbered, Tag("<numbered_from>")]
    | Annotated[Number, Tag("<number>")]
    | Annotated[Normal, Tag("<normal>")]
    | Annotated[Together, Tag("<text>")]
    | Annotated[Same, Tag("<value>")]
    | Annotated[Listed, Tag("<values>")]
    | Annotated[Counts, Tag("<counts>")],
    Discriminator(_kind),
]


def needs(column: object) -> tuple[str, ...]:
    """The other columns from which one is made."""
    if isinstance(column, OneOf):
        return tuple(column.given)
    if isinstance(column, Together):
        try:
            return tuple(column.needs())
        except TextError:  # the check says so
            return ()
    return ()


def in_order(columns: Mapping[str, object]) -> list[str]:
    """The columns, each after those that it is made from. A circle is left out (the check complains about it)."""
    done: list[str] = []
    waiting = list(columns)
    while ready := [c for c in waiting if all(n in done or n not in columns for n in needs(columns[c]))]:
        done += ready
        waiting = [c for c in waiting if c not in ready]
    return done
