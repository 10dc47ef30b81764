"""The design of a study: who meets which arm (`assign`), who people are to be (`personas`), what varies (`factors`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator

from mocks import quantities
from scenarios.base import Label, Name, Part, Text, Value, Variable
from scenarios.errors import complaint, did_you_mean

MOST_ARMS = 26
LONGEST_NAME = 60  # characters of an arm's name
PERSONA = "persona"  # the one stratum and quota that is no answer to a question

Level = str | int | float


def names_arm(name: str) -> bool:
    """Whether an arm can be called so."""
    return re.fullmatch(rf"[A-Za-z][A-Za-z0-9_.-]{{0,{LONGEST_NAME - 1}}}", name) is not None


def _arm_named(name: str) -> str:
    if not names_arm(name):
        what = f"{name!r} ({len(name)} characters)" if len(name) > LONGEST_NAME else repr(name)
        raise complaint(
            f"{what} cannot name an arm",
            f"a letter, then letters, digits, -, _ or . ({LONGEST_NAME} at most)",
            "for example with-reason or accuracy-0.7",
        )
    return name


def _question(name: str) -> str:
    if name != PERSONA and not re.fullmatch(r"[^.\s]+\.[^.\s]+", name):
        expected = "persona, or form and field, such as about.phone"
        raise complaint(f"{name!r} is not a question", expected, did_you_mean(name, [PERSONA]))
    return name


def _floor(written: Any) -> float:
    try:
        return float(quantities.share(written))
    except ValueError as error:
        raise complaint(str(error)) from None


def _people(written: Any) -> int:
    found = re.fullmatch(r"\s*(\d{1,6})(\s*people)?\s*", str(written))
    if found is None:
        raise complaint(f"{written!r} is not a number of people", "a number such as 40 people")
    return int(found[1])


ArmName = Annotated[str, AfterValidator(_arm_named)]
Question = Annotated[str, AfterValidator(_question)]
Weight = Annotated[int, Field(ge=1, le=100)]


class ByReward(Part):
    """More people for the arms that do better (Thompson sampling) on `measure`.

    Each arm keeps the chance `floor`; until `start` people are done (`from: 40 people`), arms are balanced as usual.
    """

    measure: Name
    floor: Annotated[float, BeforeValidator(_floor)] = 0.1
    start: Annotated[int, BeforeValidator(_people)] = Field(default=20, alias="from")


class Assign(Part):
    """Who meets which arm.

    `design` is `between` (one arm per person) or `within` (all of them, in a balanced order); without it, the flow
    tells: it is `within` when it has a block `each: arm`. `weights` are by arm, 1 where none is given. `block` is the
    number of people after which the arms are even (`assignment.places` says what it is otherwise). Within each stratum,
    arms are balanced for themselves. `quotas` are the most people by question and value.
    """

    design: Literal["between", "within"] | None = None
    weights: dict[ArmName, Weight] = {}
    block: Annotated[int, Field(ge=1, le=1_000)] | None = None
    strata: list[Question] = []
    quotas: dict[
        Question, Annotated[dict[str, Annotated[int, Field(ge=0, le=100_000)]], Field(min_length=1)]
    ] = {}
    by_reward: ByReward | None = None


class Simulated(Part):
    """How simulated people of a persona behave: from 0 to 1 with 0.5 as usual, and `pace` in times the usual speed."""

    patience: Annotated[float, Field(ge=0, le=1)] = 0.5
    trust: Annotated[float, Field(ge=0, le=1)] = 0.5
    caution: Annotated[float, Field(ge=0, le=1)] = 0.5
    pace: Annotated[float, Field(ge=0.1, le=10)] = 1.0


def _not_about(facts: dict[str, Any]) -> dict[str, Any]:
    if "about" in facts:
        remedy = "{{ persona.about }} is what people read about them"
        raise complaint("a fact cannot be called 'about'", "another name", remedy)
    return facts


class Persona(Part):
    """Somebody whom a participant is asked to be: what they read `about` them, and `facts` that texts can name.

    `share` is how many such people there are beside the others' shares.
    """

    about: Text
    share: Annotated[int, Field(ge=1, le=100)] = 1
    facts: Annotated[dict[Variable, Value], AfterValidator(_not_about)] = {}
    simulated: Simulated = Simulated()


def _levels(written: Any) -> dict[str, Any]:
    """Levels by name. In a list, each is named after its value."""
    if isinstance(written, Mapping):
        found = {str(name): value for name, value in written.items()}
        for name in found:
            if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,29}", name):
                raise complaint(f"{name!r} cannot name a level", "letters, digits, -, _ or . (30 at most)")
    elif isinstance(written, list):
        found = {}
        for value in written:
            if not isinstance(value, (str, int, float)):
                expected, remedy = "texts and numbers", "give it a name: {low: …, high: …}"
                raise complaint(f"the level {str(value)[:40]!r} has no name", expected, remedy)
            name = level_name(value)
            if not name:
                raise complaint(f"the level {value!r} has no name", remedy="give it one: {low: …, high: …}")
            if name in found:
                remedy = "name them: {low: …, high: …}" if found[name] != value else "remove one of them"
                raise complaint(f"two levels are called {name!r}", "different levels", remedy)
            found[name] = value
    else:
        raise complaint(
            f"{str(written)[:40]!r} is not a list of levels", "two levels or more, such as [0.6, 0.9]"
        )
    if len(found) < 2:
        raise complaint("a factor needs something to vary", "two levels or more, such as [0.6, 0.9]")
    return found


def level_name(value: Level) -> str:
    """What a level is called in the names of arms: `0.7`, `0.2s` for `0.2 s`, `minus-1`, `on`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    text = re.sub(r"^-(?=\d)", "minus-", text.strip())
    text = re.sub(r"(?<=\d)\s+(?=[A-Za-z%])", "", text).replace("%", "-percent")
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")[:30]


