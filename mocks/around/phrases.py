"""Forbidden phrases, found as a reader would see them: whatever the case, the width or the letters' composition."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_UNSPACED = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
)  # scripts without spaces between words
# Letters may change their form at each step, so that one round is not enough for the same word to come out the same.
_ROUNDS = 4


def plain(text: str) -> str:
    """The text without what hides a word from a search and not from a reader: case, width, composition, marks without
    width, strokes through letters, and the kind of white space.

    After toNFKC_Casefold of the Unicode Standard, section 3.13, repeated until nothing changes.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().split())
    for _ in range(_ROUNDS):
        visible = "".join(
            letter for letter in unicodedata.normalize("NFD", text) if not _is_invisible(letter)
        )
        folded = " ".join(unicodedata.normalize("NFKC", visible.casefold()).split())
        if folded == text:
            break
        text = folded
    return text


def _is_invisible(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Mn":  # overlays strike a letter through; variation selectors change how it is drawn
        return unicodedata.combining(letter) == 1 or "VARIATION SELECTOR" in unicodedata.name(letter, "")
    return category in ("Cf", "Me") or (category == "Cc" and not letter.isspace())


def found(phrases: Sequence[str], text: str) -> list[str]:
    """Those of the phrases that stand in the text as whole words, as they were written in the settings."""
    seen = plain(text)
    return [phrase for phrase in phrases if _pattern(phrase).search(seen)]


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    wanted = plain(phrase)
    before = r"(?<![^\W_])" if _ends_a_word(wanted[0]) else ""
    after = r"(?![^\W_])" if _ends_a_word(wanted[-1]) else ""
    return re.compile(before + re.escape(wanted) + after)


def _ends_a_word(letter: str) -> bool:
    return letter.isalnum() and not unicodedata.name(letter, "").startswith(_UNSPACED)
