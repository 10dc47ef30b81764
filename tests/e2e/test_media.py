"""What scenarios show passes the gate as it is kept, and a prototype reaches nothing from inside its frame."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page

from curtain.bench.server import Server
from feedback_db import open_store

SOUND = b"RIFF\x10\0\0\0WAVE" + bytes(range(256)) * 40
PAGE = b"""<!doctype html><title>x</title><script>
const told = (what) => document.body.append(what + " ");
addEventListener("load", async () => {
  for (const path of ["/_stcore/health", "/robots.txt", "https://elsewhere.example/"]) {
    try { await fetch(path); told("fetched"); } catch { told("refused"); }
  }
  try { document.cookie; told("cookies"); } catch { told("no-cookies"); }
  try { parent.document.title; told("parent"); } catch { told("no-parent"); }
  told("done");
});
</script>"""


def address(content: bytes, extension: str) -> str:
    return f"/files/{hashlib.sha256(content).hexdigest()}.{extension}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = tmp_path_factory.mktemp("media") / "curtain.db"
    store = open_store(path)
    for type, content in [("audio/wav", SOUND), ("text/html", PAGE)]:
        digest = hashlib.sha256(content).hexdigest()
        store.do(lambda tx, d=digest, t=type, c=content: tx.put_media(d, t, c, "2026-01-01T00:00:00.000Z"))
    store.close()
    with Server(path) as running:
        yield running


def test_a_sound_passes_the_gate_in_pieces_and_stays_with_the_browser(site: Server) -> None:
    answer = httpx.get(site.url + address(SOUND, "wav"), headers={"range": "bytes=4-9"})
    assert (answer.status_code, answer.content) == (206, SOUND[4:10])
    assert answer.headers["content-type"] == "audio/wav"
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_a_file_that_is_not_kept_is_the_same_nothing_as_everywhere(site: Server) -> None:
    nothing = httpx.get(f"{site.url}/no-such-page")
    for path in (
        "/files/",
        "/files/x",
        address(b"other", "png"),
        address(SOUND, "png"),
        "/files/%2e%2e/app.py",
    ):
        found = httpx.get(site.url + path)
        assert (found.status_code, found.text) == (404, nothing.text)


def test_a_prototype_reaches_nothing_from_inside_its_frame(site: Server, person: Callable[..., Page]) -> None:
    page = person()
    page.goto(f"{site.url}/no-such-page")
    page.evaluate(
        "src => { const f = document.createElement('iframe'); f.src = src; document.body.replaceChildren(f); }",
        address(PAGE, "html"),
    )
    frame = page.frame_locator("iframe").locator("body")
    frame.get_by_text("done").wait_for()
    assert frame.inner_text().split() == ["refused"] * 3 + ["no-cookies", "no-parent", "done"]
