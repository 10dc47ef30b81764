"""The conditions of rules: a path into the input, an operator and a value; `all`, `any`, `not` around them.

    {weather: heavy snow, last_scan: {in: [local depot, sorting centre]}}      all must hold
    any: [{weight: {gt: 20}}, {not: {address: {present: true}}}]
    {note: {regex: "^fragile"}, trial.index: {between: [3, 5]}}                what `memory` tells has paths too

A check never raises, whatever the input; it counts what held, so that the nearest miss can be told.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from mocks import expressions, patterns
from mocks.memory import RESERVED, Memory
from mocks.plain import MISSING, is_number, look_up, same, short

if TYPE_CHECKING:
    from regex import Pattern

Path = tuple[str | int, ...]
Problem = tuple[Path, str]

DEEPEST = 12


class Outcome(NamedTuple):
    """How many of the conditions held, and the first that did not, in words; None when all is well."""

    held: int
    total: int
    failed: str | None

    @property
    def share(self) -> float:
        return self.held / self.total


class Around:
    """What conditions may look at besides the input, and the time that is left for all of them together."""

    __slots__ = ("budget", "memory")

    def __init__(self, memory: Memory | None = None) -> None:
        self.memory = memory
        self.budget = patterns.Budget()


class Matcher(Protocol):
    """A parsed condition. `around` is made for the occasion when it is not given."""

    def check(self, data: Any, around: Around | None = None) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Field:
    """One operator on one value of the input. `text` is the condition in words, for the nearest miss."""

    path: str
    operator: str
    value: Any
    text: str

    def check(self, data: Any, around: Around | None = None) -> Outcome:
        got = _seen(data, self.path, around)
        return HELD if SIMPLE[self.operator].holds(got, self.value) else _missed(self.text, got)


@dataclass(frozen=True, slots=True)
class Length:
    """One operator on the length of a text (in characters) or a list (in entries)."""

    path: str
    operator: str
    value: Any
    text: str

    def check(self, data: Any, around: Around | None = None) -> Outcome:
        got = _seen(data, self.path, around)
        if not isinstance(got, str | list):
            return _missed(self.text, got, ", which has no length")
        length = len(got)
        return HELD if SIMPLE[self.operator].holds(length, self.value) else _missed(self.text, length)


@dataclass(frozen=True, slots=True)
class Regex:
    """A pattern somewhere in a text. A search that takes too long counts as a miss."""

    path: str
    pattern: Pattern[str]
    text: str

    def check(self, data: Any, around: Around | None = None) -> Outcome:
        got = _seen(data, self.path, around)
        if not isinstance(got, str):
            return _missed(self.text, got, ", which is not a text")
        found = patterns.search(self.pattern, got, around.budget if around else patterns.Budget())
        if found is True:
            return HELD
        return Outcome(0, 1, f"{self.text}, {found}") if found else _missed(self.text, got)


@dataclass(frozen=True, slots=True)
class When:
    """An expression; each of the parts that `and` joins is a condition of its own."""

    expression: expressions.Expression

    def check(self, data: Any, around: Around | None = None) -> Outcome:
        if around and not around.budget.left:
            text = f"when {self.expression.text[:80]}, but the time for this question was used up"
            return Outcome(0, len(self.expression.parts), text)
        held, failed = self.expression.check(data, around.memory if around else None)
        return Outcome(held, len(self.expression.parts), failed)


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part does."""

    parts: tuple[Matcher, ...]

    def check(self, data: Any, around: Around | None = None) -> Outcome:
        around = around or Around()
        found = [part.check(data, around) for part in self.parts]
        failed = next((one.failed for one in found if one.failed), None)
        return Outcome(sum(one.held for one in found), sum(one.total for one in found), failed)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when one part does; a miss is told by the part that came nearest."""

    parts: tuple[Matcher, ...]

    def check(self, data: Any, around: Around | None = None) -> Outcome:
        around = around or Around()
        found = (part.check(data, around) for part in self.parts)
        return max(found, key=lambda one: (one.failed is None, one.share))


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Matcher
    text: str

    def check(self, data: Any, around: Around | None = None) -> Outcome:
        if self.part.check(data, around).failed:
            return HELD
        return Outcome(0, 1, f"not {self.text}, but it is so")


class Operator(NamedTuple):
    """`holds(got, value)` never raises; `wants` says which values a file may give, `fits` checks one."""

    holds: Callable[[Any, Any], bool]
    wants: str
    fits: Callable[[Any], bool]


def _seen(data: Any, path: str, around: Around | None) -> Any:
    """What stands at a path in the input, or else in the memory: a name that the input has is the input's."""
    got = look_up(data, path)
    if got is MISSING and around is not None and around.memory is not None and path.startswith(RESERVED):
        name = path.partition(".")[0]
        if name in RESERVED and not (isinstance(data, Mapping) and name in data):
            return around.memory.look_up(path)
    return got


def _text(path: str, operator: str, value: Any) -> str:
    return f"{path if len(path) <= 60 else path[:59] + '…'} {operator} {short(value)}"


def _missed(text: str, got: Any, besides: str = "") -> Outcome:
    said = "but it is not there" if got is MISSING else f"got {short(got)}{besides}"
    return Outcome(0, 1, f"{text}, {said}")


