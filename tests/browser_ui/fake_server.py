"""A small server that speaks the live wire for participants; the test decides what they see and when a line breaks."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.browser_ui.views import INFO, JSON, view

COMPONENTS = Path(__file__).parents[2] / "curtain" / "ui" / "components"
PATIENCE = 10.0  # seconds that a test waits for the browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>…</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>p, dl, dd, ul, ol, h1, fieldset { margin: 0 0 3rem; padding: 1rem; }</style></head>
<body><div id="here"></div><script type="module">
  import { mount } from "/ui/screen.js";
  const k = new URLSearchParams(location.search).get("k");
  const view = await (await fetch(`/first?k=${k}`)).json();
  window.mountAgain = (view) => mount({ data: { hello: { k }, view } });
  window.unmount = window.mountAgain(view);
</script></body></html>"""


class Link:
    """One participant's link: what stands there now, and everything that the browser sent."""

    def __init__(self, token: str, server: FakeServer) -> None:
        self.token, self.server = token, server
        self.changed = threading.Condition()
        self.view: JSON = view(INFO, rev=1, place="intro")
        self.acts: list[JSON] = []
        self.calls: list[str] = []
        self.typing: list[bool] = []
        self.posts: list[JSON] = []
        self.hellos: list[JSON] = []
        self.sockets: set[WebSocket] = set()
        self.socket_up = self.post_up = self.answering = True
        self.refusal: JSON | None = None
        self.then: Callable[[JSON], None] = lambda act: None

    def show(
        self,
        screen: JSON,
        place: str | None = None,
        done: int = 5,
        *,
        along: bool = False,
        brief: bool = False,
    ) -> None:
        """Let the participant see this from now on, and tell their pages that there is something new.

        `along` sends the view itself along with its number; `brief` leaves out the words, which the page has.
        """
        place = self.view["place"] if place is None else place
        self.view = view(screen, self.view["rev"] + 1, place, done)
        sent = {name: part for name, part in self.view.items() if not brief or name != "words"}
        self.push(self.view["rev"], **({"ok": sent} if along else {}))

    def push(self, rev: int, **along: JSON) -> None:
        """Tell every open page that the number is now this."""
        for socket in list(self.sockets):
            self.server.run(_quietly(socket.send_json({"rev": rev, **along})))

    def drop(self, code: int = 1012) -> None:
        """Cut every socket."""
        for socket in list(self.sockets):
            self.server.run(_quietly(socket.close(code)))

    def wait(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until the browser has made this true, or fail and say what did not happen."""
        with self.changed:
            assert self.changed.wait_for(condition, PATIENCE), f"expected {what}; acts so far: {self.acts}"

    def of(self, kind: str) -> list[JSON]:
        """Give the acts of one kind, each as often as it came."""
        return [act for act in self.acts if act["act"] == kind]

    def note(self, seen: list[Any], thing: Any) -> None:
        """Remember what came in, and wake the test that waits for it."""
        with self.changed:
            seen.append(thing)
            self.changed.notify_all()

    def do(self, what: str, args: JSON) -> JSON | None:
        """Answer one call; None where the answer got lost."""
        if what == "here":
            self.note(self.typing, args["typing"])
            return {"ok": {}}
        self.note(self.calls, what)
        if what == "act":
            self.note(self.acts, args)
            if self.refusal and args["act"] != "shown":
                return {"error": self.refusal}
            if args["place"] == self.view["place"] and self.answering:
                self.then(args)
        return {"ok": self.view} if self.answering else None


class FakeServer:
    """Serves the page, the components and the wire. Each test takes a link of its own."""

    def __init__(self) -> None:
        self.links: dict[str, Link] = {}
        self.loop = asyncio.new_event_loop()
        self.address = ""

    def link(self) -> Link:
        """Give a link that nobody has opened yet."""
        token = f"k{len(self.links)}"
        self.links[token] = Link(token, self)
        return self.links[token]

    def run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Run something on the server's loop, from the test's thread or from the loop itself."""
        self.loop.call_soon_threadsafe(self.loop.create_task, coroutine)

    async def first(self, request: Request) -> Response:
        """Give what the page is told when it is made."""
        return JSONResponse(self.links[request.query_params["k"]].view)

    async def post(self, request: Request) -> Response:
        """Answer one call without a socket."""
        body = await request.json()
        link = self.links[body["hello"]["k"]]
        link.note(link.posts, body)
        answer = link.do(body["do"], body["args"]) if link.post_up and "do" in body else None
        if not link.post_up:
            return Response(status_code=503)
        return JSONResponse(answer or {"hi": True, "rev": link.view["rev"]})

    async def live(self, socket: WebSocket) -> None:
        """Hold one socket."""
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            hello = await socket.receive_json()
            link = self.links[hello["hello"]["k"]]
            link.note(link.hellos, hello)
            if not link.socket_up:
                await socket.close(1012)
                return
            with link.changed:
                link.sockets.add(socket)
                link.changed.notify_all()
            try:
                await socket.send_json({"hi": True, "rev": link.view["rev"]})
                while True:
                    frame = await socket.receive_json()
                    answer = link.do(frame["do"], frame["args"])
                    for _ in range(3):  # news go out with the commit, ahead of the answer
                        await asyncio.sleep(0)
                    if answer:
                        await socket.send_json({"n": frame["n"], **answer})
            finally:
                with link.changed:
                    link.sockets.discard(socket)
                    link.changed.notify_all()

    def app(self) -> Starlette:
        """Give the application."""
        return Starlette(
            routes=[
                Route("/", lambda _request: HTMLResponse(PAGE)),
                Route("/first", self.first),
                Route("/live", self.post, methods=["POST"]),
                WebSocketRoute("/live", self.live),
                Mount("/ui", StaticFiles(directory=COMPONENTS)),
            ]
        )


async def _quietly(coroutine: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await coroutine


@contextlib.contextmanager
def serving() -> Iterator[FakeServer]:
    """Serve on a free port of this machine."""
    fake = FakeServer()
    server = uvicorn.Server(uvicorn.Config(fake.app(), port=0, log_level="warning", lifespan="off"))
    started = threading.Event()

    async def serve() -> None:
        task = asyncio.ensure_future(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        started.set()
        await task

    def run() -> None:
        asyncio.set_event_loop(fake.loop)
        fake.loop.run_until_complete(serve())

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(PATIENCE), "the fake server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    fake.address = f"http://127.0.0.1:{port}"
    yield fake
    server.should_exit = server.force_exit = True
    thread.join(PATIENCE)
