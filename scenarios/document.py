"""A YAML file as plain data, with the place of every key and value, so that each complaint has its line and column."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from scenarios.errors import Problem, ScenarioError, did_you_mean, listed

Path = tuple[str | int, ...]

MOST_CHARACTERS = 256_000
MOST_VALUES = 20_000  # after aliases are followed: a few lines of aliases can stand for billions of values
DEEPEST = 40

_PLAIN = "tag:yaml.org,2002:"
_KINDS = frozenset({"map", "seq", "str", "null", "bool", "int", "float", "timestamp"})
# YAML forbids them as they are; an escape such as "\ud800" would bring them in, and no database or browser takes them.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

warnings.filterwarnings("ignore", category=ReusedAnchorWarning)  # a designer has no use for its words


class Spot(NamedTuple):
    """Where a value stands, and its key if it has one. Lines and columns count from 1."""

    line: int
    column: int
    key: tuple[int, int] | None = None


class Finding(NamedTuple):
    """Something to mend, by its path in the file."""

    path: Path
    what: str
    expected: str = ""
    remedy: str = ""
    at_key: bool = False


class Document:
    """The data of a file, and a `Spot` for each path inside it."""

    def __init__(self, file: str, data: dict[str, Any], spots: dict[Path, Spot]) -> None:
        self.file, self.data, self.spots = file, data, spots

    def problem(
        self, path: Path, what: str, expected: str = "", remedy: str = "", at_key: bool = False
    ) -> Problem:
        """A problem at the given path, or at the nearest place above it that is in the file."""
        exact = path in self.spots
        while path not in self.spots:
            path = path[:-1]
        spot = self.spots[path]
        line, column = spot.key if spot.key and (at_key or not exact) else (spot.line, spot.column)
        return Problem(self.file, line, column, what, expected, remedy)

    def copy(self) -> Document:
        """A document whose data and spots can be changed without touching this one."""
        return Document(self.file, _copied(self.data), dict(self.spots))

    def under(self, path: Path) -> Iterator[tuple[Path, Spot]]:
        """The spots at and below a path, as (rest of the path, spot)."""
        for found, spot in list(self.spots.items()):
            if found[: len(path)] == path:
                yield found[len(path) :], spot


def unknown(
    path: Path,
    what: str,
    name: str,
    known: Iterable[str],
    otherwise: str = "",
    *,
    within: str = "",
    at_key: bool = False,
) -> Finding:
    """A name that leads nowhere. `within` says where it was looked for, such as `in 'parcel'`."""
    names = list(known)
    said = f"there is no {what} {name!r} {within}".rstrip()
    return Finding(path, said, listed(names), did_you_mean(name, names, otherwise), at_key)


def parse(text: str, file: str) -> Document:
    """Read YAML 1.2. Raises `ScenarioError` with every duplicate key, unreadable key and tag, or the syntax error."""
    if len(text) > MOST_CHARACTERS:
        raise ScenarioError(
            [Problem(file, 1, 1, f"the file has {len(text):,} characters", f"at most {MOST_CHARACTERS:,}")]
        )
    if _deepest_bracket(text) > DEEPEST:  # the reader's time grows with the square of this depth
        raise ScenarioError(
            [Problem(file, 1, 1, "brackets are nested too deeply", f"at most {DEEPEST} levels")]
        )
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        raise ScenarioError([_syntax(error, file)]) from None
    except ReaderError as error:
        before = text[: error.position]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        what = f"the character U+{ord(text[error.position]):04X} cannot stand in a YAML file"
        raise ScenarioError([Problem(file, line, column, what, remedy="remove it")]) from None
    except RecursionError:
        raise ScenarioError(
            [Problem(file, 1, 1, "lines are nested too deeply", f"at most {DEEPEST} levels")]
        ) from None
    except (YAMLError, ValueError) as error:
        raise ScenarioError(
            [Problem(file, 1, 1, f"this is not YAML: {str(error).splitlines()[0]}")]
        ) from None
    if not isinstance(root, MappingNode):
        what = "the file is empty" if root is None else "the file is not a list of `key: value` lines"
        remedy = "begin with a line like `scenario: my-first-idea`"
        raise ScenarioError([Problem(file, 1, 1, what, "keys such as scenario, features, flow", remedy)])
    reading = _Reading(file)
    data = reading.value(root, ())
    if reading.problems:
        raise ScenarioError(reading.problems)
    return Document(file, data, reading.spots)


class _Reading:
    """One walk over the syntax tree."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.spots: dict[Path, Spot] = {}
        self.problems: list[Problem] = []
        self.values = 0

    def value(self, node: Node, path: Path, key: Node | None = None) -> Any:
        at_key = _mark(key) if key else None
        nothing = (
            node.start_mark.index == node.end_mark.index
        )  # a key without a value: there is nothing to point at
        line, column = at_key if at_key and nothing else _mark(node)
        self.spots[path] = Spot(line, column, at_key)
        self.values += 1
        if len(path) > DEEPEST or self.values > MOST_VALUES:
            if not any("too" in p.what for p in self.problems):
                what = "the file nests too deeply or repeats itself too often"
                self.complain(node, what, "each value written out", "write it without & and *")
            return None
        if str(node.tag).removeprefix(_PLAIN) not in _KINDS:
            self.complain(
                node, f"the tag {str(node.tag)!r} means nothing here", "plain text", "remove the tag"
            )
            return None
        self.readable(node)
        if isinstance(node, MappingNode):
            return self.mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, n)) for n, child in enumerate(node.value)]
        return self.scalar(str(node.tag).removeprefix(_PLAIN), str(node.value))

    def mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, child in node.value:
            if not isinstance(key, ScalarNode) or str(key.tag) == f"{_PLAIN}merge":
                self.complain(key, "a key must be plain text", "a word before the colon")
                continue
            self.readable(key)
            name = str(key.value)
            if name in data:
                first = self.spots[(*path, name)].key or (0, 0)
                remedy = f"keep one of them (the first is in line {first[0]})"
                self.complain(key, f"the key {name!r} stands here twice", "each key once", remedy)
                continue
            data[name] = self.value(child, (*path, name), key)
        return data

    def scalar(self, kind: str, text: str) -> Any:
        """Only what YAML 1.2 calls null, bool, int or float is not text; a date stays as it was written."""
        if kind == "null":
            return None
        if kind == "bool":
            return text.lower() == "true"
        if kind == "int" and re.fullmatch(r"[-+]?\d{1,15}", text):
            return int(text)
        if kind == "float" and re.fullmatch(
            r"[-+]?(\d{1,15}\.?\d{0,15}|\.\d{1,15})([eE][-+]?\d{1,2})?", text
        ):
            return float(text)
        return text

    def readable(self, node: Node) -> None:
        """Complain about a sign that stands for nothing in a text."""
        found = _NO_TEXT.search(node.value) if isinstance(node, ScalarNode) else None
        if found:
            self.complain(
                node, f"the character U+{ord(found[0]):04X} cannot stand in a text", remedy="remove it"
            )

    def complain(self, node: Node, what: str, expected: str = "", remedy: str = "") -> None:
        mark = node.start_mark
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, what, expected, remedy))


