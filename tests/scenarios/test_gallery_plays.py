"""Every scenario of the gallery is played in each of its arms by simulated people, from first screen to last."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

import scenarios
from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.replay import replay
from curtain.simulated.command import FIRST_DAY
from curtain.simulated.rehearsal import rehearse
from feedback_db import Event, open_store

PEOPLE = 4
ARMS = [
    (entry.slug, arm)
    for entry in scenarios.library()
    if entry.scenario is not None
    for arm in entry.scenario.arms
]
PLAYABLE = [
    entry.slug for entry in scenarios.library() if entry.scenario and scenarios.operators(entry.scenario)
]


def test_every_scenario_of_the_gallery_can_be_read() -> None:
    assert [str(problem) for entry in scenarios.library() for problem in entry.problems] == []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, slug: str) -> Iterator[Engine]:
    """A house whose library has this scenario alone, so that the others need not be read for each arm."""
    folder = tmp_path_factory.mktemp(slug)
    shutil.copytree(scenarios.LIBRARY / slug, folder / "library" / slug)
    clock = SteppedClock(FIRST_DAY)
    engine = Engine(open_store(folder / "curtain.db", clock=clock), clock=clock, library=folder / "library")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def slug(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(("slug", "arm"), ARMS, indirect=["slug"])
def test_people_play_it_to_the_end_or_leave_as_people_do(house: Engine, slug: str, arm: str) -> None:
    engine = house
    panel, ends = rehearse(engine, slug, PEOPLE, "gallery", arm=arm)
    with engine.store.reading() as reading:
        sessions = reading.sessions(panel, "simulated")
        logs = {session.id: reading.events_of(session.id) for session in sessions}
    assert len(sessions) == sum(ends.values()) == PEOPLE
    assert ends.get("completed", 0) >= PEOPLE / 2
    assert set(ends) <= {"completed", "running", "withdrawn", "screened"}
    for session in sessions:
        if session.status == "withdrawn":
            assert [event.kind for event in logs[session.id]] == ["participant.withdrew"]
        else:
            nothing_is_missing(logs[session.id], completed=session.status == "completed")
    done = next(session.id for session in sessions if session.status == "completed")
    for words in (True, False):
        again = replay(engine, done, words=words)
        assert {moment.event for moment in again.moments} == {event.id for event in logs[done]}
        assert again.screens[again.moments[-1].screen]["screen"]["kind"] == "end"


@pytest.mark.parametrize("slug", PLAYABLE, indirect=True)
def test_operators_play_it_for_people_in_every_arm(house: Engine, slug: str) -> None:
    entry = house.entry(slug)
    assert entry
    assert entry.scenario
    panel, ends = rehearse(house, slug, len(entry.scenario.arms), "played", operators=True)
    assert ends.get("completed", 0) >= len(entry.scenario.arms) / 2
    with house.store.reading() as reading:
        logs = [reading.events_of(each.id) for each in reading.sessions(panel, "simulated")]
    answered = [event for log in logs for event in log if event.kind == "desk.answered"]
    assert len({event.payload["prediction"] for event in answered}) == len(answered) > 0


def nothing_is_missing(log: list[Event], *, completed: bool) -> None:
    """A log begins and ends as it must; every question was answered, every answer shown, before the screen was left."""
    kinds = [event.kind for event in log]
    assert kinds[0] == "session.started"
    assert kinds[-1] == "session.completed" or not completed
    assert kinds.count("session.completed") == completed
    assert [event.id for event in log] == sorted(event.id for event in log)
    assert [event.at for event in log] == sorted(event.at for event in log)
    for asked in (event.payload for event in log if event.kind == "prediction.requested"):
        met = [event.kind for event in log if event.payload.get("prediction") == asked["prediction"]]
        assert "prediction.answered" in met, asked["place"]
        assert "prediction.released" in met, asked["place"]
    for event in log:
        if event.kind == "reaction.recorded" and event.payload["decision"]:
            before = [each.kind for each in log if each.id < event.id]
            assert before.count("step.entered") >= 1
    places = [event.payload["place"] for event in log if event.kind == "step.entered"]
    acted = [
        event.payload.get("place") or event.payload.get("step")
        for event in log
        if event.kind == "answer.given"
    ]
    assert set(acted) <= set(places)
