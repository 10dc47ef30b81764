"""What every key of the language is, in one line each: for the schema of editors and the pages of the reference."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from scenarios.model import Scenario
from scenarios.words import WORDS

FILE = Path(__file__).with_name("keys.yaml")
AS_TEXT = frozenset({"decision.Worth", "decision.Bound"})  # written as a text, such as `10 points`
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_MARKS = re.compile(r"[`*]")
_TABLE = re.compile(r"(<!-- keys of ([\w. ]+) -->\n)(?:\|.*\n)*")
_WORDS = re.compile(r"(<!-- all words -->\n)(?:\|.*\n)*")


class Key(NamedTuple):
    """A key of some part: its name in the file, what it is, and what holds without it (empty: the default tells)."""

    name: str
    what: str
    without: str


class NoLine(Exception):
    """A key that nobody has described; its text says which."""


@cache
def lines() -> Mapping[str, Mapping[str, str]]:
    """`{"show.Show": {"skin": "what it looks like …"}}`, as the file has it."""
    found: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(FILE.read_text(encoding="utf-8"))
    return found


@cache
def parts() -> tuple[type[BaseModel], ...]:
    """Every part of a scenario file that is written as `key: value` lines and lives in this package."""
    seen: dict[type[BaseModel], None] = {}
    _follow(Scenario, seen)
    return tuple(
        part
        for part in seen
        if part.__module__.startswith("scenarios.")
        and not issubclass(part, RootModel)
        and called(part) not in AS_TEXT
    )


def called(part: type) -> str:
    """A part's name in the file of keys: its module's last name, and its own."""
    module = "steps" if part.__module__ == "scenarios.steps" else part.__module__.rpartition(".")[2]
    return f"{module}.{part.__name__}"


def part_named(name: str) -> type[BaseModel]:
    """The part with that name, or the shared base of some (`base.BaseStep`). Raises `KeyError`."""
    for part in parts():
        for base in part.__mro__:
            if issubclass(base, BaseModel) and called(base) == name:
                return base
    raise KeyError(name)


def describe(part: type[BaseModel], name: str) -> Key:
    """What is said of a key, by the part itself or by what it is made from. Raises `NoLine`."""
    for base in part.__mro__:
        said = lines().get(called(base), {}).get(name)
        if said is not None:
            what, _, without = said.partition(" ~ ")
            return Key(name, what.strip(), without.strip())
    raise NoLine(f"{FILE.name} has no line for {name!r} of {called(part)}")


def own_keys(part: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The keys that a table about a part has: without those that it shares with all parts of its kind."""
    shared: set[str] = set()
    for base in part.__mro__[1:]:
        shared |= set(lines().get(called(base), ()))
    here = lines().get(called(part), {})
    for name, field in part.model_fields.items():
        key = field.alias or name
        if key in here or key not in shared:
            yield key, field


def plain(text: str) -> str:
    """A line of the reference without its markdown."""
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def table(*names: str) -> str:
    """The table about some parts, in markdown, a row for each key."""
    rows = ["| key | what it is | without it |", "|---|---|---|"]
    for name in names:
        part = part_named(name)
        fields = dict(own_keys(part))
        written = [key for key in lines().get(name, ()) if key in fields]
        for key in [*written, *(key for key in fields if key not in written)]:
            told = describe(part, key)
            rows.append(f"| `{key}` | {_cell(told.what)} | {_cell(told.without or _default(fields[key]))} |")
    return "\n".join(rows) + "\n"


def table_of_words() -> str:
    """Every built-in word, in markdown, a row for each."""
    rows = ["| word | in English |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{name}` | {_cell(text)} |" for name, text in WORDS.items())]) + "\n"


def with_tables(page: str) -> str:
    """A page with each table below a line `<!-- keys of show.Show -->` as it should be; `<!-- all words -->` too."""
    page = _WORDS.sub(lambda found: found[1] + table_of_words(), page)
    return _TABLE.sub(lambda found: found[1] + table(*found[2].split()), page)


def tables_on(page: str) -> list[str]:
    """The parts that a page has a table for."""
    return [name for found in _TABLE.finditer(page) for name in found[2].split()]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True) if field.default_factory is None else None
    if default is None or default == {} or default == [] or default == ():
        return "none"
    if default is False:
        return "no"
    if default is True:
        return "yes"
    if isinstance(default, (int, float)):
        return f"{default:g}"
    return f"`{default}`" if isinstance(default, str) else "as below"


def _follow(annotation: Any, seen: dict[type[BaseModel], None]) -> None:
    """Every model that an annotation leads to, through lists, choices and other models."""
    while hasattr(annotation, "__metadata__"):
        annotation = annotation.__origin__
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        for inner in get_args(annotation):
            _follow(inner, seen)
    elif annotation not in seen:
        seen[annotation] = None
        for field in annotation.model_fields.values():
            _follow(field.annotation, seen)


def main(pages: list[str]) -> None:
    """Bring the tables of these pages up to date: `python -m scenarios.keys docs/scenarios/*.md`."""
    for page in map(Path, pages):
        page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