_SYNTAX_REMEDIES = (
    (
        "cannot start any token",
        "indent with spaces, and put a text that begins with a special sign in quotes",
    ),
    ("mapping values are not allowed", "put a text with a colon in quotes, and check the indentation"),
    ("expected ',' or", "close the bracket, or put a text with a comma or a colon in quotes"),
    ("expected <block end>", "indent this line like its neighbours"),
    ("could not find expected ':'", "each key needs a colon and a space after it"),
    ("undefined alias", "put a text that begins with * in quotes"),
    ("another document", "remove the line `---`"),
    ("end of stream", "close the quotation mark"),
)


# What the reader calls things that a designer sees as something else.
_SYNTAX_WORDS = {
    "<scalar>": "a text",
    "<block end>": "the end of this block",
    "<block mapping start>": "a key that is indented further",
    "<block mapping end>": "the end of this block",
    "<block sequence start>": "a list",
    "<stream end>": "the end of the file",
    "<document start>": "the line `---`",
    "<document end>": "the line `...`",
}


def _syntax(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    found = str(error.problem or error.context or "it cannot be read").splitlines()[0]
    remedy = next(
        (remedy for sign, remedy in _SYNTAX_REMEDIES if sign in found), "check quotes and indentation"
    )
    for sign, words in _SYNTAX_WORDS.items():
        found = found.replace(f"'{sign}'", words).replace(sign, words)
    return Problem(file, line, column, f"this is not YAML: {found}", remedy=remedy)


def _copied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_copied(value) for value in data]
    return data


def _mark(node: Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _deepest_bracket(text: str) -> int:
    depth = deepest = 0
    for sign in text:
        if sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth = max(0, depth - 1)
    return deepest
