"""What a task is, and the pieces that the checks of all tasks are made of."""

from __future__ import annotations

import reprlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from mocks.errors import BadOutput

LONGEST_TEXT = 20_000  # characters; more than anybody reads on a screen
MOST_ENTRIES = 2_000  # labels, boxes, places, chunks in one answer
LARGEST = sys.float_info.max  # a whole number beyond it is JSON, but no other program reads it back

Schema: TypeAlias = Mapping[str, Any]
Check: TypeAlias = Callable[[Any, Sequence[str], Schema | None], None]

_shorten = reprlib.Repr()
_shorten.maxstring = _shorten.maxother = _shorten.maxlong = 80


class Task(NamedTuple):
    """One task: the shape of its outputs.

    `check(output, answers, schema)` raises `BadOutput`. `example` is a documented output. `says(output)` has the plain
    values that a screen's text may name, of an output that was checked before. `plain` tells what a plain answer is
    for this task (a label, a text, a number; None where no single value makes an output), and `wrap(answer, score)`
    makes an output of one. `form` is true where a person can make a whole output by hand all the same.
    """

    check: Check
    example: Any
    says: Callable[[Any], dict[str, Any]]
    plain: Literal["label", "text", "number"] | None = None
    wrap: Callable[[Any, float], Any] | None = None
    form: bool = False

    @property
    def at_desk(self) -> bool:
        """Whether a person at the desk can answer it."""
        return self.form or self.plain is not None


def bad(where: str, expected: str, got: Any) -> BadOutput:
    """The complaint about an output: what was expected where, and the beginning of what came."""
    try:
        shown = _shorten.repr(got)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list in a list in a list …
        shown = f"a {type(got).__name__} too large to show"
    return BadOutput(f"{where}: expected {expected}, got {shown if len(shown) <= 80 else shown[:80] + '…'}")


def is_number(value: Any) -> bool:
    """Whether it is a finite number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -LARGEST <= value <= LARGEST


def is_share(value: Any) -> bool:
    """Whether it is a number from 0 to 1."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def is_place(value: Any) -> bool:
    """Whether it is a whole number from 0 up: where a character stands in a text."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 10**9


def has_keys(value: Any, required: frozenset[str], optional: frozenset[str] = frozenset()) -> bool:
    """Whether it is an object with all of the required keys, and none besides the optional ones."""
    return isinstance(value, dict) and (
        value.keys() == required
        if not optional
        else required <= value.keys() and value.keys() <= required | optional
    )


def check_text(where: str, text: Any, *, empty: bool = False) -> None:
    """Raises `BadOutput` unless it is a text that can be stored, sent and read."""
    if not isinstance(text, str) or not (empty or text.strip()):
        raise bad(where, "a text" if empty else "a text that is not empty", text)
    if len(text) > LONGEST_TEXT:
        raise BadOutput(
            f"{where}: expected at most {LONGEST_TEXT} characters, got {len(text)}; shorten the text"
        )
    # Half of a surrogate pair passes as JSON, but can be neither stored nor sent.
    if not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadOutput(f"{where}: the text holds half a character (a lone surrogate); send valid Unicode")


def check_entries(task: str, output: Any, least: int, entry: str) -> None:
    """Raises `BadOutput` unless it is a list of a bearable length, with `least` entries at the least."""
    if not isinstance(output, list) or len(output) < least:
        raise bad(task, f"a list with at least one {entry}" if least else f"a list of {entry}", output)
    if len(output) > MOST_ENTRIES:
        raise BadOutput(
            f"{task}: expected at most {MOST_ENTRIES} entries, got {len(output)}; send the best ones only"
        )
