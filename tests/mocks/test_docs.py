"""Every example in docs/mocks.md runs, and the page knows every kind, setting, operator and task there is."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import mocks
from mocks import matchers, registry, tasks

PAGE = (Path(__file__).parents[2] / "docs" / "mocks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def dropped_in() -> Any:
    """The page's own kind, which is gone again afterwards."""
    registry.discover()
    classes = dict(registry._classes)
    yield
    registry._classes.clear()
    registry._classes.update(classes)


@pytest.mark.usefixtures("dropped_in")
def test_every_example_on_the_page_runs() -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    for language, block in BLOCKS:
        if language == "python":
            exec(compile(block, "docs/mocks.md", "exec"), names)
    for language, block in BLOCKS:
        if language == "yaml":
            written = YAML(typ="safe").load(io.StringIO(block))["mocks"]
            for settings in written.values():
                built = mocks.build(settings)
                if settings["kind"] == "operator":
                    assert settings["fallback"] in written
                else:
                    mocks.check_mock(built)
    assert {language for language, _ in BLOCKS} == {"python", "yaml"}


def test_the_page_has_a_section_for_each_kind_with_each_of_its_settings() -> None:
    for kind in ("random", "rules", "operator"):
        assert f"\n## {kind}\n" in PAGE
        section = PAGE.split(f"\n## {kind}\n")[1].split("\n## ")[0]
        for setting in registry._classes[kind].model_fields:
            assert f"`{setting}`" in section, (kind, setting)


def test_the_page_names_each_operator_and_each_task() -> None:
    for operator in matchers.OPERATORS:
        assert f"{{{operator}: " in PAGE, operator
    for task in tasks.TASKS:
        assert f"| `{task}` |" in PAGE
