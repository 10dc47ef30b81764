"""A text that matches a simple regular expression: characters, classes, groups, alternatives, repetitions."""

from __future__ import annotations

import random
import re
import string
from typing import Any

from mocks.invent.combine import Impossible
from mocks.tasks.structured import TooLong

LONGEST = 5_000  # characters and repetitions of one text
MOST = 1_000  # repetitions that a pattern may ask for
EXTRA = 3  # how many more than it must an open repetition gets at most
SETS = {"d": string.digits, "w": string.ascii_letters + string.digits, "s": " "}
ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
COUNTED = re.compile(r"\{(\d{1,6})(,(\d{0,6}))?\}")


def text(pattern: str, draw: random.Random) -> str:
    """A text that matches. Raises `Impossible` for a pattern with anything else in it (look-around, references,
    negated classes), and `TooLong` for one that asks for an enormous text."""
    reader = _Reader(pattern)
    tree = reader.alternatives()
    if reader.place < len(pattern):
        raise reader.too_intricate()
    found: list[str] = []
    _write(tree, draw, found, [LONGEST])
    return "".join(found)


def _write(node: tuple[str, Any], draw: random.Random, found: list[str], left: list[int]) -> None:
    what, inner = node
    left[0] -= 1
    if left[0] < 0:
        raise TooLong("'pattern' asks for too long a text")
    if what == "one of":
        found.append(draw.choice(inner))
    elif what == "either":
        _write(draw.choice(inner), draw, found, left)
    elif what == "all":
        for part in inner:
            _write(part, draw, found, left)
    else:
        part, least, most = inner
        for _ in range(draw.randint(least, most)):
            _write(part, draw, found, left)


class _Reader:
    """Reads a pattern from left to right into a tree of ("one of" | "either" | "all" | "repeat", …)."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def too_intricate(self) -> Impossible:
        return Impossible("pattern", f"{self.pattern[:60]!r} is too intricate to invent a text for")

    def next(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def take(self) -> str:
        found = self.next()
        if not found:
            raise self.too_intricate()
        self.place += 1
        return found

    def alternatives(self) -> tuple[str, Any]:
        found = [self.sequence()]
        while self.next() == "|":
            self.place += 1
            found.append(self.sequence())
        return found[0] if len(found) == 1 else ("either", found)

    def sequence(self) -> tuple[str, Any]:
        found: list[tuple[str, Any]] = []
        if self.next() == "^":
            self.place += 1
        while self.next() not in ("", "|", ")"):
            if self.next() == "$" and self.pattern[self.place + 1 : self.place + 2] in ("", "|", ")"):
                self.place += 1
            else:
                found.append(self.repeated(self.atom()))
        return "all", found

    def atom(self) -> tuple[str, Any]:
        letter = self.take()
        if letter == "(":
            if self.pattern.startswith("?:", self.place):
                self.place += 2
            elif self.next() == "?":
                raise self.too_intricate()
            inner = self.alternatives()
            if self.take() != ")":
                raise self.too_intricate()
            return inner
        if letter == "[":
            return "one of", self.letters()
        if letter == "\\":
            return "one of", self.escaped()
        if letter in "^$*+?{}":
            raise self.too_intricate()
        return "one of", string.ascii_lowercase if letter == "." else letter

    def escaped(self) -> str:
        letter = self.take()
        if letter in SETS:
            return SETS[letter]
        if letter.isalnum() and letter not in ESCAPED:
            raise self.too_intricate()
        return ESCAPED.get(letter, letter)

    def letters(self) -> str:
        if self.next() in ("^", "]"):
            raise self.too_intricate()
        found = ""
        while self.next() != "]":
            first = self.take()
            if first == "[":
                raise self.too_intricate()
            some = self.escaped() if first == "\\" else first
            if len(some) == 1 and self.next() == "-" and self.pattern[self.place + 1 : self.place + 2] != "]":
                self.place += 1
                last = self.take()
                last = self.escaped() if last == "\\" else last
                if len(last) != 1 or not 0 <= ord(last) - ord(some) <= 1_000:
                    raise self.too_intricate()
                some = "".join(map(chr, range(ord(some), ord(last) + 1)))
            found += some
        self.place += 1
        return found

    def repeated(self, atom: tuple[str, Any]) -> tuple[str, Any]:
        least, most = 1, 1
        counted = COUNTED.match(self.pattern, self.place)
        if counted:
            least = int(counted[1])
            most = least if not counted[2] else int(counted[3]) if counted[3] else least + EXTRA
            self.place = counted.end()
        elif self.next() in ("?", "*", "+") and self.next():
            least, most = {"?": (0, 1), "*": (0, EXTRA), "+": (1, 1 + EXTRA)}[self.take()]
        else:
            return atom
        if least > MOST:
            raise TooLong(f"'pattern' asks for {least} repetitions")
        if most < least or self.next() in ("?", "*", "+"):
            raise self.too_intricate()
        return "repeat", (atom, least, min(most, least + 2 * EXTRA))
