"""Every example in the pages about mocks runs, and the pages know every kind, setting, operator and task there is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import mocks
from mocks import matchers, registry, tasks

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "mocks.md", *sorted((DOCS / "mocks").glob("*.md"))]
TRUTHS: dict[str, Any] = {
    "regression": 47,
    "ranking": list("abcdefgh"),
    "object-detection": [],
    "automatic-speech-recognition": "a van comes soon",
    "text-generation": "It comes on Monday.",
    "chat-completion": "It comes on Monday.",
    "structured": {"depot": "Lisbon"},
}
NOT_ASKED = {"remote", "off"}  # one would need a server, the other is never asked


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def kinds() -> list[str]:
    mocks.kinds()
    return sorted(kind for kind, cls in registry._classes.items() if cls.__module__.startswith("mocks."))


def question(mock: mocks.Mock) -> mocks.Request | None:
    """A question that suits the mock; None for the one that everybody is asked, about a parcel's label."""
    if not mocks.suits(mock, "text-classification", ("on time", "delayed")):
        return None
    task = next(task for task in TRUTHS if not mocks.suits(mock, task, ()))
    truth = TRUTHS[task]
    oracle = mocks.Oracle(truth, (truth,) * 8, ({"weather": "clear"},) * 8)
    return mocks.Request(
        "p1",
        "delay",
        task,
        {"weather": "clear"},
        "seed",
        trial=2,
        trials=8,
        session_seed="session",
        oracle=oracle,
    )


@pytest.fixture
def dropped_in() -> Iterator[None]:
    """Kinds that a page makes are gone again afterwards."""
    registry.discover()
    classes = dict(registry._classes)
    yield
    registry._classes.clear()
    registry._classes.update(classes)


@pytest.mark.usefixtures("dropped_in")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_example_on_the_page_runs(page: Path) -> None:
    names: dict[str, Any] = {"__name__": "docs"}
    for block in blocks(page, "python"):
        exec(compile(block, str(page), "exec"), names)
    for block in blocks(page, "yaml"):
        written = YAML(typ="safe").load(io.StringIO(block))["mocks"]
        for settings in written.values():
            built = mocks.build(settings)
            if settings.get("fallback"):
                assert settings["fallback"] in written
            if settings["kind"] not in NOT_ASKED:
                mocks.check_mock(built, question(built))


@pytest.mark.parametrize("kind", kinds())
def test_each_kind_has_a_page_with_each_of_its_settings_and_an_example(kind: str) -> None:
    page = DOCS / "mocks" / f"{kind}.md"
    text = "".join(file.read_text(encoding="utf-8") for file in page.parent.glob(f"{kind}*.md"))
    for setting in registry._classes[kind].model_fields:
        assert f"`{setting}`" in text, setting
    assert blocks(page, "yaml")
    assert blocks(page, "python")
    assert f"mocks/{kind}.md" in PAGES[0].read_text(encoding="utf-8")


def test_every_page_can_be_reached_from_the_first() -> None:
    first = PAGES[0].read_text(encoding="utf-8")
    assert [page.name for page in PAGES[1:] if f"mocks/{page.name}" not in first] == []


def test_the_pages_name_each_operator_and_each_task() -> None:
    rules = (DOCS / "mocks" / "rules.md").read_text(encoding="utf-8")
    for operator in matchers.OPERATORS:
        assert f"{{{operator}: " in rules, operator
    shapes = (DOCS / "mocks" / "tasks.md").read_text(encoding="utf-8")
    for task in tasks.TASKS:
        assert f"| `{task}` |" in shapes
