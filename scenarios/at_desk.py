"""What stands beside an answer at the desk: guide, rules, prepared replies, and what no answer may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from pydantic import AfterValidator, Discriminator, Field, PlainValidator, StringConstraints, Tag

from mocks import tasks
from mocks.around import outputs, phrases
from mocks.quantities import Seconds, Share
from scenarios import texts
from scenarios.base import Label, Part, Prose
from scenarios.errors import TextError, complaint

if TYPE_CHECKING:
    from scenarios.model import Feature

MESSAGE = "message"  # what the person said last in a conversation; templates may name it besides the columns
LONGEST_REPLY = 2_000
MOST_REPLIES = 200  # in one list
MOST_CATEGORIES = 40
MOST_WORDS = 500

# A slot opens with a letter, so that `[3]` and `[…]` stay what they are.
_SLOT = re.compile(r"\[([^\W\d_][^\[\]\n]{0,39})\]")
_FILLED_IN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", flags=re.DOTALL)
_WHOLE = re.compile(r"\{\{\s*([A-Za-z]\w{0,59})\s*\}\}")


class Words(NamedTuple):
    """How many words a reply has in the style of an arm."""

    least: int
    most: int


def _words(written: Any) -> Words:
    match = re.fullmatch(r"\s*(\d{1,3})\s+to\s+(\d{1,3})\s*", str(written))
    if match is None:
        raise complaint(f"{written!r} is not a number of words", "two whole numbers, such as 5 to 12")
    least, most = int(match[1]), int(match[2])
    if least > most:
        raise complaint(f"{written!r} has no room", "the smaller number first", "swap the two")
    if not 1 <= most <= MOST_WORDS:
        raise complaint(f"{written!r} is no length of a reply", f"1 to {MOST_WORDS} words")
    return Words(least, most)


def _readable(written: str) -> str:
    if not phrases.plain(written):
        raise complaint("nobody could read this", "a text with letters in it", "write it, or remove the line")
    return written


def _either(written: Any) -> str | None:
    return "<categories>" if isinstance(written, Mapping) else "<list>"


Sentence = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_readable)]
Phrase = Annotated[Label, AfterValidator(_readable)]
Reply = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_REPLY), AfterValidator(_readable)]
ListOfReplies = Annotated[list[Reply], Field(min_length=1, max_length=MOST_REPLIES)]
Replies = Annotated[
    Annotated[ListOfReplies, Tag("<list>")]
    | Annotated[
        dict[Label, ListOfReplies], Field(min_length=1, max_length=MOST_CATEGORIES), Tag("<categories>")
    ],
    Discriminator(_either),
]


class Practice(Part):
    """What a shift begins with: so many `answers` to simulated people, of which this share must be `right`."""

    answers: Annotated[int, Field(ge=1, le=50)] = 5
    right: Share = 0.8


class AtDesk(Part):
    """What the people at the desk have beside the answer to a feature, and how well they are to play it.

    `guide` is markdown. `replies` are templates over the columns that the model sees and `message`; `[slot]` is left to
    the operator. `words` is the length of a reply in an arm's style, in place of which `as_they_talk` takes that of the
    person's own words. `target` is in seconds; `answered_twice` the share of requests that a second operator gets too.
    """

    guide: Prose | None = None
    rules: Annotated[list[Sentence], Field(min_length=1, max_length=30)] = []
    replies: Replies = []
    hold: Reply | None = None
    never: Annotated[list[Phrase], Field(min_length=1, max_length=200)] = []
    longest: Annotated[int, Field(ge=1)] | None = None
    words: Annotated[Words, PlainValidator(_words, json_schema_input_type=str)] | None = None
    as_they_talk: bool = False
    target: Seconds | None = None
    answered_twice: Share = 0.0
    practice: Practice | None = None

    @property
    def by_category(self) -> dict[str | None, list[str]]:
        """The prepared replies by category, in the order of the file; under None where there are no categories."""
        if isinstance(self.replies, dict):
            return {category: list(replies) for category, replies in self.replies.items()}
        return {None: list(self.replies)} if self.replies else {}

    def written(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every prepared reply as it stands in the file, with its path below `replies`."""
        for category, replies in self.by_category.items():
            for n, reply in enumerate(replies):
                yield (n,) if category is None else (category, n), reply


class Prepared(NamedTuple):
    """A prepared reply as the operator sees it: filled in, but for its slots. `id` is the same for every request."""

    id: str
    category: str | None
    text: str


class Holds(NamedTuple):
    """What an answer from the desk keeps to: its characters, and the words that it does without."""

    longest: int | None
    never: tuple[str, ...]


