"""A valid value under a JSON Schema, invented from the schema alone.

Keywords are turned into choices where that can be done: types, enums, bounds, lengths, simple patterns, items,
properties, references, the first of some alternatives that works. All others are left to the check at the end: the
result is validated, and made anew a few times. What fails then is named. Steps, depth and size are bounded.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from mocks.errors import MockError
from mocks.invent import combine, patterns
from mocks.invent.combine import Flat, Impossible, exact
from mocks.invent.words import WORDS
from mocks.tasks import structured
from mocks.tasks.shape import LARGEST
from mocks.tasks.structured import TooLong

TRIES = 8
MOST_STEPS = 3_000  # subschemas looked at, in all tries together
DEEPEST = 12
SHALLOW = 3  # from this level on, only what must be there
MOST_ITEMS = 500
LONGEST = 5_000
FORMATS: dict[str, Callable[[random.Random], str]] = {
    "date": lambda draw: f"20{draw.randint(20, 29)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}",
    "time": lambda draw: f"{draw.randint(0, 23):02}:{draw.randint(0, 59):02}:00Z",
    "date-time": lambda draw: f"{FORMATS['date'](draw)}T{FORMATS['time'](draw)}",
    "email": lambda draw: f"{draw.choice(WORDS)}@example.com",
    "uri": lambda draw: f"https://example.com/{draw.choice(WORDS)}",
}
ASKS_FOR = {
    "object": ("properties", "required", "additionalProperties", "minProperties", "maxProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("pattern", "minLength", "maxLength", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}


def under(schema: Mapping[str, Any], draw: random.Random, kind: str | None = None) -> Any:
    """A value that is valid under the schema (and of the type `kind`), the same for the same generator.

    Raises `MockError` that names the keyword which could not be met, and `BadSettings` for a schema that cannot be
    used at all.
    """
    compiled = structured.compiled(schema)
    asked = {"allOf": [{"type": kind}, compiled.root]} if kind else compiled.root
    structured.start()
    work = _Work(compiled, draw)
    failed = ""
    for attempt in range(TRIES):
        work.optional = (0.7, 1.0, 0.0)[attempt % 3]
        try:
            value = work.value(asked)
            found = structured.fault(compiled, value, fresh=False)
        except Impossible as error:
            failed = f"{error.keyword!r}: {error}"
        except (TooLong, RecursionError, OverflowError) as error:
            raise MockError(f"no answer can be invented under the JSON Schema: {error}") from error
        else:
            if found is None:
                return value
            failed = f"{found.keyword!r} at {found.place}: {found.message[:120]}"
    raise MockError(f"no answer can be invented under the JSON Schema, {failed}; write one as a 'fixed' mock")


class _Work:
    """One invention: its schema, its generator, and the steps that are left to it."""

    def __init__(self, compiled: structured.Compiled, draw: random.Random) -> None:
        self.compiled = compiled
        self.draw = draw
        self.steps = MOST_STEPS
        self.optional = 0.7  # how often a property comes that need not be there

    def step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise TooLong(f"it takes more than {MOST_STEPS} steps; ask for less")

    def flatten(self, schema: Any) -> tuple[Flat, list[combine.Choice]]:
        return combine.flatten(schema, self.compiled.root, self.step)

    def holds(self, schema: Any, value: Any) -> bool:
        self.step()
        return structured.holds(self.compiled, schema, value)

    def value(self, schema: Any, depth: int = 0) -> Any:
        if depth > DEEPEST:
            raise Impossible("$ref", f"it goes on below {DEEPEST} levels")
        return self.choose(*self.flatten(schema), depth)

    def choose(self, flat: Flat, choices: list[combine.Choice], depth: int) -> Any:
        """A value of the first alternative that works, for each open `anyOf` and `oneOf`."""
        if not choices:
            return self.plain(flat, depth)
        (keyword, branches), *others = choices
        if depth >= SHALLOW:  # what ends comes before what goes on
            branches = sorted(branches, key=lambda branch: "$ref" in str(branch))
        failed = Impossible(keyword, "none of its alternatives can be met")
        for branch in branches:
            try:
                inner, more = self.flatten({"allOf": [flat, branch]})
                value = self.choose(inner, [*others, *more], depth)
            except Impossible as error:
                failed = error
                continue
            if self.holds({keyword: branches}, value):
                return value
        raise failed

    def plain(self, flat: Flat, depth: int) -> Any:
        """A value under a schema without alternatives."""
        if "enum" in flat:
            values = self.draw.sample(flat["enum"], len(flat["enum"]))
            rest = {name: value for name, value in flat.items() if name != "enum"}
            for value in values:
                if self.holds(rest, value):
                    return value
            raise Impossible("enum", "none of its values suits the other keywords")
        kinds = flat.get("type") or [
            *(kind for kind, keywords in ASKS_FOR.items() if any(keyword in flat for keyword in keywords)),
            "string",
        ]
        if "type" in flat:
            kinds = self.draw.sample(kinds, len(kinds))
            if depth >= SHALLOW:
                kinds.sort(key=lambda kind: kind in ("object", "array"))
        failed = Impossible("type", "none of its types can be met")
        for kind in kinds:
            try:
                return self.of_type(kind, flat, depth)
            except Impossible as error:
                failed = error
        raise failed

    def of_type(self, kind: str, flat: Flat, depth: int) -> Any:
        if kind == "object":
            return self.object(flat, depth)
        if kind == "array":
            return self.array(flat, depth)
        if kind == "string":
            return self.text(flat)
        if kind == "null":
            return None
        return self.draw.random() < 0.5 if kind == "boolean" else self.number(flat, whole=kind == "integer")

    def number(self, flat: Flat, *, whole: bool) -> float:
        low, high = flat.get("minimum", -math.inf), flat.get("maximum", math.inf)
        above, below = flat.get("exclusiveMinimum", -math.inf), flat.get("exclusiveMaximum", math.inf)
        open_low, open_high = above >= low, below <= high
        low, high = max(low, above), min(high, below)
        if any(abs(end) > LARGEST and end not in (math.inf, -math.inf) for end in (low, high)):
            raise Impossible("minimum", "a number that large is no plain number")
        grid = flat.get("multipleOf")
        step = exact(grid) if grid else Fraction(1)
        if whole:
            step = Fraction(step.numerator)  # the least multiple that is whole
        span = 100 * step
        first = exact(low) if low > -math.inf else (exact(high) - span if high < math.inf else Fraction(0))
        last = exact(high) if high < math.inf else first + span
        if grid or whole:
            least, most = math.ceil(first / step), math.floor(last / step)
            least += open_low and least * step == first
            most -= open_high and most * step == last
            return self.on_grid(least, most, step, grid)
        return self.between(float(first), float(last), open_low, open_high)

    def on_grid(self, least: int, most: int, step: Fraction, grid: float | None) -> float:
        """A multiple of the step; with a broken one, not every product of floats passes as its multiple."""
        if least > most:
            raise Impossible("multipleOf" if grid else "minimum", "no such number lies between the bounds")
        drawn = [self.draw.randint(least, most) for _ in range(TRIES)]
        for times in (*drawn, least, most, *(one for one in (0, 1, -1) if least <= one <= most)):
            exactly = times * step
            number = exactly.numerator if exactly.denominator == 1 else float(exactly)
            if not isinstance(grid, float) or self.holds({"multipleOf": grid}, number):
                return number
        raise Impossible("multipleOf", "no such number was found")

    def between(self, low: float, high: float, open_low: bool, open_high: bool) -> float:
        drawn = self.draw.uniform(low, high)
        for number in (round(drawn, 2), drawn, low / 2 + high / 2, low, high):
            if (low < number if open_low else low <= number) and (
                number < high if open_high else number <= high
            ):
                return number
        raise Impossible("minimum", "no number lies between the bounds")

    def text(self, flat: Flat) -> str:
        least, most = int(flat.get("minLength", 0)), int(flat.get("maxLength", LONGEST))
        if least > LONGEST:
            raise TooLong(f"'minLength' asks for {least} characters, more than {LONGEST}")
        if least > most:
            raise Impossible("maxLength", "it is below 'minLength'")
        if "pattern" in flat:
            for _ in range(TRIES):
                found = patterns.text(flat["pattern"], self.draw)
                if least <= len(found) <= most:
                    return found
            raise Impossible("pattern", "no text of a fitting length was found")
        if flat.get("format") in FORMATS:
            found = FORMATS[flat["format"]](self.draw)
            if least <= len(found) <= most:
                return found
        found = " ".join(self.draw.choices(WORDS, k=self.draw.randint(1, 3)))
        while len(found) < least:
            found += " " + self.draw.choice(WORDS)
        found = found[:most]
        return f"{found[:-1]}s" if found.endswith(" ") else found

    def array(self, flat: Flat, depth: int) -> list[Any]:
        prefix, items = flat.get("prefixItems", []), flat.get("items", True)
        wanted = int(flat.get("minContains", 1)) if "contains" in flat else 0
        least = max(int(flat.get("minItems", 0)), wanted)
        if least > MOST_ITEMS:
            raise TooLong(f"'minItems' asks for {least} entries, more than {MOST_ITEMS}")
        most = min(int(flat.get("maxItems", MOST_ITEMS)), len(prefix) if items is False else MOST_ITEMS)
        if least > most:
            raise Impossible("minItems", f"no more than {most} entries fit")
        small = depth >= SHALLOW or not self.optional
        count = least if small else self.draw.randint(max(least, min(1, most)), min(most, least + 3))
        found: list[Any] = []
        seen: set[str] | None = set() if flat.get("uniqueItems") else None
        for place in range(count):
            schema = prefix[place] if place < len(prefix) else items
            if place < wanted:
                schema = {"allOf": [schema, flat["contains"]]}
            try:
                value = (
                    self.another(schema, seen, depth) if seen is not None else self.value(schema, depth + 1)
                )
            except Impossible:
                if len(found) < least:
                    raise
                break
            found.append(value)
        return found

    def another(self, schema: Any, seen: set[str], depth: int) -> Any:
        """A value that was not seen yet."""
        for _ in range(TRIES * 3):
            value = self.value(schema, depth + 1)
            name = structured.canonical(value)
            if name not in seen:
                seen.add(name)
                return value
        raise Impossible("uniqueItems", f"no more than {len(seen)} different entries were found")

    def object(self, flat: Flat, depth: int) -> dict[str, Any]:
        named, others = flat.get("properties", {}), flat.get("additionalProperties", True)
        required = flat.get("required", [])
        least, most = int(flat.get("minProperties", 0)), int(flat.get("maxProperties", LONGEST))
        if least > MOST_ITEMS:
            raise TooLong(f"'minProperties' asks for {least} properties, more than {MOST_ITEMS}")
        if len(required) > most:
            raise Impossible("maxProperties", f"{len(required)} properties are required")
        found: dict[str, Any] = {}
        for name in required:
            if name not in named and others is False:
                raise Impossible("additionalProperties", f"the required {name!r} is not among the properties")
            found[name] = self.value(named.get(name, others), depth + 1)
        more = [name for name in named if name not in found]
        likely = [name for name in more if depth < SHALLOW and self.draw.random() < self.optional]
        for place, name in enumerate([*likely, *(name for name in more if name not in likely)]):
            if len(found) >= (most if place < len(likely) else least):
                continue
            try:
                found[name] = self.value(named[name], depth + 1)
            except Impossible:  # then it is left out
                continue
        while len(found) < least:
            self.invent_property(found, flat.get("propertyNames", True), others, depth)
        return {name: found[name] for name in [*named, *found] if name in found}

    def invent_property(self, found: dict[str, Any], names: Any, others: Any, depth: int) -> None:
        if others is False:
            raise Impossible("minProperties", f"no more than {len(found)} properties fit")
        for _ in range(TRIES * 3):
            name = (
                f"extra {len(found) + 1}"
                if names is True
                else self.value({"allOf": [{"type": "string"}, names]}, depth + 1)
            )
            if name not in found:
                found[name] = self.value(others, depth + 1)
                return
        raise Impossible("propertyNames", "no more names were found")
