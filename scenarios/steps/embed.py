"""The step that shows a prototype made elsewhere, in a frame that can reach nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from pydantic import Field, PlainValidator, ValidationInfo

from scenarios.base import Label, Name, Text
from scenarios.document import Finding
from scenarios.errors import complaint, did_you_mean, listed
from scenarios.folder import Folder, Unreadable
from scenarios.media import Media, form_of
from scenarios.steps.base import BaseStep

if TYPE_CHECKING:
    from scenarios.steps.placed import Placed

INSIDE = frozenset({"accept", "dismiss", "undo", "report", "contact", "thumb", "stars", "comment", "label"})


class Framed(NamedTuple):
    """What a frame shows, as it was written: a page of the scenario's folder, or an address."""

    written: str
    media: Media | None = None

    @property
    def source(self) -> str:
        """Where a browser gets it."""
        return self.media.address if self.media else self.written


def _parts(address: str) -> SplitResult | None:
    """The parts of an address that may be framed; None for anything else."""
    if any(letter.isspace() or letter in "\"'<>\\{};," for letter in address):
        return None
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    whole = parts.scheme == "https" and parts.hostname and "." in parts.hostname and "@" not in parts.netloc
    return parts if whole and "*" not in parts.netloc else None


def origin(address: str) -> str | None:
    """The machine that an https address names, as a content-security policy writes it; None for no such address."""
    parts = _parts(address)
    if parts is None or parts.hostname is None:
        return None
    return f"https://{parts.hostname}" + (f":{parts.port}" if parts.port not in (None, 443) else "")


def allowed(address: str, allow: Iterable[str]) -> bool:
    """Whether an address lies under one of those allowed: on the same machine, in the same folder or below it."""
    parts = _parts(address)
    for each in allow:
        under = _parts(each)
        if parts is None or under is None or origin(address) != origin(each):
            continue
        folder = under.path.rstrip("/")
        if ".." not in unquote(parts.path) and (
            parts.path == folder or parts.path.startswith(f"{folder}/") or not folder
        ):
            return True
    return False


def _framed(written: Any, info: ValidationInfo) -> Framed:
    expected = "a page such as prototype.html, or an address that begins with https://"
    if not isinstance(written, str) or not written:
        raise complaint(f"{written!r} cannot be shown in a frame", expected)
    if "://" in written:
        if _parts(written) is None:
            raise complaint(f"{written!r} is not an address that can be shown", expected)
        return Framed(written)
    form = form_of(written)
    if form is None or form.kind != "page":
        raise complaint(f"{written!r} is not a page", expected)
    folder: Folder = (info.context or {})["folder"]
    try:
        return Framed(written, folder.media(written))
    except Unreadable as error:
        raise complaint(error.what, remedy=error.remedy) from None


class Embed(BaseStep):
    """A page in a frame of `height` pixels. The page ends the step itself, or the button `done` does; the feature
    that it `uses` speaks inside it."""

    kind: ClassVar[Literal["embed"]] = "embed"
    embed: Annotated[Framed, PlainValidator(_framed, json_schema_input_type=str)]
    title: Text
    text: Text | None = None
    height: Annotated[int, Field(ge=120, le=2_000)] = 560
    feature: Name | None = Field(default=None, alias="uses")
    done: Label | None = None

    @property
    def uses(self) -> str | None:
        return self.feature

    @property
    def reactions(self) -> frozenset[str]:
        """What the page may tell about a prediction; nothing without a feature."""
        return INSIDE if self.feature else frozenset()

    def findings(self, at: Placed) -> Iterator[Finding]:
        if self.feature:
            yield from at.feature("uses", self.feature)
        for key, text in (("title", self.title), ("text", self.text)):
            yield from at.template((key,), text or "")
        if self.embed.media is not None:
            return
        allow = at.scenario.allow
        if not allowed(self.embed.written, allow):
            what = f"{self.embed.written!r} is not among the addresses that this scenario allows"
            found = origin(self.embed.written)
            remedy = did_you_mean(found, allow, f"add `allow: [{found}]` to the scenario")
            yield Finding(at.at("embed"), what, listed(allow, "a list of them under `allow:`"), remedy)
        if self.done is None and not self.optional and self.time_limit is None:
            what = "nothing is sure to end this screen"
            yield Finding(at.path, what, "a line such as `done: Continue`", "add it", at_key=True)
