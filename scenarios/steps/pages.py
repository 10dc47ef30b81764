"""Pages to read: consent, information, debrief, the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import AfterValidator

from scenarios.base import Prose
from scenarios.document import Finding
from scenarios.errors import complaint
from scenarios.files import Audio, Image, MediaFile, Video
from scenarios.steps.base import BaseStep

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed


class Page(BaseStep):
    """A page to read, in markdown; it may name values, as any text."""

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return str(getattr(self, self.kind))

    def findings(self, at: Placed) -> Iterator[Finding]:
        yield from at.template((self.kind,), self.text)


class Consent(Page):
    """The first page: agree or leave."""

    kind: ClassVar[Literal["consent"]] = "consent"
    consent: Prose


class Info(Page):
    """A page to read, with a picture, a sound or a film if there is one."""

    kind: ClassVar[Literal["info"]] = "info"
    info: Prose
    image: Image | None = None
    audio: Audio | None = None
    video: Video | None = None

    @property
    def media(self) -> dict[str, MediaFile]:
        """What is shown or heard beside the text, by its form."""
        found = {"image": self.image, "audio": self.audio, "video": self.video}
        return {form: file for form, file in found.items() if file is not None}

    def findings(self, at: Placed) -> Iterator[Finding]:
        yield from super().findings(at)
        for form, file in self.media.items():
            yield from file.findings(at.at(form), at.scenario.data, at.each)
            yield from at.template((form, "alt"), file.alt or "")


class Debrief(Page):
    """How it really was, and the choice to keep or delete one's answers."""

    kind: ClassVar[Literal["debrief"]] = "debrief"
    debrief: Prose


def _address(written: str) -> str:
    if not re.fullmatch(r"https://[^\s\"'<>\\{}]+(\{code\})?[^\s\"'<>\\{}]*", written):
        raise complaint(
            f"{written!r} is not an address to go to",
            "one that begins with https://; {code} stands for the completion code",
            "such as https://panel.example/done?code={code}",
        )
    return written


class End(Page):
    """The last page. It has a completion code (unless `code: false`), and a link to `go_to`, where people are paid."""

    kind: ClassVar[Literal["end"]] = "end"
    end: Prose
    code: bool = True
    go_to: Annotated[str, AfterValidator(_address)] | None = None
