"""Files that a step shows: `image: street.png`, `image: {file: street.png, alt: A street}`, or one for each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PrivateAttr, ValidationInfo

from scenarios.base import Label, Part
from scenarios.data import Data
from scenarios.document import Finding, Path, unknown
from scenarios.errors import complaint, listed
from scenarios.folder import Folder, Unreadable
from scenarios.media import FORMS, Kind, Media, form_of

_COLUMN = re.compile(r"\{\{\s*([A-Za-z]\w{0,59})\.([A-Za-z]\w{0,59})\s*\}\}")
_CALLED: Mapping[Kind, str] = {
    "image": "a picture",
    "audio": "a sound",
    "video": "a film",
    "page": "a page",
}


class MediaFile(Part):
    """A file of the scenario's folder, or a column that names one for each row: `{{ scene.picture }}`.

    `alt` says the same in words, for people who do not see or hear it. It may be a template.
    """

    file: Label
    alt: Label | None = None
    _kind: Kind = PrivateAttr("image")
    _media: Media | None = PrivateAttr(None)

    @property
    def column(self) -> tuple[str, str] | None:
        """The data and the column that name the file; None where it is always the same."""
        match = _COLUMN.fullmatch(self.file.strip())
        return (match[1], match[2]) if match else None

    def media(self, data: Mapping[str, Data], row: Mapping[str, Any]) -> Media | None:
        """The file for a row of its block. None where that names none, which a checked scenario excludes."""
        if self.column is None:
            return self._media
        name, column = self.column
        return data[name].media.get(str(row.get(column))) if name in data else None

    def findings(self, path: Path, data: Mapping[str, Data], each: str | None) -> Iterator[Finding]:
        """What does not fit: a column that is not there, or that names something else than such files."""
        if self.column is None:
            return
        name, column = self.column
        at = (*path, "file")
        if each is None or each not in data:
            yield Finding(at, "a file for each row needs a repeated block around it", "the name of a file")
            return
        if name != each:
            yield unknown(at, "data", name, [each], within="in this block")
            return
        if column not in data[each].columns:
            yield unknown(at, "column", column, data[each].columns, within=f"in {each!r}")
            return
        values = data[each].values(column)
        if values is None:
            yield Finding(
                at,
                f"it cannot be told which files {column!r} names",
                "a column of a file, counts or `one_of`",
            )
        for value in values or ():
            found, lacks = data[each].media.get(value), data[each].lacking.get(value)
            if found is None:
                what = f"{column!r} names {value!r}: " + (lacks.what if lacks else "no file of that form")
                yield Finding(at, what, _CALLED[self._kind], lacks.remedy if lacks else _endings(self._kind))
            elif found.kind != self._kind:
                yield Finding(at, f"{column!r} names {value!r}", _CALLED[self._kind], _endings(self._kind))


def _endings(kind: Kind) -> str:
    return f"a file that ends in {listed(f'.{end}' for end, form in FORMS.items() if form.kind == kind)}"


def _spelled_out(written: Any) -> Any:
    return {"file": written} if isinstance(written, str) else written


def _of(kind: Kind) -> Callable[[MediaFile, ValidationInfo], MediaFile]:
    def found(named: MediaFile, info: ValidationInfo) -> MediaFile:
        named._kind = kind
        if named.column is not None:
            return named
        if "{" in named.file:
            what = f"{named.file!r} is neither a file nor a column"
            raise complaint(what, "street.png, or one column such as {{ scene.picture }}")
        form = form_of(named.file)
        if form is None or form.kind != kind:
            raise complaint(f"{named.file!r} is not {_CALLED[kind]}", _endings(kind))
        folder: Folder = (info.context or {})["folder"]
        try:
            named._media = folder.media(named.file)
        except Unreadable as error:
            raise complaint(error.what, remedy=error.remedy) from None
        return named

    return found


Image = Annotated[MediaFile, BeforeValidator(_spelled_out), AfterValidator(_of("image"))]
Audio = Annotated[MediaFile, BeforeValidator(_spelled_out), AfterValidator(_of("audio"))]
Video = Annotated[MediaFile, BeforeValidator(_spelled_out), AfterValidator(_of("video"))]
Page = Annotated[MediaFile, BeforeValidator(_spelled_out), AfterValidator(_of("page"))]
