"""Reading scenarios: from a folder, from a library of folders, or from the files that a panel keeps."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from scenarios import arms, check, check_reach, explain, factors
from scenarios.document import Document, Finding, parse
from scenarios.errors import Problem, ScenarioError, did_you_mean, listed
from scenarios.folder import DiskFolder, Folder, KeptFiles, Unreadable
from scenarios.media import Content
from scenarios.model import Scenario

LIBRARY = Path(__file__).parent / "library"
MOST_STAMPED = 2_000


class Version(NamedTuple):
    """A scenario and its files as they were at one moment, and the SHA-256 over all of them.

    `files` are the texts by name; in place of a picture, a sound or a film stands a line with the digest of its bytes,
    under which these are among the `media`.
    """

    sha256: str
    files: dict[str, str]
    media: Mapping[str, Content]


class Entry(NamedTuple):
    """One scenario of a library: usable, or with what is wrong with it."""

    slug: str
    path: Path
    scenario: Scenario | None
    problems: tuple[Problem, ...]


class Source:
    """The prepared file behind a scenario, from which its arms are made."""

    def __init__(self, document: Document, folder: Folder) -> None:
        self.document, self.folder = document, folder

    def for_arm(self, arm: str | None, played_by: Mapping[str, str]) -> Scenario:
        """Merge, name and validate. `None` stands for the scenario as it is written."""
        document = self.document.copy()
        problems = arms.apply(document, arm) if arm else []
        written = document.data.get("arms")
        settings = written.get(arm) if isinstance(written, dict) else None
        change = (settings.get("change") if isinstance(settings, dict) else None) or {}
        for feature, mock in played_by.items():
            if not arms.sets_player(change, feature):
                document.data["features"][feature]["played_by"] = mock
        arms.name_mocks(document)
        scenario = _validated(document, self.folder, problems)
        scenario._source = self
        return scenario


class _Armed(Source):
    """A source whose arms and players are known to exist: complains about others by name."""

    def __init__(self, source: Source, base: Scenario) -> None:
        super().__init__(source.document, source.folder)
        self.base = base

    def for_arm(self, arm: str | None, played_by: Mapping[str, str]) -> Scenario:
        known = self.base
        if arm is not None and arm not in known.arms:
            raise ScenarioError([self._unknown("arm", arm, known.arms)])
        for feature, mock in played_by.items():
            if feature not in known.features:
                raise ScenarioError([self._unknown("feature", feature, known.features)])
            if mock not in known.mocks:
                raise ScenarioError([self._unknown("mock", mock, known.mocks)])
        return super().for_arm(arm, played_by)

    def _unknown(self, what: str, name: str, known: Mapping[str, object]) -> Problem:
        at = (f"{what}s",)
        return self.document.problem(
            at, f"there is no {what} {name!r}", listed(known), did_you_mean(name, known), at_key=True
        )


def load(path: Path) -> Scenario:
    """Read and check a scenario file, each of its arms included. Raises `ScenarioError` with all problems."""
    return _load(path)[0]


def placed(scenario: Scenario, finding: Finding) -> Problem:
    """Something about a scenario that can be used, at its place in the file."""
    source = scenario._source
    assert isinstance(source, Source)
    return source.document.problem(*finding)


def freeze(path: Path) -> Version:
    """The file and every text that it names, as they are now. Raises `ScenarioError` for one that cannot be used."""
    folder = _load(path)[1]
    files = folder.files
    try:
        media = folder.contents()
    except Unreadable as error:
        raise ScenarioError([Problem(str(path), 1, 1, error.what, remedy=error.remedy)]) from None
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name, files[name]):
            digest.update(f"{len(part.encode())}:".encode() + part.encode())
    return Version(digest.hexdigest(), dict(files), media)


def files_of(path: Path) -> list[str]:
    """The files that a scenario reads, by their names in its folder; of one that cannot be used, its own alone."""
    try:
        return list(_load(path)[1].files)
    except ScenarioError:
        return [path.name]


def thaw(files: Mapping[str, str], slug: str) -> Scenario:
    """The scenario from kept files, without the disk. Raises `ScenarioError`."""
    name = f"{slug}.yaml"
    if name not in files:
        name = next((found for found in files if found.endswith((".yaml", ".yml"))), name)
    return _thawed(tuple(sorted(files.items())), name)


@lru_cache(maxsize=64)
def _thawed(files: tuple[tuple[str, str], ...], name: str) -> Scenario:
    """Read once in a process: kept files never change, and checking all arms takes a second."""
    return _read(name, name, KeptFiles(dict(files)))


def library(folder: Path | None = None) -> list[Entry]:
    """Every `<slug>/<slug>.yaml` of a folder, by slug. A broken one comes with its problems."""
    return [entry(place) for place in places(folder or LIBRARY)]


def places(root: Path) -> list[Path]:
    """The scenario folders of a library, by name."""
    if not root.is_dir():
        return []
    return sorted(
        found for found in root.iterdir() if found.is_dir() and not found.name.startswith((".", "_"))
    )


def entry(place: Path) -> Entry:
    """The scenario of a folder, usable or with its problems."""
    path = place / f"{place.name}.yaml"
    try:
        return Entry(place.name, path, load(path), ())
    except ScenarioError as error:
        return Entry(place.name, path, None, tuple(error.problems))


def stamp(place: Path) -> tuple[tuple[str, int, int], ...]:
    """What changes whenever a file of the folder does: names, times and sizes. A scenario may lie in a folder that
    holds far more, such as somebody's home: only its first files are looked at."""
    found: list[tuple[str, int, int]] = []
    for folder, inner, names in os.walk(place):
        inner[:] = sorted(name for name in inner if not name.startswith((".", "__")))
        for name in sorted(names)[: MOST_STAMPED - len(found)]:
            path = os.path.join(folder, name)
            with suppress(OSError):  # it went away while we looked
                status = os.stat(path)
                found.append((path, status.st_mtime_ns, status.st_size))
        if len(found) >= MOST_STAMPED:
            break
    return tuple(found)


