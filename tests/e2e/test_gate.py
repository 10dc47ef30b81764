"""Nobody gets in where they don't belong, and what is not theirs does not exist for them."""

from __future__ import annotations

import re
import sqlite3

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.e2e.world import World
from tests.line import Line

STAFF_ADDRESSES = [
    "/",
    "/panels",
    "/results",
    "/operator",
    "/beside",
    "/watch",
    "/staff-ui/desk.js",
    "/staff-ui/pulse.js",
    "/staff-ui/replay.js",
    "/staff-ui/watch.js",
]
ODD_ADDRESSES = [
    "/home", "/admin", "/docs", "/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/openapi.json",
    "/_stcore/agent/interact", "/app.py", "/ui/desk.js", "/ui/../app.py", "/ui/%2e%2e/main.py", "/staff-ui/screen.js",
    "/ui/watch.js", "/enter", "/enter?key=wrong", "/?x=1", "//", "/media/x",
]  # fmt: skip


@pytest.mark.parametrize("address", STAFF_ADDRESSES + ODD_ADDRESSES)
def test_a_stranger_finds_the_same_nothing_everywhere(server: World, address: str) -> None:
    nothing = httpx.get(f"{server.url}/no-such-page")
    found = httpx.get(f"{server.url}{address}")
    assert nothing.status_code == 404
    assert (found.status_code, found.text) == (404, nothing.text)
    assert "streamlit" not in found.text.lower()
    assert "curtain" not in found.text.lower()


def test_a_participant_s_link_opens_no_staff_address(server: World) -> None:
    token = server.token()
    assert httpx.get(f"{server.url}/?k={token}").status_code == 200
    assert httpx.get(f"{server.url}/panels?k={token}").status_code == 404


def test_a_participant_s_page_is_named_after_the_product(server: World) -> None:
    page = httpx.get(f"{server.url}/?k={server.token()}")
    assert "<title>Your deliveries today</title>" in page.text
    assert "streamlit" not in re.sub(r'(?:src|href)="[^"]*"', "", page.text).lower()
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'self'" in page.headers["content-security-policy"]


def test_a_key_opens_only_its_role(server: World) -> None:
    operator, reviewer = server.sign_in("operator"), server.cookie("reviewer")
    assert operator.get("/operator").status_code == 200
    with Line(server.url, {"desk": True}, cookie=server.cookie("operator")) as line:
        assert line.ok("desk.view")["me"]["name"].startswith("Operator ")
    with pytest.raises(ConnectionClosed) as closed, Line(server.url, {"desk": True}, cookie=reviewer):
        pass
    assert closed.value.rcvd.code == 4401
    assert server.sign_in("reviewer").get("/results").status_code == 200


def test_the_cookie_is_for_the_server_alone(server: World) -> None:
    answer = httpx.get(f"{server.url}/enter?key={server.keys['operator']}")
    assert answer.status_code == 303
    assert {"httponly", "samesite=lax"} <= {
        part.strip().lower() for part in answer.headers["set-cookie"].split(";")
    }


def test_a_forged_cookie_is_nobody(server: World) -> None:
    real = server.cookie("designer")
    for forged in ("", "x", real[:-2] + "xx", real.split(".")[0], "a" * 5_000):
        assert httpx.get(f"{server.url}/panels", cookies={"key": forged}).status_code == 404


@pytest.mark.parametrize(
    "hello",
    [{"k": "wrong"}, {"desk": True}, {"staff": "panels"}, {}, {"k": "x", "admin": True}, {"k": ["x"]}],
)
def test_a_stranger_hears_nothing_on_the_stream(server: World, hello: dict) -> None:
    with pytest.raises(ConnectionClosed), Line(server.url, hello):
        pass


def test_another_site_cannot_use_a_visitor_s_stream(server: World) -> None:
    token = server.token()
    with (
        pytest.raises((ConnectionClosed, InvalidStatus)),
        Line(server.url, {"k": token}, origin="https://elsewhere.example"),
    ):
        pass
    with Line(server.url, {"k": token}, origin=server.url) as line:
        assert line.hi["hi"]


@pytest.mark.parametrize(
    "frame", ["", "[]", "null", "{", '{"hello": 3}', '{"hello": {"k": "x"}, "seen": "y"}', "x" * 70_000]
)
def test_rubbish_on_the_stream_closes_it_and_harms_nobody(server: World, frame: str) -> None:
    from websockets.sync.client import connect

    with connect(server.url.replace("http", "ws") + "/live") as socket:
        socket.send(frame)
        with pytest.raises(ConnectionClosed):
            socket.recv(10)
    assert httpx.get(f"{server.url}/_stcore/health").status_code == 200


@pytest.mark.parametrize(
    "act",
    [
        {}, {"place": "consent"}, {"place": 3, "act": "next"}, {"place": "consent", "act": "fly"},
        {"place": "consent", "act": "answer", "answers": {"sus1": "five"}},
        {"place": "consent", "act": "react", "reaction": "accept"}, {"place": "consent", "act": "next", "extra": 1},
        {"place": "x" * 9_999, "act": "next"},
    ],
)  # fmt: skip
def test_rubbish_from_a_participant_is_refused_and_changes_nothing(server: World, act: dict) -> None:
    with Line(server.url, {"k": server.token()}) as line:
        frame = line.call("act", **act)
        # What has no words in the scenario comes without any, and the page says its own.
        assert frame["error"] == {"say": frame["error"]["say"], "kind": "bad"}
        assert line.ok("view")["place"] == "consent"


def test_the_file_is_durable_as_promised(server: World) -> None:
    beside = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
    assert beside.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    beside.close()
