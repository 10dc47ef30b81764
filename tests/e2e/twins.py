"""Participants who are twins: the same arm, the same questions, the same answers. Only who answers differs."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from curtain import panels
from curtain.bench.streamlit_client import Tab
from curtain.engine import Engine
from feedback_db import open_store
from tests.e2e.alike import Heard, opened
from tests.e2e.library import SLUG as COURIER
from tests.e2e.library import three_arms
from tests.e2e.world import World
from tests.line import Line

PARCELS, TURNS = 3, 2
ASKED_FOR = {
    "settings": "/_stcore/host-config",
    "health": "/_stcore/health",
    "a file of the page": "/ui/screen.js",
    "the desk": "/operator",
    "who looks on": "/watch",
    "a guess": "/?k=guessed",
}
HOLD = "One moment, please…"
PACE = {"uniform": [0.15, 0.3], "first_call": 1.5}  # seconds; time enough to take the first answer back
TALK, WRITTEN, PRESSED = "talk", "My deposit", "How long does it take?"
TALKING = {
    "scenario": TALK,
    "shown_title": "Help with your flat",
    "app_name": "Rechtsrat",
    "mocks": {
        "ready": {"kind": "fixed", "answer": "You get it back within 30 days."},
        "person": {"kind": "operator", "deadline": "20 s", "fallback": "ready"},
    },
    "features": {
        "reply": {
            "task": "chat-completion",
            "played_by": "ready",
            "show_after": PACE,
            "desk": {"hold": HOLD, "answered_twice": "100%", "replies": ["Thank you, [name]."]},
        }
    },
    "arms": {"open": {}, "other": {}},
    "flow": [
        {"consent": "# Welcome"},
        {"chat": "reply", "quick_replies": [PRESSED], "turns": {"least": TURNS, "most": TURNS}},
        {"survey": ["sus"]},
        {"debrief": "# A person answered"},
        {"end": "# Thank you"},
    ],
    "decision": {"compare": ["open", "other"], "by": "sus", "worth_it_from": "10 points", "people": 8},
}
FEATURES = {COURIER: "delay", TALK: "reply"}
RULES = {COURIER: "weather-rules", TALK: "ready"}
# Who plays: rules; operators; operators who take over from the rules; operators who ask for patience first.
TWINS = {
    COURIER: ("rules", "desk", "taken over", "rules in a browser", "desk in a browser"),
    TALK: ("rules", "desk", "taken over", "kept waiting", "rules in a browser", "desk in a browser"),
}


class Place(NamedTuple):
    """Where one twin takes part: the panel, and the link to it."""

    scenario: str
    who: str
    panel: str
    token: str


class Twins(World):
    """Panels with the same seed: their first participants have the same arm and questions. `places` has them by
    scenario and by who plays."""

    def __init__(self, database: Path) -> None:
        self.places: dict[tuple[str, str], Place] = {}
        engine = Engine(open_store(database), library=_library(database.parent / "twins"))
        for scenario, all_ in TWINS.items():
            for who in all_:
                mock = RULES[scenario] if who.startswith(("rules", "taken")) else "person"
                made = panels.create(
                    engine, scenario, who, played_by={FEATURES[scenario]: mock}, seed="twins-4"
                )
                panels.open_panel(engine, made)
                token = panels.make_links(engine, made, 1)[0]
                self.places[scenario, who] = Place(scenario, who, made, token)
        engine.close()
        super().__init__(database, time_scale=1)

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Read in the file, beside the server."""
        beside = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return beside.execute(question, values).fetchall()
        finally:
            beside.close()

    def outputs(self, place: Place) -> list[Any]:
        """What was shown to this twin, in order."""
        found = self.ask("SELECT output FROM prediction WHERE panel = ? ORDER BY requested_at", place.panel)
        return [json.loads(output) for (output,) in found]

    def kinds(self, place: Place) -> set[str]:
        """The kinds of events that the log has of this twin."""
        return {kind for (kind,) in self.ask("SELECT DISTINCT kind FROM event WHERE panel = ?", place.panel)}


def _library(folder: Path) -> Path:
    three_arms(folder)
    file = folder / COURIER / f"{COURIER}.yaml"
    short = json.loads(file.read_text(encoding="utf-8"))
    parcel, delay = short["data"]["parcel"], short["features"]["delay"]
    parcel["rows"], parcel["columns"]["actual"] = PARCELS, {"delayed": 1, "on time": PARCELS - 1}
    delay["show_after"], delay["desk"]["answered_twice"] = PACE, "100%"
    file.write_text(json.dumps(short), encoding="utf-8")
    (folder / TALK).mkdir()
    (folder / TALK / f"{TALK}.yaml").write_text(json.dumps(TALKING), encoding="utf-8")
    return folder


