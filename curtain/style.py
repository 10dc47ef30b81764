"""How much is said, and in which way: words, sentences, function words; and whether replies leave an arm's style.

People are said to prefer a digital assistant that is as chatty as they are (K. Metcalf et al., "Mirroring to Build
Trust in Digital Assistants", Interspeech 2019, arXiv:1904.01664). What is measured here is in the spirit of that paper
and not taken from it: three plain figures of a text, and one number made of them. It is good for comparing replies with
each other and with what people say, within one language. It is no validated scale.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

FEW = 3  # replies that are looked at together; one long answer is no drift
# What makes a text half as chatty as can be: words, words per sentence, function words.
HALF_LENGTH, HALF_SENTENCE, HALF_FUNCTION = 12, 8, 6

# Thai, Lao, Burmese, Khmer, kana and Han write no spaces between words: there, each letter counts as one.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]"
_INNER = r"(?:['’\-]|(?<=\p{N})[.,:](?=\p{N}))"
_WORD = rf"[[{_UNSPACED}]&&[\p{{L}}\p{{N}}]]\p{{M}}*+|{_LETTER}++(?:{_INNER}{_LETTER}++)*+"
# A full stop inside of a number, an address or a name ends nothing.
_END = r"[\n\r]+|[…。！？।॥]+|[\p{Sentence_Terminal}…]+(?=[\p{Pe}\p{Pf}\p{Pi}\"']*(?:\s|$))"

# The words that hold an English sentence together and say little by themselves: articles, pronouns, prepositions,
# conjunctions, auxiliaries, and the small words of talk. Our own short list, of the kinds that C. Chung and
# J. Pennebaker name in "The Psychological Functions of Function Words" (2007).
_ENGLISH = """
a an the this that these those i me my mine myself you your yours yourself he him his himself she her hers
herself it its itself we us our ours ourselves they them their theirs themselves who whom whose which what one
someone somebody something anyone anybody anything everyone everybody everything nobody nothing about above
across after against along among around at before behind below beneath beside besides between beyond by down
during except for from in inside into like near of off on onto out outside over past per since than through
throughout till to toward towards under until up upon via with within without and but or nor so yet because
although though if unless while whereas whether as when where why how am is are was were be been being have has
had having do does did doing done will would shall should can could may might must ought cannot not no just only
also too very quite rather really well then there here now still again even ever never maybe perhaps all any
both each either every few many more most much neither none other same several some such oh okay ok please yes
yeah
"""
_FUNCTION_WORDS = {"en": frozenset(_ENGLISH.split())}


class Style(NamedTuple):
    """How something is said. `function_words` is a share from 0 to 1; None in a language of which no list is at hand,
    and for a text without words. `chattiness` is from 0 (nothing) to 1 (a flood): see `measured`."""

    words: int
    words_per_sentence: float
    function_words: float | None
    chattiness: float


def measured(text: str, lang: str) -> Style:
    """The style of a text in a language (a tag such as `en-GB`; function words are known of English only).

    `chattiness` is the mean of what is known of: words / (words + 12); words per sentence / (those + 8); function words
    / (those + 6). So it grows with each of them; a text of 12 words, 8 in a sentence, 6 of them function words has 0.5.
    It is our own simple measure, in the spirit of Metcalf et al. (2019, arXiv:1904.01664) and not theirs. Its values
    compare within one language only.
    """
    word, end = _patterns()
    found = word.findall(text)
    sentences = sum(1 for part in end.split(text) if word.search(part))
    each = len(found) / sentences if sentences else 0.0
    parts = [len(found) / (len(found) + HALF_LENGTH), each / (each + HALF_SENTENCE)]
    known = _FUNCTION_WORDS.get(lang.replace("_", "-").split("-")[0].casefold())
    share = None
    if known is not None and found:
        function = sum(1 for one in found if _is_function(one.casefold().replace("’", "'"), known))
        parts.append(function / (function + HALF_FUNCTION))
        share = round(function / len(found), 4)
    return Style(len(found), round(each, 2), share, round(sum(parts) / len(parts), 4))


def drift(
    replies: Sequence[str], wanted: tuple[int, int] | None = None, asked: Sequence[str] | None = None
) -> str | None:
    """What to tell an operator whose latest replies leave the style of the arm; None while all is well.

    `replies` are all of theirs to one person, the oldest first; `wanted` the least and the most words of a reply;
    `asked` what the person has said so far, where replies are to be as long as that: from half to twice as many words.
    With both, `wanted` is what counts.

    It begins to tell when the last three are all too long, or all too short, and ends when two of the last three are
    not. So one reply changes nothing, and replies around the bound do not make it come and go.
    """
    own: float | None = None
    least: float
    most: float
    if wanted is None:
        said = [count for count in map(_count, asked or ()) if count]
        if not said:
            return None
        own = median(said)
        least, most = min(own / 2, own - FEW), max(own * 2, own + FEW)
    else:
        least, most = wanted
    counts = [_count(reply) for reply in replies]
    side = 0
    for end in range(FEW, len(counts) + 1):
        side = _side(side, counts[end - FEW : end], least, most)
    if not side:
        return None
    yours = int(median(counts[-FEW:]))
    if own is None:
        return f"Your last three answers have about {_words(yours)}; this arm wants {_range(least, most)}."
    how = "chatty" if side > 0 else "short"
    return f"Too {how} for this person: they use {_words(round(own))}, you {yours}."


def _side(before: int, latest: Sequence[int], least: float, most: float) -> int:
    """1 for too many words, -1 for too few, 0 for neither. It takes all of the latest to come to a side, and the middle
    one of them to stay there."""
    if min(latest) > most or (before > 0 and median(latest) > most):
        return 1
    return -1 if max(latest) < least or (before < 0 and median(latest) < least) else 0


def _is_function(word: str, known: frozenset[str]) -> bool:
    # "I'm", "there's", "you'll" begin with one, and every "n't" belongs to an auxiliary.
    return word in known or word.endswith("n't") or ("'" in word and word.split("'")[0] in known)


def _count(text: str) -> int:
    return len(_patterns()[0].findall(text))


@functools.cache
def _patterns() -> tuple[Any, Any]:
    import regex  # here, as only conversations need it

    return regex.compile(_WORD, regex.V1), regex.compile(_END, regex.V1)


def _words(count: float) -> str:
    return "1 word" if count == 1 else f"{count:g} words"


def _range(least: float, most: float) -> str:
    return f"{least:g}" if least == most else f"{least:g} to {most:g}"
