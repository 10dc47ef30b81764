"""Makes one flat schema of one that refers to others and combines them: `$ref`, `allOf`, and the alternatives."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from mocks.tasks import structured

DEEPEST = 32
LARGER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
SMALLER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
BOTH = ("items", "propertyNames")

Choice = tuple[str, list[Any]]
Flat = dict[str, Any]


class Impossible(Exception):
    """A keyword that cannot be met on this way; another way may exist."""

    def __init__(self, keyword: str, reason: str) -> None:
        super().__init__(reason)
        self.keyword = keyword


def flatten(schema: Any, root: Any, step: Callable[[], None], depth: int = 0) -> tuple[Flat, list[Choice]]:
    """The keywords of a schema and of all that it refers to, merged; and its `anyOf` and `oneOf`, still open.

    In the flat schema `type` and `enum` are lists, and `const` has become an `enum`. `step` is called for each
    schema on the way. Raises `Impossible` when two parts contradict each other.
    """
    step()
    if depth > DEEPEST:
        raise Impossible("$ref", "its references go round in circles")
    if isinstance(schema, bool):
        if not schema:
            raise Impossible("false", "nothing is valid there")
        return {}, []
    flat = _plain(schema)
    choices: list[Choice] = [(name, schema[name]) for name in ("anyOf", "oneOf") if name in schema]
    parts = list(schema.get("allOf", []))
    if "$ref" in schema:
        parts.append(structured.refer(root, schema["$ref"]))
    for part in parts:
        inner, more = flatten(part, root, step, depth + 1)
        flat = merge(flat, inner)
        choices += more
    return flat, choices


def _plain(schema: dict[str, Any]) -> Flat:
    combining = ("$ref", "allOf", "anyOf", "oneOf", "$defs", "const")
    flat = {name: value for name, value in schema.items() if name not in combining}
    if isinstance(flat.get("type"), str):
        flat["type"] = [flat["type"]]
    return merge(flat, {"enum": [schema["const"]]}) if "const" in schema else flat


def merge(one: Flat, other: Flat) -> Flat:
    """The keywords of both flat schemas, so that what is valid under the result is valid under both (but for rare
    keywords, which the check at the end sees). Raises `Impossible` when they contradict each other."""
    both = {**one, **other}
    for name in one.keys() & other.keys():
        both[name] = _merged(name, one[name], other[name])
    if "properties" in both or "additionalProperties" in both:
        both["properties"] = _properties(one, other)
    for name in ("properties", "additionalProperties"):
        if both.get(name) in ({}, None):
            both.pop(name, None)
    return both


def _merged(name: str, one: Any, other: Any) -> Any:
    if name in LARGER:
        return max(one, other)
    if name in SMALLER:
        return min(one, other)
    if name in BOTH or name == "additionalProperties":
        return False if one is False or other is False else {"allOf": [one, other]}
    if name == "type":
        return _types(one, other)
    if name == "enum":
        known = {structured.canonical(value) for value in other}
        return _some(name, [value for value in one if structured.canonical(value) in known])
    if name == "required":
        return [*one, *(key for key in other if key not in one)]
    if name == "uniqueItems":
        return one or other
    if name == "multipleOf":
        return _common_multiple(one, other)
    if name == "prefixItems":
        longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
        return [{"allOf": list(pair)} for pair in zip(longer, shorter, strict=False)] + longer[len(shorter) :]
    if name == "not":
        return {"anyOf": [one, other]}
    if name == "pattern" and one != other:
        raise Impossible(name, f"no text is invented for two patterns at once, {one!r} and {other!r}")
    return other


def _some(name: str, values: list[Any]) -> list[Any]:
    if not values:
        raise Impossible(name, "two of them have nothing in common")
    return values


def _types(one: list[str], other: list[str]) -> list[str]:
    common = [name for name in one if name in other]
    if "integer" not in common and {"integer", "number"} <= {*one, *other}:
        common.append("integer")
    return _some("type", common)


def _common_multiple(one: float, other: float) -> float:
    first, second = exact(one), exact(other)
    common = Fraction(
        math.lcm(first.numerator, second.numerator), math.gcd(first.denominator, second.denominator)
    )
    return common.numerator if common.denominator == 1 else float(common)


def exact(number: float) -> Fraction:
    """The number as it is written: 0.1 is a tenth."""
    return Fraction(str(number))


def _properties(one: Flat, other: Flat) -> dict[str, Any]:
    """The properties of both; what only one names must suit the `additionalProperties` of the other."""
    found: dict[str, Any] = {}
    mine, theirs = one.get("properties", {}), other.get("properties", {})
    for name in [*mine, *(name for name in theirs if name not in mine)]:
        first = mine[name] if name in mine else one.get("additionalProperties", True)
        second = theirs[name] if name in theirs else other.get("additionalProperties", True)
        if first is True or second is True or first == second:
            found[name] = second if first is True else first
        else:
            found[name] = False if first is False or second is False else {"allOf": [first, second]}
    return found
