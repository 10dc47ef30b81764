"""Pages to read: consent, information, debrief, the end."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator

from scenarios.base import Prose
from scenarios.errors import complaint
from scenarios.steps.base import BaseStep


class Consent(BaseStep):
    """The first page: agree or leave."""

    kind: ClassVar[Literal["consent"]] = "consent"
    consent: Prose

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.consent


class Info(BaseStep):
    """A page to read."""

    kind: ClassVar[Literal["info"]] = "info"
    info: Prose

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.info


class Debrief(BaseStep):
    """How it really was, and the choice to keep or delete one's answers."""

    kind: ClassVar[Literal["debrief"]] = "debrief"
    debrief: Prose

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.debrief


def _address(written: str) -> str:
    if not re.fullmatch(r"https://[^\s\"'<>\\{}]+(\{code\})?[^\s\"'<>\\{}]*", written):
        raise complaint(
            f"{written!r} is not an address to go to",
            "one that begins with https://; {code} stands for the completion code",
            "such as https://panel.example/done?code={code}",
        )
    return written


class End(BaseStep):
    """The last page. It has a completion code (unless `code: false`), and a link to `go_to`, where people are paid."""

    kind: ClassVar[Literal["end"]] = "end"
    end: Prose
    code: bool = True
    go_to: Annotated[str, AfterValidator(_address)] | None = None

    @property
    def text(self) -> str:
        """The page, as markdown."""
        return self.end
