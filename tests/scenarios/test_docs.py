"""Every example of the pages about scenarios loads, and every key of the language has its line on one of them."""

from __future__ import annotations

import json
import re
import struct
import wave
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import scenarios
from scenarios import Scenario, ScenarioError, advice, arms, formats, keys, texts, thaw, writing
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
    (place / "parcel.webm").write_bytes(b"\x1a\x45\xdf\xa3" + bytes(60))
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
    scenario = loaded(folder, piece)
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


def loaded(folder: Path, piece: str) -> Scenario:
    """The first scenario with a piece in the place of its own keys."""
    file = folder / "late-parcel.yaml"
    file.write_text("".join({**sections(FIRST), **sections(piece)}.values()), encoding="utf-8")
    return scenarios.load(file)


def said(part: object) -> Iterator[str]:
    """Every key that is written somewhere in a part, such as `show.Show.skin`."""
    if isinstance(part, BaseModel):
        for name in part.model_fields_set:
            key = type(part).model_fields[name].alias or name
            yield from (f"{keys.called(kind)}.{key}" for kind in type(part).__mro__)
        part = {name: getattr(part, name) for name in type(part).model_fields}
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list | tuple) else ():
        yield from said(inner)


@pytest.fixture(scope="module")
def shown(folder: Path) -> set[str]:
    """Every key of every part that some example has, as written or by an arm."""
    found: set[str] = set()
    for piece in (FIRST, *(piece for _, piece in PIECES)):
        scenario = loaded(folder, piece)
        for one in (scenario, *(scenario.for_arm(arm) for arm in scenario.arms)):
            found |= set(said(one))
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_key_of_a_page_is_in_an_example(name: str, shown: set[str]) -> None:
    on_page = {
        f"{part}.{key}"
        for part in keys.tables_on(PAGES[name])
        for key, _ in keys.own_keys(keys.part_named(part))
    }
    assert on_page - shown == set()


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
