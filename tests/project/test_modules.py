"""Modules keep the house style: a first line that says what is there, a readable size, a line in the map."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("curtain", "mocks", "scenarios", "feedback_db")
MODULES = [
    ROOT / "app.py",
    # Scripts of the gallery make its data, and belong to their scenario.
    *sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py") if "library" not in path.parts),
]
PAGES = sorted((ROOT / "curtain" / "ui" / "pages").glob("[!_]*.py"))
MAP = ROOT / "docs" / "architecture.md"


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def public_without_docstring(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        f"{name(path)}:{node.lineno} {node.name}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]


def test_there_are_modules_and_pages_to_look_at() -> None:
    assert len(MODULES) > 20
    assert len(PAGES) >= 3


def test_every_module_says_in_its_first_line_what_lives_there() -> None:
    silent = [name(path) for path in MODULES if not re.match(r'"""\S', next(iter(lines(path)), ""))]
    assert not silent


def test_no_module_is_longer_than_350_lines() -> None:
    long = {name(path): len(lines(path)) for path in MODULES if len(lines(path)) > 350}
    assert not long


def test_no_page_is_longer_than_80_lines() -> None:
    long = {name(path): len(lines(path)) for path in PAGES if len(lines(path)) > 80}
    assert not long


def test_app_py_stays_under_40_lines() -> None:
    assert len(lines(ROOT / "app.py")) < 40


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [
        name(path)
        for path in MODULES
        if path.stem in {"utils", "util", "helpers", "manager", "misc", "common"}
    ]
    assert not vague


def test_what_a_module_offers_has_a_docstring() -> None:
    silent = [found for path in MODULES for found in public_without_docstring(path)]
    assert not silent


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_has_a_line_in_the_map(package: str) -> None:
    page = MAP.read_text(encoding="utf-8")
    modules = [
        name(path) for path in MODULES if path.stem != "__init__" and name(path).startswith(f"{package}/")
    ]
    missing = [module for module in modules if f"`{module}`" not in page]
    assert not missing, f"docs/architecture.md has no line with these names in backticks: {missing}"


def test_the_map_names_no_module_that_is_gone() -> None:
    named = re.findall(rf"`((?:{'|'.join(PACKAGES)})/[\w/]+\.py)`", MAP.read_text(encoding="utf-8"))
    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []
