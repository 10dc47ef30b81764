"""What `when:` can reckon with: its operators, functions and look-ups, each bounded in what it takes and gives."""

from __future__ import annotations

import ast
import operator
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from mocks import plain
from mocks.plain import MISSING, is_number, same

LONGEST_TEXT = 10_000  # characters that an operator or a function looks at or gives
LONGEST_LIST = 1_000  # entries
BIGGEST = 10**15  # the largest number that is reckoned with; any may be compared


class Unclear(Exception):
    """It cannot be told whether an expression holds; the message ends a sentence that begins with "but"."""


class View:
    """A list or an object of the input. Simpleeval sees this instead, so that it neither walks through all of it
    nor finds a method."""

    __slots__ = ("data",)

    def __init__(self, data: Any) -> None:
        self.data = data


def view(value: Any) -> Any:
    """A value of the input as an expression sees it. Raises `Unclear` for anything but plain data."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping | list | tuple):
        return View(value)
    raise Unclear("it is not plain data")


def inside(holder: Any, key: Any) -> Any:
    """What a list, an object or a text holds at a place or under a name. Raises `Unclear`."""
    found: Any = MISSING
    data = holder.data if isinstance(holder, View) else holder
    if isinstance(data, Counter):
        found = data[key] if isinstance(key, str) else MISSING
    elif isinstance(data, Mapping):
        found = data.get(key, MISSING) if isinstance(key, str) else MISSING
    elif isinstance(data, list | tuple | str) and isinstance(key, int) and not isinstance(key, bool):
        found = data[key] if -len(data) <= key < len(data) else MISSING
    if found is MISSING:
        raise Unclear(f"{short(key)} is not there")
    return view(found)


def short(value: Any) -> str:
    """A value in at most 60 characters."""
    return plain.short(value.data if isinstance(value, View) else value)


def _unclear(what: str, *values: Any) -> NoReturn:
    raise Unclear(f"{what} {' and '.join(map(short, values))}")


def _reckoning(symbol: str, reckon: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """An operator for numbers only: of texts, `*` and `%` could make any length."""

    def of(left: Any, right: Any) -> Any:
        if symbol == "+" and isinstance(left, str) and isinstance(right, str):
            if len(left) + len(right) > LONGEST_TEXT:
                raise Unclear(f"the text gets longer than {LONGEST_TEXT:,} characters")
            return left + right
        if not (is_number(left) and is_number(right)):
            _unclear(f"`{symbol}` works on two numbers, not on", left, right)
        if abs(left) > BIGGEST or abs(right) > BIGGEST:
            raise Unclear("one of the numbers is too large to reckon with")
        try:
            return reckon(left, right)
        except ZeroDivisionError:
            raise Unclear("it divides by 0") from None

    return of


def _comparing(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def of(left: Any, right: Any) -> bool:
        if (is_number(left) and is_number(right)) or (isinstance(left, str) and isinstance(right, str)):
            return compare(left, right)
        _unclear("these cannot be compared:", left, right)

    return of


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, View | tuple) or isinstance(right, View | tuple):
        _unclear("a list or an object cannot be compared:", left, right)
    return same(left, right)


def _is_in(left: Any, right: Any) -> bool:
    if isinstance(left, View | tuple):
        _unclear("only a text or a number can be looked for, not", left)
    if isinstance(right, str) and isinstance(left, str):
        return left in _bounded(right)
    entries = _bounded(right.data if isinstance(right, View) else right)
    if isinstance(entries, Mapping):
        return isinstance(left, str) and left in entries
    if isinstance(entries, list | tuple):
        return any(same(one, left) for one in entries if not isinstance(one, list | tuple | Mapping))
    _unclear("nothing can be in", right)


def _bounded(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise Unclear(f"the text has {len(value):,} characters, and {LONGEST_TEXT:,} is the most")
    if isinstance(value, list | tuple) and len(value) > LONGEST_LIST:
        raise Unclear(f"the list has {len(value):,} entries, and {LONGEST_LIST:,} is the most")
    return value


def _length(value: Any) -> int:
    data = value.data if isinstance(value, View) else value
    if not isinstance(data, str | list | tuple | Mapping):
        _unclear("only texts and lists have a length, not", value)
    return len(data)


def _choosing(choose: Callable[[Any], Any]) -> Callable[..., Any]:
    """`min` or `max` of numbers or of texts, given one by one or as a list."""

    def of(*values: Any) -> Any:
        entries: Any = values
        if len(values) == 1:
            entries = _bounded(values[0].data if isinstance(values[0], View) else values[0])
        if not isinstance(entries, list | tuple) or not entries:
            raise Unclear("the smallest or largest is asked of no values")
        if not (all(map(is_number, entries)) or all(isinstance(one, str) for one in entries)):
            raise Unclear("the smallest or largest is asked of values that are not all numbers or all texts")
        return choose(entries)

    return of


def _rounded(value: Any, digits: Any = 0) -> Any:
    """Python's own reckons with 10**digits, however large."""
    if not is_number(value) or abs(value) > BIGGEST or not is_number(digits) or digits not in range(11):
        _unclear("`round` works on a number, with 0 to 10 digits, not on", value, digits)
    return round(value, int(digits)) if digits else round(value)


def _cased(change: Callable[[str], str]) -> Callable[[Any], str]:
    def of(value: Any) -> str:
        if not isinstance(value, str):
            _unclear("only texts have capitals, not", value)
        return change(_bounded(value))

    return of


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "len": _length,
    "min": _choosing(min),
    "max": _choosing(max),
    "round": _rounded,
    "lower": _cased(str.lower),
    "upper": _cased(str.upper),
}
OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: _reckoning("+", operator.add),
    ast.Sub: _reckoning("-", operator.sub),
    ast.Mult: _reckoning("*", operator.mul),
    ast.Div: _reckoning("/", operator.truediv),
    ast.FloorDiv: _reckoning("//", operator.floordiv),
    ast.Mod: _reckoning("%", operator.mod),
    ast.UAdd: lambda value: _reckoning("+", operator.add)(0, value),
    ast.USub: lambda value: _reckoning("-", operator.sub)(0, value),
    ast.Not: lambda value: not value if isinstance(value, bool) else _unclear("`not` is asked of", value),
    ast.Eq: _equal,
    ast.NotEq: lambda left, right: not _equal(left, right),
    ast.Gt: _comparing(operator.gt),
    ast.GtE: _comparing(operator.ge),
    ast.Lt: _comparing(operator.lt),
    ast.LtE: _comparing(operator.le),
    ast.In: _is_in,
    ast.NotIn: lambda left, right: not _is_in(left, right),
}
