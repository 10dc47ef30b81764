"""Task `structured`: any object that is valid under the feature's JSON Schema (draft 2020-12).

Schemas are read here too. Nothing is ever fetched: a reference leads to "#" or "#/$defs/…" of the same schema. What a
schema asks of the checker is bounded, in steps for all keywords and in time for patterns, so that neither a hostile
schema nor a hostile output holds anybody up.
"""

from __future__ import annotations

import functools
import itertools
import json
import math
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mocks.errors import BadOutput, BadSettings
from mocks.tasks.shape import MOST_ENTRIES, Schema, Task, bad, is_number

LARGEST_OUTPUT = 50_000  # characters of all names and texts, and one for every other value
LARGEST_SCHEMA = 50_000  # characters as JSON
LONGEST_PATTERN = 200
MOST_REPEATS = (
    10_000  # of all counts such as {4} in one pattern, multiplied: nested ones take memory like that
)
DEEPEST = 32
MOST_STEPS = 6_000  # keywords looked at, for one output
LONGEST_CHECK = 0.1  # seconds of computing for one output; what a busy machine does meanwhile is not counted
MOST_FAULTS = 20  # the best of so many is told

DRAFT = "https://json-schema.org/draft/2020-12/schema"
COUNT = re.compile(r"\{[^{}]*\d[^{}]*\}")
REFERENCE = re.compile(r"#|#/\$defs/[^/]+")
NAMED = ("properties", "$defs", "dependentSchemas")  # below these stand names, not keywords
DATA = ("const", "enum", "default", "examples")
REFUSED = {
    "$id": "leave it out; the schema stands by itself",
    "$anchor": "refer to '#/$defs/…' instead",
    "$dynamicRef": "use '$ref' instead",
    "$dynamicAnchor": "refer to '#/$defs/…' instead",
    "patternProperties": "name the properties instead",
    "unevaluatedProperties": "use 'additionalProperties' instead",
    "unevaluatedItems": "use 'items' instead",
}


class Compiled(NamedTuple):
    """A schema that was checked: its plain data (`$schema` left out), and the validator, which is shared."""

    root: dict[str, Any]
    validator: Any


class Fault(NamedTuple):
    """Why a value is not valid: the keyword that says so, the place in the value, a message."""

    keyword: str
    place: str
    message: str


class TooLong(Exception):
    """A value takes more steps or more time to check than anybody waits for."""


class _Left(threading.local):
    """What is left of the steps and the time for the value that this thread is checking."""

    steps = 0
    until = 0.0


_left = _Left()


def check_schema(schema: Schema) -> None:
    """Raises `BadSettings`, with the path and the reason, for a schema that cannot be used."""
    compiled(schema)


