"""`curtain check`: every complaint of every file at once; warnings and advice apart from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import scenarios
from scenarios import Problem, Scenario, ScenarioError, advice, ready_for_people
from scenarios.errors import nearest

SUFFIXES = (".yaml", ".yml")
EXAMPLE = "a scenario is a folder with a file of its name, such as first-idea/first-idea.yaml"
Say = Callable[[str], None]


class Looked(NamedTuple):
    """What was found about one file: it can be used when there are no problems."""

    path: Path
    scenario: Scenario | None
    problems: tuple[Problem, ...]


def check(paths: Sequence[Path], say: Say) -> bool:
    """Look at files, scenario folders and libraries (none: the scenarios that come along); gives whether all can be
    used. Says a line for each complaint, warning and piece of advice. Never raises for what is in a file."""
    looked = [found for path in paths or (scenarios.LIBRARY,) for found in _look(path)]
    for one in looked:
        for problem in one.problems:
            say(str(problem))
    for one in looked:
        if one.scenario is not None:
            _fine(one.scenario, say)
    wrong = [one for one in looked if one.problems]
    if len(looked) > 1 and wrong:
        say(f"{len(wrong)} of {len(looked)} scenarios cannot be used yet.")
    return not wrong


def _fine(scenario: Scenario, say: Say) -> None:
    warnings = advice.warnings(scenario)
    for warning in warnings:
        say(str(warning._replace(what=f"warning: {warning.what}")))
    missing = ready_for_people(scenario)
    say(f"{scenario.slug}: fine" + (", for a sketch. Before real people come:" if missing else ""))
    for sentence in missing:
        say(f"  - {sentence}")


def _look(path: Path) -> Iterator[Looked]:
    try:
        files = list(_files(path))
    except OSError as error:
        yield _hopeless(path, f"it cannot be read: {error.strerror}", "check its permissions")
        return
    if not files:
        remedy = f"make one with `curtain new`: {EXAMPLE}"
        yield _hopeless(path, "there is no scenario here", remedy)
    for file in files:
        yield _one(file)


def _files(path: Path) -> Iterator[Path]:
    """The scenario files that a path stands for."""
    if not path.is_dir():
        yield path
        return
    own = path / f"{path.resolve().name}.yaml"
    if own.is_file():
        yield own
        return
    inner = sorted(
        place for place in path.iterdir() if place.is_dir() and not place.name.startswith((".", "_"))
    )
    below = [place / f"{place.name}.yaml" for place in inner if any(place.glob("*.y*ml"))]
    beside = sorted(file for file in path.iterdir() if file.suffix in SUFFIXES and file.is_file())
    yield from below or beside


def _one(file: Path) -> Looked:
    if not file.exists() and not file.is_symlink():
        beside = [near.name for near in file.parent.iterdir()] if file.parent.is_dir() else []
        found = nearest(file.name, beside)
        return _hopeless(file, "there is no such file or folder", f"did you mean {found!r}?" if found else "")
    if file.suffix not in SUFFIXES:
        return _hopeless(file, "this is not a scenario", "name a file that ends in .yaml, or a folder")
    try:
        return Looked(file, scenarios.load(file), ())
    except ScenarioError as error:
        return Looked(file, None, tuple(error.problems))
    except Exception as error:  # a file must never make a traceback, not even by a mistake of ours
        what = f"the check itself stumbled over this file ({type(error).__name__}: {str(error)[:200]})"
        return _hopeless(file, what, "please report it, with the file")


def _hopeless(path: Path, what: str, remedy: str) -> Looked:
    return Looked(path, None, (Problem(str(path), 1, 1, what, remedy=remedy),))
