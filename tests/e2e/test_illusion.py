"""Nothing that a participant's browser receives tells who answers, nor what this is."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Request, Response, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from curtain import panels
from curtain.bench.streamlit_client import Tab
from curtain.engine import Engine
from curtain.state import VISIBLE
from feedback_db import open_store
from tests.e2e.library import three_arms
from tests.e2e.world import World
from tests.line import Line

ROOT = Path(__file__).parents[2]
PARCELS = 8
TELLING = (
    "curtain", "wizard", "operator", "mock", "streamlit", "experiment", "scenario", "fallback", "provenance",
    "weather-rules", "weather_rules", "played_by", "no-warning", "with-reason", '"short"', '"arm"', "truth",
    "simulated", "panel", str(ROOT), str(Path.home()),
)  # fmt: skip
# Streamlit's own program: the same for every app in the world, and it cannot be had without its name.
BUNDLE = "/static/"


class Twins(World):
    """Two panels with the same seed: their first participants have the same arm and parcels, and only who answers
    differs."""

    def __init__(self, database: Path) -> None:
        self.twin: dict[str, str] = {}
        self.twin_token: dict[str, str] = {}
        engine = Engine(open_store(database), library=three_arms(database.parent / "twins"))
        for player in ("weather-rules", "person"):
            made = panels.create(
                engine, "courier-delay", f"Twin of {player}", played_by={"delay": player}, seed="twins-4"
            )
            panels.open_panel(engine, made)
            self.twin[player], [self.twin_token[player]] = made, panels.make_links(engine, made, 1)
        engine.close()
        super().__init__(database)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Read in the file, beside the server."""
        beside = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return beside.execute(question, values).fetchall()
        finally:
            beside.close()


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    with Twins(tmp_path_factory.mktemp("twins") / "curtain.db") as running:
        yield running


class Ear:
    """Hears all that one browser page receives."""

    def __init__(self, page: Page) -> None:
        self.heard: list[tuple[str, str]] = []
        self.hosts: set[str] = set()
        self.responses: list[Response] = []
        page.on("request", self._request)
        page.on("response", lambda response: self.responses.append(response))
        page.on("websocket", self._socket)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("blob:", "data:")):
            self.hosts.add(urlsplit(request.url).netloc)

    def _socket(self, socket: WebSocket) -> None:
        self.hosts.add(urlsplit(socket.url).netloc)
        name = urlsplit(socket.url).path

        def receive(frame: str | bytes) -> None:
            self.heard.append((name, frame if isinstance(frame, str) else frame.decode("latin-1")))

        socket.on("framereceived", receive)

    def all(self) -> list[tuple[str, str]]:
        """What came, and where from: documents, files, headers, and frames."""
        told = list(self.heard)
        for response in self.responses:
            where = urlsplit(response.url)
            if where.path.startswith(BUNDLE):
                continue
            told.append((f"{response.url} headers", json.dumps(response.all_headers())))
            if response.ok:
                told.append((response.url, response.body().decode("latin-1")))
        return told

    def said(self, word: str) -> list[str]:
        """Where a word was said, with what stood around it."""
        found = []
        for where, text in self.all():
            # The names of the bundle's files stand in our document.
            text = re.sub(r'(?:src|href)="/static/[^"]*"', "", text)
            # So does a setting of the library that drags things.
            text = text.replace("forceFallback", "").replace("fallbackTolerance", "")
            at = text.lower().find(word.lower())
            if at >= 0:
                found.append(f"{where}: …{text[max(0, at - 40) : at + 60]!r}…")
        return found


def walk(page: Page, titles: list[str], answer: Callable[[], None]) -> None:
    """From the first screen to the debrief, which tells everything by itself."""
    for name in ("I agree", "Start"):
        page.get_by_role("button", name=name).click()
    for _ in range(PARCELS):
        expect(page.get_by_role("heading", name="Parcel from")).to_be_visible()
        answer()
        page.get_by_role("button", name="Yes", exact=True).click()
        expect(page.get_by_role("button", name="Yes", exact=True, pressed=True)).to_be_visible()
        titles.append(page.title())
        page.get_by_role("button", name="I'll change my plans").click()
        page.get_by_role("button", name="Next").click()
    for lines in (10, 3):
        groups = page.locator("fieldset")
        expect(groups).to_have_count(lines)
        for line in groups.all():
            line.get_by_role("radio").first.check(force=True)
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Keep my answers")).to_be_visible()


