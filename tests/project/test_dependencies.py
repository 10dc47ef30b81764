"""What both commands install is pinned, plainly, and covers what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pinned() -> dict[str, Version]:
    pairs = (line.split("==") for line in LINES)
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def asked_for() -> list[Requirement]:
    return [Requirement(line) for line in PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]]


def test_constraints_are_names_and_versions_only() -> None:
    odd = [
        line for line in LINES if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.]*", line)
    ]
    assert not odd


def test_constraints_are_sorted_and_name_each_package_once() -> None:
    names = [line.split("==")[0].lower() for line in LINES]
    assert names == sorted(set(names))


def test_every_dependency_is_pinned_at_a_version_that_it_allows() -> None:
    versions = pinned()
    wrong = [
        str(asked)
        for asked in asked_for()
        if canonicalize_name(asked.name) not in versions
        or not asked.specifier.contains(versions[canonicalize_name(asked.name)])
    ]
    assert not wrong


def test_what_our_dependencies_need_is_pinned_too() -> None:
    versions = pinned()
    todo = asked_for()
    seen: set[tuple[str, frozenset[str]]] = set()
    unpinned: set[str] = set()
    while todo:
        asked = todo.pop()
        key = (canonicalize_name(asked.name), frozenset(asked.extras))
        if key in seen:
            continue
        seen.add(key)
        if key[0] not in versions:
            unpinned.add(key[0])
        for line in metadata.requires(asked.name) or []:
            needed = Requirement(line)
            if needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in (asked.extras or {""})
            ):
                todo.append(needed)
    # pip is what installs; every environment brings its own.
    assert unpinned <= {"pip"}


def test_every_dependency_has_a_floor() -> None:
    bare = [str(asked) for asked in asked_for() if not asked.specifier and not asked.extras]
    assert not bare
