"""The schema for editors: it knows every key, takes every scenario of the gallery, and marks what is plainly wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from scenarios import LIBRARY, keys, schema
from scenarios.document import parse
from scenarios.words import WORDS
from tests.scenarios.sketch import SKETCH, changed

DOCS = Path(__file__).parents[2] / "docs"
LANGUAGE = Draft202012Validator(schema.schema())
GALLERY = sorted(LIBRARY.glob("*/*.yaml"))
PIECES = [
    piece
    for page in (DOCS / "scenarios.md", *sorted((DOCS / "scenarios").glob("*.md")))
    for piece in re.findall(
        r"^```yaml\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
]


def complaints(text: str) -> list[str]:
    return [error.message for error in LANGUAGE.iter_errors(parse(text, "x.yaml").data)]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema.schema())


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_it_takes_every_scenario_of_the_gallery(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []


def test_it_takes_the_sketch() -> None:
    assert complaints(SKETCH) == []


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.split("\n")[0])
def test_it_takes_every_example_of_the_pages(piece: str) -> None:
    whole = {"scenario": "x", "shown_title": "X", "flow": [{"info": "X"}]}
    whole |= YAML(typ="safe", pure=True).load(piece)
    assert [error.message for error in LANGUAGE.iter_errors(whole)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rows: 4", "rows: four"),
        ("mocks:\n", "mockz: {}\nmocks:\n"),
        ("shown_title: Your parcels\n", ""),
        ("Stay: dismiss", "Stay: dismis"),
        ("only_when: late", "skin: sphere"),
        ("- survey: [sus]", "- survey: [suss]"),
        ("people: 60", "people: sixty"),
        ("kind: random", "kin: random"),
    ],
)
def test_it_marks_what_is_plainly_wrong(old: str, new: str) -> None:
    assert complaints(changed((old, new)))


def test_editors_know_every_word() -> None:
    words = schema.schema()["properties"]["words"]["properties"]
    assert set(words) == set(WORDS)
    assert words["next"]["description"] == "In English: Next"


def described(found: Any) -> Iterator[tuple[str, Any]]:
    """Every key of every part in the schema."""
    for part in (found, *found["$defs"].values()):
        yield from part.get("properties", {}).items()


def test_every_key_says_what_it_is() -> None:
    told = dict(described(schema.schema()))
    assert {"skin", "played_by", "must_hold", "shown_title", "when"} <= set(told)
    assert [
        name for name, key in described(schema.schema()) if "description" not in key and name not in AS_TEXT
    ] == []


AS_TEXT = {"amount", "unit", "less", "op", "value"}  # of what is written as a text


def test_no_line_is_about_a_key_that_is_gone() -> None:
    known = {
        keys.called(base): base
        for part in keys.parts()
        for base in part.__mro__
        if hasattr(base, "model_fields")
    }
    gone = [
        f"{part}.{key}"
        for part, lines in keys.lines().items()
        for key in lines
        if part not in known
        or key not in {field.alias or name for name, field in known[part].model_fields.items()}
    ]
    assert gone == []


def test_descriptions_are_plain_text() -> None:
    for name, key in described(schema.schema()):
        assert not re.search(r"[`*]|\]\(", key.get("description", "")), name


def test_an_arm_may_change_anything() -> None:
    assert (
        complaints(changed(("features.delay: off", "steps.warning: {buttons: {Go: accept}, skin: watch}")))
        == []
    )