def _load(path: Path) -> tuple[Scenario, DiskFolder]:
    folder = DiskFolder(path.parent)
    return _read(path.name, str(path), folder), folder


def _read(name: str, shown: str, folder: Folder) -> Scenario:
    try:
        text = folder.read(name)
    except Unreadable as error:
        raise ScenarioError([Problem(shown, 1, 1, error.what, remedy=error.remedy)]) from None
    document = parse(text, shown)
    arms.prepare(document)
    crossing = factors.cross(document)
    if crossing:
        raise ScenarioError(crossing)
    source = Source(document, folder)
    base = source.for_arm(None, {})
    problems: list[Problem] = []
    armed: dict[str, Scenario] = {}
    for arm in base.arms:
        try:
            armed[arm] = source.for_arm(arm, {})
        except ScenarioError as error:
            problems += [_in_arm(problem, arm, document) for problem in error.problems]
    if not problems:
        problems = [document.problem(*finding) for finding in check_reach.findings(base, armed)]
    if problems:
        raise ScenarioError(problems)
    base._source = _Armed(source, base)
    return base


def _in_arm(problem: Problem, arm: str, document: Document) -> Problem:
    """A problem that an arm causes elsewhere in the file is shown at the arm."""
    inside = {(spot.line, spot.column) for _, spot in document.under(("arms", arm))}
    inside |= {spot.key for _, spot in document.under(("arms", arm)) if spot.key}
    if (problem.line, problem.column) in inside:
        return problem
    moved = document.problem(("arms", arm), "", at_key=True)
    what = f"in the arm {arm!r}, {problem.what} (line {problem.line})"
    return problem._replace(line=moved.line, column=moved.column, what=what)


def _validated(document: Document, folder: Folder, problems: list[Problem]) -> Scenario:
    try:
        scenario = Scenario.model_validate(document.data, context={"folder": folder})
    except ValidationError as error:
        found = explain.problems(error.errors(include_url=False), document)
        raise ScenarioError([*problems, *found]) from None
    problems = [*problems, *(document.problem(*finding) for finding in check.findings(scenario))]
    if problems:
        raise ScenarioError(problems)
    return check.complete(scenario)
