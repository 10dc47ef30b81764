"""Simulated people walk through real sessions: the same each time, with operators, time limits and drop-outs."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from curtain.clock import SteppedClock, moment
from curtain.engine import Engine
from curtain.errors import CurtainError
from curtain.screens import KINDS
from curtain.simulated import Stuck, acting, person, walk
from curtain.simulated.command import simulate
from curtain.simulated.look import Move
from curtain.simulated.rehearsal import FIRST_DAY, rehearse
from feedback_db import Event, open_store

DATA = """
data:
  job:
    rows: 3
    columns:
      name: {fake: first_name}
      danger: {one_of: [high, low]}
      actual: {bad: 1, fine: 2}
mocks:
  rules: {kind: rules, rules: [{if: {danger: high}, answer: bad, score: 0.9}], otherwise: {answer: fine, score: 0.8}}
  person: {kind: operator, deadline: 20 s, fallback: rules}
  nobody: {kind: operator, deadline: 5 s}
features:
  risk: {answers: [fine, bad], model_sees: [danger], truth: actual, played_by: PLAYER, show_after: 1 s}
"""
SHOW = """      - show: risk
        id: look
        text: It is {{ risk.label }}.
        title: For {{ job.name }}
        buttons: {Stop: accept, Go on: dismiss}
"""
EACH = f"flow:\n  - each: job\n    steps:\n{SHOW}"
REVEAL = """      - reveal: job.actual
"""
END = "  - end: Thank you!\n"

Play = Callable[..., list[list[Event]]]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Plays people through a scenario of that text; gives their logs."""

    def played(
        text: str, people: int = 6, seed: str = "1", player: str = "rules", ends: dict[str, int] | None = None
    ) -> list[list[Event]]:
        folder = tmp_path / "library" / "mine"
        folder.mkdir(parents=True, exist_ok=True)
        whole = f"scenario: mine\nshown_title: Mine\n{text.replace('PLAYER', player)}"
        (folder / "mine.yaml").write_text(whole, encoding="utf-8")
        clock = SteppedClock(FIRST_DAY)
        engine = Engine(
            open_store(tmp_path / "curtain.db", clock=clock), clock=clock, library=tmp_path / "library"
        )
        try:
            panel, found = rehearse(engine, "mine", people, seed)
            if ends is not None:
                ends.update(found)
            with engine.store.reading() as reading:
                return [reading.events_of(session.id) for session in reading.sessions(panel)]
        finally:
            engine.close()

    return played


def counted(logs: list[list[Event]]) -> Counter[str]:
    return Counter(event.kind for log in logs for event in log)


def reactions(logs: list[list[Event]]) -> Counter[str]:
    return Counter(
        event.payload["reaction"] for log in logs for event in log if event.kind == "reaction.recorded"
    )


def dump(path: Path) -> str:
    """All that stands in a database, but for the time at which its tables were made."""
    with sqlite3.connect(path) as connection:
        return "\n".join(line for line in connection.iterdump() if "_sqlite_migrations" not in line)


def test_the_command_gives_the_same_database_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        done = CliRunner().invoke(
            simulate, ["courier-delay", "-n", "8", "--seed", "7", "--db", str(tmp_path / name)]
        )
        assert done.exit_code == 0, done.output
        assert "reached the end" in done.output
    assert dump(tmp_path / "one") == dump(tmp_path / "two")
    CliRunner().invoke(simulate, ["courier-delay", "-n", "8", "--seed", "8", "--db", str(tmp_path / "three")])
    assert dump(tmp_path / "one") != dump(tmp_path / "three")


@pytest.mark.parametrize("slug", ["courier-delay"])
def test_two_processes_write_what_one_would(tmp_path: Path, slug: str) -> None:
    for processes in (1, 2):
        clock = SteppedClock(FIRST_DAY)
        engine = Engine(open_store(tmp_path / str(processes), clock=clock), clock=clock)
        rehearse(engine, slug, 40, "7", processes=processes)
        engine.close()
    assert dump(tmp_path / "1") == dump(tmp_path / "2")


def test_the_same_seed_can_be_played_twice_into_one_database(tmp_path: Path) -> None:
    told = ["courier-delay", "-n", "2", "--db", str(tmp_path / "one"), "--arm", "short"]
    for _ in range(2):
        done = CliRunner().invoke(simulate, told)
        assert done.exit_code == 0, done.output
    with sqlite3.connect(tmp_path / "one") as connection:
        found = connection.execute(
            "SELECT panel, arm, origin, count(*) FROM session GROUP BY 1, 2, 3"
        ).fetchall()
    assert sorted(row[1:] for row in found) == [("short", "simulated", 2)] * 2


def test_what_cannot_be_played_is_said_plainly(tmp_path: Path) -> None:
    done = CliRunner().invoke(simulate, ["courir-delay", "--db", str(tmp_path / "one")])
    assert "did you mean 'courier-delay'?" in str(done.exception)
    done = CliRunner().invoke(simulate, ["courier-delay", "--arm", "shrt", "--db", str(tmp_path / "one")])
    assert "no arm 'shrt'" in str(done.exception)
    done = CliRunner().invoke(simulate, [str(tmp_path), "--db", str(tmp_path / "one")])
    assert "There is no scenario file" in str(done.exception)
    assert not (tmp_path / "one").exists(), "a slip of the hand leaves no database behind"