@pytest.mark.parametrize("player", ["weather-rules", "person"])
def test_nothing_a_browser_receives_tells_what_this_is(
    twins: Twins, person: Callable[..., Page], player: str
) -> None:
    page = person()
    ear = Ear(page)
    titles: list[str] = []
    with Line(twins.url, {"desk": twins.panel[player]}, cookie=twins.cookie("operator")) as desk:

        def answer() -> None:
            page.get_by_role("button", name="I'll change my plans").or_(
                page.get_by_text("Checking your delivery")
            ).first.wait_for()
            if player == "person":
                answer_what_waits(desk)

        page.goto(f"{twins.url}/?k={with_a_warning(twins, player)}")
        walk(page, titles, answer)
    assert set(titles) == {"Your deliveries today"}
    assert ear.hosts == {urlsplit(twins.url).netloc}
    assert page.context.cookies() == []
    sources = {where for where, _ in ear.all()}
    assert {"/live", "/_stcore/stream", f"{twins.url}/ui/screen.js"} <= sources, "this test has grown deaf"
    assert sum(where == "/live" for where, _ in ear.heard) > 3 * PARCELS
    said = {word: found for word in (*TELLING, twins.panel[player]) if (found := ear.said(word))}
    assert said == {}


def with_a_warning(twins: Twins, player: str) -> str:
    """A token whose arm asks the model: one in three arms does not."""
    while True:
        token = twins.token(player)
        with Line(twins.url, {"k": token}) as line:
            line.ok("view")
        [[arm]] = twins.ask(
            "SELECT arm FROM session JOIN participant ON participant.id = session.participant WHERE token = ?",
            token,
        )
        if arm != "no-warning":
            return token


def answer_what_waits(desk: Line) -> None:
    """Answer the only open question as soon as it is at the desk."""
    while not (queue := desk.ok("desk.view")["queue"]):
        desk.wait()
    output = [{"label": "delayed", "score": 0.95}]
    desk.ok("desk.answer", prediction=queue[0]["prediction"], output=output)


class Twin:
    """A program in a participant's place, which keeps all frames in the order in which they came."""

    def __init__(self, twins: Twins, player: str) -> None:
        self.twins, self.panel = twins, twins.twin[player]
        self.line = Line(twins.url, {"k": twins.twin_token[player]})
        self.frames: list[dict[str, Any]] = [self.line.hi]
        self.view = self.call("view")

    def call(self, do: str, **args: Any) -> dict[str, Any]:
        before = len(self.line.revs)
        frame = self.line.call(do, **args)
        # A number may come before the answer or after it; its place among them says nothing.
        self.frames += [{"rev": rev} for rev in self.line.revs[before:]]
        self.frames.append(frame)
        return dict(frame["ok"])

    def act(self, act: str, **details: Any) -> None:
        self.view = self.call("act", place=self.view["place"], act=act, **details)

    def released(self) -> None:
        """Wait for the push that says so, as a browser does."""
        while self.view["screen"]["waiting"]:
            if max(self.line.revs, default=0) <= self.view["rev"]:
                self.frames.append({"rev": self.line.wait()})
            self.view = self.call("view")

    def parcel(self, answered: Callable[[], None]) -> None:
        self.act("next")
        answered()
        self.released()
        notice = self.view["screen"]["notice"]
        if notice:
            self.act("shown", prediction=notice["prediction"], ms=300)
        self.act("react", reaction="thumb", value="up", revision=1, ms=700)
        self.act("react", reaction="contact", ms=900)
        self.act("react", reaction="accept", ms=1_500)

    def replies(self) -> list[dict[str, Any]]:
        """The answers, without the ids that are drawn for each person anew."""
        text = json.dumps([frame for frame in self.frames if "n" in frame])
        ids = [row[0] for row in self.twins.ask("SELECT id FROM prediction WHERE panel = ?", self.panel)]
        for each in ids:
            text = text.replace(each, "an id")
        found: list[dict[str, Any]] = json.loads(text)
        return found

    def pushes(self) -> list[int]:
        return [frame["rev"] for frame in self.frames if "n" not in frame]


