"""A program at the other end of the live stream: says hello, calls, and waits for pushes."""

from __future__ import annotations

import itertools
import json
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from websockets.sync.client import connect
from websockets.typing import Origin

PATIENCE = 15.0


class Line:
    """One open socket. Pushed numbers are kept in `revs` in the order in which they came."""

    def __init__(
        self, url: str, hello: dict[str, Any], *, seen: int = 0, cookie: str = "", origin: str | None = None
    ) -> None:
        headers = {"Cookie": f"key={cookie}"} if cookie else {}
        self._open = ExitStack()
        address = url.replace("http", "ws", 1) + "/live"
        self.socket = self._open.enter_context(
            connect(
                address,
                additional_headers=headers,
                origin=Origin(origin) if origin else None,
                open_timeout=PATIENCE,
            )
        )
        self.numbers = itertools.count(1)
        self.revs: list[int] = []
        self.socket.send(json.dumps({"hello": hello, "seen": seen}))
        self.hi = self._receive()

    def call(self, do: str, /, **args: Any) -> dict[str, Any]:
        """Call and wait for the reply; gives the whole frame."""
        number = next(self.numbers)
        self.socket.send(json.dumps({"n": number, "do": do, "args": args}))
        while (frame := self._receive()).get("n") != number:
            self.revs.append(frame["rev"])
        return frame

    def ok(self, do: str, /, **args: Any) -> dict[str, Any]:
        """Call, and expect that it works."""
        frame = self.call(do, **args)
        assert "ok" in frame, frame
        return dict(frame["ok"])

    def wait(self) -> int:
        """Wait for the next push."""
        frame = self._receive()
        self.revs.append(frame["rev"])
        return self.revs[-1]

    def _receive(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads(self.socket.recv(PATIENCE))
        return frame

    def close(self) -> None:
        self._open.close()

    def __enter__(self) -> Line:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Walker:
    """A participant who is a program: walks by the live stream from screen to screen."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self.line = Line(url, {"k": token})
        self.view = self.line.ok("view")

    @property
    def screen(self) -> dict[str, Any]:
        return dict(self.view["screen"])

    def act(self, act: str, **details: Any) -> dict[str, Any]:
        self.view = self.line.ok("act", place=self.view["place"], act=act, **details)
        return self.screen

    def wait_for_answer(self) -> dict[str, Any]:
        """Wait by pushes until this screen no longer waits."""
        while self.screen.get("waiting"):
            self.view = self.line.ok("view")
            if self.screen.get("waiting") and max(self.line.revs, default=0) <= self.view["rev"]:
                self.line.wait()
        return self.screen

    def one_step(self) -> bool:
        """Do the next thing there is to do; False at the end."""
        screen = self.wait_for_answer()
        match screen["kind"]:
            case "consent" | "info" | "reveal":
                self.act("next")
            case "survey":
                self.act("answer", answers={item["id"]: 3 for item in screen["items"]})
            case "debrief":
                self.act("keep")
            case "end":
                return False
            case _:
                self.act("react", reaction="dismiss", ms=700)
        return True