def test_a_file_is_played_whatever_its_folder_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "ideas"
    folder.mkdir()
    for name, end in (("ideas", "Not this one."), ("draft", "Bye.")):
        (folder / f"{name}.yaml").write_text(f"scenario: idea\nshown_title: Idea\nflow: [end: {end}]\n")
    told = [str(folder / "draft.yaml"), "-n", "1", "--db", str(tmp_path / "one")]
    done = CliRunner().invoke(simulate, told)
    assert done.exit_code == 0, done.output
    with sqlite3.connect(tmp_path / "one") as connection:
        (kept,) = connection.execute("SELECT files FROM scenario_version").fetchone()
    assert "Bye." in kept
    (folder / "draft.yaml").write_text("scenario: [")
    done = CliRunner().invoke(simulate, told)
    assert str(done.exception).startswith(f"{folder / 'draft.yaml'}:1:")


def test_operators_play_where_they_are_asked_for(tmp_path: Path) -> None:
    told = ["courier-delay", "-n", "2", "--arm", "short", "--db", str(tmp_path / "one"), "--operators"]
    assert CliRunner().invoke(simulate, told).exit_code == 0
    with sqlite3.connect(tmp_path / "one") as connection:
        (answered,) = connection.execute(
            "SELECT count(*) FROM desk_action WHERE kind = 'answered'"
        ).fetchone()
    assert answered > 5
    done = CliRunner().invoke(simulate, ["transcript-editor", *told[1:3], "--operators"])
    assert "no mock of the kind 'operator'" in str(done.exception)


def test_who_stops_it_is_told_where_the_people_are_and_the_panel_is_closed(tmp_path: Path) -> None:
    clock = SteppedClock(FIRST_DAY)
    engine = Engine(open_store(tmp_path / "one", clock=clock), clock=clock)

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(CurtainError, match=r"Stopped\. Whoever has come so far is in the panel 'p-"):
        rehearse(engine, "courier-delay", 40, "7", stop, processes=1)
    with engine.store.reading() as reading:
        (panel,) = reading.panels()
        ends = Counter(session.status for session in reading.sessions(panel.id))
    engine.close()
    assert panel.status == "closed"
    assert ends["completed"] > 10


def test_somebody_knows_what_to_do_on_every_kind_of_screen() -> None:
    assert set(acting.ACTING) == set(KINDS) - {"end"}


def test_operators_take_and_answer_within_the_deadline(play: Play) -> None:
    logs = play(DATA + EACH + END, player="person")
    found = counted(logs)
    assert found["desk.answered"] > 10
    assert found["desk.claimed"] >= found["desk.answered"]
    assert found["prediction.answered"] == found["prediction.requested"] == found["prediction.deferred"]
    for log in logs:
        asked = {event.payload["prediction"]: event for event in log if event.kind == "prediction.requested"}
        for event in log:
            if event.kind == "desk.answered":
                assert event.at < asked[event.payload["prediction"]].payload["deadline_at"]