def compiled(schema: Schema) -> Compiled:
    """The schema, ready for use; made once for each schema. Raises `BadSettings`."""
    try:
        written = json.dumps(dict(schema), sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise _unusable((), f"it is not plain JSON data ({error})") from error
    if len(written) > LARGEST_SCHEMA:
        raise _unusable((), f"expected at most {LARGEST_SCHEMA} characters, got {len(written)}")
    return _compiled(written)


def start() -> None:
    """From now on this thread has all its steps and its time again."""
    _left.steps, _left.until = MOST_STEPS, time.thread_time() + LONGEST_CHECK


def holds(schema: Compiled, part: Mapping[str, Any], value: Any) -> bool:
    """Whether a value is valid under a part of the schema, with the steps that are left. Raises `TooLong`."""
    return bool(schema.validator.evolve(schema=part).is_valid(value))


def fault(schema: Compiled, value: Any, *, fresh: bool = True) -> Fault | None:
    """What is wrong with a value under the schema, or None; with all steps, or not `fresh` with those that are left.

    Raises `TooLong`.
    """
    from jsonschema.exceptions import best_match

    if fresh:
        start()
    try:
        error = best_match(itertools.islice(schema.validator.iter_errors(value), MOST_FAULTS))
    except RecursionError as round_and_round:
        raise TooLong("its references go round in circles") from round_and_round
    if error is None:
        return None
    place = ".".join(map(str, error.absolute_path)) or "the whole"
    return Fault(error.validator or "false", place, error.message)


@functools.lru_cache(maxsize=64)
def _compiled(written: str) -> Compiled:
    from jsonschema.exceptions import SchemaError
    from referencing import Registry

    root = json.loads(written)
    if root.pop("$schema", DRAFT) != DRAFT:
        raise _unusable(("$schema",), f"only draft 2020-12 is understood; write {DRAFT!r} or leave it out")
    _check_keywords(root)
    checker = _checker()
    try:
        checker.check_schema(root)
    except SchemaError as error:
        raise _unusable(tuple(error.absolute_path), error.message[:200]) from error
    # An empty registry knows no address and fetches nothing.
    return Compiled(root, checker(root, registry=Registry()))


def _check_keywords(root: dict[str, Any]) -> None:
    """Raises `BadSettings` for what draft 2020-12 allows and we do not."""
    open_: list[tuple[tuple[str | int, ...], Any]] = [((), root)]
    while open_:
        path, schema = open_.pop()
        if len(path) > DEEPEST:
            raise _unusable(path, f"it is nested more than {DEEPEST} deep")
        if isinstance(schema, list):
            open_ += [((*path, place), one) for place, one in enumerate(schema)]
            continue
        if not isinstance(schema, dict):
            continue
        for keyword, value in schema.items():
            at = (*path, keyword)
            if keyword in REFUSED:
                raise _unusable(at, f"{keyword!r} is not supported; {REFUSED[keyword]}")
            if keyword == "$schema":
                raise _unusable(at, "'$schema' may stand at the top only")
            if keyword == "$ref":
                _check_reference(root, at, value)
            elif keyword == "pattern":
                _check_pattern(at, value)
            elif keyword in NAMED and isinstance(value, dict):
                open_ += [((*at, name), one) for name, one in value.items()]
            elif keyword not in DATA:
                open_.append((at, value))


def _check_reference(root: dict[str, Any], at: tuple[str | int, ...], reference: Any) -> None:
    if not isinstance(reference, str) or not REFERENCE.fullmatch(reference):
        raise _unusable(
            at, f"expected a reference to '#/$defs/…' in the same schema, got {str(reference)[:60]!r}"
        )
    if not isinstance(refer(root, reference), dict | bool):
        raise _unusable(at, f"{reference!r} leads nowhere; define it under '$defs'")


def refer(root: Any, reference: str) -> Any:
    """What a reference that was checked leads to; None if it leads nowhere."""
    if reference == "#":
        return root
    name = reference.removeprefix("#/$defs/").replace("~1", "/").replace("~0", "~")
    defined = root.get("$defs")
    return defined.get(name) if isinstance(defined, dict) else None


def _check_pattern(at: tuple[str | int, ...], pattern: Any) -> None:
    import regex

    if isinstance(pattern, str):
        if len(pattern) > LONGEST_PATTERN:
            raise _unusable(at, f"expected at most {LONGEST_PATTERN} characters, got {len(pattern)}")
        counts = (max(map(int, re.findall(r"\d+", count))) for count in COUNT.findall(pattern))
        if math.prod(max(count, 1) for count in counts) > MOST_REPEATS:
            raise _unusable(at, f"{pattern!r} repeats too much; its counts may be {MOST_REPEATS} in all")
        try:
            regex.compile(pattern)
        except regex.error as error:
            raise _unusable(at, f"{pattern!r} is not a regular expression: {error}") from error


def _unusable(path: tuple[str | int, ...], reason: str) -> BadSettings:
    where = ".".join(map(str, path)) or "the whole"
    return BadSettings(f"the JSON Schema cannot be used, {where}: {reason}", [(path, reason)])


@functools.cache
def _checker() -> Any:
    """Draft 2020-12 with a bound on the steps, and on the time of patterns."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    keywords = {**Draft202012Validator.VALIDATORS, "pattern": _match, "uniqueItems": _all_differ}
    return extend(Draft202012Validator, {name: _counted(how) for name, how in keywords.items()})


def _counted(how: Callable[..., Any]) -> Callable[..., Any]:
    def counted(validator: Any, expected: Any, value: Any, schema: Any) -> Any:
        # Long lists (an enum, the properties) are gone through one by one.
        _left.steps -= 1 + len(expected) // 20 if isinstance(expected, list | dict) else 1
        if _left.steps < 0 or (_left.steps % 8 == 0 and time.thread_time() > _left.until):
            raise TooLong("it takes too many steps to check")
        return how(validator, expected, value, schema)

    return counted


def _match(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[Any]:
    import regex
    from jsonschema.exceptions import ValidationError

    if isinstance(value, str):
        try:
            found = regex.search(pattern, value, timeout=max(_left.until - time.thread_time(), 0.001))
        except TimeoutError as error:
            raise TooLong(f"the pattern {pattern[:40]!r} takes too long") from error
        if not found:
            yield ValidationError(f"{value!r} does not match {pattern!r}")


def _all_differ(_validator: Any, asked: bool, value: Any, _schema: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if asked and isinstance(value, list) and len({canonical(one) for one in value}) < len(value):
        yield ValidationError(f"{value!r} has an entry twice")


def canonical(value: Any) -> str:
    """JSON text that is the same for equal values in the sense of JSON Schema: 1 is 1.0, but not true."""
    return json.dumps(_whole(value), sort_keys=True)


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def check_size(task: str, output: Any) -> None:
    """Raises `BadOutput` unless it is plain JSON data that can be stored and sent, and not too much of it."""
    size = 0
    open_: list[tuple[Any, int]] = [(output, 0)]
    while open_:
        value, depth = open_.pop()
        if depth > DEEPEST:
            raise BadOutput(f"{task}: expected at most {DEEPEST} levels, got more; send a flatter object")
        size += 1
        if isinstance(value, str):
            size += len(value)
            _check_letters(task, value)
        elif isinstance(value, dict):
            for name in value:
                if not isinstance(name, str):
                    raise bad(task, "texts as the names of all properties", name)
                size += len(name)
                _check_letters(task, name)
            open_ += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            if len(value) > MOST_ENTRIES:
                raise BadOutput(f"{task}: expected lists of at most {MOST_ENTRIES} entries, got {len(value)}")
            open_ += [(one, depth + 1) for one in value]
        elif value is not None and not isinstance(value, bool) and not is_number(value):
            raise bad(task, "plain JSON data", value)
        if size > LARGEST_OUTPUT:
            raise BadOutput(f"{task}: expected at most {LARGEST_OUTPUT} characters in all; send less")


def _check_letters(task: str, text: str) -> None:
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text[:LARGEST_OUTPUT]):
        raise BadOutput(f"{task}: a text holds half a character (a lone surrogate); send valid Unicode")


def _check(output: Any, _answers: Sequence[str], schema: Schema | None) -> None:
    task = "structured"
    if not isinstance(output, dict):
        raise bad(task, "an object", output)
    check_size(task, output)
    if schema is None:
        return
    try:
        found = fault(compiled(schema), output)
    except TooLong as error:
        raise BadOutput(f"{task}: it cannot be checked, {error}; make the schema simpler") from error
    if found:
        said = found.message if len(found.message) <= 150 else found.message[:150] + "…"
        raise BadOutput(f"{task}, {found.place}: {said} ({found.keyword!r} of the JSON Schema)")


def _says(output: Mapping[str, Any]) -> dict[str, Any]:
    return dict(output)


TASKS: dict[str, Task] = {
    "structured": Task(
        check=_check,
        example={"depot": "Lisbon", "vans": 3, "late": ["A-17", "A-20"]},
        says=_says,
        form=True,
    ),
}