def parse(raw: Any, *, depth: int = 0) -> tuple[Matcher | None, list[Problem]]:
    """A condition as it stands in a file. Gives the matcher, or every problem with its path inside `raw`."""
    if not isinstance(raw, Mapping) or not raw:
        return None, [((), f"expected conditions such as {{weather: heavy snow}}, got {short(raw)}")]
    if depth > DEEPEST:
        return None, [((), f"conditions are nested more than {DEEPEST} deep; split them into several rules")]
    parts: list[Matcher] = []
    problems: list[Problem] = []
    for name, value in raw.items():
        if name in ("all", "any"):
            found, wrong = _parse_list(name, value, depth)
        elif name == "not":
            inner, wrong = parse(value, depth=depth + 1)
            found = [Not(inner, short(value))] if inner else []
        else:
            found, wrong = _parse_field(name, value)
        parts += found
        problems += [((name, *path), reason) for path, reason in wrong]
    if problems:
        return None, problems
    return (parts[0] if len(parts) == 1 else All(tuple(parts))), []


def _parse_list(name: str, raw: Any, depth: int) -> tuple[list[Matcher], list[Problem]]:
    if not isinstance(raw, list) or not raw:
        return [], [((), f"expected a list of conditions, got {short(raw)}")]
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
        return [], [((), f"a list needs an operator; write {{in: {short(raw)}}}")]
    tests = raw if isinstance(raw, Mapping) else {"equals": raw}
    if not tests:
        return [], [((), f"expected an operator; use one of {', '.join(OPERATORS)}")]
    parts: list[Matcher] = []
    problems: list[Problem] = []
    for name, value in tests.items():
        at = (name,) if isinstance(raw, Mapping) else ()
        if name == "length":
            found, wrong = _parse_length(path, value)
        elif name == "regex":
            found, wrong = _parse_regex(path, value)
        elif name in SIMPLE:
            reason = _misfit(name, value)
            found, wrong = (
                ([], [((), reason)]) if reason else ([Field(path, name, value, _text(path, name, value))], [])
            )
        else:
            found, wrong = [], [((), f"unknown operator {name!r}; use one of {', '.join(OPERATORS)}")]
        parts += found
        problems += [((*at, *inner), reason) for inner, reason in wrong]
    return parts, problems


def _parse_length(path: str, raw: Any) -> tuple[list[Matcher], list[Problem]]:
    tests = raw if isinstance(raw, Mapping) else {"equals": raw}
    if not tests or (not isinstance(raw, Mapping) and not is_number(raw)):
        return [], [((), f"'length' needs a number, or an operator such as {{gt: 5}}, got {short(raw)}")]
    parts: list[Matcher] = []
    problems: list[Problem] = []
    for name, value in tests.items():
        at = (name,) if isinstance(raw, Mapping) else ()
        if name not in COUNTING:
            problems.append(
                (at, f"unknown operator {short(name)} of 'length'; use one of {', '.join(COUNTING)}")
            )
        elif reason := _misfit(name, value) or _not_numbers(name, value):
            problems.append((at, reason))
        else:
            parts.append(Length(path, name, value, _text(path, f"length {name}", value)))
    return parts, problems


def _parse_regex(path: str, raw: Any) -> tuple[list[Matcher], list[Problem]]:
    if not isinstance(raw, str) or not raw:
        return [], [((), f"'regex' needs a pattern in quotes, got {short(raw)}")]
    reason = patterns.problem(raw)
    return (
        ([], [((), reason)])
        if reason
        else ([Regex(path, patterns.compiled(raw), _text(path, "regex", raw))], [])
    )


def _misfit(name: str, value: Any) -> str | None:
    known = SIMPLE[name]
    return None if known.fits(value) else f"{name!r} needs {known.wants}, got {short(value)}"


def _not_numbers(name: str, value: Any) -> str | None:
    numbers = value if isinstance(value, list) else [value]
    return None if all(map(is_number, numbers)) else f"{name!r} of 'length' needs numbers, got {short(value)}"


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | bool | int | float)


def _are_alike(one: Any, other: Any) -> bool:
    """Whether they can be sorted: both numbers, or both texts."""
    return (is_number(one) and is_number(other)) or (isinstance(one, str) and isinstance(other, str))


def _compare(compare: Callable[[Any, Any], bool]) -> Operator:
    return Operator(
        lambda got, value: _are_alike(got, value) and compare(got, value),
        "a number, or a text to sort by",
        lambda value: is_number(value) or isinstance(value, str),
    )


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _are_alike(*value) and value[0] <= value[1]


def _contains(got: Any, value: Any) -> bool:
    if isinstance(got, str):
        return isinstance(value, str) and value in got
    # Most lists do not have it, and Python's own look finds that out in a fraction of the time.
    return isinstance(got, list) and value in got and any(same(one, value) for one in got)


HELD = Outcome(1, 1, None)

SIMPLE: dict[str, Operator] = {
    "equals": Operator(same, "a text, a number, true, false or null (put dates in quotes)", _is_scalar),
    "in": Operator(
        lambda got, value: any(same(got, one) for one in value),
        "a list of texts or numbers",
        lambda value: isinstance(value, list) and bool(value) and all(map(_is_scalar, value)),
    ),
    "gt": _compare(operator.gt),
    "ge": _compare(operator.ge),
    "lt": _compare(operator.lt),
    "le": _compare(operator.le),
    "between": Operator(
        lambda got, value: _are_alike(got, value[0]) and value[0] <= got <= value[1],
        "the lowest and the highest value, as in [3, 5]",
        _is_range,
    ),
    "contains": Operator(
        _contains, "a text or a number", lambda value: _is_scalar(value) and value is not None
    ),
    "present": Operator(
        lambda got, value: (got is not MISSING and got is not None and got != "") == value,
        "true or false",
        lambda value: isinstance(value, bool),
    ),
}
COUNTING = ("equals", "in", "gt", "ge", "lt", "le", "between")
OPERATORS = (*SIMPLE, "regex", "length")
