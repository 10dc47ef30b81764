"""Events for tests: one panel, and people who do things in it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from feedback_db import NewEvent, Reading, Store, Writing, key

T = TypeVar("T")
PANEL = "p1"
_START = datetime(2026, 5, 4, 9, tzinfo=UTC)


def clock() -> datetime:
    return _START


def at(seconds: float = 0) -> str:
    return (_START + timedelta(seconds=seconds)).isoformat(timespec="microseconds")


def panel_created(panel: str = PANEL, **facts: Any) -> NewEvent:
    told = {
        "name": "First look",
        "scenario": "courier-delay",
        "origin": "real",
        "played_by": {"delay": "coin"},
        "seed": "1",
        "people": 2,
        "arms": ["short", "long"],
        **facts,
    }
    return NewEvent("panel.created", at(), panel, payload=told)


class Person:
    """A participant whose acts become events; `number` tells them apart."""

    def __init__(self, number: int = 1, arm: str = "short", panel: str = PANEL) -> None:
        self.number, self.arm, self.panel = number, arm, panel
        self.id, self.session, self.token = f"u{number}", f"s{number}", f"token-{number}"

    def does(self, kind: str, /, seconds: float = 0, name: str | None = None, **facts: Any) -> NewEvent:
        return NewEvent(
            kind,
            at(seconds),
            self.panel,
            self.session,
            self.id,
            self.arm,
            version="v1",
            payload=facts,
            key=name,
        )

    def comes(self, origin: str = "real", link: str | None = None) -> list[NewEvent]:
        made = self.does("participant.made", token=self.token, number=self.number, link=link)
        rows = {"parcel": [{"weather": "clear"}]}
        started = self.does("session.started", origin=origin, arm=self.arm, rows=rows, steps=9)
        return [made._replace(session=None, arm=None), started]

    def enters(self, place: str = "warning/1", seconds: float = 0) -> NewEvent:
        return self.does("step.entered", seconds, place=place, step=place.split("/")[0], trial=1, done=2)

    def asks(self, prediction: str, seconds: float = 0, **facts: Any) -> NewEvent:
        told = {
            "prediction": prediction,
            "feature": "delay",
            "place": "warning/1",
            "step": "warning",
            "trial": 1,
            "task": "text-classification",
            "input": {"weather": "heavy snow"},
            "mock": "person",
            "release_at": at(seconds + 2),
            "deadline_at": at(seconds + 20),
            "truth": "delayed",
            **facts,
        }
        return self.does("prediction.requested", seconds, **told)

    def is_answered(self, prediction: str, output: Any, seconds: float = 0) -> NewEvent:
        facts = {"prediction": prediction, "output": output, "provenance": {"rule": "snow"}}
        return self.does("prediction.answered", seconds, **facts, late=False, fallback=False)

    def reacts(
        self, reaction: str = "accept", value: str | None = None, revision: int = 0, **facts: Any
    ) -> NewEvent:
        told = {
            "reaction": reaction,
            "value": value,
            "prediction": None,
            "place": "warning/1",
            "step": "warning",
            "trial": 1,
            "revision": revision,
            "seen_to_pressed_ms": 1200,
            "warned": True,
            "truth": "delayed",
            "predicted": "delayed",
            **facts,
        }
        name = key(self.session, f"warning/1/{reaction}", "reaction.recorded", revision)
        return self.does("reaction.recorded", name=name, **told)

    def answers(self, instrument: str = "sus", **answers: Any) -> NewEvent:
        return self.does("answer.given", step=f"survey-{instrument}", instrument=instrument, answers=answers)

    def completes(self, seconds: float = 0) -> NewEvent:
        return self.does("session.completed", seconds)

    def withdraws(self, seconds: float = 0) -> NewEvent:
        return self.does("participant.withdrew", seconds, name=f"withdrew {self.id}")


def write(store: Store, *events: NewEvent) -> None:
    """Append all of them in one command; each must be new."""

    def command(tx: Writing) -> None:
        for event in events:
            assert tx.append(event) is not None

    store.do(command)


def acts_of(reading: Reading, session: str) -> list[Any]:
    """What the clean tables hold of a session besides its own row."""
    return [*reading.predictions_of(session), *reading.reactions_of(session), *reading.answers_of(session)]


def together(store: Store, commands: Sequence[Callable[[Writing], T]]) -> list[Future[T]]:
    """Have the commands queue up behind a slow one, so that they are committed as one group."""
    busy, go_on = threading.Event(), threading.Event()

    def slow(_: Writing) -> None:
        busy.set()
        assert go_on.wait(10)

    first = store.submit(slow)
    assert busy.wait(10)
    futures = [store.submit(command) for command in commands]
    go_on.set()
    first.exception(10)
    return futures
