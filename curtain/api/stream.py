"""The live stream: one WebSocket per page that says what is new, and carries calls there and back.

A push is a number, and with it what the caller would fetch next: the answer to their own call, made after the same
checks. While the socket is down, the same calls come by POST.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import to_json
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from curtain.api.caller import Caller
from curtain.api.calls import Hello, admit, answer
from curtain.engine import Engine
from curtain.staff import COOKIE

PATH = "/live"
NOT_ALLOWED = 4401
LARGEST = 64 * 1024  # bytes in one frame or body
STAFF_PAUSE = (
    0.05  # seconds between two pushes to a staff page: a busy desk changes more often than a person can see
)


def live(engine: Engine) -> ASGIApp:
    """The stream, as an ASGI app of its own for WebSockets at `PATH`."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await _Line(engine, WebSocket(scope, receive, send)).hold()

    return app


def routes(engine: Engine) -> list[BaseRoute]:
    """The stream's fallback, by POST to the same path."""

    async def call(request: Request) -> Response:
        return await _post(engine, request)

    return [Route(PATH, call, methods=["POST"])]


def same_origin(connection: HTTPConnection) -> bool:
    """Whether a browser's request comes from a page of this server. Programs send no Origin; cookies alone never
    reach us from other sites (SameSite)."""
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host")


class _Line:
    """One open socket."""

    def __init__(self, engine: Engine, socket: WebSocket) -> None:
        self.engine, self.socket = engine, socket
        self.news = asyncio.Event()
        self.turn = asyncio.Lock()
        self.rev = 0

    async def hold(self) -> None:
        if not same_origin(self.socket):
            await self.socket.close(NOT_ALLOWED)
            return
        await self.socket.accept()
        tasks: list[asyncio.Task[None]] = []
        stop: Callable[[], None] | None = None
        who = ""
        try:
            hello, seen = _hello(await self._receive())
            caller = await admit(self.engine, hello, self.socket.cookies.get(COOKIE))
            if caller is None:
                await self.socket.close(NOT_ALLOWED)
                return
            self.rev, who = caller.rev, caller.who
            if who:
                self.engine.presence.came(who)
            stop = self.engine.hub.listen(caller.topic, self._hear)
            await self._send({"hi": True, "rev": self.rev})
            if seen and seen != self.rev:
                self.news.set()
            tasks.append(asyncio.create_task(self._push(caller, 0.0 if hello.k else STAFF_PAUSE)))
            while True:
                await self._answer(caller, await self._receive())
        except (WebSocketDisconnect, RuntimeError):
            pass
        except (ValidationError, ValueError, AttributeError):
            with suppress(RuntimeError):
                await self.socket.close(1003)
        finally:
            if stop:
                stop()
            if who:
                self.engine.presence.left(who)
            for task in tasks:
                task.cancel()

    async def _answer(self, caller: Caller, frame: dict[str, Any]) -> None:
        """Reply to a call. What the reply shows need not be pushed as well, so pushes wait for it."""
        async with self.turn:
            reply = await answer(self.engine, caller, str(frame.get("do")), frame.get("args") or {})
            await self._send({"n": frame.get("n"), **reply})
            if reply.get("ok", {}).get("rev", 0) >= self.rev:
                self.news.clear()

    def _hear(self, number: int) -> None:
        self.rev = number
        self.news.set()

    async def _push(self, caller: Caller, pause: float) -> None:
        while True:
            await self.news.wait()
            async with self.turn:
                if not self.news.is_set():
                    continue
                self.news.clear()
                news = await answer(self.engine, caller, caller.shows, {}) if caller.shows else {}
                await self._send({"rev": self.rev, **news})
            if pause:
                await asyncio.sleep(pause)

    async def _receive(self) -> dict[str, Any]:
        text = await self.socket.receive_text()
        if len(text) > LARGEST:
            raise ValueError("too large a frame")
        frame = json.loads(text)
        if not isinstance(frame, dict):
            raise ValueError("a frame is an object")
        return frame

    async def _send(self, message: dict[str, Any]) -> None:
        await self.socket.send_text(to_json(message).decode())


def _hello(frame: dict[str, Any]) -> tuple[Hello, int]:
    return Hello.model_validate(frame.get("hello")), int(frame.get("seen") or 0)


async def _post(engine: Engine, request: Request) -> Response:
    if not same_origin(request):
        return Response(status_code=404)
    body = await request.body()
    try:
        if len(body) > LARGEST:
            raise ValueError("too large a body")
        frame = json.loads(body)
        hello, _ = _hello(frame)
    except (ValidationError, ValueError, AttributeError):
        return Response(status_code=404)
    caller: Caller | None = await admit(engine, hello, request.cookies.get(COOKIE))
    if caller is None:
        return Response(status_code=404)
    if "do" not in frame:
        return JSONResponse({"hi": True, "rev": caller.rev})
    return JSONResponse(await answer(engine, caller, str(frame["do"]), frame.get("args") or {}))
