"""Pictures, sounds, films and prototypes beside a scenario: which forms there are, and whether a file keeps to one."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from pathlib import PurePosixPath
from typing import Literal, NamedTuple

from scenarios.errors import listed

ADDRESS = "/files/"  # the server's folder of media; a file's name there is its content's digest
MOST_TOGETHER = 20_000_000  # bytes of all media of one scenario

Kind = Literal["image", "audio", "video", "page"]


class Form(NamedTuple):
    """What files with an extension are: `most` is how many bytes one of them may have."""

    kind: Kind
    type: str
    extension: str
    most: int


def _form(kind: Kind, type: str, extension: str) -> Form:
    return Form(kind, type, extension, 8_000_000 if kind in {"audio", "video"} else 2_000_000)


FORMS = {
    "png": _form("image", "image/png", "png"),
    "jpg": _form("image", "image/jpeg", "jpg"),
    "jpeg": _form("image", "image/jpeg", "jpg"),
    "webp": _form("image", "image/webp", "webp"),
    "gif": _form("image", "image/gif", "gif"),
    "svg": _form("image", "image/svg+xml", "svg"),
    "mp3": _form("audio", "audio/mpeg", "mp3"),
    "wav": _form("audio", "audio/wav", "wav"),
    "ogg": _form("audio", "audio/ogg", "ogg"),
    "mp4": _form("video", "video/mp4", "mp4"),
    "webm": _form("video", "video/webm", "webm"),
    "html": _form("page", "text/html", "html"),
}
_BY_TYPE = {form.type: form for form in FORMS.values()}


class NotMedia(Exception):
    """A file that may not be shown: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class Media(NamedTuple):
    """A file of a scenario that the browser shows or plays; its bytes are elsewhere, under their SHA-256 `digest`."""

    name: str
    type: str
    digest: str
    size: int

    @property
    def kind(self) -> Kind:
        return _BY_TYPE[self.type].kind

    @property
    def address(self) -> str:
        """Where a browser gets it: tells nothing about the scenario, the arm, or what the file is called."""
        return f"{ADDRESS}{self.digest}.{_BY_TYPE[self.type].extension}"

    @property
    def reference(self) -> str:
        """The line that stands for the file among the texts of a frozen version."""
        return f"media {self.type} {self.size} sha256:{self.digest}"


class Content(NamedTuple):
    """The bytes of a medium, and their type."""

    type: str
    content: bytes


def form_of(name: str) -> Form | None:
    """The form that a file's name promises; None for a name that is none of media."""
    return FORMS.get(PurePosixPath(name).suffix.lower().removeprefix("."))


def referred(name: str, reference: str) -> Media | None:
    """The medium behind a `Media.reference`; None where the text is none."""
    match = re.fullmatch(r"media (\S{3,40}) (\d{1,9}) sha256:([0-9a-f]{64})", reference)
    return Media(name, match[1], match[3], int(match[2])) if match and match[1] in _BY_TYPE else None


def type_of(extension: str) -> str | None:
    """The type behind the extension of an address."""
    form = FORMS.get(extension)
    return form.type if form and form.extension == extension else None


def examine(name: str, content: bytes) -> Media:
    """The medium that a file's bytes make. Raises `NotMedia` where they are not what the name promises."""
    form = form_of(name)
    if form is None:
        remedy = f"save it as {listed(dict.fromkeys(f.extension for f in FORMS.values()))}"
        raise NotMedia(f"{name!r} is no picture, sound, film or page that can be shown", remedy)
    if len(content) > form.most:
        what = f"the file {name!r} has {len(content):,} bytes, and {form.most:,} is the most"
        raise NotMedia(what, "make it smaller")
    if not content:
        raise NotMedia(f"the file {name!r} is empty", "save it again")
    found = _recognised(content)
    if found != form.extension:
        what = f"the file {name!r} does not hold what its name says"
        remedy = f"it looks like .{found}: name it so" if found else f"save it again as .{form.extension}"
        raise NotMedia(what, remedy)
    if form.extension == "svg":
        _harmless(name, content)
    return Media(name, form.type, hashlib.sha256(content).hexdigest(), len(content))


def _recognised(content: bytes) -> str | None:
    """The extension that the first bytes speak for. Signatures: https://www.garykessler.net/library/file_sigs.html"""
    head = content[:16]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith(b"RIFF"):
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12])
    if head.startswith(b"OggS"):
        return "ogg"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return "webm"
    # An MPEG audio frame begins with eleven bits that are set; its layer is never 0, which AAC has there.
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1] & 0xE0 == 0xE0 and head[1] & 0x06):
        return "mp3"
    return _recognised_text(content)


def _recognised_text(content: bytes) -> str | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    start = re.sub(r"\A(\s|<\?xml[^>]*\?>|<!--.*?-->)+", "", text[:20_000], flags=re.DOTALL).lower()
    if start.startswith("<svg") or start.startswith("<!doctype svg"):
        return "svg"
    return "html" if start.startswith(("<!doctype html", "<html")) else None


# What runs, loads, or holds foreign content inside a drawing.
_REFUSED = frozenset(
    {"script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener"}
    | {"link", "meta", "base"}
)
_MOVES = frozenset({"set", "animate", "animatemotion", "animatetransform", "animatecolor"})
_INSIDE = re.compile(r"#|data:image/(png|jpeg|gif|webp);base64,")
_LOADS = re.compile(
    r"url\(\s*['\"]?\s*[^\s'\"#]|@import|javascript:|expression\(|image-set|\\", re.IGNORECASE
)


def _harmless(name: str, content: bytes) -> None:
    """A drawing is a document: it may hold shapes and styles, but nothing that runs or comes from elsewhere."""
    text = content.decode("utf-8-sig")
    if re.search(r"<!(doctype|entity)|<\?xml-stylesheet", text, re.IGNORECASE):
        raise _unfit(name, "a document type or a style sheet", "remove the line that begins with <! or <?")
    try:
        root = ET.fromstring(text)
    except (ET.ParseError, ValueError, RecursionError):
        raise NotMedia(f"the file {name!r} is not well-formed SVG", "save it again as plain SVG") from None
    for element in root.iter():
        tag = str(element.tag)
        local = tag.rpartition("}")[2].lower()
        if local in _REFUSED or "xhtml" in tag:
            raise _unfit(name, f"<{local}>", "save it as plain SVG, without scripts and foreign content")
        if local == "style" and _LOADS.search("".join(element.itertext())):
            raise _unfit(name, "a style that loads something", "put everything into the file itself")
        for key, value in element.attrib.items():
            if (
                not key.startswith("{") or "xlink" in key or key.endswith("}base")
            ):  # others are a drawing program's own
                _harmless_attribute(name, local, key.rpartition("}")[2].lower(), value)


def _harmless_attribute(name: str, element: str, key: str, value: str) -> None:
    if key.startswith("on"):
        raise _unfit(name, f"{key!r}, which runs a script", "save it as plain SVG, without scripts")
    if key in {"href", "src", "base"} and not _INSIDE.match(value.strip()):
        raise _unfit(name, f"a link to {value[:60]!r}", "put everything into the file itself")
    if element in _MOVES and key == "attributename" and value.strip().lower().endswith(("href", "src")):
        raise _unfit(name, "a link that changes", "remove the animation")
    if _LOADS.search(value) and key not in {"d", "points"}:
        raise _unfit(name, f"{key!r}, which loads something", "put everything into the file itself")


def _unfit(name: str, holds: str, remedy: str) -> NotMedia:
    return NotMedia(f"the drawing {name!r} holds {holds}", remedy)
