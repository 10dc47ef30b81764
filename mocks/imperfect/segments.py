"""Speech and text that is misheard on purpose: to a word error rate, with low-confidence marks that are right as
often as asked."""

from __future__ import annotations

import random
import string
from functools import lru_cache
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from mocks import tasks
from mocks.contract import Request
from mocks.imperfect.misfit import misfit
from mocks.imperfect.shares import whole
from mocks.quantities import Share

MISHEARD = """
about above across again along already another around away behind below beside better between bitter both bread
bring butter button candle carry castle corner cover double early either enough evening every farther feather
fellow fifteen fifty finger follow garden gather ground hammer happen harbour heavy hollow kitchen ladder letter
little matter maybe middle mirror morning narrow never number other paper pepper pillow pocket quarter rather
river second seven shadow shoulder silver sister sixteen sixty summer table tender thirteen thirty thunder under
valley water weather whether window winter wonder yellow
"""
EDGES = string.punctuation + "…„“”‚‘’«»–—¿¡。、"

UNSURE, SURE = (15, 50), (70, 100)  # scores in hundredths, the upper bound not included

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Word = Annotated[str, Field(min_length=1, max_length=80)]


class Marks(BaseModel):
    """Low-confidence marks, scores below 0.5: the share `right` of the marked ones is really wrong, and the share
    `found` of the wrong ones is marked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    right: Share
    found: Share = 1.0

    @field_validator("right")
    @classmethod
    def _some_are_right(cls, right: float) -> float:
        if right < 0.01:
            raise ValueError(f"marks that are never right cannot be had; ask for 1% or more, got {right:g}")
        return right


class Piece(NamedTuple):
    """A chunk of the truth, its words split at spaces. Without a `span` (start, end in seconds) it is a whole text,
    and every word becomes a chunk."""

    words: tuple[str, ...]
    span: tuple[float, float] | None


class Segments(BaseModel):
    """Settings for the task `automatic-speech-recognition`.

    `wer` is the mean word error rate: (substitutions + deletions + insertions) / words of the truth, over the shortest
    way from the truth to the answer (V. I. Levenshtein 1966, on words). The kinds of edits come in the proportion
    of the three weights. One text gets deletions or insertions but not both: side by side they would count as one
    substitution. With words that are foreign to the text, its distance is then just the number of its edits.

    A word in `sounds_like` is replaced by what stands there, any other by one of `words`. Timestamps are those of the
    truth's chunks, else they follow the length of the words at `words_per_second`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    wer: Share
    substitutions: Weight = 60.0
    deletions: Weight = 20.0
    insertions: Weight = 20.0
    sounds_like: dict[str, Word] = {}
    words: tuple[Word, ...] = Field(default=tuple(MISHEARD.split()))
    marks: Marks | None = None
    words_per_second: float = Field(default=2.5, ge=0.1, le=20)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems: list[tuple[tuple[str | int, ...], str]] = []
        if not self.substitutions + self.deletions + self.insertions > 0:
            problems.append((("substitutions",), "one of the three kinds of errors needs a weight above 0"))
        if not self.words:
            problems.append((("words",), "list at least one word, or leave it out to have ours"))
        for place, word in enumerate(self.words):
            if len(word.split()) != 1 or not _plain(word):
                problems.append((("words", place), f"expected one word, got {word!r}"))
        for word, other in self.sounds_like.items():
            if len(word.split()) != 1 or len(other.split()) != 1 or not _plain(word) or not _plain(other):
                problems.append(
                    (("sounds_like", word), f"expected one word for one word, got {other!r} for {word!r}")
                )
            elif _plain(word) == _plain(other):
                problems.append((("sounds_like", word), "is the word itself; give one that differs"))
        if problems:
            raise PydanticCustomError("segments", "these settings do not fit", {"problems": problems})
        return self

    def spoil(self, truth: Any, request: Request) -> tuple[dict[str, Any], dict[str, Any]]:
        """{"text", "chunks": [{"text", "timestamp", "score"?}, …]} and the number of edits of each kind.

        `truth` is a text, a list of chunks {"text", "timestamp": [start, end]}, or {"text", "chunks"}. A chunk of which
        nothing was heard is left out. Raises `MockError` for anything else, such as a text without words.
        """
        pieces = _pieces(truth, request)
        draw = random.Random(f"{request.seed}/segments")
        count = sum(len(piece.words) for piece in pieces)
        known, pool = _known_and_pool(pieces, self.words)
        edits = whole(self.wer * count, draw)
        replaced, deleted, inserted = self._kinds(edits, count, draw)
        if (replaced or inserted) and not pool:
            raise misfit(request, "a text that leaves some of 'words' unused", truth, "give more 'words'")
        chosen = draw.sample(range(count), replaced + deleted)
        replace, delete = set(chosen[:replaced]), set(chosen[replaced:])
        gaps: dict[int, int] = {}
        for _ in range(inserted):
            gap = draw.randrange(count)
            gaps[gap] = gaps.get(gap, 0) + 1

        chunks: list[dict[str, Any]] = []
        wrong: list[bool] = []
        place = 0
        for piece in pieces:
            heard: list[tuple[str, bool]] = []
            spoiled = False
            for word in piece.words:
                if place in delete:
                    spoiled = True
                elif place in replace:
                    heard.append((self._misheard(word, known, pool, draw), True))
                else:
                    heard.append((word, False))
                if place in gaps:
                    heard += [(draw.choice(pool), True) for _ in range(gaps[place])]
                place += 1
            if piece.span is None:
                chunks += self._timed([word for word, _ in heard])
                wrong += [is_wrong for _, is_wrong in heard]
            elif heard:
                chunks.append({"text": " ".join([word for word, _ in heard]), "timestamp": list(piece.span)})
                wrong.append(spoiled or any(is_wrong for _, is_wrong in heard))
        why: dict[str, Any] = {
            "words": count,
            "substitutions": replaced,
            "deletions": deleted,
            "insertions": inserted,
            "wer": round(edits / count, 6),
        }
        if self.marks:
            why |= self._mark(chunks, wrong, self.marks, draw)
        text = " ".join([chunk["text"] for chunk in chunks])
        if len(text) > tasks.LONGEST_TEXT:
            raise misfit(
                request, f"a text that is misheard in at most {tasks.LONGEST_TEXT} characters", truth
            )
        return {"text": text, "chunks": chunks}, why

    def _kinds(self, edits: int, count: int, draw: random.Random) -> tuple[int, int, int]:
        """How many words are replaced, deleted and inserted; at least one word is heard."""
        other = self.deletions + self.insertions
        replaced = whole(edits * (self.substitutions / (self.substitutions + other)), draw)
        rest = edits - replaced
        if other and draw.random() < self.deletions / other:
            if rest == count:
                return replaced + 1, rest - 1, 0
            return replaced, rest, 0
        return replaced, 0, rest

    def _misheard(self, word: str, known: frozenset[str], pool: tuple[str, ...], draw: random.Random) -> str:
        """Another word with the capital and the punctuation of this one."""
        core = word.strip(EDGES)
        other = self.sounds_like.get(core) or self.sounds_like.get(core.lower())
        if other is None or _plain(other) in known:
            other = draw.choice(pool)
        if core[:1].isupper():
            other = other[:1].upper() + other[1:]
        head, found, tail = word.partition(core) if core else ("", "", "")
        return f"{head}{other}{tail}" if found else other

    def _timed(self, words: list[str]) -> list[dict[str, Any]]:
        per_letter = 100 * len(words) / self.words_per_second / sum(map(len, words))
        chunks: list[dict[str, Any]] = []
        letters, end = 0, 0.0
        for word in words:
            letters += len(word)
            start, end = end, int(letters * per_letter + 0.5) / 100
            chunks.append({"text": word, "timestamp": [start, end]})
        return chunks

    def _mark(
        self, chunks: list[dict[str, Any]], wrong: list[bool], marks: Marks, draw: random.Random
    ) -> dict[str, Any]:
        """Give every chunk a score. Where too few chunks are right to go with the wrong ones, fewer are marked, so
        that the share `right` holds all the same."""
        bad = [place for place, is_wrong in enumerate(wrong) if is_wrong]
        good = [place for place, is_wrong in enumerate(wrong) if not is_wrong]
        in_vain = (1 - marks.right) / marks.right
        amount = len(bad) * marks.found
        if in_vain:
            amount = min(amount, len(good) / in_vain)
        rightly = min(whole(amount, draw), len(bad))
        vainly = min(whole(amount * in_vain, draw), len(good))
        marked = {*draw.sample(bad, rightly), *draw.sample(good, vainly)}
        for place, chunk in enumerate(chunks):
            chunk["score"] = round(
                draw.uniform(0.15, 0.49) if place in marked else draw.uniform(0.7, 0.99), 2
            )
        return {"marked": rightly + vainly, "marked_rightly": rightly, "wrong_chunks": len(bad)}


