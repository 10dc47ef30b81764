"""Pictures, sounds and films beside a scenario: what may be one, where it may lie, and how it is kept."""

# ruff: noqa: E501 (a row of a table is one line)

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import scenarios
from scenarios import ScenarioError, media, thaw
from scenarios.base import Part
from scenarios.data import Data
from scenarios.document import Finding
from scenarios.files import Audio, Image, Page
from scenarios.folder import DiskFolder, KeptFiles, Unreadable
from scenarios.media import Media, NotMedia, examine, referred
from tests.scenarios.sketch import changed

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
GOOD = {
    "a.png": PNG,
    "a.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "a.JPEG": b"\xff\xd8\xff\xe1",
    "a.gif": b"GIF89a..",
    "a.webp": b"RIFF\x10\0\0\0WEBPVP8 ",
    "a.svg": SVG,
    "a.mp3": b"ID3\x04\0\0",
    "b.mp3": b"\xff\xfb\x90\x64\0\0",
    "a.wav": b"RIFF\x10\0\0\0WAVEfmt ",
    "a.ogg": b"OggS\0\x02",
    "a.mp4": b"\0\0\0\x20ftypisom\0\0",
    "a.webm": b"\x1a\x45\xdf\xa3\x01",
    "a.html": b"<!-- mine -->\n<!DOCTYPE html><title>x</title>",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in GOOD.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


class Shows(Part):
    """A step that shows files."""

    image: Image | None = None
    audio: Audio | None = None
    page: Page | None = None


def shows(folder: Any, **written: Any) -> Shows:
    return Shows.model_validate(written, context={"folder": folder})


# What may be one ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_its_name_says_is_known_by_its_content(name: str) -> None:
    found = examine(name, GOOD[name])
    assert (found.name, found.digest) == (name, hashlib.sha256(GOOD[name]).hexdigest())
    extension = name.lower().partition(".")[2].replace("jpeg", "jpg")
    assert found.address == f"/files/{found.digest}.{extension}"
    assert media.type_of(extension) == found.type
    assert referred(name, found.reference) == found


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_holds_something_else_is_refused(name: str) -> None:
    for other, content in GOOD.items():
        if examine(other, content).type != examine(name, GOOD[name]).type:
            with pytest.raises(NotMedia, match="does not hold what its name says"):
                examine(name, content)


@given(st.binary(max_size=60), st.sampled_from(sorted(GOOD)))
def test_no_content_whatever_brings_the_check_down(content: bytes, name: str) -> None:
    for found in (content, GOOD[name][:12] + content):
        with contextlib.suppress(NotMedia):
            assert examine(name, found).size == len(found)


@pytest.mark.parametrize(
    ("name", "content", "what", "remedy"),
    [
        ("a.png", GOOD["a.jpg"], "the file 'a.png' does not hold what its name says", "it looks like .jpg: name it so"),
        ("a.png", b"\0\1\2", "the file 'a.png' does not hold what its name says", "save it again as .png"),
        ("a.png", b"", "the file 'a.png' is empty", "save it again"),
        ("a.png", PNG + bytes(2_000_000), "the file 'a.png' has 2,000,016 bytes, and 2,000,000 is the most", "make it smaller"),
        ("a.wav", GOOD["a.wav"] + bytes(8_000_000), "the file 'a.wav' has 8,000,016 bytes, and 8,000,000 is the most", "make it smaller"),
        ("a.exe", b"MZ", "'a.exe' is no picture, sound, film or page that can be shown", "save it as one of png, jpg, webp, gif, svg, mp3, wav, ogg, mp4, webm, html"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told(name: str, content: bytes, what: str, remedy: str) -> None:
    with pytest.raises(NotMedia) as caught:
        examine(name, content)
    assert (caught.value.what, caught.value.remedy) == (what, remedy)


HOLD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:i="http://www.inkscape.org/">%s</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<h:script>alert(1)</h:script>",
        '<h:img src="x"/>',
        "<h:p>words</h:p>",
        "<foreignObject><p>x</p></foreignObject>",
        '<rect onclick="alert(1)"/>',
        '<rect OnLoad="alert(1)"/>',
        '<image href="https://elsewhere.example/a.png"/>',
        '<image xlink:href="//elsewhere.example/a.png"/>',
        '<use href="other.svg#a"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<image href=" data:text/html,x"/>',
        "<style>@import 'https://elsewhere.example/a.css';</style>",
        "<style>rect {fill: url(https://elsewhere.example)}</style>",
        '<style>rect {fill: url( "https://elsewhere.example")}</style>',
        "<style>rect {fill: u\\72l(https://elsewhere.example)}</style>",
        "<rect style=\"fill: url('//elsewhere.example')\"/>",
        '<rect fill="url(other.svg#a)"/>',
        '<set attributeName="href" to="https://elsewhere.example"/>',
        '<animate attributeName="xlink:href" values="https://elsewhere.example"/>',
        '<g xml:base="https://elsewhere.example/"><use href="#a"/></g>',
    ],
)
def test_a_drawing_that_runs_or_loads_something_is_refused(inside: str) -> None:
    with pytest.raises(NotMedia, match="holds"):
        examine("a.svg", (HOLD % inside).encode())


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + HOLD % "&a;",
        '<?xml-stylesheet href="https://elsewhere.example"?>' + HOLD % "",
        HOLD % "<rect>",
        "<svg",
        HOLD % ("<g>" * 50_000),
    ],
)
def test_a_drawing_of_more_than_shapes_is_refused(text: str) -> None:
    with pytest.raises(NotMedia):
        examine("a.svg", text.encode())


