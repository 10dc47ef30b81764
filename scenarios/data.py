"""The columns of a scenario's data: how the rows of a repeated block come about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Discriminator, Field, RootModel, Tag

from scenarios.base import Label, Part, Value, Variable
from scenarios.errors import complaint, did_you_mean, listed

MOST_ROWS = 1_000

# Faker's providers that give a short text without arguments. Others write files, HTML or unbounded structures.
FAKES = (
    "address", "bank", "boolean", "bs", "catch_phrase", "city", "color_name", "company", "country", "currency_code",
    "date", "day_of_week", "email", "first_name", "iban", "isbn13", "job", "language_name", "last_name",
    "license_plate", "month_name", "name", "paragraph", "phone_number", "postcode", "random_digit", "random_int",
    "safe_email", "sentence", "street_address", "street_name", "time", "user_name", "word", "year",
)  # fmt: skip


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


def _choices(written: Any) -> str | None:
    return "<list>" if isinstance(written, list) else "<weights>"


Choices = Annotated[
    Annotated[list[Value], Field(min_length=1), Tag("<list>")] | Annotated[Weights, Tag("<weights>")],
    Discriminator(_choices),
]


class Fake(Part):
    """A made-up value from Faker: `{fake: company}`."""

    fake: Annotated[str, AfterValidator(_known_fake)]


class Pattern(Part):
    """A code: `?` is a letter, `#` a digit, anything else stands for itself: `{pattern: "??####"}`."""

    pattern: Label


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


class Counts(RootModel[dict[Label, Annotated[int, Field(ge=0, le=MOST_ROWS)]]]):
    """Exact counts, shuffled: `{delayed: 2, on time: 6}`. They add up to the number of rows."""

    model_config = {"frozen": True, "strict": True}


KINDS: dict[str, type[Part]] = {"fake": Fake, "pattern": Pattern, "one_of": OneOf, "numbered_from": Numbered}


def _kind(written: Any) -> str | None:
    if isinstance(written, (Fake, Pattern, OneOf, Numbered, Counts)):
        return "<counts>" if isinstance(written, Counts) else f"<{next(iter(type(written).model_fields))}>"
    if not isinstance(written, Mapping) or not written:
        return None
    for kind in KINDS:
        if kind in written:
            return f"<{kind}>"
    return (
        "<counts>" if all(isinstance(v, int) and not isinstance(v, bool) for v in written.values()) else None
    )


Column = Annotated[
    Annotated[Fake, Tag("<fake>")]
    | Annotated[Pattern, Tag("<pattern>")]
    | Annotated[OneOf, Tag("<one_of>")]
    | Annotated[Numbered, Tag("<numbered_from>")]
    | Annotated[Counts, Tag("<counts>")],
    Discriminator(_kind),
]


class Data(Part):
    """The rows of one repeated block: one row per trial, made afresh for each participant from a seed."""

    rows: Annotated[int, Field(ge=1, le=MOST_ROWS)]
    columns: Annotated[dict[Variable, Column], Field(min_length=1)]

    def values(self, column: str) -> list[str] | None:
        """The values that a column can have, as text; None where they cannot be told beforehand."""
        found = self.columns[column]
        if isinstance(found, Counts):
            return list(found.root)
        if isinstance(found, OneOf):
            given = [weights for table in found.given.values() for weights in table.values()]
            return list(dict.fromkeys(str(v) for weights in (found.weights, *given) for v in weights))
        return None
