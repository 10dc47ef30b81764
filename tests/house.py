"""A whole house for tests: a store in a temporary file, a stepped clock, the courier scenario, and hands to use it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from curtain import doors, panels, session, views
from curtain.acts import Act
from curtain.clock import SteppedClock
from curtain.clockwork import Clockwork
from curtain.engine import Engine
from curtain.state import SessionState
from feedback_db import open_store

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


class House:
    """An engine with its clockwork, under a clock that tests step."""

    def __init__(self, path: Path, library: Path | None = None) -> None:
        self.clock = SteppedClock(START)
        self.engine = Engine(open_store(path), clock=self.clock, library=library)
        self.engine.players = ThreadPoolExecutor(
            1
        )  # one after the other, so that `settle` can wait for the last
        self.clockwork = Clockwork(self.engine)

    def close(self) -> None:
        self.engine.close()

    def panel(self, played_by: str | None = "weather-rules", **settings: Any) -> str:
        """An open panel of the courier scenario."""
        made = panels.create(
            self.engine,
            settings.pop("scenario", "courier-delay"),
            "Test panel",
            played_by={"delay": played_by} if played_by else {},
            **settings,
        )
        panels.open_panel(self.engine, made)
        return made

    def settle(self) -> None:
        """Let the mocks that were asked answer, and everything written be committed."""
        for _ in range(4):
            for future in self.clockwork.tick():
                future.result(10)
            self.engine.players.submit(lambda: None).result(10)
            self.engine.store.do(lambda _tx: None)

    def step(self, seconds: float) -> None:
        """Let time pass, and do what is due."""
        self.settle()
        self.clock.step(seconds)
        self.settle()


class Guest:
    """A participant without a browser."""

    def __init__(self, house: House, panel: str, arm: str | None = None) -> None:
        self.house, self.engine = house, house.engine
        if arm:
            door = doors.knock(self.engine, panels.preview_link(self.engine, panel, arm))
            doors.mint(self.engine, panels.preview_link(self.engine, panel, arm), door.token).result(10)
            self.token = door.token
        else:
            self.token = panels.make_links(self.engine, panel, 1)[0]
        self.view = doors.enter(self.engine, self.token).result(10)
        behind = doors.session_behind(self.engine, self.token)
        self.session = behind[0] if behind else ""
        self.panel = behind[1] if behind else None

    @property
    def place(self) -> str:
        return str(self.view["place"])

    @property
    def screen(self) -> dict[str, Any]:
        return dict(self.view["screen"])

    @property
    def state(self) -> SessionState:
        return self.engine.recall(self.session).result(10)

    def look(self) -> dict[str, Any]:
        self.view = doors.enter(self.engine, self.token).result(10)
        return self.screen

    def act(self, act: str, **details: Any) -> dict[str, Any]:
        """Act on the present screen, and look at what comes of it."""
        done = Act.model_validate({"place": self.place, "act": act, **details})
        state = session.act(self.engine, self.session, done).result(10)
        if state.status == "withdrawn":
            return self.look()
        assert self.panel is not None
        self.view = views.view(self.engine, state, self.panel)
        return self.screen

    def react(self, reaction: str, **details: Any) -> dict[str, Any]:
        return self.act("react", reaction=reaction, **details)

    def to_first_parcel(self) -> dict[str, Any]:
        self.act("next")
        return self.act("next")

    def wait(self, seconds: float = 6.0) -> dict[str, Any]:
        self.house.step(seconds)
        return self.look()

    def finish(self, decide: str = "accept") -> None:
        """Go on to the end, deciding always the same."""
        while self.screen["kind"] != "end":
            match self.screen["kind"]:
                case "consent" | "info" | "reveal":
                    self.act("next")
                case "survey":
                    self.act("answer", answers={item["id"]: 3 for item in self.screen["items"]})
                case "debrief":
                    self.act("keep")
                case _:
                    if self.screen["waiting"]:
                        self.wait(25)  # long enough for a deadline that nobody meets
                    self.react(decide, ms=1200)