def test_a_drawing_may_have_styles_gradients_and_pictures_of_its_own() -> None:
    inside = (
        '<style>rect {fill: url(#a); stroke: url("#b")}</style><image href="data:image/png;base64,AAAA"/><use href="#a"/>'
        '<rect fill="url( #a )" i:export="C:\\a.png"/><animate attributeName="x" to="3"/><text>javascript and url() are words</text>'
    )
    assert examine("a.svg", b'\xef\xbb\xbf<?xml version="1.0"?>\n' + (HOLD % inside).encode()).kind == "image"


# Where it may lie ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../a.png", "/etc/a.png", "b/../../a.png", "..\\a.png", "a\0.png", "", "https://a.example/a.png"]
)
def test_a_picture_outside_the_folder_is_not_looked_at(folder: Path, name: str) -> None:
    (folder / "inner").mkdir()
    with pytest.raises(Unreadable, match=r"outside the scenario's folder|there is no file"):
        DiskFolder(folder / "inner").media(name)


def test_links_folders_and_pipes_are_no_pictures(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "link.png").symlink_to(folder / "a.png")
    (inner / "folder.png").mkdir()
    os.mkfifo(inner / "pipe.png")
    for name, why in [
        ("link.png", "a link that leads out"),
        ("folder.png", "not a file"),
        ("pipe.png", "not a file"),
    ]:
        with pytest.raises(Unreadable, match=why):
            DiskFolder(inner).media(name)


def test_a_missing_picture_is_told_with_the_nearest_name_in_its_folder_too(folder: Path) -> None:
    (folder / "streets").mkdir()
    (folder / "streets" / "morning.png").write_bytes(PNG)
    for name, remedy in [
        ("streets/mornin.png", "did you mean 'streets/morning.png'?"),
        ("quite-another.mp4", "put the file 'quite-another.mp4' beside this one"),
    ]:
        with pytest.raises(Unreadable) as caught:
            DiskFolder(folder).media(name)
        assert caught.value.remedy == remedy


def test_a_text_is_not_read_from_a_picture_nor_a_picture_from_a_text(folder: Path) -> None:
    (folder / "a.md").write_text("# Hello")
    for reader in (
        DiskFolder(folder),
        KeptFiles({"a.svg": SVG.decode(), "a.md": examine("a.png", PNG).reference}),
    ):
        with pytest.raises(Unreadable):
            reader.read("a.svg")
        with pytest.raises(Unreadable):
            reader.media("a.md")