def _plain(word: str) -> str:
    return word.strip(EDGES).casefold()


@lru_cache(maxsize=32)
def _known_and_pool(
    pieces: tuple[Piece, ...], words: tuple[str, ...]
) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of the truth, and the words that are foreign to it."""
    known = frozenset(_plain(word) for piece in pieces for word in piece.words)
    return known, tuple(word for word in words if _plain(word) not in known)


@lru_cache(maxsize=32)
def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _pieces(truth: Any, request: Request) -> tuple[Piece, ...]:
    """The truth in chunks, or as one piece without a span."""
    if isinstance(truth, dict):
        truth = truth.get("chunks") or truth.get("text")
    if isinstance(truth, str):
        pieces: tuple[Piece, ...] = (Piece(_words(truth, request), None),)
    elif isinstance(truth, list | tuple):
        pieces = tuple(_piece(chunk, request) for chunk in truth)
    else:
        raise misfit(request, "a text, or chunks {text, timestamp: [start, end]},", truth)
    letters = sum([len(word) + 1 for piece in pieces for word in piece.words])
    if not letters:
        raise misfit(request, "a text with at least one word", truth)
    if letters > tasks.LONGEST_TEXT:
        raise misfit(request, f"at most {tasks.LONGEST_TEXT} characters", truth, "split the recording")
    return pieces


def _piece(chunk: Any, request: Request) -> Piece:
    span = chunk.get("timestamp") if isinstance(chunk, dict) else None
    if not isinstance(span, list | tuple) or len(span) != 2 or not isinstance(chunk.get("text"), str):
        raise misfit(request, "a chunk as {text, timestamp: [start, end]}", chunk)
    start, end = span
    for second in span:
        if isinstance(second, bool) or not isinstance(second, int | float) or not 0 <= second <= 1e9:
            raise misfit(request, "a timestamp in seconds, from 0,", chunk)
    if start > end:
        raise misfit(request, "a timestamp that ends after its start", chunk)
    return Piece(_words(chunk["text"], request), (start, end))


def _words(text: str, request: Request) -> tuple[str, ...]:
    if len(text) > tasks.LONGEST_TEXT:
        raise misfit(request, f"at most {tasks.LONGEST_TEXT} characters", text, "split the recording")
    return _split(text)
