"""A model behind real HTTP on this machine that does as a test says: answers, dawdles, drips, floods, or hangs up."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

OVER = 10.0  # seconds after which a server that never answers gives up, so that a failing test ends


class Heard(NamedTuple):
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Handler(BaseHTTPRequestHandler):
    """Notes the request, then does what its server is told to."""

    protocol_version = "HTTP/1.1"
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        names = {name.lower(): value for name, value in self.headers.items()}
        self.server.heard.append(Heard(self.path, names, body))
        self.close_connection = True
        try:
            self.server.behave(self)
        except OSError:  # the other side had enough
            self.server.left.set()

    def log_message(self, format: str, *args: Any) -> None: ...

    def say(self, body: bytes | Any, status: int = 200, **headers: str) -> None:
        """A whole answer; what is not bytes is sent as JSON."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(sent)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(sent)

    def drip(self, sent: bytes, every: float) -> None:
        """A byte now and then."""
        for number in range(len(sent)):
            self.wfile.write(sent[number : number + 1])
            if self.server.over.wait(every):
                return


class Model(ThreadingHTTPServer):
    """Serves on a free port; `heard` has what was asked, `left` is set when a caller has gone in the middle."""

    daemon_threads = True

    def __init__(self, behave: Callable[[Handler], object]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave = behave
        self.heard: list[Heard] = []
        self.over, self.left = threading.Event(), threading.Event()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving(behave: Callable[[Handler], object]) -> Iterator[Model]:
    """A model that behaves so, until the end of the block."""
    model = Model(behave)
    thread = threading.Thread(target=model.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.over.set()
        model.shutdown()
        model.server_close()
        thread.join(OVER)