class Quantity(NamedTuple):
    """A number and what it counts, such as 0.2 and `s`."""

    number: float
    unit: str


def _quantity(value: Any) -> Quantity | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return Quantity(float(value), "")
    found = re.fullmatch(r"\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*(%|[A-Za-z]{1,20})\s*", str(value))
    return Quantity(float(found[1]), found[2]) if found else None


class Factor(Part):
    """Something that is varied: the value at `path` takes each of `levels` (by name), and every combination is an arm.

    Levels that are all numbers, or numbers with one unit (`0.2 s`), are `ordered` unless that says otherwise.
    """

    path: Annotated[str, Field(min_length=3, max_length=200)]
    levels: Annotated[dict[str, Any], PlainValidator(_levels)]
    in_order: bool | None = Field(default=None, alias="ordered")
    own_unit: Label | None = Field(default=None, alias="unit")

    @property
    def _quantities(self) -> list[Quantity] | None:
        found = [_quantity(value) for value in self.levels.values()]
        known = [quantity for quantity in found if quantity]
        return known if len(known) == len(found) and len({q.unit for q in known}) == 1 else None

    @property
    def ordered(self) -> bool:
        """Whether the levels go from less to more."""
        return self._quantities is not None if self.in_order is None else self.in_order

    @property
    def unit(self) -> str:
        """What the numbers count: as said, or as the levels have it; empty where nothing says."""
        found = self._quantities
        return self.own_unit or (found[0].unit if found else "")

    @property
    def doses(self) -> dict[str, float] | None:
        """The number of each level, by name: its own, or its place (from 1) where it has none; None if not ordered."""
        if not self.ordered:
            return None
        numbers = [quantity.number for quantity in self._quantities or ()] or range(1, len(self.levels) + 1)
        return dict(zip(self.levels, map(float, numbers), strict=True))

    def kept(self, level: str) -> Level:
        """What an arm keeps of a level: its number, if all levels have one, or else its name."""
        found = self._quantities
        return level if found is None else found[list(self.levels).index(level)].number

    def find(self, written: Any) -> str | None:
        """The name of the level that an arm names: by its name, its value, or what `kept` gives."""
        for name, value in self.levels.items():
            if str(written) == name or written in (value, self.kept(name)):
                return name
        return None


def _at_levels(written: Any) -> Any:
    if written == "none":
        return {}
    if isinstance(written, Mapping) and all(
        isinstance(level, (str, int, float)) for level in written.values()
    ):
        return dict(written)
    raise complaint(
        f"{str(written)[:40]!r} is not a choice of levels", "none, or levels such as {accuracy: 0.7}"
    )


# What an arm says of factors: the level of each; `none` (an empty one) where they do not reach it.
AtLevels = Annotated[dict[str, Level], PlainValidator(_at_levels)]
