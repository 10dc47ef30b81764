"""How alike two answers to the same request are, task by task: a value, and whether they count as the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from curtain import distances
from mocks import BadOutput, tasks
from mocks.around import outputs
from mocks.plain import same

NEAR = 0.1  # numbers count as the same within a tenth of the larger one, unless somebody knows better
FARTHEST = 1e100  # what lies farther apart would leave no mean of the others

Found: TypeAlias = tuple[float, bool]


class Way(NamedTuple):
    """How two answers of a task are compared.

    `tells` is a sentence with a place for the mean value, `same` names what counts as the same answer.
    """

    measure: str
    method: str
    compare: Callable[[str, Any, Any, float | None], Found | None]
    tells: str
    same: str
    share: bool = True  # a share is told in percent, anything else as it is


def way(task: str) -> Way:
    """How answers of the task are compared; what has no way of its own is taken for a text."""
    return _WAYS.get(task, _TEXT)


def compared(task: str, first: Any, second: Any, tolerance: float | None = None) -> Found | None:
    """How alike two answers are, and whether they count as the same; None where one of them is no answer of the task,
    or where they cannot be compared."""
    try:
        tasks.check(task, first)
        tasks.check(task, second)
    except BadOutput:
        return None
    return way(task).compare(task, first, second, tolerance)


def unit(output: Any) -> str:
    """The unit of a number, with the space before it; empty without one."""
    found = output.get("unit") if isinstance(output, dict) else None
    return f" {found}" if found else ""


def _numbers(_task: str, first: Any, second: Any, tolerance: float | None) -> Found | None:
    if unit(first) != unit(second):
        return None
    one, other = first["value"], second["value"]
    apart = abs(one - other)
    if apart > FARTHEST:
        return None
    near = NEAR * max(abs(one), abs(other)) if tolerance is None else tolerance
    return apart, apart <= near + 1e-9


def _texts(task: str, first: Any, second: Any, _tolerance: float | None) -> Found | None:
    one, other = (outputs.text(task, output) or "" for output in (first, second))
    alike = 1 - distances.between_texts(one.casefold(), other.casefold())
    return alike, alike == 1


def _boxes(_task: str, first: Any, second: Any, _tolerance: float | None) -> Found | None:
    from curtain.screens import annotated  # here, as it brings all screens along

    one, other = _drawn(first), _drawn(second)
    met = annotated.pairs(one, other, same_label=True)
    both = len(one) == len(other) == sum(shared >= annotated.HIT for _, _, shared in met)
    return 1 - annotated.distance(one, other), both


def _drawn(output: list[dict[str, Any]]) -> list[Any]:
    from curtain.screens.annotated import Drawn
    from mocks.imperfect.boxes import Box

    return [Drawn(str(n), box["label"], Box(**box["box"])) for n, box in enumerate(output)]


def _marks(_task: str, first: Any, second: Any, _tolerance: float | None) -> Found | None:
    one, other = (
        {(mark["entity_group"], mark["start"], mark["end"]) for mark in marks} for marks in (first, second)
    )
    return (2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0), one == other


def _orders(_task: str, first: Any, second: Any, _tolerance: float | None) -> Found | None:
    one, other = [thing["id"] for thing in first], [thing["id"] for thing in second]
    if set(one) != set(other) or len(one) < 2:
        return None
    from scipy.stats import kendalltau

    return float(kendalltau(range(len(one)), [other.index(thing) for thing in one]).statistic), one == other


def _fields(_task: str, first: Any, second: Any, _tolerance: float | None) -> Found | None:
    names = first.keys() | second.keys()
    alike = sum(name in first and name in second and same(first[name], second[name]) for name in names)
    return (alike / len(names) if names else 1.0), alike == len(names)


_OVER_PEOPLE = "percentile interval over people"
_WAYS = {
    "regression": Way(
        "difference", f"mean absolute difference, {_OVER_PEOPLE}", _numbers,
        "answers are {figure} apart on average", "within {near} of each other", share=False,
    ),
    "object-detection": Way(
        "overlap", f"mean overlap (IoU) of boxes paired by label, {_OVER_PEOPLE}", _boxes,
        "boxes overlap by {figure} on average, those without a counterpart by none",
        "as many boxes, each with a counterpart that covers it by half,",
    ),
    "token-classification": Way(
        "overlap", f"mean share of the same marks (Dice), {_OVER_PEOPLE}", _marks,
        "{figure} of the marks are the same on average", "all of them",
    ),
    "ranking": Way(
        "tau", f"mean of Kendall's tau, {_OVER_PEOPLE}", _orders,
        "Kendall's tau is {figure} on average (1 is the same order, 0 chance, −1 the reverse)", "the same order",
        share=False,
    ),
    "structured": Way(
        "fields", f"mean share of the same fields, {_OVER_PEOPLE}", _fields,
        "{figure} of the fields are the same on average", "all of them",
    ),
}  # fmt: skip
_TEXT = Way(
    "similarity", f"1 less the mean Levenshtein distance in words, {_OVER_PEOPLE}", _texts,
    "{figure} of the words are the same on average (other words may mean the same)", "the very same words",
)  # fmt: skip
