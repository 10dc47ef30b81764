"""New scenarios: one to begin with, of at most fifteen lines, or a copy of another one under a new name."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from scenarios import schema
from scenarios.errors import ScenariosError, did_you_mean, listed
from scenarios.reading import LIBRARY, files_of

MOST_LINES = 15

EDITOR = "# yaml-language-server: $schema=../" + schema.FILE
FIRST = """\
scenario: NAME
shown_title: Your deliveries
data:
  parcel: {rows: 4, columns: {shop: {fake: company}, actual: {late: 1, in time: 3}}}
features:
  delay: {answers: [in time, late], truth: actual, played_by: {kind: random}}
flow:
  - each: parcel
    steps:
      - {show: delay, only_when: late, title: "Parcel from {{ parcel.shop }}",
         text: It will be late., buttons: {Go out: accept, Stay at home: dismiss}}
      - reveal: parcel.actual
  - survey: [s-tias]
  - end: Thank you!
"""


class NotWritten(ScenariosError):
    """A scenario that was not written; the message says why, and what to do."""


def new(name: str, folder: Path, copied_from: str | None = None) -> Path:
    """Write NAME/NAME.yaml into a folder of scenarios, and the schema for editors beside it; gives the file's path.

    `copied_from` names a scenario of the gallery, or one by its file or folder. Raises `NotWritten`; nothing that is
    there is ever replaced, but for an older schema.
    """
    _must_be_a_name(name)
    place = folder / name
    if place.exists() or place.is_symlink():
        raise NotWritten(f"{place} is there already; choose another name, or remove it first")
    source = _found(copied_from) if copied_from is not None else None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = place / f"{name}.yaml"
        if source is None:
            place.mkdir()
            file.write_text(f"{EDITOR}\n{FIRST.replace('NAME', name, 1)}", encoding="utf-8")
        else:
            _copy(source, place, file)
        (folder / schema.FILE).write_text(schema.text(), encoding="utf-8")
    except (OSError, UnicodeDecodeError, shutil.Error) as error:
        raise NotWritten(f"{place} cannot be written: {error}") from error
    return file


def _must_be_a_name(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,59}", name):
        near = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-").lstrip("0123456789_-")[:60]
        hint = f"; for example {near.lower()}" if near else "; for example early-warning"
        raise NotWritten(
            f"{name!r} is not a name: use a letter, then letters, digits, - or _ (60 at most){hint}"
        )


def _found(wanted: str) -> Path:
    """The file of the scenario to copy."""
    path = Path(wanted)
    if path.is_file():
        return path
    if path.is_dir() and (path / f"{path.resolve().name}.yaml").is_file():
        return path / f"{path.resolve().name}.yaml"
    gallery = sorted(place.name for place in LIBRARY.iterdir() if (place / f"{place.name}.yaml").is_file())
    if wanted in gallery:
        return LIBRARY / wanted / f"{wanted}.yaml"
    hint = did_you_mean(wanted, gallery, f"there is {listed(gallery)}, or a file of your own")
    raise NotWritten(f"there is no scenario {wanted!r}; {hint}")


def _copy(source: Path, place: Path, file: Path) -> None:
    """The scenario and all that lies in its folder. A file that lies among others, outside of a folder of its own,
    comes with those that it reads."""
    text = source.read_text(encoding="utf-8-sig")
    if source.resolve().parent.name == source.stem:
        shutil.copytree(source.parent, place, ignore=shutil.ignore_patterns("__pycache__", ".*", source.name))
    else:
        place.mkdir()
        for name in set(files_of(source)) - {source.name}:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source.parent / name, place / name)
    text = re.sub(r"(?m)^scenario:[ \t]*\S.*$", f"scenario: {file.stem}", text, count=1)
    lines = [line for line in text.splitlines() if not line.startswith("# yaml-language-server:")]
    file.write_text("\n".join([EDITOR, *lines]) + "\n", encoding="utf-8")