# Participants ---------------------------------------------------------------------------------------------------------


class _Wire(Line):
    """A line that keeps every frame."""

    def __init__(self, url: str, hello: dict[str, Any], heard: Heard) -> None:
        self.heard, self.view = heard, dict[str, Any]()
        super().__init__(url, hello)

    def _receive(self) -> dict[str, Any]:
        frame = super()._receive()
        self.heard.append(("live", frame))
        if "screen" in frame.get("ok", {}):
            self.view = frame["ok"]
        return frame


class Twin:
    """A program in a participant's place: loads what a browser loads, goes to the end, keeps all that it is sent."""

    def __init__(self, twins: Twins, place: Place) -> None:
        self.twins, self.place = twins, place
        self.heard: Heard = []
        self.load()
        self.line = _Wire(twins.url, {"k": place.token}, self.heard)
        response = self.line.socket.response
        assert response
        self.heard.append(("the live stream's handshake", {"headers": dict(response.headers)}))
        self.line.ok("view")

    @property
    def screen(self) -> dict[str, Any]:
        return dict(self.line.view["screen"])

    def load(self) -> None:
        """Load the page, as if anew: the document, what it asks for, and what Streamlit sends to draw it."""
        link = f"/?k={self.place.token}"
        with httpx.Client(base_url=self.twins.url) as browser:
            for name, path in {"the page": link, **ASKED_FOR}.items():
                self._keep(name, browser.get(path))
            body = {"hello": {"k": self.place.token}, "do": "view", "args": {}}
            self._keep("a call by POST", browser.post("/live", json=body))
        with ThreadPoolExecutor(1) as elsewhere:  # a browser's loop may be running in this thread
            self.heard += elsewhere.submit(asyncio.run, self._streamlit()).result()

    def _keep(self, name: str, response: httpx.Response) -> None:
        told = {
            "status": response.status_code,
            "headers": dict(response.headers),
            "body": opened(response.text),
        }
        self.heard.append((name, told))

    async def _streamlit(self) -> Heard:
        async with Tab(self.twins.url, query=f"k={self.place.token}") as tab:
            assert tab._socket
            assert tab._socket.response
            heard: Heard = [("Streamlit's handshake", {"headers": dict(tab._socket.response.headers)})]
            heard += [("Streamlit", opened(message)) for message in await tab.rerun()]
            return heard

    def act(self, act: str, **details: Any) -> None:
        self.line.ok("act", place=self.line.view["place"], act=act, **details)

    def until_answered(self) -> None:
        """Wait for the push that says so, as a browser does."""
        while self.screen["waiting"]:
            self.line.wait()
        if notice := self.screen["notice"]:
            self.act("shown", prediction=notice["prediction"], ms=300)

    def walk(self, meanwhile: Callable[[int], None] = lambda _number: None) -> Twin:
        """Go to the end; `meanwhile` is what is done while the answer to this question is awaited. Gives itself."""
        (self._parcels if self.place.scenario == COURIER else self._talk)(meanwhile)
        while (screen := self.screen)["kind"] != "end":
            if screen["kind"] == "survey":
                self.act("answer", answers={item["id"]: 3 for item in screen["items"]})
            else:
                self.act("keep")
        self.load()
        self.line.ok("view")  # what else was pushed comes before
        self.line.close()
        return self

    def _parcels(self, meanwhile: Callable[[int], None]) -> None:
        self.act("next")
        for number in range(PARCELS):
            self.act("next")
            meanwhile(number)
            self.until_answered()
            if number == 0:
                self.load()
            self.act("react", reaction="thumb", value="up", revision=1, ms=700)
            self.act("react", reaction="contact", ms=900)
            self.act("react", reaction="accept", ms=1_500)
        self.act("next")

    def _talk(self, meanwhile: Callable[[int], None]) -> None:
        self.act("next")
        for number, text in enumerate((WRITTEN, PRESSED)):
            for typing in (True, True, False):
                self.line.ok("here", typing=typing)
            self.act("say", value=text, revision=number, ms=4_000)
            if number == 0:  # for this one they wait for longer, and begin to write again
                self.line.ok("here", typing=True)
            meanwhile(number)
            self.until_answered()
            if number == 0:
                self.load()
        self.act("done", ms=9_000)
