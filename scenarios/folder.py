"""The files that a scenario may read: those of its own folder, and those that were kept when a panel opened."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Protocol

from scenarios.errors import nearest

MOST_BYTES = 256_000


class Unreadable(Exception):
    """A file that cannot be had: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


class Folder(Protocol):
    """A place to read text files from, by their relative names."""

    def read(self, name: str) -> str:
        """The text of a file. Raises `Unreadable`."""
        ...


class DiskFolder:
    """A folder on disk. Nothing outside it can be read: no absolute path, no `..`, no link that leads out.

    `files` keeps what was read, so that a scenario can be frozen exactly as it was checked.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, str] = {}

    def read(self, name: str) -> str:
        if name not in self.files:
            self.files[name] = self._read(name)
        return self.files[name]

    def _read(self, name: str) -> str:
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
                raise Unreadable(f"{name!r} is not a file", "name a text file beside this one")
            if status.st_size > MOST_BYTES:
                what = f"the file {name!r} has {status.st_size:,} bytes, and {MOST_BYTES:,} is the most"
                raise Unreadable(what, "make it shorter")
            return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            raise Unreadable(f"the file {name!r} is not UTF-8 text", "save it as UTF-8") from None
        except (FileNotFoundError, NotADirectoryError):
            found = nearest(name, self._names())
            remedy = f"did you mean {found!r}?" if found else f"write the file {name!r} beside this one"
            raise Unreadable(f"there is no file {name!r}", remedy) from None
        except OSError as error:
            raise Unreadable(
                f"the file {name!r} cannot be read: {error.strerror}", "check its permissions"
            ) from None

    def _names(self) -> list[str]:
        return sorted(entry.name for entry in self.path.iterdir()) if self.path.is_dir() else []


class KeptFiles:
    """Files by name, as they were kept. Knows no disk."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)

    def read(self, name: str) -> str:
        if name not in self.files:
            raise Unreadable(
                f"there is no file {name!r} in this version", "open a new panel from the present files"
            )
        return self.files[name]
