"""A simulated person and a real browser that decide alike leave the same events behind, in the same order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from curtain import panels
from curtain.bench.server import Server
from curtain.clock import SteppedClock
from curtain.engine import Engine
from curtain.simulated import eyes, people, person
from curtain.simulated.acting.show import THUMBS
from curtain.simulated.command import FIRST_DAY
from feedback_db import Event, open_store, reading_beside

pytestmark = pytest.mark.browser

SCENARIO, SEED, PARCELS = "courier-delay", "alike", 8


class Decided(person.Person):
    """Somebody who gives a thumb on every screen, always makes other plans, and stays to the end."""

    def chance(self, share: float) -> bool:
        return share == THUMBS

    def follows(self, *, weight: float | None, signs: int) -> bool:
        return True


def told(log: list[Event]) -> list[tuple[str, str]]:
    """What happened, and at which place."""
    places: dict[str, str] = {}
    found = []
    for event in log:
        payload = event.payload
        if event.kind == "prediction.requested":
            places[payload["prediction"]] = payload["place"]
        place = payload.get("place") or payload.get("step") or places.get(payload.get("prediction", ""), "")
        found.append((event.kind, str(place)))
    return found


def made(database: Path, origin: panels.Origin) -> tuple[Engine, str]:
    engine = Engine(open_store(database))
    panel = panels.create(engine, SCENARIO, "Alike", origin=origin, seed=SEED)
    panels.open_panel(engine, panel)
    return engine, panel


def by_simulation(database: Path, monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    monkeypatch.setattr(eyes, "Person", Decided)
    engine, panel = made(database, "simulated")
    people(engine.seen_by(SteppedClock(FIRST_DAY)), panel, 1, "any", arm="with-reason")
    with engine.store.reading() as reading:
        log = reading.events_of(reading.sessions(panel)[0].id)
    engine.close()
    return log


def by_browser(database: Path, person: Callable[..., Page]) -> list[Event]:
    engine, panel = made(database, "real")
    token = engine.store.do(lambda tx: panels._link(engine, tx, panel, "personal", "with-reason"))
    engine.close()
    with Server(database, environment={"CURTAIN_TIME_SCALE": "0.02"}) as server:
        page = person()
        page.goto(f"{server.url}/?k={token}")
        page.get_by_role("button", name="I agree").click()
        page.get_by_role("button", name="Start").click()
        for _ in range(PARCELS):
            no = page.get_by_role("button", name="No", exact=True)
            no.click()
            expect(no).to_have_attribute("aria-pressed", "true")
            page.get_by_role("button", name="I'll change my plans").click()
            page.get_by_role("button", name="Next").click()
        for lines in (10, 3):
            groups = page.locator("fieldset")
            expect(groups).to_have_count(lines)
            for line in groups.all():
                line.get_by_role("radio").first.check(force=True)
            page.get_by_role("button", name="Continue").click()
        page.get_by_role("button", name="Keep my answers").click()
        expect(page.get_by_text("Your code")).to_be_visible()
    with reading_beside(database) as reading:
        return reading.events_of(reading.sessions(panel)[0].id)


def test_the_same_choices_leave_the_same_events(
    tmp_path: Path, person: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = told(by_browser(tmp_path / "browser.db", person))
    played = told(by_simulation(tmp_path / "simulated.db", monkeypatch))
    assert len([kind for kind, _ in seen if kind == "prediction.shown"]) >= 1
    assert played == seen
