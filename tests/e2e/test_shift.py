"""Two operators and six participants at once: a hand-over, an answer taken back, a take-over, and one who vanishes."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from curtain import panels
from curtain.bench.server import Server
from curtain.engine import Engine
from feedback_db import NewEvent, Writing, open_store
from tests.e2e.conftest import PHONE

pytestmark = pytest.mark.browser

SCENARIO = """scenario: tips
shown_title: Tips
data: {ask: {rows: 2, columns: {n: {numbered_from: 1}}}}
mocks:
  rest: {kind: fixed, answer: Take the bus.}
  person: {kind: operator, deadline: 45 s, fallback: rest}
  short-person: {kind: operator, deadline: 9 s, fallback: rest}
features:
  tip: {task: text-generation, model_sees: [n], played_by: person, show_after: 6 s}
flow:
  - each: ask
    steps:
      - {show: tip, title: "Question {{ ask.n }}", text: "{{ tip.text }}", buttons: {Next: accept}}
  - end: Thank you.
"""
FALLBACK = "Take the bus."


class Office(Server):
    """A server with three panels of one scenario: played by people, by people who are soon given up, and by a mock."""

    def __init__(self, folder: Path) -> None:
        library = folder / "library"
        (library / "tips").mkdir(parents=True)
        (library / "tips" / "tips.yaml").write_text(SCENARIO, encoding="utf-8")
        engine = Engine(open_store(folder / "curtain.db"), library=library)
        self.links = {
            player: self._open(engine, player, people)
            for player, people in (("person", 4), ("short-person", 1), ("rest", 1))
        }
        engine.close()
        super().__init__(folder / "curtain.db", environment={"CURTAIN_LIBRARY": str(library)})

    def _open(self, engine: Engine, player: str, people: int) -> list[str]:
        panel = panels.create(engine, "tips", player, played_by={"tip": player})

        def command(tx: Writing) -> None:
            # Opened past the checks: nobody but this test comes.
            told = {"version": engine.freeze(tx, "tips")}
            tx.append(NewEvent("panel.opened", engine.now(), panel, payload=told))

        engine.store.do(command)
        return panels.make_links(engine, panel, people)

    def log(self) -> list[tuple[str, str, dict[str, Any]]]:
        """(kind, participant, payload) of all that happened, in order."""
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT kind, session, payload FROM event ORDER BY id").fetchall()
        return [(kind, session, json.loads(payload)) for kind, session, payload in rows]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as running:
        yield running


class Participant:
    """A phone, and every answer that ever came to it."""

    def __init__(self, page: Page, url: str, token: str) -> None:
        self.page, self.told = page, set[str]()
        page.on("websocket", self._listen)
        page.goto(f"{url}/?k={token}")
        expect(page.get_by_role("heading", name="Question 1")).to_be_visible()

    def _listen(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived",
            lambda frame: self.told.update(re.findall(r"Tip [A-Z]\w*|Take the bus", str(frame))),
        )

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text, exact=True)).to_be_visible()


def lines(desk: Page, trial: int = 1) -> Locator:
    """The lines of the queue that can be taken."""
    return desk.get_by_role("listitem").get_by_role("button").filter(has_text=f"{trial} of 2")


def take(desk: Page, trial: int = 1) -> None:
    lines(desk, trial).first.click()
    expect(desk.get_by_role("button", name="Give back")).to_be_visible()


def send(desk: Page, text: str) -> None:
    desk.get_by_label("Your answer").fill(text)
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("button", name="Give back")).not_to_be_visible()


def test_two_operators_play_for_six_people(office: Office, person: Callable[..., Page]) -> None:
    anna, ben = (person(viewport={"width": 1366, "height": 768}) for _ in range(2))
    for desk in (anna, ben):
        desk.goto(f"{office.url}/enter?key={office.keys['operator']}")
        desk.goto(f"{office.url}/operator")
        expect(desk.get_by_text("Nobody is waiting")).to_be_visible()
        desk.get_by_role("button", name="Start shift").click()
        expect(desk.get_by_role("button", name="Pause")).to_be_visible()
    guests = [Participant(person(**PHONE), office.url, token) for token in office.links["person"]]
    expect(lines(anna)).to_have_count(4)

    # A hand-over: Anna has taken what Ben shall answer.
    take(anna)
    anna.get_by_role("button", name="Hand over").first.click()
    dialog = anna.get_by_role("dialog")
    dialog.get_by_label("A note for them").fill("You know this one")
    dialog.get_by_role("radio", name="Operator 2").check()
    anna.keyboard.press("Control+Enter")
    expect(ben.get_by_text("You know this one")).to_be_visible()
    send(ben, "Tip One")

    for desk, text in ((anna, "Tip Two"), (ben, "Tip Three"), (anna, "Tip Four")):
        take(desk)
        send(desk, text)
    seen = []
    for guest in guests:
        expect(guest.page.get_by_role("button", name="Next")).to_be_visible()
        seen.append(guest.page.get_by_text(re.compile("^Tip ")).inner_text())
    assert sorted(seen) == ["Tip Four", "Tip One", "Tip Three", "Tip Two"]

    # An answer is taken back before it is shown, and corrected.
    guests[0].page.get_by_role("button", name="Next").click()
    take(anna, trial=2)
    send(anna, "Tip Wrong")
    anna.keyboard.press("u")
    expect(anna.get_by_role("button", name="Give back")).to_be_visible()
    send(anna, "Tip Right")
    guests[0].sees("Tip Right")

    # A session that a mock plays is taken over, answered by hand, and given back.
    played = Participant(person(**PHONE), office.url, office.links["rest"][0])
    played.sees(FALLBACK)
    ben.keyboard.press("b")
    line = ben.get_by_role("row").filter(has_text="· rest")
    line.get_by_role("button", name="Take over").click()
    expect(line.get_by_role("button", name="back to its mock")).to_be_visible()
    ben.keyboard.press("b")
    played.page.get_by_role("button", name="Next").click()
    take(ben, trial=2)
    send(ben, "Tip Taken")
    played.sees("Tip Taken")

    # One operator vanishes with a request in hand: the fallback answers at the deadline.
    lost = Participant(person(**PHONE), office.url, office.links["short-person"][0])
    take(anna)
    anna.context.set_offline(True)
    lost.sees(FALLBACK)

    told = [participant.told for participant in (*guests, played, lost)]
    assert [len(each) for each in told] == [2, 1, 1, 1, 2, 1], "nobody is told a wrong answer, or two"
    assert (played.told, lost.told) == ({"Take the bus", "Tip Taken"}, {"Take the bus"})
    check(office.log())


def check(log: list[tuple[str, str, dict[str, Any]]]) -> None:
    """The log tells it all, in order."""
    story: dict[str, list[str]] = {}
    for kind, _, told in log:
        if "prediction" in told and kind.partition(".")[0] in {"prediction", "desk"}:
            story.setdefault(told["prediction"], []).append(kind)
    stories = {tuple(kind for kind in each if kind != "desk.claimed") for each in story.values()}
    asked, deferred = "prediction.requested", "prediction.deferred"
    sent, shown = ("desk.answered", "prediction.answered"), ("prediction.released", "prediction.shown")
    assert stories >= {
        (asked, deferred, "desk.handed_over", *sent, *shown),
        (asked, deferred, *sent, "prediction.retracted", *sent, *shown),
        (asked, deferred, *sent, *shown),  # as usual, and the session that was taken over
        (asked, "prediction.answered", *shown),  # the mock, before that
        (asked, deferred, "prediction.answered", *shown),  # nobody came back: the fallback
    }
    kinds = [kind for kind, *_ in log]
    answers = [(n, told) for n, (kind, _, told) in enumerate(log) if kind == "prediction.answered"]
    [taken] = [n for n, told in answers if told["provenance"].get("taken_over")]
    assert kinds.index("desk.took_over") < taken
    assert sum(told["fallback"] for _, told in answers) == 1