def prepared(feature: Feature, row_input: Mapping[str, Any], message: str | None) -> list[Prepared]:
    """The prepared replies for one request, in the order of the file.

    `row_input` has the columns that the model sees, `message` is what was said last. A reply that cannot be filled in
    for this request, or comes out empty, is left out; those around it keep their ids (`category/number`, or the number
    alone). Numbers and dates are written in the language of `formats.speaking`.
    """
    values = dict(row_input) if message is None else {**row_input, MESSAGE: message}
    found = []
    for path, reply in feature.desk.written():
        category = str(path[0]) if len(path) > 1 else None
        try:
            text = texts.render(reply, **values).strip()
        except TextError:
            continue
        if text:
            number = f"{int(path[-1]) + 1}"
            found.append(Prepared(number if category is None else f"{category}/{number}", category, text))
    return found


def slots(text: str) -> list[str]:
    """What the operator is to fill in, each once: `["line", "minutes"]` for "Bus [line], in [minutes] minutes"."""
    return list(dict.fromkeys(_SLOT.findall(text)))


def facts_used(feature: Feature) -> set[str]:
    """The columns that are a whole prepared reply (`{{ level_1 }}`); they need not stand among the facts too."""
    return {column for _, reply in feature.desk.written() if (column := whole(reply))}


def whole(reply: str) -> str | None:
    """The column that a reply consists of, None for any other reply."""
    match = _WHOLE.fullmatch(reply.strip())
    return match[1] if match and match[1] != MESSAGE else None


def as_written(reply: str) -> str:
    """What a reply says whatever is filled in."""
    return _FILLED_IN.sub("", reply)


def has_text(feature: Feature) -> bool:
    """Whether an answer has one text that a reply could be: a text, or the `text` of a structured one."""
    field = ((feature.shape or {}).get("properties") or {}).get("text")
    inside = isinstance(field, Mapping) and field.get("type") == "string"
    return tasks.find(feature.task).plain == "text" or (feature.task == "structured" and inside)


def guide(feature: Feature) -> str | None:
    """The style guide as HTML, None where there is none."""
    return texts.markdown(feature.desk.guide) if feature.desk.guide else None


def holds(feature: Feature, also_never: Sequence[str] = ()) -> Holds:
    """What an answer of this feature keeps to: what `desk` says, and what the feature's `limits` would stop or cut."""
    limits = feature.limits
    lengths = [feature.desk.longest, limits.longest if limits else None]
    never = [*feature.desk.never, *(limits.never if limits else ()), *also_never]
    return Holds(
        min((longest for longest in lengths if longest is not None), default=None),
        tuple(dict.fromkeys(phrase for phrase in never if phrases.plain(phrase))),
    )


def broken(feature: Feature, text: str, also_never: Sequence[str] = ()) -> str | None:
    """Why a text may not be sent, as a sentence for the operator; None when it may.

    `also_never` are words of the moment, such as the operator's own name.
    """
    longest, never = holds(feature, also_never)
    if longest is not None and len(text) > longest:
        return f"That is {len(text)} characters, and {longest} is the most."
    if said := forbidden(never, text):
        return f"No answer may say {said!r} here."
    open_slots = [slot for slot in slots(text) if slot in _slots_of(feature)]
    return f"[{open_slots[0]}] is not filled in yet." if open_slots else None


def broken_inside(feature: Feature, output: Any, also_never: Sequence[str] = ()) -> str | None:
    """The same for a whole answer in the shape of the task. In a structured one every text counts, and the sentence
    begins with the field: `text: No answer may say 'human' here.`"""
    if feature.task != "structured":
        text = outputs.text(feature.task, output)
        return broken(feature, text, also_never) if text else None
    for field, text in _texts_in(output):
        if why := broken(feature, text, also_never):
            return f"{field}: {why}"
    return None


def _texts_in(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside plain data, with the path to it as people would write it: `offers.2`."""
    if isinstance(value, str):
        yield field, value
    inner = (
        value.items()
        if isinstance(value, Mapping)
        else enumerate(value, 1)
        if isinstance(value, list)
        else ()
    )
    for name, found in inner:
        yield from _texts_in(found, f"{field}.{name}" if field else str(name))


def forbidden(never: Sequence[str], text: str) -> str | None:
    """The first of some phrases that stands in the text, as whole words in any case; None when none does."""
    return next(iter(phrases.found(never, text)), None)


def _slots_of(feature: Feature) -> set[str]:
    """The slots of all prepared replies: other brackets may be meant as they stand."""
    return {slot for _, reply in feature.desk.written() for slot in slots(as_written(reply))}
