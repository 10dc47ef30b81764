"""The `when:` of rules: `kilometres > 200 and weather != "clear"`, on plain data, with no way to anything else.

An expression is read once, and only what stands in `_ALLOWED` gets through. It is reckoned by simpleeval with our own
operators, functions and look-ups (`reckoning`): they see texts, numbers, truth values, lists and objects of the
input, and never an attribute of a Python object. What it may cost is bounded by its length, and by the sizes there.
"""

from __future__ import annotations

import ast
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from simpleeval import InvalidExpression, SimpleEval

from mocks.memory import Memory
from mocks.plain import MISSING
from mocks.reckoning import FUNCTIONS, OPERATORS, Unclear, inside, short, view

LONGEST = 500  # characters
MOST_NODES = 200
DEEPEST = 25

WORDS = {"true": True, "false": False, "null": None}

_OFF = {
    ast.Pow: "`**`", ast.LShift: "`<<`", ast.RShift: "`>>`", ast.BitAnd: "`&`", ast.BitOr: "`|`",
    ast.BitXor: "`^`", ast.Invert: "`~`", ast.MatMult: "`@`", ast.Is: "`is`", ast.IsNot: "`is not`",
    ast.Lambda: "lambda", ast.JoinedStr: "an f-string", ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension", ast.DictComp: "a comprehension", ast.GeneratorExp: "a comprehension",
    ast.NamedExpr: "`:=`", ast.IfExp: "`… if … else …`", ast.Slice: "a slice", ast.Starred: "`*`",
    ast.keyword: "a named argument", ast.Dict: "an object in braces", ast.Set: "a set",
}  # fmt: skip
_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.UAdd,
    ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod,
    ast.Compare, ast.Eq, ast.NotEq, ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.In, ast.NotIn,
    ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.List, ast.Tuple, ast.Call, ast.Load,
)  # fmt: skip
_YES_OR_NO = (ast.BoolOp, ast.Compare, ast.Name, ast.Attribute, ast.Subscript)


class NotAnExpression(ValueError):
    """An expression that cannot be used; the message says what, and where in it."""


