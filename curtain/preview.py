"""One scenario while it is written: where its files lie, when they change, and the link that plays an arm."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import scenarios
from curtain import panels
from curtain.engine import Engine
from curtain.errors import Refused

SLUG = "CURTAIN_PREVIEW"  # the scenario that is being written; `curtain preview` sets it
ARM = "CURTAIN_PREVIEW_ARM"  # the arm to begin with
NAME = "Preview"


def slug() -> str:
    """The scenario that this server was started for; empty where it is a server like any other."""
    return os.environ.get(SLUG, "")


def scenario_file(path: Path) -> Path:
    """The file that somebody means by a file or a folder. Raises `Refused`."""
    file = path / f"{path.resolve().name}.yaml" if path.is_dir() else path
    if not file.is_file():
        raise Refused(f"There is no scenario file {file}. Make one with: curtain new my-first-idea")
    if file.suffix != ".yaml":
        raise Refused(f"{file} is not a scenario: name a file that ends in .yaml.")
    return file


def stage(file: Path, folder: Path) -> Path:
    """A library in `folder` that has this scenario alone, by a link to its own folder; gives the library.

    The file may lie anywhere and be called anything. Raises `Refused` where no link can be made.
    """
    library = folder / "scenarios"
    library.mkdir()
    try:
        (library / file.stem).symlink_to(file.resolve().parent, target_is_directory=True)
    except OSError as error:
        raise Refused(f"The folder of {file} cannot be linked to: {error}") from error
    return library


def signature(folder: Path) -> str:
    """A text that changes whenever a file of the scenario's folder does."""
    return hashlib.sha256(repr(scenarios.stamp(folder)).encode()).hexdigest()[:12]


def link(engine: Engine, slug: str, arm: str) -> str:
    """The token of a link that plays this arm of the scenario as its files are now, anew each time it is opened.

    Behind it is one panel that is never opened to anybody, and so never keeps to a version. Raises `Refused`.
    """
    with engine.store.reading() as reading:
        known = [p.id for p in reading.panels() if (p.scenario, p.name, p.status) == (slug, NAME, "draft")]
    panel = known[-1] if known else panels.create(engine, slug, NAME, origin="practice")
    return panels.preview_link(engine, panel, arm)
