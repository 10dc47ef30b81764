"""An ear at a browser: all that one page receives, and what it sends over our own stream."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Response, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.e2e.alike import Heard, opened

# Streamlit's own program: the same for every app in the world, and it cannot be had without its name.
BUNDLE = "/static/"
LIVE = "/live"
OWN = ("blob:", "data:")  # what a page asks of itself


class Ear:
    """Hears all that one browser page receives."""

    def __init__(self, page: Page) -> None:
        self.heard: list[tuple[str, str]] = []
        self.streams: Heard = []
        self.hosts: set[str] = set()
        self.responses: list[Response] = []
        page.on("request", self._request)
        page.on("response", self._response)
        page.on("websocket", self._socket)

    def _request(self, request: Request) -> None:
        if not request.url.startswith(OWN):
            self.hosts.add(urlsplit(request.url).netloc)

    def _response(self, response: Response) -> None:
        if not response.url.startswith(OWN):
            self.responses.append(response)

    def _socket(self, socket: WebSocket) -> None:
        self.hosts.add(urlsplit(socket.url).netloc)
        name = urlsplit(socket.url).path

        def receive(frame: str | bytes) -> None:
            self.heard.append((name, frame if isinstance(frame, str) else frame.decode("latin-1")))
            if name == LIVE:
                self.streams.append(("live", json.loads(frame)))
            else:
                assert isinstance(frame, bytes)
                self.streams.append(("Streamlit", opened(ForwardMsg.FromString(frame))))

        def send(frame: str | bytes) -> None:
            if name == LIVE:
                self.streams.append(("sent", json.loads(frame)))

        socket.on("framereceived", receive)
        socket.on("framesent", send)

    def all(self) -> list[tuple[str, str]]:
        """What came, and where from: documents, files, headers, and frames."""
        told = list(self.heard)
        for response in self.responses:
            where = urlsplit(response.url)
            if where.path.startswith(BUNDLE):
                continue
            told.append((f"{response.url} headers", json.dumps(response.all_headers())))
            if response.ok:
                told.append((response.url, response.body().decode("latin-1")))
        return told

    def said(self, word: str) -> list[str]:
        """Where a word was said, with what stood around it."""
        found = []
        for where, text in self.all():
            # The names of the bundle's files stand in our document.
            text = re.sub(r'(?:src|href)="/static/[^"]*"', "", text)
            # So does a setting of the library that drags things.
            text = text.replace("forceFallback", "").replace("fallbackTolerance", "")
            at = text.lower().find(word.lower())
            if at >= 0:
                found.append(f"{where}: …{text[max(0, at - 40) : at + 60]!r}…")
        return found

    def loaded(self) -> Heard:
        """Documents, files and their headers, by their addresses: a browser loads them in an order of its own."""
        found = []
        for response in self.responses:
            where = urlsplit(response.url)
            told: dict[str, Any] = {"status": response.status, "headers": response.all_headers()}
            if response.ok and not where.path.startswith(BUNDLE):
                told["body"] = opened(response.body().decode("latin-1"))
            found.append((where.path, told))
        return sorted(found, key=lambda each: each[0])

    def streamed(self, name: str) -> Heard:
        """What came over one of the streams, in order, or was "sent". A page that waits looks for news at times of its
        own, so that is passed over, and so are the numbers of its calls and the times that it has measured."""
        looks = {told["n"] for name, told in self.streams if name == "sent" and told.get("do") == "view"}
        found: Heard = []
        for where, told in self.streams:
            if where == name and not ("n" in told and told["n"] in looks):
                kept = {key: value for key, value in told.items() if key != "n"}
                if args := kept.get("args"):
                    kept["args"] = {key: value for key, value in args.items() if key != "ms"}
                found.append((name, kept))
        return found