def test_all_files_together_are_bounded_and_the_same_content_counts_once(folder: Path) -> None:
    reader = DiskFolder(folder)
    for n in range(4):
        (folder / f"{n}.wav").write_bytes(GOOD["a.wav"] + bytes([n // 2]) * 7_000_000)
        reader.media(f"{n}.wav")
    (folder / "last.wav").write_bytes(GOOD["a.wav"] + b"x" * 7_000_000)
    with pytest.raises(Unreadable, match="have 21,000,048 bytes"):
        reader.media("last.wav")


def test_a_picture_that_was_changed_is_looked_at_again(folder: Path) -> None:
    before = DiskFolder(folder).media("a.png")
    (folder / "a.png").write_bytes(PNG + b"more")
    assert DiskFolder(folder).media("a.png").digest != before.digest


def test_a_picture_that_changes_between_the_check_and_the_freezing_is_told(folder: Path) -> None:
    reader = DiskFolder(folder)
    reader.media("a.png")
    (folder / "a.png").write_bytes(PNG + b"more")
    with pytest.raises(Unreadable, match="changed while it was read"):
        reader.contents()


# How it is kept -----------------------------------------------------------------------------------------------------


@given(st.binary(max_size=40), st.sampled_from(["image/png", "audio/mpeg", "text/html"]))
def test_a_reference_says_all_but_the_bytes(content: bytes, type: str) -> None:
    found = Media("x.png", type, hashlib.sha256(content).hexdigest(), len(content))
    assert referred("x.png", found.reference) == found


@pytest.mark.parametrize(
    "text", ["", "media image/png 3 sha256:abc", f"media image/exe 3 sha256:{'a' * 64}", f" media image/png 3 sha256:{'a' * 64}"]
)  # fmt: skip
def test_what_is_no_reference_is_no_picture(text: str) -> None:
    assert referred("a.png", text) is None
    with pytest.raises(Unreadable, match="in this version"):
        KeptFiles({"a.png": text}).media("a.png")


def test_what_a_frozen_scenario_shows_needs_no_disk(folder: Path) -> None:
    reader = DiskFolder(folder)
    written = {"image": {"file": "a.png", "alt": "A street"}, "audio": "a.mp3", "page": "a.html"}
    shown = shows(reader, **written)
    contents = reader.contents()
    shutil.rmtree(folder)
    thawed = shows(KeptFiles(reader.files), **written)
    assert thawed == shown
    for one, other in [(thawed.image, shown.image), (thawed.audio, shown.audio), (thawed.page, shown.page)]:
        assert one is not None
        assert other is not None
        found = one.media({}, {})
        assert found is not None
        assert found == other.media({}, {})
        assert contents[found.digest] == (found.type, GOOD[found.name])


ROWS = "    rows: 2\n    columns:\n      picture: {one_of: [a.png, a.gif]}\n      weather: {one_of: [clear]}\n      actual: {late: 1, in time: 1}\n"
TABLE = (
    "    rows: 4\n    columns:\n      weather: {one_of: [clear, snow]}\n      actual: {late: 1, in time: 3}\n"
)


def test_every_picture_that_rows_name_is_frozen_with_the_scenario(folder: Path) -> None:
    (folder / "sketch.yaml").write_text(changed((TABLE, ROWS)))
    reader = DiskFolder(folder)
    kept = scenarios.freeze(folder / "sketch.yaml")
    assert {"a.png", "a.gif"} <= set(kept.files)
    assert kept.files["a.png"] == reader.media("a.png").reference
    shutil.rmtree(folder)
    data = thaw(kept.files, "sketch").data["parcel"]
    assert data.media == {"a.png": examine("a.png", PNG), "a.gif": examine("a.gif", GOOD["a.gif"])}


def test_a_version_changes_with_every_picture(folder: Path) -> None:
    (folder / "sketch.yaml").write_text(changed((TABLE, ROWS)))
    before = scenarios.freeze(folder / "sketch.yaml").sha256
    (folder / "a.gif").write_bytes(b"GIF87a")
    assert scenarios.freeze(folder / "sketch.yaml").sha256 != before


def test_a_text_that_only_looks_like_a_picture_s_name_harms_nobody(folder: Path) -> None:
    (folder / "sketch.yaml").write_text(changed(("[clear, snow]", "[holiday.jpg, a.png]")))
    data = scenarios.load(folder / "sketch.yaml").data["parcel"]
    assert (list(data.media), list(data.lacking)) == (["a.png"], ["holiday.jpg"])


# How a step names it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("a.mp3", "'a.mp3' is not a picture"),
        ("a.txt", "'a.txt' is not a picture"),
        ("b.png", "there is no file 'b.png'"),
        ("{{ a }}", "'{{ a }}' is neither a file nor a column"),
        ("a-{{ scene.n }}.png", "'a-{{ scene.n }}.png' is neither a file nor a column"),
    ],
)
def test_a_file_that_a_step_cannot_show_is_told(folder: Path, written: str, what: str) -> None:
    with pytest.raises(ValidationError) as caught:
        shows(DiskFolder(folder), image=written)
    (error,) = caught.value.errors()
    assert error["ctx"]["what"] == what


def rows_of(folder: Path, *names: str) -> dict[str, Data]:
    written = {"rows": 2, "columns": {"picture": {"one_of": list(names)}, "n": {"numbered_from": 1}}}
    return {"scene": Data.model_validate(written, context={"folder": DiskFolder(folder)})}


def findings(folder: Path, file: str, *names: str, each: str | None = "scene") -> Iterator[Finding]:
    image = shows(DiskFolder(folder), image=file).image
    assert image is not None
    return image.findings(("flow", 0, "image"), rows_of(folder, *names), each)


def test_a_column_names_a_picture_for_each_row(folder: Path) -> None:
    image = shows(DiskFolder(folder), image="{{ scene.picture }}").image
    data = rows_of(folder, "a.png", "a.gif")
    assert image is not None
    assert image.media(data, {"picture": "a.gif"}) == examine("a.gif", GOOD["a.gif"])
    assert image.media(data, {"picture": "other.png"}) is None
    assert not [*findings(folder, "{{ scene.picture }}", "a.png", "a.gif")]


@pytest.mark.parametrize(
    ("file", "names", "each", "what"),
    [
        (
            "{{ scene.picture }}",
            ("a.png", "b.png"),
            "scene",
            "'picture' names 'b.png': there is no file 'b.png'",
        ),
        ("{{ scene.picture }}", ("a.png", "b"), "scene", "'picture' names 'b': no file of that form"),
        ("{{ scene.picture }}", ("a.png", "a.mp3"), "scene", "'picture' names 'a.mp3'"),
        ("{{ scene.n }}", ("a.png",), "scene", "it cannot be told which files 'n' names"),
        ("{{ scene.pictur }}", ("a.png",), "scene", "there is no column 'pictur' in 'scene'"),
        ("{{ street.picture }}", ("a.png",), "scene", "there is no data 'street' in this block"),
        ("{{ scene.picture }}", ("a.png",), None, "a file for each row needs a repeated block around it"),
    ],
)
def test_a_column_that_names_no_picture_is_told(
    folder: Path, file: str, names: tuple[str, ...], each: str | None, what: str
) -> None:
    assert what in [finding.what for finding in findings(folder, file, *names, each=each)]


def test_a_scenario_with_a_hostile_table_of_pictures_reads_nothing_outside(folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "sketch.yaml").write_text(changed(("[clear, snow]", "[../a.png, a.png]")))
    kept = scenarios.freeze(inner / "sketch.yaml")
    assert list(kept.files) == ["sketch.yaml"]


def test_a_broken_picture_in_a_step_is_a_problem_and_not_a_traceback(folder: Path) -> None:
    (folder / "a.png").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(ValidationError) as caught:
        shows(DiskFolder(folder), image="a.png")
    assert caught.value.errors()[0]["ctx"]["remedy"] == "it looks like .jpg: name it so"
    with pytest.raises(ScenarioError):
        thaw({"sketch.yaml": "scenario: ["}, "sketch")
