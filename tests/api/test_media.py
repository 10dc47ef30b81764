"""Pictures, sounds and films on the wire: by their content alone, in pieces, and doing nothing of their own."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import random
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from curtain.api import media
from curtain.api.doorway import no_such_page
from scenarios.media import Content, type_of

SOUND = random.Random(7).randbytes(300_000)
FILES = {
    "wav": SOUND,
    "png": b"\x89PNG\r\n\x1a\n...",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "html": b"<!doctype html><script>document.title = 'ran'</script>",
}


def address(extension: str) -> str:
    return f"/files/{hashlib.sha256(FILES[extension]).hexdigest()}.{extension}"


class House:
    """Keeps files by digest, as the engine does, and counts how often it is asked."""

    def __init__(self) -> None:
        self.kept: dict[str, Content] = {}
        self.asked: list[str] = []
        for extension, content in FILES.items():
            self.kept[hashlib.sha256(content).hexdigest()] = Content(type_of(extension) or "", content)

    def media(self, digest: str) -> Content | None:
        self.asked.append(digest)
        return self.kept.get(digest)


@pytest.fixture(scope="module")
def house() -> House:
    return House()


@pytest.fixture(scope="module")
def site(house: House) -> Iterator[httpx.Client]:
    """The route in a server of its own."""
    app = Starlette(routes=media.routes(house.media))
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client
    server.should_exit = True
    thread.join(10)


@pytest.mark.parametrize("extension", FILES)
def test_a_file_comes_whole_and_is_kept_by_the_browser(site: httpx.Client, extension: str) -> None:
    answer = site.get(address(extension))
    assert (answer.status_code, answer.content) == (200, FILES[extension])
    assert answer.headers["content-type"].split(";")[0] == type_of(extension)
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["last-modified"].endswith("1970 00:00:00 GMT")
    assert "content-disposition" not in answer.headers


def test_a_sound_comes_in_the_pieces_that_a_browser_asks_for(site: httpx.Client) -> None:
    for asked, start, end in [
        ("0-", 0, 300_000),
        ("100-199", 100, 200),
        ("-50", 299_950, 300_000),
        ("299999-", 299_999, 300_000),
    ]:
        answer = site.get(address("wav"), headers={"range": f"bytes={asked}"})
        assert (answer.status_code, answer.content) == (206, SOUND[start:end])
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/300000"
    several = site.get(address("wav"), headers={"range": "bytes=0-9,100-109"})
    assert several.status_code == 206
    assert SOUND[100:110] in several.content
    assert site.get(address("wav"), headers={"range": "bytes=300000-"}).status_code == 416
    assert site.get(address("wav")).headers["accept-ranges"] == "bytes"


def test_a_piece_of_another_content_is_never_put_to_this_one(site: httpx.Client) -> None:
    etag = site.get(address("wav")).headers["etag"]
    mine = site.get(address("wav"), headers={"range": "bytes=5-9", "if-range": etag})
    other = site.get(address("wav"), headers={"range": "bytes=5-9", "if-range": '"other"'})
    assert (mine.status_code, other.status_code) == (206, 200)


def test_a_browser_that_has_the_file_gets_no_second_copy(site: httpx.Client) -> None:
    etag = site.get(address("png")).headers["etag"]
    again = site.get(address("png"), headers={"if-none-match": f'"x", W/{etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag


def test_a_head_tells_the_size_alone(site: httpx.Client) -> None:
    answer = site.head(address("wav"))
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (200, b"", "300000")


def test_a_prototype_runs_in_no_origin_and_loads_nothing(site: httpx.Client) -> None:
    policy = site.get(address("html")).headers["content-security-policy"].split("; ")
    assert policy[:3] == [
        "sandbox allow-scripts allow-forms",
        "default-src 'none'",
        "script-src 'unsafe-inline'",
    ]
    assert "frame-ancestors 'self'" in policy
    assert not any("allow-same-origin" in part or "http" in part or "*" in part for part in policy)


def test_a_drawing_runs_nothing_even_where_it_is_a_page(site: httpx.Client) -> None:
    policy = site.get(address("svg")).headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert "script" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/files/" + "0" * 64 + ".png",
        address("png").replace(".png", ".jpg"),
        address("png").replace(".png", ".jpeg"),
        address("png").replace(".png", ""),
        address("png").replace(".png", ".PNG"),
        address("png").upper().replace("/FILES/", "/files/"),
        address("html").replace(".html", ".svg"),
        "/files/",
        "/files/x",
        "/files/..%2f..%2fetc%2fpasswd",
        "/files/%2e%2e",
        "/files/" + "0" * 64 + ".png%00",
        "/files/" + "0" * 64 + ".png%0a",
    ],
)
def test_whatever_is_not_there_answers_like_any_page_that_is_not(site: httpx.Client, path: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.content) == (404, no_such_page().body)
    assert answer.headers["cache-control"] == "no-store"


def test_rubbish_is_not_looked_up(site: httpx.Client, house: House) -> None:
    house.asked.clear()
    for path in ("/files/x", "/files/" + "z" * 64 + ".png", "/files/" + "0" * 64 + ".exe"):
        site.get(path)
    assert house.asked == []


def test_a_file_is_fetched_from_the_store_once(site: httpx.Client, house: House) -> None:
    digest = hashlib.sha256(b"OggS once").hexdigest()
    house.kept[digest] = Content("audio/ogg", b"OggS once")
    for _ in range(3):
        assert site.get(f"/files/{digest}.ogg", headers={"range": "bytes=5-"}).content == b"once"
    assert house.asked.count(digest) == 1


def test_many_who_ask_at_once_all_get_the_whole_file(site: httpx.Client) -> None:
    async def everybody() -> list[httpx.Response]:
        async with httpx.AsyncClient(base_url=site.base_url) as client:
            return await asyncio.gather(*(client.get(address("wav")) for _ in range(20)))

    # In a thread of its own: a browser test that ran before may have left its loop in this one.
    with ThreadPoolExecutor(1) as elsewhere:
        answers = elsewhere.submit(asyncio.run, everybody()).result()
    assert all(answer.content == SOUND for answer in answers)


def test_a_client_that_asks_in_nonsense_harms_nobody(site: httpx.Client) -> None:
    for asked in ("bytes=", "bytes=a-b", "pages=1-2", "bytes=9-1", "bytes=" + ",".join(["0-1"] * 200)):
        with contextlib.suppress(httpx.RemoteProtocolError):
            assert site.get(address("wav"), headers={"range": asked}).status_code in {200, 206, 400, 416}
    assert site.get(address("wav")).content == SOUND
