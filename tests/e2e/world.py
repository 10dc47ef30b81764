"""A running server with panels that were opened before it started: one for each mock of the courier scenario."""

from __future__ import annotations

from pathlib import Path

import httpx

from curtain import panels
from curtain.bench.server import Server
from curtain.engine import Engine
from feedback_db import open_store
from tests.e2e.library import three_arms

PLAYERS = ("weather-rules", "person", "coin")


class World(Server):
    """`panel` has a panel's id by its mock; `token` comes by the panel's open link, as a stranger would."""

    def __init__(self, database: Path, *, time_scale: float = 0.02, people: int = 10_000) -> None:
        self.panel: dict[str, str] = {}
        self.link: dict[str, str] = {}
        library = three_arms(database.parent / "library")
        engine = Engine(open_store(database), library=library)
        for player in PLAYERS:
            made = panels.create(
                engine, "courier-delay", f"Played by {player}", played_by={"delay": player}, people=people
            )
            panels.open_panel(engine, made)
            self.panel[player], self.link[player] = made, panels.open_link(engine, made)
        engine.close()
        settings = {"CURTAIN_TIME_SCALE": str(time_scale), "CURTAIN_LIBRARY": str(library)}
        super().__init__(database, environment=settings)

    def token(self, player: str = "weather-rules") -> str:
        """Come by the open link; gives the token of the place that one is sent on to."""
        answer = httpx.get(f"{self.url}/?k={self.link[player]}")
        assert answer.status_code == 303
        return answer.headers["location"].partition("k=")[2]

    def sign_in(self, role: str) -> httpx.Client:
        """A client that holds the role's cookie."""
        client = httpx.Client(base_url=self.url)
        assert client.get(f"/enter?key={self.keys[role]}").status_code == 303
        return client

    def cookie(self, role: str) -> str:
        """The value of a fresh cookie of that role."""
        return self.sign_in(role).cookies["key"]
