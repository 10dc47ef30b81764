"""Regular expressions of rules, with bounds: a small language, a check when the file is read, a time-out when asked.

The library `regex` is the one with a time-out. It writes out what must be repeated while it compiles
(`(?:a{1000}){1000}` takes 300 MB), which no time-out stops, so that `problem` counts before anything is compiled.
"""

from __future__ import annotations

import re
import time
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regex import Pattern

LONGEST_PATTERN = 200  # characters
LONGEST_INPUT = 10_000  # characters
PATIENCE = 0.05  # seconds, for all the conditions of one question together
MOST_PARTS = 1_000  # letters, classes and groups once all the `{n}` are written out

_OPENERS = re.compile(r"\((?:\?(?::|=|!|<=|<!|>|P<\w+>|<\w+>|[ims]+:|[ims]+\)))?")
_ESCAPES = re.compile(r"\\(?:[pP]\{\^?[\w =:-]+\}|[^LpPN])", re.DOTALL)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{(\d*)(?:,(\d*))?\})[?+]?")
_CLASS = re.compile(r"\[\^?((?:\\.|[^\\\[\]])+)\]", re.DOTALL)


class Budget:
    """The seconds that are left for all the conditions of one question.

    The processor's time of this thread is what counts, so that a busy machine takes nothing away from honest rules.
    """

    __slots__ = ("_until",)

    def __init__(self, seconds: float = PATIENCE) -> None:
        self._until = time.thread_time() + seconds

    @property
    def left(self) -> float:
        """Seconds; 0 when nothing is left."""
        return max(0.0, self._until - time.thread_time())


def problem(pattern: str) -> str | None:
    """What is wrong with a pattern, with its place, or None. Nothing costly happens, whatever the pattern."""
    if len(pattern) > LONGEST_PATTERN:
        return f"the pattern has {len(pattern):,} characters, and {LONGEST_PATTERN} is the most"
    try:
        parts = _parts(pattern)
    except ValueError as error:
        return str(error)
    if parts > MOST_PARTS:
        return f"the pattern repeats {parts:,} parts, and {MOST_PARTS:,} is the most; ask for fewer in {{…}}"
    # Loaded here, as most rules have no pattern.
    import regex

    try:
        compiled(pattern)
    except regex.error as error:
        return f"{error.msg} at character {(error.pos or 0) + 1} of the pattern"
    except (OverflowError, RecursionError, ValueError) as error:
        return f"the pattern cannot be read: {error}"
    return None


@lru_cache(maxsize=500)
def compiled(pattern: str) -> Pattern[str]:
    """A pattern in which `problem` found nothing."""
    import regex

    # V0 is the language of Python's own `re`; the library's cache would keep what ours has let go.
    return regex.compile(pattern, regex.VERSION0, cache_pattern=False)


def search(pattern: Pattern[str], text: str, budget: Budget) -> bool | str:
    """Whether the pattern is somewhere in the text, or in words why that cannot be told."""
    if len(text) > LONGEST_INPUT:
        return f"but the text has {len(text):,} characters, and {LONGEST_INPUT:,} is the most"
    left = budget.left
    if not left:
        return "but the time for this question was used up"
    try:
        return pattern.search(text, timeout=left) is not None
    except TimeoutError:
        return f"but the search took longer than {PATIENCE * 1000:.0f} ms"
    except MemoryError:
        return "but the search took too much memory"


def _parts(pattern: str) -> int:
    """How many parts stand in the pattern once each `{n}` is written out n times.

    Raises `ValueError` for what this small language leaves out: fuzzy and recursive patterns, sets inside sets,
    comments. A scanner that knew less than the library could be led astray by them.
    """
    sums, last, at = [0], 0, 0  # one sum for each open group; `last` is the weight of the latest part
    while at < len(pattern):
        letter = pattern[at]
        if letter == "{" or letter in "*+?":
            found = _QUANTIFIER.match(pattern, at)
            if not found or (letter == "{" and not (found[1] or found[2])):
                raise _misread(at, "write \\{ for a brace, or a number of times as in {2,3}")
            times = int(found[1] or 0) if letter == "{" else 1
            sums[-1] += last * (max(times, 1) - 1)
            last, at = last * max(times, 1), found.end()
            continue
        if letter == ")":
            if len(sums) == 1:
                raise _misread(at, "this bracket closes nothing; write \\) for a bracket")
            last = sums.pop() + 1
            sums[-1] += last
            at += 1
            continue
        if letter == "(":
            found = _OPENERS.match(pattern, at)
            if not found or pattern.startswith("?", found.end()):
                raise _misread(at, "this kind of group is not known here")
            if not found[0].endswith(")"):
                sums.append(0)
            at = found.end()
            continue
        if letter == "[":
            found = _CLASS.match(pattern, at)
            if not found:
                raise _misread(
                    at, "this set of letters cannot be read; inside, write \\[ and \\] for brackets"
                )
        elif letter == "\\":
            found = _ESCAPES.match(pattern, at)
            if not found:
                raise _misread(at, "this escape is not known here")
        else:
            found = None
        last, at = 1, found.end() if found else at + 1
        sums[-1] += 1
    if len(sums) > 1:
        raise ValueError("a bracket is not closed in the pattern; write \\( for a bracket")
    return sums[0]


def _misread(at: int, advice: str) -> ValueError:
    return ValueError(f"{advice} (character {at + 1} of the pattern)")
