"""The files that a scenario may read: those of its own folder, and those that were kept when a panel opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from scenarios.errors import nearest
from scenarios.media import MOST_TOGETHER, Content, Media, NotMedia, examine, form_of, referred

T = TypeVar("T")

MOST_BYTES = 256_000
MOST_TABLE_BYTES = 2_000_000
TABLES = (".csv", ".json", ".jsonl")  # files that hold rows of data


class Unreadable(Exception):
    """A file that cannot be had: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class Folder(Protocol):
    """A place to read files from, by their relative names."""

    def read(self, name: str) -> str:
        """The text of a file. Raises `Unreadable`."""
        ...

    def media(self, name: str) -> Media:
        """What a picture, sound, film or page is. Raises `Unreadable`."""
        ...


class DiskFolder:
    """A folder on disk. Nothing outside it can be read: no absolute path, no `..`, no link that leads out.

    `files` keeps what was read, so that a scenario can be frozen exactly as it was checked: texts as they are, media
    as a reference to their bytes, which `contents` gives.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, str] = {}
        self._media: dict[str, Media] = {}

    def read(self, name: str) -> str:
        """The text of a file. Raises `Unreadable`."""
        if form_of(name):
            raise Unreadable(f"the file {name!r} is not a text", "name a text file beside this one")
        if name not in self.files:
            self.files[name] = self._found(name, lambda path, status: _text(name, path, status))
        return self.files[name]

    def media(self, name: str) -> Media:
        """What a picture, sound, film or page is. Raises `Unreadable`."""
        if name not in self._media:
            found = self._found(name, lambda path, status: _medium(name, path, status))
            sizes = {media.digest: media.size for media in (*self._media.values(), found)}
            if sum(sizes.values()) > MOST_TOGETHER:
                what = f"with {name!r}, this scenario's pictures, sounds and films have {sum(sizes.values()):,} bytes"
                raise Unreadable(what, f"make them smaller: {MOST_TOGETHER:,} is the most")
            self._media[name], self.files[name] = found, found.reference
        return self._media[name]

    def contents(self) -> dict[str, Content]:
        """The bytes of all media that were asked for, by digest. Raises `Unreadable` for one that has changed since."""
        kept: dict[str, Content] = {}
        for name, media in self._media.items():
            if media.digest not in kept:
                content = self._found(name, lambda path, _status: path.read_bytes())
                try:
                    now = examine(name, content)
                except NotMedia as error:
                    raise Unreadable(error.what, error.remedy) from None
                if now != media:
                    raise Unreadable(f"the file {name!r} changed while it was read", "try once more")
                kept[media.digest] = Content(media.type, content)
        return kept

    def _found(self, name: str, use: Callable[[Path, os.stat_result], T]) -> T:
        """What a function makes of a file, once it is sure that the file lies in the folder."""
        pure = PurePosixPath(name)
        if not name or "\0" in name or "\\" in name or pure.is_absolute() or ".." in pure.parts:
            raise Unreadable(
                f"the file {name!r} lies outside the scenario's folder", "name a file beside this one"
            )
        try:
            path = (self.path / name).resolve(strict=True)
            if not path.is_relative_to(self.path.resolve()):
                what = f"the file {name!r} is a link that leads out of the scenario's folder"
                raise Unreadable(what, "copy the file into the folder")
            status = path.stat()
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable(f"{name!r} is not a file", "name a file beside this one")
            return use(path, status)
        except (FileNotFoundError, NotADirectoryError):
            found = nearest(name, self._names())
            remedy = f"did you mean {found!r}?" if found else f"write the file {name!r} beside this one"
            if form_of(name) and not found:
                remedy = f"put the file {name!r} beside this one"
            raise Unreadable(f"there is no file {name!r}", remedy) from None
        except RuntimeError:  # how older Pythons tell of a circle of links
            raise Unreadable(
                f"the file {name!r} is a link that leads to itself", "put a file in its place"
            ) from None
        except OSError as error:
            raise Unreadable(
                f"the file {name!r} cannot be read: {error.strerror}", "check its permissions"
            ) from None

    def _names(self) -> list[str]:
        if not self.path.is_dir():
            return []
        beside = (entry for entry in self.path.iterdir() if not entry.name.startswith("."))
        return sorted(
            inner.relative_to(self.path).as_posix()
            for entry in beside
            for inner in (entry, *(entry.iterdir() if entry.is_dir() and not entry.is_symlink() else ()))
        )


class KeptFiles:
    """Files by name, as they were kept. Knows no disk, and of media no bytes."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)

    def read(self, name: str) -> str:
        """The text of a file. Raises `Unreadable`."""
        if name not in self.files or form_of(name):
            raise _not_kept(name)
        return self.files[name]

    def media(self, name: str) -> Media:
        """What a picture, sound, film or page is. Raises `Unreadable`."""
        found = referred(name, self.files.get(name, ""))
        if found is None or form_of(name) is None:
            raise _not_kept(name)
        return found


def _not_kept(name: str) -> Unreadable:
    return Unreadable(f"there is no file {name!r} in this version", "open a new panel from the present files")


def _text(name: str, path: Path, status: os.stat_result) -> str:
    most = MOST_TABLE_BYTES if name.endswith(TABLES) else MOST_BYTES
    if status.st_size > most:
        what = f"the file {name!r} has {status.st_size:,} bytes, and {most:,} is the most"
        raise Unreadable(what, "make it shorter")
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Unreadable(f"the file {name!r} is not UTF-8 text", "save it as UTF-8") from None


def _medium(name: str, path: Path, status: os.stat_result) -> Media:
    try:
        return _examined(name, path, (status.st_ino, status.st_mtime_ns, status.st_size))
    except NotMedia as error:
        raise Unreadable(error.what, error.remedy) from None


@lru_cache(maxsize=2_000)
def _examined(name: str, path: Path, signature: tuple[int, int, int]) -> Media:
    """A scenario is read again for each look at the library; its films need not be, while nobody has touched them."""
    form = form_of(name)
    if form is not None and signature[2] > form.most:
        what = f"the file {name!r} has {signature[2]:,} bytes, and {form.most:,} is the most"
        raise NotMedia(what, "make it smaller")
    return examine(name, path.read_bytes() if form else b"")
