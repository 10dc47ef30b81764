"""A small server that speaks the live wire for one desk; the test decides who asks, who is quicker, what is refused."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.browser_desk.samples import BESIDE, FACTS, JSON, SAW, WORDS

COMPONENTS = Path(__file__).parents[2] / "curtain" / "ui" / "components"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Desk</title>
<meta name="viewport" content="width=device-width"><style>{theme}</style></head>
<body><div class="page"><input id="elsewhere" aria-label="Elsewhere"><div id="here"></div></div><script type="module">
  {script}
</script></body></html>"""

MOUNT_DESK = """
  import { mount } from "/staff-ui/desk.js";
  const component = { data: { hello: { desk: true } }, parentElement: document.getElementById("here") };
  window.mountAgain = () => mount(component);
  window.mountFor = (panel) => mount({ ...component, data: { hello: { desk: panel } } });
  window.unmount = mount(component);
"""

MOUNT_PULSE = """
  import { mount } from "/staff-ui/pulse.js";
  window.pulses = [];
  const setTriggerValue = (name, value) => window.pulses.push({ name, value, at: performance.now() });
  const parentElement = document.getElementById("here");
  const component = { data: { hello: { staff: "panel-1" } }, setTriggerValue, parentElement };
  window.mountAgain = () => mount(component);
  window.unmount = mount(component);
"""


class Kept(StaticFiles):
    """Modules that the browser keeps: here they do not change while it runs."""

    def file_response(self, *args: Any, **more: Any) -> Response:
        """Answer with the file, to be kept for an hour."""
        response = super().file_response(*args, **more)
        response.headers["cache-control"] = "max-age=3600"
        return response


