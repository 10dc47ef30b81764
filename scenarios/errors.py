"""What can go wrong with a scenario, in words for the designer who wrote it.

ScenariosError
├── ScenarioError      a file that cannot be used; `problems` has a line for each thing to mend
└── TextError          a text with {{ … }} that cannot be shown
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pydantic_core import PydanticCustomError

MOST_LISTED = 18  # names in one message: all kinds of steps, and all keys of a scenario
OWN = "scenario"  # the pydantic error type under which our own complaints travel


class Problem(NamedTuple):
    """One thing to mend: where (line and column count from 1), what, what was expected, and what to do."""

    file: str
    line: int
    column: int
    what: str
    expected: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        parts = [self.what, f"expected {self.expected}" if self.expected else "", self.remedy]
        return f"{self.file}:{self.line}:{self.column}: " + "; ".join(part for part in parts if part)


class ScenariosError(Exception):
    """The root of this package's errors. Its message is for people."""


class ScenarioError(ScenariosError):
    """A scenario that cannot be used. `problems` is in the order of the file and never empty."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda p: (p.line, p.column, p.what))
        super().__init__("\n".join(map(str, self.problems)))


class TextError(ScenariosError):
    """A text that cannot be shown: a name that is not there, or a form that is not allowed."""


def complaint(what: str, expected: str = "", remedy: str = "") -> PydanticCustomError:
    """An error to raise inside a pydantic validator; its parts come out again in the `Problem`."""
    return PydanticCustomError(OWN, "{what}", {"what": what, "expected": expected, "remedy": remedy})


def nearest(name: object, known: Iterable[object]) -> str | None:
    """The known name that looks most like this one, if any does."""
    found = difflib.get_close_matches(str(name).lower(), [str(k) for k in known], n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(name: object, known: Iterable[object], otherwise: str = "") -> str:
    """The remedy for a name that is not known."""
    found = nearest(name, known)
    return f"did you mean {found!r}?" if found else otherwise


def listed(names: Iterable[object], none: str = "nothing") -> str:
    """`one of a, b, c` for a message, cut where it gets long."""
    shown: Sequence[str] = [str(name) for name in names]
    if not shown:
        return none
    if len(shown) == 1:
        return shown[0]
    return "one of " + ", ".join(shown[:MOST_LISTED]) + (", …" if len(shown) > MOST_LISTED else "")