def test_where_no_operator_comes_the_fallback_answers(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curtain.simulated.operators.AWAY", 1.0)
    logs = play(DATA + EACH + END, player="person", people=3)
    assert counted(logs)["desk.claimed"] == 0
    told = [event.payload for log in logs for event in log if event.kind == "prediction.answered"]
    assert told
    assert all(each["fallback"] for each in told)


def test_operators_without_a_fallback_answer_by_themselves(play: Play) -> None:
    assert counted(play(DATA + EACH + END, player="nobody"))["desk.answered"] > 5


def test_outcomes_are_learned_from(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    learned: list[bool] = []
    monkeypatch.setattr(person.Person, "learn", lambda _self, well: learned.append(well))
    said = """        says:
          accept: {bad: {tone: good, title: Well, text: Good}, fine: {tone: bad, title: Oh, text: Bad}}
          dismiss: {bad: {tone: bad, title: Oh, text: Bad}, fine: {tone: good, title: Well, text: Good}}
"""
    play(DATA + EACH + REVEAL + said + END)
    assert set(learned) == {True, False}


def test_time_limits_end_a_screen_for_who_is_slow(play: Play) -> None:
    logs = play(DATA + EACH + "        time_limit: 3 s\n" + END)
    left = [event.payload["how"] for log in logs for event in log if event.kind == "step.left"]
    assert set(left) == {"time"}
    assert reactions(logs), "and who is quick decides"


def test_people_go_back_and_skip_where_that_is_offered(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "GOES_BACK", 0.5)
    info = "  - {info: Read this., id: one}\n  - {info: And this., id: two, back: true, optional: true}\n"
    logs = play(f"flow:\n{info}{END}", people=12)
    assert {event.payload["how"] for log in logs for event in log if event.kind == "step.left"} == {"back"}
    assert reactions(logs)["skip"] > 0


def test_who_leaves_may_come_back(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(person, "LEAVES", 0.15)
    ends: dict[str, int] = {}
    logs = play(DATA + EACH + END, people=30, ends=ends)
    assert ends["running"] > 0
    assert ends["completed"] > 0
    pauses = [
        (moment(after.at) - moment(before.at)).total_seconds()
        for log in logs
        if log[-1].kind == "session.completed"
        for before, after in pairwise(log)
    ]
    assert max(pauses) > 200, "somebody came back after a while"


def test_an_answer_that_takes_too_long_is_not_awaited_by_all(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "RETURNS", 0.0)
    slow = DATA.replace("show_after: 1 s", "show_after: 60 s")
    ends: dict[str, int] = {}
    play(slow + EACH + END, people=12, ends=ends)
    assert ends["running"] > 3


STARTS = {
    "a button": ("starts: {on_request: Check it}", {"prediction.requested"}),
    "a moment": ("starts: {by_itself: 1 to 3 s}", {"prediction.requested", "prediction.shown"}),
    "a push": ("starts: pushed", {"prediction.requested", "prediction.shown"}),
}


@pytest.mark.parametrize("way", STARTS)
def test_features_that_begin_later_are_met(play: Play, way: str) -> None:
    line, kinds = STARTS[way]
    assert kinds <= set(counted(play(DATA + EACH + f"        {line}\n" + END)))


PRESENTED: dict[str, tuple[str, set[str]]] = {
    "as: automate": ("{Do: accept, Undo: undo}", {"accept", "undo"}),
    "as: countdown, after: 8 s": ("{Now: accept, Stop: dismiss}", {"accept", "dismiss"}),
    "as: prompt, force: interstitial": ("{Yes: accept, No: dismiss}", {"accept", "dismiss"}),
    "as: annotate, force: mark": ("{Yes: accept, No: dismiss}", {"accept", "dismiss", "explain"}),
    "as: annotate, force: block": ("{Yes: accept, No: dismiss}", {"accept", "dismiss", "explain"}),
}


@pytest.mark.parametrize("presented", PRESENTED)
def test_every_way_of_presenting_is_lived_with(play: Play, presented: str) -> None:
    buttons, does = PRESENTED[presented]
    flow = EACH.replace("{Stop: accept, Go on: dismiss}", buttons) + f"        presented: {{{presented}}}\n"
    assert set(reactions(play(DATA + flow + END, people=16))) == does


def test_what_happens_by_itself_in_a_countdown_is_marked_as_such(play: Play) -> None:
    flow = EACH + "        presented: {as: countdown, after: 8 s}\n"
    by = [
        event.payload["by"]
        for log in play(DATA + flow + END, people=12)
        for event in log
        if event.kind == "reaction.recorded"
    ]
    assert set(by) == {"itself", "person"}


TALK = """
mocks:
  talk: {kind: fixed, answer: Of course.}
features:
  reply: {task: chat-completion, played_by: talk, show_after: 1 s}
"""
CHAT = """  - chat: reply
    turns: {least: 2}
    feedback: {thumbs: Good?, labels: [good, bad]}
"""
MENU = """  - chat: nothing
    opens_with: Hello.
    person: {says: A person comes.}
    menu:
      Rent: {says: What about it?, choices: {Too high: Ask for less., Late: Pay soon.}}
      Person: {person: true}
"""
FORM = """  - form: About you
    fields:
      age: {number: How old are you?, from: 18, to: 99}
      town: {text: Where?, optional: true}
"""
FAMILIES: dict[str, tuple[str, str, str]] = {
    "chat": (TALK, CHAT, "message.said"),
    "menu": ("", MENU, "message.said"),
    "form": ("", FORM, "answer.given"),
    "survey": ("", "  - survey: [sus, nasa-tlx, ueq-s, nps]\n", "answer.given"),
    "probe": ("", "  - probe: What do you think was answering?\n", "answer.given"),
}


@pytest.mark.parametrize("family", FAMILIES)
def test_people_know_what_to_do_with_every_family(play: Play, family: str) -> None:
    head, step, kind = FAMILIES[family]
    ends: dict[str, int] = {}
    logs = play(f"{head}flow:\n{step}{END}", ends=ends)
    assert ends["completed"] >= 4
    assert counted(logs)[kind] >= 4


def test_a_screen_that_nobody_knows_is_an_error(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(acting.ACTING, "info")
    with pytest.raises(Stuck, match="nobody knows what to do on a screen of the kind 'info'"):
        play(f"flow:\n  - info: Read this.\n{END}")


def test_an_act_that_is_refused_is_an_error(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(look: Any) -> list[Any]:
        return [Move(1.0, "keep")]

    monkeypatch.setitem(acting.ACTING, "info", wrong)
    with pytest.raises(Stuck, match=r"'keep' at .* was refused"):
        play(f"flow:\n  - info: Read this.\n{END}")