class FakeDesk:
    """One operator's desk. A test may change it from its own thread; `calls` holds what the browser asked for."""

    def __init__(self) -> None:
        self.theme = ""
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        """Start again with an empty queue and nobody connected to it."""
        with self.lock:
            self.rev = 1
            self.requests: dict[str, JSON] = {}
            self.answered = 0
            self.calls: list[tuple[str, JSON]] = []
            self.hellos: list[JSON] = []
            self.refusals: dict[str, JSON] = {}
            self.held = threading.Event()
            self.held.set()
            self.sockets: set[WebSocket] = set()
            self.loop: asyncio.AbstractEventLoop | None = None
            self.old = False
            self.colleagues = [{"id": "op-2", "name": "Operator 2"}]
            self.shift: JSON = {"state": "on", "since": datetime.now(UTC).isoformat(), "practice": None}
            self.figures: JSON = {"median_s": None, "in_time": None, "oldest_s": None, "n": 0}
            self.closed = False
            self.shown_after = 0.0
            self.sent: dict[str, tuple[JSON, JSON]] = {}
            self.sessions: list[JSON] = []

    def ask(
        self, name: str, *, ago: float = 0, within: float | None = 20, form: JSON = WORDS, **more: Any
    ) -> None:
        """Let a participant's request appear: asked `ago` seconds ago, to be answered `within` seconds of that."""
        asked = datetime.now(UTC) - timedelta(seconds=ago)
        with self.lock:
            self.requests[name] = {
                "prediction": name,
                "panel": "Winter panel",
                "who": f"Participant {len(self.requests) + 1}",
                "arm": "Variant B",
                "trial": 3,
                "of": 8,
                "asked_at": asked.isoformat(),
                "deadline_at": (asked + timedelta(seconds=within)).isoformat() if within else None,
                "state": "waiting",
                "form": form,
                "saw": SAW,
                **more,
            }
        self.push()

    def change(self, name: str, state: str | None) -> None:
        """Let a request be waiting, mine or taken; with None it leaves the desk."""
        with self.lock:
            if state is None:
                del self.requests[name]
            else:
                self.requests[name]["state"] = state
        self.push()

    def refuse(self, do: str, kind: str, say: str) -> None:
        """Refuse the next call of this sort."""
        self.refusals[do] = {"say": say, "kind": kind}

    def made(self, do: str) -> list[JSON]:
        """Give the arguments of every call of one sort, in order; how long things took is left out."""
        with self.lock:
            return [
                {name: value for name, value in args.items() if not name.endswith("_ms")}
                for done, args in self.calls
                if done == do
            ]

    def push(self) -> None:
        """Tell every open line that there is something new."""
        with self.lock:
            self.rev += 1
            lines, loop = list(self.sockets), self.loop
        for line in lines:
            assert loop is not None
            with contextlib.suppress(
                WebSocketDisconnect, RuntimeError
            ):  # a line that its page is just hanging up
                asyncio.run_coroutine_threadsafe(line.send_json({"rev": self.rev}), loop).result(5)

    def hang_up(self) -> None:
        """Cut every open line."""
        with self.lock:
            lines, loop = list(self.sockets), self.loop
        for line in lines:
            assert loop is not None
            asyncio.run_coroutine_threadsafe(line.close(), loop).result(5)

    def view(self) -> JSON:
        """Give the desk view as the wire tells it; an old one knows nothing of shifts and of what stands beside."""
        apart = {"form", "saw", "input", *BESIDE} - ({"persona", "here"} if not self.old else set())
        queue = [
            {**{k: v for k, v in one.items() if k not in apart}, "note": bool(one.get("note"))}
            for one in self.requests.values()
        ]
        mine = next((one for one in self.requests.values() if one["state"] == "mine"), None)
        now = datetime.now(UTC).isoformat()
        beside = {} if self.old else BESIDE
        whole = mine and {**beside, "input": FACTS, **mine, "lease_until": now, "feature": "delay"}
        view = {
            "rev": self.rev,
            "now": now,
            "me": {"id": "op-1", "name": "Operator 1"},
            "queue": queue,
            "open": whole,
            "answered": self.answered,
        }
        if self.old:
            return view
        return view | {
            "colleagues": self.colleagues,
            "shift": self.shift,
            "figures": self.figures,
            "doors": {"closed": self.closed},
            "sent": [row for _, row in self.sent.values()],
        }

    def do(self, do: str, args: JSON) -> JSON:
        """Carry out one call, or refuse it as the test said."""
        self.held.wait(10)
        with self.lock:
            self.calls.append((do, args))
            if refusal := self.refusals.pop(do, None):
                return {"error": refusal}
            if do in {"desk.beat", "desk.note"}:
                return {"ok": {}}
            if do == "desk.sessions":
                return {"ok": {"sessions": self.sessions}}
            if do in self.requested():
                asked = self.requests.get(args["prediction"])
                if asked is None:
                    return {"error": {"say": "This one has been answered.", "kind": "gone"}}
                self.requested()[do](asked, args)
            elif do in self.housekeeping():
                self.housekeeping()[do](args)
            self.rev += do != "desk.view"
            return {"ok": self.view()}

    def requested(self) -> dict[str, Any]:
        """Give what each call about a waiting request does."""
        return {
            "desk.claim": lambda asked, _args: asked.update(state="mine"),
            "desk.give_back": lambda asked, args: asked.update(state="waiting", draft=args.get("draft")),
            "desk.hold": lambda _asked, _args: None,
            "desk.answer": self._answer,
            "desk.hand_over": lambda asked, args: asked.update(
                state="taken" if args["to"] else "waiting",
                note={"by": "Operator 1", "text": args["note"]},
                draft=args["draft"],
            ),
        }

    def housekeeping(self) -> dict[str, Any]:
        """Give what each call about the desk as a whole does."""
        states = {"start": "on", "pause": "paused", "go_on": "on", "end": "off"}
        return {
            "desk.shift": lambda args: self.shift.update(state=states[args["do"]], practice=None),
            "desk.doors": lambda args: setattr(self, "closed", args["closed"]),
            "desk.retract": self._retract,
            "desk.take_over": lambda args: self._session(args, mine=True, taken_by="op-1"),
            "desk.give_over": lambda args: self._session(args, mine=False, taken_by=None),
        }

    def _answer(self, asked: JSON, args: JSON) -> None:
        del self.requests[asked["prediction"]]
        self.answered += 1
        if self.shown_after:
            until = (datetime.now(UTC) + timedelta(seconds=self.shown_after)).isoformat()
            row = {"prediction": asked["prediction"], "who": asked["who"], "text": str(args["output"])}
            self.sent[asked["prediction"]] = ({**asked, "earlier": args["output"]}, row | {"until": until})

    def _retract(self, args: JSON) -> None:
        asked, _row = self.sent.pop(args["prediction"])
        self.requests[args["prediction"]] = {**asked, "state": "mine"}
        self.answered -= 1

    def _session(self, args: JSON, **change: Any) -> None:
        next(one for one in self.sessions if one["session"] == args["session"]).update(change)

    async def talk(self, line: WebSocket) -> None:
        """Speak with one browser over its socket."""
        await asyncio.to_thread(self.held.wait, 10)
        await line.accept()
        self.hellos.append((await line.receive_json())["hello"])
        with self.lock:
            self.loop = asyncio.get_running_loop()
            self.sockets.add(line)
        await line.send_json({"hi": True, "rev": self.rev})
        with contextlib.suppress(WebSocketDisconnect):
            while True:
                call = await line.receive_json()
                answer = await asyncio.to_thread(self.do, call["do"], call.get("args", {}))
                await line.send_json({"n": call["n"], **answer})
        self.sockets.discard(line)

    async def post(self, request: Request) -> Response:
        """Answer the same calls without a socket."""
        call = await request.json()
        await asyncio.to_thread(self.held.wait, 10)
        if "do" not in call:
            return JSONResponse({"hi": True, "rev": self.rev})
        return JSONResponse(await asyncio.to_thread(self.do, call["do"], call.get("args", {})))

    def app(self) -> Starlette:
        """Give the application: two pages, the wire, and the components as they are served for real."""

        def page(script: str) -> Any:
            return lambda _request: HTMLResponse(PAGE.format(theme=self.theme, script=script))

        return Starlette(
            routes=[
                Route("/desk", page(MOUNT_DESK)),
                Route("/pulse", page(MOUNT_PULSE)),
                Route("/live", self.post, methods=["POST"]),
                WebSocketRoute("/live", self.talk),
                Mount("/ui", Kept(directory=COMPONENTS)),
                Mount("/staff-ui", Kept(directory=COMPONENTS)),
            ]
        )


@contextlib.contextmanager
def serving(desk: FakeDesk) -> Iterator[str]:
    """Serve a desk on a free port of this machine; gives its address."""
    server = uvicorn.Server(uvicorn.Config(desk.app(), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not (server.started and server.servers):
        assert thread.is_alive(), "the fake desk did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        desk.held.set()
        thread.join(5)
