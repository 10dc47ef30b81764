"""The page on which operators practise, who may let them in without, and what the results say of operators."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from curtain import doors, panels, practice, session
from curtain.acts import Act
from curtain.desk import Operator, answer, claim, shifts, view
from curtain.engine import Engine
from curtain.floor import console_of
from curtain.practice.runs import tell
from scenarios import LIBRARY
from tests.pages.test_staff_pages import opens, press, words

Visit = Callable[..., AppTest]

ME = Operator("s1", "Operator 1")
MARK = {
    "prediction": "p1", "feature": "delay", "facts": {"Weather": "heavy snow"}, "said": "on time", "rules": "delayed",
    "right": False, "in_time": True, "seconds": 3.4, "why": "The rules say something else.",
}  # fmt: skip
RIGHT = {**MARK, "said": "delayed", "right": True, "why": "Just as the rules say."}
MISSED = {**MARK, "said": None, "seconds": None, "in_time": False, "why": "No answer came in time."}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The courier scenario, which asks its operators to practise."""
    folder = tmp_path / "library"
    shutil.copytree(LIBRARY / "courier-delay", folder / "courier-delay")
    file = folder / "courier-delay" / "courier-delay.yaml"
    text = file.read_text(encoding="utf-8")
    if "practice:" not in text:
        text = text.replace(
            "answered_twice: 20%", "answered_twice: 20%\n      practice: {answers: 3, right: 60%}", 1
        )
    file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def panel(engine: Engine) -> str:
    made = panels.create(engine, "courier-delay", "Autumn", played_by={"delay": "person"})
    panels.open_panel(engine, made)
    return made


def ended(engine: Engine, run: str, *marks: dict[str, Any], passed: bool) -> None:
    """As the end of a run is written."""
    right, in_time = (sum(mark[name] for mark in marks) for name in ("right", "in_time"))
    told = {
        "operator": ME.id, "name": ME.name, "scenario": "courier-delay", "feature": "delay", "answers": len(marks),
        "right": right, "in_time": in_time, "passed": passed, "marks": list(marks),
    }  # fmt: skip

    def command(tx: Any) -> None:
        tell(engine, tx, run, "desk.practised", told)
        tell(engine, tx, run, "panel.closed", {})

    engine.store.do(command)


def buttons(shown: AppTest) -> list[str]:
    return [button.label for button in shown.button]


def test_an_operator_is_told_what_is_asked_of_them_and_starts(
    visit: Visit, engine: Engine, panel: str
) -> None:
    shown = opens(visit("practice", "operator", panel=panel))
    told = words(shown)
    assert "asks for some practice" in told
    assert "in time and as the rules say" in told
    assert "Heavy snow: delayed" in told.replace("\\", "")
    press(shown, "Start practising")
    assert practice.going_on(engine, ME)
    assert buttons(shown) == ["Stop practising"]
    assert "Practice: **0 of " in words(shown)


def test_a_closed_tab_finds_the_run_again_and_can_stop_it(visit: Visit, engine: Engine, panel: str) -> None:
    practice.begin(engine, ME, panel)
    shown = opens(visit("practice", "operator", panel=panel))
    assert "Practice: **0 of " in words(shown)
    press(shown, "Stop practising")
    assert "Start practising" in buttons(shown)


def test_who_does_not_pass_reads_kindly_what_differs_and_tries_again(
    visit: Visit, engine: Engine, panel: str
) -> None:
    ended(engine, practice.begin(engine, ME, panel), RIGHT, MARK, MISSED, passed=False)
    shown = opens(visit("practice", "operator", panel=panel))
    told = words(shown).replace("\\", "")
    assert "Not quite yet" in told
    assert "1 of 3 as the rules say, 2 of 3 in time" in told
    assert "You, after 3.4 s: **on time**  \nThe rules: **delayed**\n" in told
    assert "You, after 3.4 s: **delayed**\n" in told
    assert ":gray-badge[not in time]" in told
    assert "Go to the desk" not in buttons(shown)
    press(shown, "Try again")
    assert practice.going_on(engine, ME)


def test_who_passes_goes_to_the_desk(visit: Visit, engine: Engine, panel: str) -> None:
    ended(engine, practice.begin(engine, ME, panel), RIGHT, passed=True)
    shown = opens(visit("practice", "operator", panel=panel))
    assert "That is enough to play" in words(shown)
    assert "1 of 1 as the rules say, all in time" in words(shown)
    assert "Go to the desk" in buttons(shown)


def test_what_somebody_wrote_is_shown_as_they_wrote_it(visit: Visit, engine: Engine, panel: str) -> None:
    ended(engine, practice.begin(engine, ME, panel), {**MARK, "said": "![x](http://a.b/c)"}, passed=False)
    assert "![x](" not in words(opens(visit("practice", "operator", panel=panel)))


def test_a_designer_lets_a_substitute_in(visit: Visit, engine: Engine, panel: str) -> None:
    assert "without practice" not in words(opens(visit("panels", "designer", panel=panel)))
    engine.presence.came(console_of("ben"))
    shifts.start(engine, Operator("ben", "Operator 7")).result(10)
    shown = opens(visit("panels", "designer", panel=panel))
    assert "Operator 7" in words(shown)
    press(shown, "Let in without practice")
    assert "Operator 7" not in words(opens(visit("panels", "designer", panel=panel)))
    with engine.store.reading() as reading:
        [row] = reading.practice("courier-delay")
    assert (row.operator, row.let_in_by) == ("ben", "Operator 1")


def test_the_results_tell_of_operators_once_they_have_answered(
    visit: Visit, engine: Engine, panel: str
) -> None:
    shifts.let_in(engine, ME, "courier-delay", "Designer").result(10)
    [token] = panels.make_links(engine, panel, 1)
    doors.enter(engine, token).result(10)
    found = doors.session_behind(engine, token)
    assert found
    assert "Operators" not in words(opens(visit("results", "reviewer", panel=panel)))
    for n in range(20):  # everybody else is in an arm in which nobody asks
        if queue := view(engine, ME)["queue"]:
            break
        [token] = panels.make_links(engine, panel, 1) if n else [token]
        doors.enter(engine, token).result(10)
        found = doors.session_behind(engine, token)
        assert found
        for _ in range(2):
            state = engine.look(found[0])
            session.act(engine, found[0], Act(place=state.place, act="next")).result(10)
    claim(engine, ME, queue[0]["prediction"]).result(10)
    answer(engine, ME, queue[0]["prediction"], [{"label": "delayed", "score": 0.8}]).result(10)
    shifts.end(engine, ME, {"hard": "The *snow*.", "needs": "A map"}).result(10)
    shown = opens(visit("results", "reviewer", panel=panel))
    told = words(shown).replace("\\", "")
    assert "Operators" in told
    assert "Operator 1 was let in without practice." in told
    assert "no request was answered twice" in told
    assert "**Hard:** The *snow*." in told
    assert "**A model would need:** A map" in told
    assert "Off script" not in told
    [table] = [one.value for one in shown.table if "practice" in one.value]
    assert table.index.tolist() == ["Operator 1"]
    assert table.iloc[0]["answered"] == "1"
    assert table.iloc[0]["practice"] == "let in without"
