"""Simulated people in real time: they go through the real engine by themselves, and wait for answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from curtain import desk, panels, practice
from curtain.clockwork import Clockwork
from curtain.desk import Operator
from curtain.engine import Engine
from curtain.floor import console_of, page_of
from curtain.practice.stage import Stage
from curtain.simulated.live import Live, Walker
from curtain.simulated.walk import begin
from feedback_db import open_store
from tests.elsewhere import elsewhere
from tests.engine.test_practice import LOOK, PARCELS
from tests.engine.work import working
from tests.house import House

ANNA = Operator("anna", "Operator 1")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with working(tmp_path, PARCELS, LOOK) as house:
        yield house


def come(house: House, live: Live, number: int = 1, **panel: str) -> list[Walker]:
    """So many people, who may go on whenever they like."""
    made = panels.create(house.engine, "work", "Test panel", origin="practice", played_by=panel)
    panels.open_panel(house.engine, made)
    links = panels.make_links(house.engine, made, number)
    people = [Walker(house.engine, begin(house.engine, token, f"seed/{n}")) for n, token in enumerate(links)]
    for each in people:
        live.add(each)
    return people


def pass_time(house: House, live: Live, seconds: float) -> None:
    for _ in range(round(4 * seconds)):
        house.step(0.25)
        live.tick()


def test_people_walk_to_the_end_by_themselves_and_hurry(house: House) -> None:
    live = Live(house.engine)
    people = come(house, live, 3)
    pass_time(house, live, 30)
    assert [each.eyes.state.status for each in people] == ["completed"] * 3
    assert all(each.over for each in people)
    assert not any(house.engine.presence._lines[page_of(each.session)] for each in people)


def test_who_waits_for_an_answer_does_nothing_until_it_is_there(house: House) -> None:
    live = Live(house.engine)
    person = next(each for each in come(house, live, 4, delay="person") if each.eyes.state.arm == "on")
    pass_time(house, live, 4)
    before = person.eyes.state.rev
    pass_time(house, live, 4)
    assert person.eyes.state.rev == before
    assert house.engine.presence.is_here(page_of(person.session))
    [asked] = person.eyes.state.asked.values()
    desk.answer(house.engine, ANNA, asked.id, [{"label": "late", "score": 0.9}]).result(10)
    pass_time(house, live, 3)
    assert len(person.eyes.state.asked) == 2


def test_somebody_who_stumbles_leaves_and_the_others_go_on(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(house.engine)
    first, second = come(house, live, 2)

    def stumble() -> None:
        raise RuntimeError("the page is gone")

    monkeypatch.setattr(first.eyes, "moves", stumble)
    pass_time(house, live, 30)
    assert first.over
    assert second.eyes.state.status == "completed"
    assert "the page is gone" in caplog.text


def test_nobody_moves_any_more_once_they_are_stopped(house: House) -> None:
    live = Live(house.engine)
    [person] = come(house, live)
    live.stop()
    pass_time(house, live, 10)
    assert person.eyes.state.place == "consent"


def test_a_run_goes_by_itself_in_real_time(tmp_path: Path) -> None:
    with working(tmp_path, PARCELS.replace("answers: 4", "answers: 1").replace("1 s", "0 s"), LOOK):
        pass
    engine = Engine(open_store(tmp_path / "real.db"), library=tmp_path / "library")
    panel = panels.create(engine, "work", "Autumn", played_by={"delay": "person"})
    panels.open_panel(engine, panel)
    clockwork, stage = Clockwork(engine), Stage(engine)
    engine.presence.came(console_of(ANNA.id))

    async def play() -> None:
        ticking = [asyncio.create_task(each.run()) for each in (clockwork, stage)]
        run = await asyncio.to_thread(practice.begin, engine, ANNA, panel)
        while not practice.is_over(engine, run):
            for line in desk.view(engine, ANNA, run)["queue"]:
                await asyncio.wrap_future(
                    desk.answer(engine, ANNA, line["prediction"], [{"label": "late", "score": 0.9}])
                )
            await asyncio.sleep(0.02)
        for each in ticking:
            each.cancel()
        await asyncio.to_thread(stage.stop)

    try:
        elsewhere(asyncio.wait_for(play(), 30))
        with engine.store.reading() as reading:
            [row] = reading.practice("work")
        assert (row.answers, row.in_time) == (1, 1)
    finally:
        engine.close()
