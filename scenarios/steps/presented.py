"""How intelligence is presented: who acts, how forcefully, how often, how sure it is; and what people say back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self

from pydantic import BeforeValidator, Field, PlainValidator, model_validator

from mocks import quantities, tasks
from scenarios.base import Label, Part, Text
from scenarios.document import Finding
from scenarios.errors import complaint, listed

if TYPE_CHECKING:
    from scenarios.model import Feature
    from scenarios.steps.placed import Placed

As = Literal["annotate", "prompt", "automate", "countdown"]
Force = Literal["mark", "banner", "interstitial", "block"]
Confidence = Literal["nothing", "words", "percent", "bar"]
Explanation = Literal["shown", "on demand", "hidden"]

# Nobody can be asked, or told that time is running, by something that stays out of sight; and what acts by itself must
# let itself be stopped, which a block would hide.
FORCES: dict[As, tuple[Force, ...]] = {
    "annotate": ("mark", "banner", "interstitial", "block"),
    "prompt": ("banner", "interstitial", "block"),
    "automate": ("mark", "banner", "interstitial"),
    "countdown": ("banner", "interstitial"),
}
COUNTDOWN = 10.0  # seconds, where `after` says nothing else
STARS = 5


class HowOften(Part):
    """When the feature speaks up: for answers that are surer than `above`, and `at_most` so many times."""

    above: Annotated[float, BeforeValidator(lambda written: _share(written))] | None = None
    at_most: Annotated[int, Field(ge=1, le=1_000)] | None = None


def _how_often(written: Any) -> Any:
    if written == "every time":
        return {}
    if not isinstance(written, dict) or not written:
        raise complaint(f"{written!r} does not say how often", "every time, {above: 0.8} or {at_most: 3}")
    return written


def _share(written: Any) -> Any:
    try:
        return quantities.share(written)
    except ValueError as error:
        raise complaint(str(error)) from None


def _seconds(written: Any) -> float:
    try:
        found = quantities.seconds(written)
    except ValueError as error:
        raise complaint(str(error)) from None
    if not 0 < found <= quantities.LONGEST:
        raise complaint(f"{written!r} is no time to wait", "more than 0 s, at most 60 min")
    return found


class Presented(Part):
    """How the answer of a feature meets people.

    `as` is who acts: it stands beside the content (annotate), asks first (prompt), is done already (automate), or will
    be done unless they stop it within `after` seconds (countdown). `force` is how much room it takes. `sender` is whose
    name stands above the words, where that is not the product's.
    """

    how: As = Field(default="annotate", alias="as")
    after: Annotated[float, BeforeValidator(_seconds)] | None = None
    force: Force = "banner"
    how_often: Annotated[HowOften, BeforeValidator(_how_often)] = HowOften()
    confidence: Confidence = "nothing"
    explanation: Explanation = "shown"
    sender: Label | None = None

    @property
    def seconds(self) -> float:
        """How long a countdown runs."""
        return self.after or COUNTDOWN

    @property
    def reactions(self) -> frozenset[str]:
        """What people can do besides the screen's buttons."""
        return frozenset({"accept", "undo"} if self.how == "automate" else ())

    def findings(self, at: Placed, feature: Feature, *, why: bool) -> Iterator[Finding]:
        """What does not fit together; `why` tells whether the screen has an explanation."""
        here = ("presented",)
        if self.force not in FORCES[self.how]:
            what = f"{self.how!r} cannot come as {self.force!r}: "
            what += "people must be able to stop it" if self.force == "block" else "people would not see it"
            yield Finding(at.at(*here, "force"), what, listed(FORCES[self.how]))
        if self.after is not None and self.how != "countdown":
            yield Finding(at.at(*here, "after"), "only a countdown has a time", "as: countdown", at_key=True)
        for key, wants in (
            ("confidence", self.confidence != "nothing"),
            ("how_often", self.how_often.above is not None),
        ):
            if wants and not tells_score(feature):
                yield Finding(
                    at.at(*here, key),
                    f"an answer for {feature.task} does not tell how sure it is",
                    "a feature that does, such as one of some labels",
                    "remove this line",
                    at_key=True,
                )
        if "explanation" in self.model_fields_set and self.explanation != "hidden" and not why:
            yield Finding(
                at.at(*here, "explanation"), "there is nothing that explains", "a line `why: …`", "add it"
            )


