"""What a `when` compares with something that never comes: an answer that is no option, a number out of reach."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from mocks.expressions import Expression
from scenarios.answers import BaseQuestion, RatedQuestion
from scenarios.document import Finding, Path
from scenarios.errors import did_you_mean, listed
from scenarios.model import Scenario
from scenarios.questions import Choice, Number, YesNo
from scenarios.steps import MEANS, spoken

# Where nothing on the side of a value makes it true: from the value, and the least and most that there are.
_NEVER: dict[type[ast.cmpop], Callable[[float, float, float], bool]] = {
    ast.Lt: lambda value, least, _most: value <= least,
    ast.LtE: lambda value, least, _most: value < least,
    ast.Gt: lambda value, _least, most: value >= most,
    ast.GtE: lambda value, _least, most: value > most,
    ast.Eq: lambda value, least, most: not least <= value <= most,
}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE,
}  # fmt: skip


class Asked(NamedTuple):
    """A condition at its place: below `each`, for people of all `arms`."""

    path: Path
    each: str | None
    when: Expression
    arms: Sequence[Scenario]


def findings(asked: Asked) -> Iterator[Finding]:
    """Everything of that kind that is so in every arm. The names of the condition must be known."""
    for part in asked.when.parts:
        for node in ast.walk(part.tree):
            if isinstance(node, ast.Compare) and len(node.ops) == 1:
                yield from _compared(asked, node.left, node.ops[0], node.comparators[0])


def _compared(asked: Asked, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Iterator[Finding]:
    if not isinstance(left, ast.Attribute):
        left, right, op = right, left, _TURNED.get(type(op), type(op))()
    values = _constants(right)
    if not isinstance(left, ast.Attribute) or values is None:
        return
    name = ast.unparse(left)
    known = _known(asked, name) if isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) else None
    for value in values if known is not None else ():
        if str(value) not in (known or ()):
            what = f"{name!r} is never {value!r}"
            yield Finding(asked.path, what, listed(known or ()), did_you_mean(value, known or ()))
    ends = _ends(asked, name)
    never = _NEVER.get(type(op))
    one = values[0] if len(values) == 1 else None
    if ends and never and isinstance(one, int | float) and never(one, *ends):
        what = f"{ast.unparse(ast.Compare(left, [op], [right]))} is never true"
        yield Finding(asked.path, what, f"a number from {ends[0]:g} to {ends[1]:g}")


def _constants(node: ast.expr) -> list[Any] | None:
    """The values that stand there, without `null`; None where something has to be reckoned."""
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    found = []
    for part in parts:
        if isinstance(part, ast.Name) and part.id == "null":
            continue
        if not isinstance(part, ast.Constant) or isinstance(part.value, bool):
            return None
        found.append(part.value)
    return found


def _known(asked: Asked, name: str) -> list[str] | None:
    """The values that a name can have in any arm, as text; None where they cannot be told."""
    found = [_known_in(arm, asked.each, name) for arm in asked.arms]
    if any(values is None for values in found):
        return None
    return list(dict.fromkeys(str(value) for values in found for value in values or ()))


def _known_in(arm: Scenario, each: str | None, name: str) -> Sequence[object] | None:
    kind, _, rest = name.partition(".")
    if kind == "reactions":
        step = next((one for one in arm.steps.values() if spoken(one.id) == rest), None)
        return [done for done in (*MEANS, "contact") if step is not None and done in step.reactions]
    if kind == "persona":
        return [persona.facts[rest] for persona in arm.personas.values() if rest in persona.facts] or None
    if kind == each and kind in arm.data and rest in arm.data[kind].columns:
        return arm.data[kind].values(rest)
    question = _question(arm, name)
    if isinstance(question, Choice) and not question.other:
        return question.of
    return ["yes", "no"] if isinstance(question, YesNo) else None


def _ends(asked: Asked, name: str) -> tuple[float, float] | None:
    """Between which numbers an answer lies, where that is known."""
    found = [_ends_of(_question(arm, name)) for arm in asked.arms]
    known = [ends for ends in found if ends is not None]
    if not known or len(known) < len(found):
        return None
    return min(least for least, _ in known), max(most for _, most in known)


def _ends_of(question: BaseQuestion | None) -> tuple[float, float] | None:
    if isinstance(question, RatedQuestion):
        return question.scale[:2]
    if isinstance(question, Number) and question.least is not None and question.most is not None:
        return question.least, question.most
    return None


def _question(arm: Scenario, name: str) -> BaseQuestion | None:
    """The question behind `answers.<step>.<item>`."""
    kind, _, rest = name.partition(".")
    step, _, item = rest.partition(".")
    asked = (one.all_questions for one in arm.steps.values() if kind == "answers" and spoken(one.id) == step)
    return next(asked, {}).get(item)
