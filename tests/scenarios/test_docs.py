"""Every example of the pages about scenarios loads, and every key of the language has its line on one of them."""

from __future__ import annotations

import json
import re
import struct
import wave
import zlib
from pathlib import Path

import pytest

import scenarios
from scenarios import ScenarioError, advice, arms, formats, keys, texts, thaw, writing
from scenarios.data import FAKES, KINDS
from scenarios.steps import STEPS

DOCS = Path(__file__).parents[2] / "docs"
WAY_IN = (DOCS / "scenarios.md").read_text(encoding="utf-8")
PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted((DOCS / "scenarios").glob("*.md"))}
REFERENCE = "\n".join(PAGES.values())


def examples(page: str) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)


FIRST, *REST = examples(WAY_IN)
PIECES = [*(("scenarios.md", piece) for piece in REST)]
PIECES += [(name, piece) for name, page in PAGES.items() for piece in examples(page)]


def sections(text: str) -> dict[str, str]:
    """The text of each top-level key."""
    return {m[1]: m[0] for m in re.finditer(r"^(\w+):.*\n(?:(?: .*)?\n)*", text, flags=re.MULTILINE)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scenario's folder with the files that examples name."""
    place = tmp_path_factory.mktemp("late-parcel")
    pixels = zlib.compress(b"\0\xff\xff\xff")
    parts = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)), (b"IDAT", pixels), (b"IEND", b""))
    png = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    (place / "street.png").write_bytes(b"\x89PNG\r\n\x1a\n" + png)
    with wave.open(str(place / "street.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8_000)
        sound.writeframes(b"\x80" * 800)
    (place / "prototype.html").write_text("<!doctype html><title>Try it</title><p>Hello")
    results = [{"id": name, "title": name.upper(), "price": "€2"} for name in "abcd"]
    (place / "queries.json").write_text(json.dumps([{"words": "tea", "results": results}]))
    (place / "parcels.csv").write_text("shop\nBakery\nFlorist\n")
    return place


def test_the_first_scenario_is_useful_and_has_at_most_15_lines() -> None:
    scenario = thaw({"late-parcel.yaml": FIRST}, "late-parcel")
    assert len(FIRST.splitlines()) <= writing.MOST_LINES
    assert scenario.reactions() == {"accept", "dismiss"}
    assert scenario.instruments() == ["s-tias"]


def test_the_first_scenario_is_the_one_that_a_new_one_begins_as(tmp_path: Path) -> None:
    assert writing.new("late-parcel", tmp_path).read_text(encoding="utf-8") == FIRST


@pytest.mark.parametrize(
    ("where", "piece"), PIECES, ids=[f"{where} {piece.split(':')[0]}" for where, piece in PIECES]
)
def test_every_piece_fits_into_the_first_scenario(folder: Path, where: str, piece: str) -> None:
    whole = {**sections(FIRST), **sections(piece)}
    file = folder / "late-parcel.yaml"
    file.write_text("".join(whole.values()), encoding="utf-8")
    scenario = scenarios.load(file)
    assert scenario.slug == "late-parcel"
    assert not [warning.what for warning in advice.warnings(scenario) if "tells who they are" in warning.what]


@pytest.mark.parametrize("part", keys.parts(), ids=keys.called)
def test_every_key_has_its_line_in_the_reference(part: type) -> None:
    on_pages = {name for page in PAGES.values() for name in keys.tables_on(page)}
    assert keys.called(part) in on_pages, f"no page has a line `<!-- keys of {keys.called(part)} -->`"
    for name, field in part.model_fields.items():  # type: ignore[attr-defined]
        assert keys.describe(part, field.alias or name).what


@pytest.mark.parametrize("name", PAGES)
def test_the_tables_of_a_page_are_those_of_the_keys(name: str) -> None:
    assert PAGES[name] == keys.with_tables(PAGES[name]), "run `python -m scenarios.keys docs/scenarios/*.md`"


def used(found: object) -> set[str]:
    """Every key in some plain data."""
    if isinstance(found, dict):
        return set(found) | {key for value in found.values() for key in used(value)}
    return {key for value in found for key in used(value)} if isinstance(found, list) else set()


@pytest.mark.parametrize("name", PAGES)
def test_every_key_of_a_page_is_in_an_example(name: str) -> None:
    from ruamel.yaml import YAML

    read = YAML(typ="safe", pure=True)
    shown = {
        key
        for page in (WAY_IN, *PAGES.values())
        for piece in examples(page)
        for key in used(read.load(piece))
    }
    missing = {
        f"{part}.{key}"
        for part in keys.tables_on(PAGES[name])
        for key, _ in keys.own_keys(keys.part_named(part))
        if key not in shown
    }
    assert missing <= NOT_SHOWN


# Keys that the examples would only be longer for.
NOT_SHOWN = {
    "model.Scenario.team_question",
    "model.Scenario.app_name",
    "model.Scenario.faults",
    "base.BaseStep.off",
    "pages.Info.video",
    "model.Feature.off",
}


def test_every_kind_of_step_and_column_is_in_an_example() -> None:
    whole = "\n".join(piece for page in (WAY_IN, *PAGES.values()) for piece in examples(page))
    assert [kind for kind in (*STEPS, *KINDS) if not re.search(rf"\b{kind}:", whole)] == []


def test_what_an_arm_can_change_is_in_the_reference() -> None:
    for name in arms.CHANGEABLE:
        assert f"`{name}" in REFERENCE, name


def test_every_filter_of_texts_is_in_the_reference() -> None:
    for name in (*texts.FILTERS, *formats.FORMATS):
        assert re.search(rf"`{name}[`(]", PAGES["flow.md"]), name


def test_the_fakes_that_the_pages_name_are_there() -> None:
    named = re.search(r"made up by Faker, such as (.*?) \|", REFERENCE)
    assert named
    assert set(re.findall(r"`(\w+)`", named[1])) <= set(FAKES)


def test_the_complaint_on_the_page_is_the_one_that_is_given() -> None:
    told = re.search(r"^```text\n(.*?)\n```$", WAY_IN, flags=re.MULTILINE | re.DOTALL)
    assert told
    with pytest.raises(ScenarioError) as caught:
        thaw({"late-parcel.yaml": FIRST.replace("only_when: late", "only_when: lte")}, "late-parcel")
    assert str(caught.value) == told[1]


def test_every_page_of_the_reference_is_on_the_way_in() -> None:
    assert set(re.findall(r"\(scenarios/([\w-]+\.md)\)", WAY_IN)) == set(PAGES)


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for name, page in {"../scenarios.md": WAY_IN, **PAGES}.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page):
            assert ((DOCS / "scenarios" / name).parent / target).is_file(), (name, target)
