"""Texts with `{{ … }}`, filled in by a Jinja2 sandbox that offers little on purpose; and markdown without surprises.

A template may name values, choose with `if`, and use a few filters. It has no loops, calls or attributes of Python
objects, so it cannot run long, and what it gives is never much longer than what went in.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Template, TemplateError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markdown_it.token import Token

from scenarios.errors import TextError
from scenarios.formats import FORMATS

LONGEST_TEMPLATE = 10_000
LONGEST_TEXT = 20_000
DEEPEST = 60
MOST_JOINED = 60  # values inside one list, or joined by `~`
MOST_FILTERS = 60

FILTERS = (
    "abs",
    "capitalize",
    "default",
    "first",
    "float",
    "int",
    "last",
    "length",
    "lower",
    "round",
    "title",
    "trim",
    "upper",
)
TESTS = ("defined", "undefined", "none", "number", "string", "in", "eq", "ne", "lt", "le", "gt", "ge")

# Each node gives at most about as much text as it takes, so that the result is bounded by the template and its values.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const,
    nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg, nodes.Pos,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Concat,
    nodes.Filter, nodes.Test, nodes.List, nodes.Tuple, nodes.Keyword,
)  # fmt: skip

# A text in pieces: a choice with `if` and what it holds, each value, and the words between.
_PIECES = re.compile(r"(\{%.*%\}|\{\{.*?\}\}|\{#.*?#\})", re.DOTALL)

_NUMERIC = frozenset({"*", "**", "%", "/", "//", "-"})
_BIGGEST = 1e12

log = logging.getLogger(__name__)


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with values of plain data only: `a.b` looks into mappings and nowhere else."""

    intercepted_binops = frozenset({*_NUMERIC, "+"})

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, finalize=_said, autoescape=False, cache_size=0)
        self.globals.clear()
        self.filters = {
            **{name: self.filters[name] for name in FILTERS},
            "round": _rounded,
            "default": _default,
            **FORMATS,
        }
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        found: Any = None
        if isinstance(obj, Mapping):
            found = obj.get(argument, _MISSING)
        elif isinstance(obj, Sequence) and isinstance(argument, int):
            found = obj[argument] if -len(obj) <= argument < len(obj) else _MISSING
        else:
            found = _MISSING
        return self.undefined(obj=obj, name=argument) if found is _MISSING else found

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """`'a' * 10**9` is cheap to write and dear to run: only modest numbers may be reckoned with."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return left + right
        for value in (left, right):
            if isinstance(value, Undefined):
                str(value)
            if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > _BIGGEST:
                raise TextError(
                    f"`{operator}` works on numbers up to {_BIGGEST:,.0f}, not on {_short(value)}"
                )
        if operator == "**" and (abs(left) > 1000 or abs(right) > 4):
            raise TextError("a power with a base above 1000 or an exponent above 4 is too much for a text")
        return super().call_binop(context, operator, left, right)


def _rounded(value: Any, digits: Any = 0) -> float | int:
    """Jinja2's own `round` reckons with 10**digits, however large."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or digits not in range(7):
        raise TextError(f"`round` works on numbers, with 0 to 6 digits, not on {_short(value)}")
    return round(value, digits) if digits else round(value)


def _default(value: Any, otherwise: Any = "") -> Any:
    """For a question that was left open as well, which Jinja2's own takes for answered."""
    return otherwise if value is None or isinstance(value, Undefined) else value


def _said(value: Any) -> Any:
    """What stands in the text for a value: nothing for a question that was left open, commas between several."""
    if isinstance(value, list):
        return ", ".join(str(_said(one)) for one in value)
    return "" if value is None else value


_MISSING = object()
_SANDBOX = Sandbox()


class Mention(NamedTuple):
    """A value that a template names: `parcel` and `weather` for `{{ parcel.weather }}`."""

    name: str
    field: str | None


def render(template: str, /, **context: Any) -> str:
    """The text with its values filled in. Raises `TextError` for an unknown name or a form that is not allowed.

    The result is plain text: whoever draws it must show it as text.
    """
    if "{" not in template:
        return template
    compiled = _compiled(template)
    try:
        parts, length = [], 0
        for part in compiled.generate(context):
            length += len(part)
            if length > LONGEST_TEXT:
                raise TextError(f"the text gets longer than {LONGEST_TEXT:,} characters")
            parts.append(part)
    except TextError:
        raise
    except (
        TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RecursionError, NameError,
    ) as error:  # fmt: skip
        raise TextError(f"the text {_short(template)} cannot be filled in: {_why(error)}") from None
    return "".join(parts)


def _why(error: Exception) -> str:
    """What went wrong, without the words of Python."""
    missing = re.search(r"has no attribute (?P<name>.+)$|^(?P<whole>'.+') is undefined$", str(error))
    return f"there is no {missing['name'] or missing['whole']}" if missing else str(error)


def shown(template: str, /, **context: Any) -> str:
    """The same for somebody who takes part, and who must never meet an error: what cannot be filled in is left out,
    such as the answer to a form that this person has not met, or a choice by it. The check tries every text before."""
    try:
        return render(template, **context)
    except TextError:
        log.warning("something is left out of the text %s: it cannot be filled in", _short(template))
        return "".join(_piece(piece, context) for piece in _PIECES.split(template))


def _piece(piece: str, context: Mapping[str, Any]) -> str:
    try:
        return render(piece, **context)
    except TextError:
        return ""


def mentions(template: str) -> Iterator[Mention]:
    """Every value that a template names. Raises `TextError` when it is not a template that may be used."""
    yield from _mentioned(template)


@lru_cache(maxsize=4_000)
def _mentioned(template: str) -> tuple[Mention, ...]:
    """All of them; a check asks for the same few texts again and again."""
    return tuple(_walked(_parsed(template)))


def _walked(tree: nodes.Template) -> Iterator[Mention]:
    inner = set()
    for node, _ in _walk(tree):
        if isinstance(node, (nodes.Getattr, nodes.Getitem)) and isinstance(node.node, nodes.Name):
            inner.add(id(node.node))
            field = node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None)
            yield Mention(node.node.name, field if isinstance(field, str) else None)
    for node, _ in _walk(tree):
        if isinstance(node, nodes.Name) and id(node) not in inner:
            yield Mention(node.name, None)


def paths(template: str) -> Iterator[tuple[str, ...]]:
    """Every value that a template names, in full: `("answers", "about", "age")`. Raises `TextError` as `mentions`."""
    yield from _in_full(template)


@lru_cache(maxsize=4_000)
def _in_full(template: str) -> tuple[tuple[str, ...], ...]:
    inner: set[int] = set()
    paths: list[tuple[str, ...]] = []
    for found, _ in _walk(_parsed(template)):
        node, path = found, []
        while isinstance(node, (nodes.Getattr, nodes.Getitem)) and id(found) not in inner:
            path.append(node.attr if isinstance(node, nodes.Getattr) else getattr(node.arg, "value", None))
            node = node.node
            inner.add(id(node))
        if isinstance(node, nodes.Name) and path:
            paths.append((node.name, *(str(part) for part in reversed(path))))
    return tuple(paths)


@lru_cache(maxsize=2_000)
def _compiled(template: str) -> Template:
    _parsed(template)
    return _SANDBOX.from_string(template)


def _parsed(template: str) -> nodes.Template:
    if len(template) > LONGEST_TEMPLATE:
        raise TextError(f"the text has {len(template):,} characters, and {LONGEST_TEMPLATE:,} is the most")
    try:
        tree = _SANDBOX.parse(template)
    except TemplateError as error:
        raise TextError(f"the text {_short(template)} is not a template: {error}") from None
    except RecursionError:
        raise TextError(f"the text {_short(template)} nests too deeply") from None
    filters = 0
    for node, depth in _walk(tree):
        if depth > DEEPEST:
            raise TextError(f"the text {_short(template)} nests too deeply")
        # Their length is known only once they are put together, too late to stop them.
        if (
            isinstance(node, (nodes.Concat, nodes.List, nodes.Tuple))
            and sum(1 for _ in _walk(node)) > MOST_JOINED
        ):
            raise TextError(f"the text {_short(template)} joins more than {MOST_JOINED} values in one place")
        filters += isinstance(node, nodes.Filter)
        if filters > MOST_FILTERS:
            raise TextError(f"the text {_short(template)} has more than {MOST_FILTERS} filters")
        if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Name) and node.name == "self"):
            form = getattr(node, "name", type(node).__name__.lower())
            what = f"the text {_short(template)} uses `{form}`"
            raise TextError(f"{what}; it may only name values, choose with if, and use filters")
        if isinstance(node, nodes.Filter) and node.name not in (*FILTERS, *FORMATS):
            known = ", ".join((*FILTERS, *FORMATS))
            raise TextError(f"the filter {node.name!r} is not known here; there are {known}")
        if isinstance(node, nodes.Test) and node.name not in TESTS:
            raise TextError(f"the test {node.name!r} is not known here; there are {', '.join(TESTS)}")
    return tree


def _walk(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """Every node with its depth; not recursive, as Jinja2's own walk is."""
    waiting = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 50 else f"{text[:47]}…'"


def _image_as_words(_self: Any, tokens: Sequence[Token], idx: int, _options: Any, _env: Any) -> str:
    """A picture from elsewhere would tell its server who reads; its description stands in for it."""
    return escape(tokens[idx].content)


def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False, "linkify": False})
    reader.add_render_rule("image", _image_as_words)
    return reader


_MARKDOWN = _markdown()


@lru_cache(maxsize=512)
def markdown(text: str) -> str:
    """CommonMark as HTML: no raw HTML, no images, and links open in a tab of their own."""
    tokens = _MARKDOWN.parse(text)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("target", "_blank")
                child.attrSet("rel", "noopener noreferrer")
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