def tells_score(feature: Feature) -> bool:
    """Whether the feature's answers tell how sure they are."""
    return feature.shape is None and score(feature.task, tasks.find(feature.task).example) is not None


def score(task: str, output: Any) -> float | None:
    """How sure an answer is, from 0 to 1: that of its best label, or of its surest box. None where it does not tell."""
    if output is None:
        return None
    if task == "object-detection":
        return max((float(found["score"]) for found in output), default=None)
    found = tasks.says(task, output).get("score") if task != "structured" else None
    return None if found is None else float(found)


class Starts(NamedTuple):
    """What makes the feature begin: coming to the screen; a button, which says `on_request`; a moment between two,
    `by_itself`, in seconds; or the operator's push."""

    on_request: str | None = None
    by_itself: tuple[float, float] | None = None
    pushed: bool = False

    @property
    def at_once(self) -> bool:
        """Whether it begins on arrival, so that the screen waits for it."""
        return self == Starts()


_WAYS = "at once, pushed, {on_request: Check this parcel} or {by_itself: 10 to 30 s}"


def _starts(written: Any) -> Starts:
    if isinstance(written, Starts):
        return written
    if written == "at once":
        return Starts()
    if written == "pushed":
        return Starts(pushed=True)
    if not isinstance(written, dict) or len(written) != 1 or not set(written) <= {"on_request", "by_itself"}:
        raise complaint(f"{written!r} does not say what makes the feature begin", _WAYS)
    if "by_itself" in written:
        return Starts(by_itself=_span(written["by_itself"]))
    text = written["on_request"]
    if not isinstance(text, str) or not 0 < len(text.strip()) <= 120:
        raise complaint(f"{text!r} is not what a button says", "a few words, such as Check this parcel")
    return Starts(on_request=text)


def _span(written: Any) -> tuple[float, float]:
    """`20 s`, or `10 to 30 s`."""
    first, to, last = str(written).partition(" to ")
    if not to:
        return (_seconds(written),) * 2
    unit = re.sub(r"[\s\d.]+", "", last)
    low, high = (
        _seconds(f"{first} {unit}" if first.strip().replace(".", "").isdigit() else first),
        _seconds(last),
    )
    if low > high:
        raise complaint(f"{written!r} goes backwards", "the shorter time first, such as 10 to 30 s")
    return low, high


StartsText = Annotated[
    Starts, PlainValidator(_starts, json_schema_input_type=Literal["at once", "pushed"] | dict[str, str])
]


class Labels(Part):
    """A question with a few words to choose from."""

    ask: Text
    of: Annotated[list[Label], Field(min_length=2, max_length=8)]


class Feedback(Part):
    """What people can say about the feature: a thumb, stars, one of some `labels`, a mistake, a comment."""

    thumbs: Text | None = None
    stars: Text | None = None
    labels: Labels | None = None
    report: Label | None = None
    comment: Text | None = None

    @property
    def reactions(self) -> frozenset[str]:
        """The reactions that it offers."""
        offered = {"thumb": self.thumbs, "stars": self.stars, "label": self.labels, "report": self.report}
        return frozenset(name for name, said in {**offered, "comment": self.comment}.items() if said)

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if not self.reactions:
            known = "thumbs, stars, labels, report or comment"
            raise complaint("nothing is asked", known, "such as `thumbs: Does this help?`")
        if self.labels and len(set(self.labels.of)) < len(self.labels.of):
            raise complaint("one label stands here twice", "each label once", "remove one of them")
        return self