class Part(NamedTuple):
    """One of the conditions that `and` joins: its text, its tree, and the values that it names."""

    text: str
    tree: ast.expr
    named: tuple[tuple[str, ast.expr], ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that has been read. It holds when all its parts do."""

    text: str
    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The values that it names, as they are written, such as `parcel.weather`."""
        return tuple(dict.fromkeys(name for part in self.parts for name, _ in part.named))

    def check(self, data: Any, memory: Memory | None = None) -> tuple[int, str | None]:
        """How many of the parts hold, and the first that does not, in words; None when all do. Never raises."""
        evaluator = _evaluator()
        evaluator.data, evaluator.memory = data, memory
        try:
            outcomes = [_reckon(evaluator, part.tree, part.text) for part in self.parts]
            held = sum(outcome is True for outcome in outcomes)
            if held == len(outcomes):
                return held, None
            place = next(place for place, outcome in enumerate(outcomes) if outcome is not True)
            return held, _told(evaluator, self.parts[place], outcomes[place])
        finally:
            evaluator.data = evaluator.memory = None


def read(text: Any) -> Expression:
    """The expression of a text. Raises `NotAnExpression`."""
    if not isinstance(text, str) or not text.strip():
        raise NotAnExpression(f"expected an expression such as kilometres > 200, got {repr(text)[:60]}")
    if len(text) > LONGEST:
        raise NotAnExpression(f"the expression has {len(text):,} characters, and {LONGEST} is the most")
    text = " ".join(text.splitlines()).strip()
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise NotAnExpression(
            f"this is not an expression: {error.msg} (character {error.offset or len(text)})"
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise NotAnExpression(f"this is not an expression: {error}") from None
    try:
        _inspect(tree, text)
    except _Refused as refused:
        place = len(text.encode()[: getattr(refused.node, "col_offset", 0)].decode()) + 1
        raise NotAnExpression(f"{refused} (character {place})") from None
    body = tree.body
    trees = body.values if isinstance(body, ast.BoolOp) and isinstance(body.op, ast.And) else [body]
    return Expression(text, tuple(_part(text, one) for one in trees))


class _Refused(Exception):
    """A form that is not allowed, and the node that has its place in the text."""

    def __init__(self, reason: str, node: ast.AST) -> None:
        super().__init__(reason)
        self.node = node


def _inspect(tree: ast.Expression, text: str) -> None:
    """Let through what is allowed, and say what is not. Not recursive, so that no depth can harm it."""
    waiting: list[tuple[ast.AST, ast.AST, int]] = [(tree, tree.body, 0)]
    seen = 0
    while waiting:
        node, placed, depth = waiting.pop()
        seen += 1
        if seen > MOST_NODES or depth > DEEPEST:
            raise _Refused(
                "the expression is too long or nests too deeply; split it into several rules", tree
            )
        if not isinstance(node, _ALLOWED):
            raise _Refused(f"{_OFF.get(type(node), type(node).__name__)} is off in expressions", placed)
        complaint = _complaint(node)
        if complaint:
            raise _Refused(complaint, placed)
        for one in _asked_for_truth(node):
            if not _is_yes_or_no(one):
                what = f"`{_source(text, one)[:40]}` is neither true nor false"
                raise _Refused(f"{what}; compare it, as in x == 1 or x == 2", one)
        # An operator has no place in the text; the whole in which it stands has.
        waiting.extend(
            (child, child if hasattr(child, "col_offset") else placed, depth + 1)
            for child in ast.iter_child_nodes(node)
            if not (isinstance(node, ast.Call) and child is node.func)
        )


def _complaint(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and not isinstance(node.value, str | bool | int | float | None):
        return f"{type(node.value).__name__} values are off in expressions"
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if name.startswith("_"):
        return f"{name}: names that begin with '_' can only be written in brackets, as in input[\"_name\"]"
    if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS):
        return f"only these functions can be called: {', '.join(FUNCTIONS)}"
    return None


def _asked_for_truth(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [node.operand]
    return [node.body] if isinstance(node, ast.Expression) else []


def _is_yes_or_no(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bool)
    # A form that is off, or a call of something unknown, is told as such when its turn comes.
    known = isinstance(node, _YES_OR_NO) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
    return (
        known
        or not isinstance(node, _ALLOWED)
        or (isinstance(node, ast.Call) and _complaint(node) is not None)
    )


def _part(text: str, tree: ast.expr) -> Part:
    named = {_source(text, node): node for node in _named(tree)}
    return Part(_source(text, tree), tree, tuple(named.items()))


def _named(tree: ast.AST) -> Iterator[ast.expr]:
    """The values of the input that an expression names, from left to right."""
    if isinstance(tree, ast.Name | ast.Attribute | ast.Subscript):
        if not (isinstance(tree, ast.Name) and tree.id in WORDS):
            yield tree
        return
    for child in ast.iter_child_nodes(tree):
        if not (isinstance(tree, ast.Call) and child is tree.func):
            yield from _named(child)


def _source(text: str, tree: ast.expr) -> str:
    return ast.get_source_segment(text, tree) or ""


def _told(evaluator: _Evaluator, part: Part, outcome: Any) -> str:
    """What failed in a part, with the values that it names."""
    wanted = f"when {part.text[:80]}"
    if isinstance(outcome, Unclear):
        return f"{wanted}, but {outcome}"
    if outcome is not False:
        return f"{wanted}, but it is {short(outcome)}, which is neither true nor false"
    values = [(name, _reckon(evaluator, node, name)) for name, node in part.named[:3]]
    shown = [(name, "nothing" if isinstance(value, Unclear) else short(value)) for name, value in values]
    if len(shown) == 1:
        return f"{wanted}, got {shown[0][1]}"
    told = " and ".join(f"{name[:30]} {value}" for name, value in shown)
    return f"{wanted}, got {told}" if told else f"{wanted}, but it is never so"


def _reckon(evaluator: _Evaluator, tree: ast.expr, text: str) -> Any:
    try:
        return evaluator.eval(text, previously_parsed=tree)
    except Unclear as error:
        return error
    except (
        InvalidExpression,
        ArithmeticError,
        TypeError,
        ValueError,
        LookupError,
        RecursionError,
        MemoryError,
    ):
        return Unclear("it cannot be reckoned with these values")


class _Evaluator(SimpleEval):  # type: ignore[misc]
    """Simpleeval with our own look-ups. One for each thread, as it keeps what it looks at while it works."""

    def __init__(self) -> None:
        super().__init__(operators=dict(OPERATORS), functions=dict(FUNCTIONS), names={})
        self.data: Any = None
        self.memory: Memory | None = None
        ours: dict[type[ast.AST], Callable[[Any], Any]] = {
            ast.Name: self._named,
            ast.BoolOp: self._joined,
            ast.Attribute: lambda node: inside(self._eval(node.value), node.attr),
            ast.Subscript: lambda node: inside(self._eval(node.value), self._eval(node.slice)),
            ast.List: self._listed,
            ast.Tuple: self._listed,
        }
        theirs = (ast.UnaryOp, ast.BinOp, ast.Compare, ast.Call, ast.Constant)
        self.nodes: Any = {**{form: self.nodes[form] for form in theirs}, **ours}

    def _listed(self, node: ast.List | ast.Tuple) -> tuple[Any, ...]:
        return tuple(self._eval(one) for one in node.elts)

    def _joined(self, node: ast.BoolOp) -> bool:
        settled = isinstance(node.op, ast.Or)  # what ends an `or` is true, what ends an `and` is false
        for value in node.values:
            found = self._eval(value)
            if not isinstance(found, bool):
                raise Unclear(f"{short(found)} is neither true nor false")
            if found is settled:
                return settled
        return not settled

    def _named(self, node: ast.Name) -> Any:
        name = node.id
        if name in WORDS:
            return WORDS[name]
        found = self.data.get(name, MISSING) if isinstance(self.data, Mapping) else MISSING
        if found is MISSING and self.memory is not None:
            found = self.memory.get(name)
        if found is MISSING and name == "input":
            found = self.data
        if found is MISSING:
            raise Unclear(f"{name} is not there")
        return view(found)


_threads = threading.local()


def _evaluator() -> _Evaluator:
    evaluator: _Evaluator | None = getattr(_threads, "evaluator", None)
    if evaluator is None:
        evaluator = _threads.evaluator = _Evaluator()
    return evaluator
