"""What the pages and settings promise is there: commands, settings Streamlit knows, files that are packed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath

import pytest
from streamlit import config

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("curtain", "mocks", "scenarios", "feedback_db")


def code_in(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL))


def keys(table: dict[str, object], above: str = "") -> list[str]:
    found: list[str] = []
    for key, value in table.items():
        found += keys(value, f"{above}{key}.") if isinstance(value, dict) else [above + key]
    return found


@pytest.mark.parametrize("file", ["README.md", "docs/developing.md"])
def test_every_make_command_on_a_page_is_in_the_makefile(file: str) -> None:
    promised = set(re.findall(r"\bmake ([a-z][a-z-]*)", code_in(ROOT / file)))
    targets = set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, flags=re.MULTILINE))
    assert {"run", "test"} <= promised
    assert promised <= targets


@pytest.mark.parametrize(
    "file", ["README.md", *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))]
)
def test_every_curtain_command_on_a_page_is_in_the_cli(file: str) -> None:
    from curtain.cli import main

    promised = set(re.findall(r"(?:^|[\s`/])curtain ([a-z][a-z-]*)", code_in(ROOT / file)))
    assert promised <= set(main.commands)


def test_streamlit_knows_every_setting_of_ours() -> None:
    ours = keys(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")))
    assert ours
    assert [key for key in ours if key not in config.get_config_options()] == []


def test_streamlit_sends_no_statistics() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False


def test_every_folder_with_code_is_a_package() -> None:
    bare = {p.parent for name in PACKAGES for p in (ROOT / name).rglob("*.py") if "library" not in p.parts}
    assert [str(folder) for folder in bare if not (folder / "__init__.py").is_file()] == []


def test_every_file_that_is_not_code_is_packed_with_its_package() -> None:
    patterns = SETTINGS["tool"]["setuptools"]["package-data"]
    left_behind = [
        path.relative_to(ROOT).as_posix()
        for name in PACKAGES
        for path in (ROOT / name).rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc"}
        and not any(_matches(path.relative_to(ROOT / name), pattern) for pattern in patterns.get(name, []))
    ]
    assert not left_behind


def test_the_build_server_runs_what_everybody_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text(encoding="utf-8").rstrip().endswith("make test")


def _matches(path: Path, pattern: str) -> bool:
    if "/**/" in pattern:
        top = PurePosixPath(pattern.partition("/**/")[0])
        return top in PurePosixPath(path.as_posix()).parents
    if "/" not in pattern:
        return len(path.parts) == 1 and path.match(pattern)
    return PurePosixPath(path.as_posix()).match(pattern) and len(path.parts) == pattern.count("/") + 1
