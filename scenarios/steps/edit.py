"""The step on which somebody corrects a text that a feature has written, heard, or looked through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from mocks.quantities import Share
from scenarios.base import Label, Name, Text
from scenarios.document import Finding
from scenarios.files import Audio
from scenarios.steps.base import BaseStep

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed

SPEECH, LOOKED_THROUGH = "automatic-speech-recognition", "token-classification"
TASKS = ("text-generation", "summarization", "translation", SPEECH, LOOKED_THROUGH)
SCORED = (SPEECH, LOOKED_THROUGH)  # tasks that say of single words how sure they are


class Edit(BaseStep):
    """The text of the feature `edit`, to be corrected. `title` and `text` stand above it; `audio` is what it was heard
    from; `mark_below` marks the words whose score is lower.

    A feature for token-classification marks words in `content`; the others write the text themselves. Without the
    feature, the text is written by hand.
    """

    kind: ClassVar[Literal["edit"]] = "edit"
    edit: Name
    title: Text
    text: Text | None = None
    content: Text | None = None
    audio: Audio | None = None
    mark_below: Share | None = None
    waiting: Text | None = None
    done: Label | None = None

    @property
    def uses(self) -> str | None:
        return self.edit

    @property
    def reactions(self) -> frozenset[str]:
        """Left as it was is `accept`; anything else is `edit`."""
        return frozenset({"accept", "edit"})

    def findings(self, at: Placed) -> Iterator[Finding]:
        yield from at.feature("edit", self.edit, TASKS)
        for key, text in (("title", self.title), ("text", self.text), ("content", self.content)):
            yield from at.template((key,), text or "")
        if self.audio:
            yield from self.audio.findings(at.at("audio"), at.scenario.data, at.each)
        feature = at.scenario.features.get(self.edit)
        if feature is None or feature.task not in TASKS:
            return
        if feature.task == LOOKED_THROUGH and self.content is None:
            what = f"{self.edit!r} marks words, and there is no text to mark them in"
            yield Finding(at.path, what, 'a line such as `content: "{{ note.text }}"`', "add it", True)
        if feature.task != LOOKED_THROUGH and self.content is not None:
            what = f"{self.edit!r} writes the text itself"
            yield Finding(at.at("content"), what, f"a feature for {LOOKED_THROUGH}", "remove the line", True)
        if self.mark_below is not None and feature.task not in SCORED:
            what = f"a feature for {feature.task} does not say how sure it is of single words"
            yield Finding(
                at.at("mark_below"), what, f"a feature for {' or '.join(SCORED)}", "remove the line", True
            )
