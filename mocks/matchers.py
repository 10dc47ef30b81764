"""The conditions of rules: a path into the input, an operator and a value; `all`, `any`, `not` around them.

    {weather: heavy snow, last_scan: {in: [local depot, sorting centre]}}      all must hold
    any: [{weight: {gt: 20}}, {not: {address: {present: true}}}]

A check never raises, whatever the input; it counts what held, so that the nearest miss can be told.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

Path = tuple[str | int, ...]
Problem = tuple[Path, str]

DEEPEST = 12
MISSING = object()


class Outcome(NamedTuple):
    """How many of the conditions held, and the first that did not, in words; None when all is well."""

    held: int
    total: int
    failed: str | None

    @property
    def share(self) -> float:
        return self.held / self.total


class Matcher(Protocol):
    """A parsed condition."""

    def check(self, data: Any) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Field:
    """One operator on one value of the input."""

    path: str
    operator: str
    value: Any

    def check(self, data: Any) -> Outcome:
        got = look_up(data, self.path)
        if OPERATORS[self.operator].holds(got, self.value):
            return Outcome(1, 1, None)
        said = "but it is not there" if got is MISSING else f"got {_short(got)}"
        return Outcome(0, 1, f"{self.path} {self.operator} {_short(self.value)}, {said}")


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part does."""

    parts: tuple[Matcher, ...]

    def check(self, data: Any) -> Outcome:
        found = [part.check(data) for part in self.parts]
        failed = next((one.failed for one in found if one.failed), None)
        return Outcome(sum(one.held for one in found), sum(one.total for one in found), failed)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when one part does; a miss is told by the part that came nearest."""

    parts: tuple[Matcher, ...]

    def check(self, data: Any) -> Outcome:
        return max((part.check(data) for part in self.parts), key=lambda one: (one.failed is None, one.share))


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Matcher
    text: str

    def check(self, data: Any) -> Outcome:
        if self.part.check(data).failed:
            return Outcome(1, 1, None)
        return Outcome(0, 1, f"not {self.text}, but it is so")


class Operator(NamedTuple):
    """`holds(got, value)` never raises; `wants` says which values a file may give, `fits` checks one."""

    holds: Callable[[Any, Any], bool]
    wants: str
    fits: Callable[[Any], bool]


def look_up(data: Any, path: str) -> Any:
    """The value at a dotted path ("parcel.weather", "scans.0"), or MISSING. A key with dots in it goes
    first."""
    if isinstance(data, Mapping) and path in data:
        return data[path]
    for step in path.split("."):
        if isinstance(data, Mapping) and step in data:
            data = data[step]
        elif isinstance(data, list) and step.isdecimal() and len(step) < 7 and int(step) < len(data):
            data = data[int(step)]
        else:
            return MISSING
    return data


def parse(raw: Any, *, depth: int = 0) -> tuple[Matcher | None, list[Problem]]:
    """A condition as it stands in a file. Gives the matcher, or every problem with its path inside `raw`."""
    if not isinstance(raw, Mapping) or not raw:
        return None, [((), f"expected conditions such as {{weather: heavy snow}}, got {_short(raw)}")]
    if depth > DEEPEST:
        return None, [((), f"conditions are nested more than {DEEPEST} deep; split them into several rules")]
    parts: list[Matcher] = []
    problems: list[Problem] = []
    for name, value in raw.items():
        if name in ("all", "any"):
            found, wrong = _parse_list(name, value, depth)
        elif name == "not":
            inner, wrong = parse(value, depth=depth + 1)
            found = [Not(inner, _short(dict(value)))] if inner else []
        else:
            found, wrong = _parse_field(name, value)
        parts += found
        problems += [((name, *path), reason) for path, reason in wrong]
    if problems:
        return None, problems
    return (parts[0] if len(parts) == 1 else All(tuple(parts))), []


def _parse_list(name: str, raw: Any, depth: int) -> tuple[list[Matcher], list[Problem]]:
    if not isinstance(raw, list) or not raw:
        return [], [((), f"expected a list of conditions, got {_short(raw)}")]
    parts: list[Matcher] = []
    problems: list[Problem] = []
    for place, one in enumerate(raw):
        part, wrong = parse(one, depth=depth + 1)
        parts += [part] if part else []
        problems += [((place, *path), reason) for path, reason in wrong]
    return [All(tuple(parts)) if name == "all" else AnyOf(tuple(parts))], problems


def _parse_field(path: Any, raw: Any) -> tuple[list[Matcher], list[Problem]]:
    if not isinstance(path, str):
        return [], [((), f"expected the name of an input, got {path!r}; put it in quotes")]
    if isinstance(raw, list):
        return [], [((), f"a list needs an operator; write {{in: {_short(raw)}}}")]
    tests = raw if isinstance(raw, Mapping) else {"equals": raw}
    if not tests:
        return [], [((), f"expected an operator; use one of {', '.join(OPERATORS)}")]
    parts: list[Matcher] = []
    problems: list[Problem] = []
    for name, value in tests.items():
        at = (name,) if isinstance(raw, Mapping) else ()
        if name not in OPERATORS:
            problems.append((at, f"unknown operator {name!r}; use one of {', '.join(OPERATORS)}"))
        elif not OPERATORS[name].fits(value):
            problems.append((at, f"{name!r} needs {OPERATORS[name].wants}, got {_short(value)}"))
        else:
            parts.append(Field(path, name, value))
    return parts, problems


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | int | float)


def _equals(got: Any, value: Any) -> bool:
    # True == 1 in Python; in a file the two are different things.
    return isinstance(got, bool) == isinstance(value, bool) and bool(got == value)


def _compare(compare: Callable[[Any, Any], bool]) -> Operator:
    def holds(got: Any, value: Any) -> bool:
        same = (_is_number(got) and _is_number(value)) or (isinstance(got, str) and isinstance(value, str))
        return same and compare(got, value)

    return Operator(
        holds, "a number, or a text to sort by", lambda value: _is_number(value) or isinstance(value, str)
    )


def _contains(got: Any, value: Any) -> bool:
    if isinstance(got, str):
        return isinstance(value, str) and value in got
    return isinstance(got, list) and any(_equals(one, value) for one in got)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


OPERATORS: dict[str, Operator] = {
    "equals": Operator(_equals, "a text, a number, true, false or null (put dates in quotes)", _is_scalar),
    "in": Operator(
        lambda got, value: any(_equals(got, one) for one in value),
        "a list of texts or numbers",
        lambda value: isinstance(value, list) and bool(value) and all(map(_is_scalar, value)),
    ),
    "gt": _compare(operator.gt),
    "ge": _compare(operator.ge),
    "lt": _compare(operator.lt),
    "le": _compare(operator.le),
    "contains": Operator(
        _contains, "a text or a number", lambda value: _is_scalar(value) and value is not None
    ),
    "present": Operator(
        lambda got, value: (got is not MISSING and got is not None and got != "") == value,
        "true or false",
        lambda value: isinstance(value, bool),
    ),
}