def test_rules_and_a_person_send_the_same_frames(twins: Twins) -> None:
    rules = Twin(twins, "weather-rules")
    rules.act("next")
    for _ in range(PARCELS):
        rules.parcel(lambda: None)
    outputs = twins.ask(
        "SELECT output FROM prediction WHERE panel = ? ORDER BY trial", twins.twin["weather-rules"]
    )
    assert len(outputs) == PARCELS, "these twins are in an arm without a model; choose another seed"

    played = Twin(twins, "person")
    with Line(twins.url, {"desk": twins.twin["person"]}, cookie=twins.cookie("operator")) as desk:
        given = iter(outputs)

        def with_ceremony() -> None:
            """Take it, give it back, take it again, linger: none of this may reach the participant."""
            while not (queue := desk.ok("desk.view")["queue"]):
                desk.wait()
            asked = queue[0]["prediction"]
            desk.ok("desk.claim", prediction=asked)
            desk.ok("desk.give_back", prediction=asked)
            desk.ok("desk.claim", prediction=asked)
            desk.ok("desk.beat")
            desk.ok("desk.answer", prediction=asked, output=json.loads(next(given)[0]))

        played.act("next")
        for _ in range(PARCELS):
            played.parcel(with_ceremony)

    assert played.replies() == rules.replies()
    for twin in (rules, played):
        pushes = twin.pushes()
        assert pushes == sorted(set(pushes)), "a number came twice or out of order"
        count = f"SELECT count(*) FROM event WHERE panel = ? AND kind IN ({','.join('?' * len(VISIBLE))})"
        assert twins.ask(count, twin.panel, *sorted(VISIBLE)) == [(twin.view["rev"],)]
    [[at_the_desk]] = twins.ask(
        "SELECT count(*) FROM event WHERE panel = ? AND kind LIKE 'desk.%'", played.panel
    )
    assert at_the_desk >= 4 * PARCELS


def test_a_participant_who_asks_the_server_s_program_learns_nothing(twins: Twins) -> None:
    """What a curious person can ask of Streamlit's stream by hand: its repository, its other pages."""

    async def ask() -> bytes:
        heard = b""
        async with Tab(twins.url, query=f"k={twins.token()}", path="results") as tab:
            assert tab._socket
            await tab._socket.send(BackMsg(load_git_info=True).SerializeToString())
            for message in await tab.rerun():
                assert message.WhichOneof("type") not in {"git_info_changed", "navigation", "page_not_found"}
                heard += message.SerializeToString()
        async with Tab(twins.url) as stranger:
            for message in await stranger.rerun():
                heard += message.SerializeToString()
        return heard.lower()

    with ThreadPoolExecutor(1) as elsewhere:  # the browser's loop is running in this thread
        heard = elsewhere.submit(asyncio.run, ask()).result()
    assert [word for word in TELLING if word.lower().encode() in heard] == []


def test_only_staff_are_told_of_a_server_by_its_maker_s_name(twins: Twins) -> None:
    assert httpx.get(f"{twins.url}/_stcore/host-config").json()["blockErrorDialogs"] is True
    designer = twins.sign_in("designer")
    assert designer.get("/_stcore/host-config").json()["blockErrorDialogs"] is False


@pytest.mark.long
def test_while_the_server_is_away_a_participant_reads_our_own_words(
    tmp_path: Path, person: Callable[..., Page]
) -> None:
    with World(tmp_path / "curtain.db") as world:
        page = person()
        page.goto(f"{world.url}/?k={world.token()}")
        page.get_by_role("button", name="I agree").click()
        expect(page.get_by_role("heading", name="How it works").or_(page.locator("h1"))).to_be_visible()
        with page.expect_console_message(
            lambda said: "server is not responding" in said.text, timeout=60_000
        ):
            world.kill()
        expect(page.get_by_text("Reconnecting… Your place is kept.")).to_be_visible()
        assert page.get_by_role("dialog").count() == 0
        assert "streamlit" not in page.locator("body").inner_text().lower()
        world.start()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", name="Parcel from")).to_be_visible()
        expect(page.get_by_text("Reconnecting")).not_to_be_visible()
