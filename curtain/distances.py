"""How far what people made is from what was proposed: texts by their words, orders by their pairs, picks by what is
in both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from rapidfuzz.distance import Levenshtein

# Thai, Lao, Burmese, Khmer, kana and Han write no spaces between words: there, each letter counts as one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\s{_UNSPACED}]+")


def words(text: str) -> list[str]:
    """The words of a text, as they are written: what stands between spaces, and single letters of scripts that have
    none."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def between_texts(before: str, after: str) -> float:
    """Words to replace, add and remove on the shortest way from one text to the other (V. I. Levenshtein, "Binary
    codes capable of correcting deletions, insertions, and reversals", 1966), over the words of the longer one: 0 for
    the same words, 1 where none is left. Capitals and punctuation count."""
    one, other = words(before), words(after)
    return _edits(one, other) / max(len(one), len(other), 1)


def word_error_rate(truth: str, text: str) -> float | None:
    """Replaced, added and missing words over the words of the truth; above 1 where there is much too much. Capitals
    and the punctuation around a word do not count, as is usual for speech (A. C. Morris, V. Maier, P. Green, "From WER
    and RIL to MER and WIL", Interspeech 2004). None for a truth without words."""
    said = list(_bare(truth))
    return _edits(said, list(_bare(text))) / len(said) if said else None


def between_orders(before: Sequence[Hashable], after: Sequence[Hashable]) -> float:
    """The share of pairs that stand the other way round: 0 for the same order, 1 for the reverse one. It is
    (1 - tau) / 2 for the coefficient tau of M. G. Kendall, "A New Measure of Rank Correlation", Biometrika 30 (1938).

    Both hold the same things, each once. Raises `ValueError` otherwise.
    """
    place = {thing: n for n, thing in enumerate(after)}
    if len(place) != len(after) or len(before) != len(after) or set(before) != place.keys():
        raise ValueError("two orders of the same things were expected")
    turned = sum(place[one] > place[other] for one, other in combinations(before, 2))
    return turned / max(len(after) * (len(after) - 1) // 2, 1)


def between_picks(before: Sequence[Hashable], after: Sequence[Hashable]) -> float:
    """The share of what was proposed that was not picked: 0 where all of it was, 1 where none."""
    proposed = set(before)
    return len(proposed - set(after)) / max(len(proposed), 1)


def _bare(text: str) -> Iterator[str]:
    for word in words(unicodedata.normalize("NFKC", text).casefold()):
        start, end = 0, len(word)
        while start < end and _is_mark(word[start]):
            start += 1
        while start < end and _is_mark(word[end - 1]):
            end -= 1
        if start < end:
            yield word[start:end]


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PSZC"


def _edits(before: Sequence[str], after: Sequence[str]) -> int:
    numbers: dict[str, int] = {}
    # Numbers in place of words: words would be compared by hashes, which differ from process to process.
    one, other = ([numbers.setdefault(word, len(numbers)) for word in said] for said in (before, after))
    return Levenshtein.distance(one, other)
