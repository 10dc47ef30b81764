"""An operator and a participant as programs, over Curtain's live stream, and over the chat.

Both kinds of pair take the same turns: the participant acts, the operator's client hears of it and sends a text that
nobody sent before, and the turn gives the seconds from that sending until the participant's client holds the text.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from abc import ABC, abstractmethod
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

JSON = dict[str, Any]

PATIENCE = 30.0  # seconds for a text to arrive


class Pair(ABC):
    """Opened once, then asked for turns, one after another."""

    name: str

    def __init__(self) -> None:
        self._sent: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._operator: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect both, and play a first turn that nobody times."""
        await self._connect()
        self._operator = asyncio.create_task(self._operate())
        self._operator.add_done_callback(_tell)
        await self.turn()

    @abstractmethod
    async def _connect(self) -> None: ...

    @abstractmethod
    async def _operate(self) -> None:
        """Answer whatever comes, until cancelled."""

    @abstractmethod
    async def _take_turn(self) -> tuple[str, float]:
        """Act and wait for the answer; gives the text and when it was there."""

    @abstractmethod
    async def _hang_up(self) -> None: ...

    async def turn(self) -> float:
        """One turn; gives the seconds from the operator's sending to the text at the participant."""
        async with asyncio.timeout(PATIENCE):
            text, at = await self._take_turn()
        return at - self._sent.pop(text)

    async def close(self) -> None:
        """Hang up both."""
        if self._operator:
            self._operator.cancel()
            await asyncio.wait({self._operator})
        await self._hang_up()

    def _new_text(self) -> str:
        return f"{self.name} says {next(self._numbers)}"

    def _sending(self, text: str) -> None:
        self._sent[text] = time.perf_counter()


class Line:
    """One live stream, as the page's own script holds it: calls with replies, and what was pushed last."""

    def __init__(self, url: str, hello: JSON, cookie: str = "") -> None:
        self._url, self._hello, self._cookie = url, hello, cookie
        self._calls: dict[int, asyncio.Future[JSON]] = {}
        self._numbers = itertools.count(1)
        self._news = asyncio.Event()
        self._pushed: JSON = {}

    async def open(self) -> None:
        self._socket = await _dial(self._url + "/live", self._cookie)
        await self._socket.send(json.dumps({"hello": self._hello, "seen": 0}))
        await self._socket.recv()
        self._listening = asyncio.create_task(self._listen())

    async def call(self, do: str, args: JSON | None = None) -> JSON:
        """Call and wait for the reply. Raises `RuntimeError` with what the server said against it."""
        number = next(self._numbers)
        self._calls[number] = answered = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps({"n": number, "do": do, "args": args or {}}))
        reply = await answered
        if "ok" not in reply:
            raise RuntimeError(f"{do}: {reply['error']['say']}")
        return dict(reply["ok"])

    async def news(self) -> JSON:
        """Wait until something was pushed since this was last asked; gives the latest view that came along."""
        await self._news.wait()
        self._news.clear()
        return self._pushed

    async def close(self) -> None:
        self._listening.cancel()
        await self._socket.close()

    async def _listen(self) -> None:
        async for frame in self._socket:
            message = json.loads(frame)
            if "n" in message:
                self._calls.pop(message["n"]).set_result(message)
            else:
                self._pushed = message["ok"]
                self._news.set()
        for call in self._calls.values():
            call.set_exception(ConnectionError(f"the server closed {self._url}"))


class CurtainPair(Pair):
    """A participant's live stream and an operator's desk on the same panel.

    What both clients call is what the pages call: the participant takes the view that comes with each push and tells
    that it was shown; the operator takes the desk in the same way, claims, and answers.
    """

    def __init__(self, url: str, token: str, panel: str, cookie: str) -> None:
        super().__init__()
        self.name = panel
        self._participant = Line(url, {"k": token})
        self._desk = Line(url, {"desk": panel}, cookie)
        self._view: JSON = {}

    async def _connect(self) -> None:
        await self._participant.open()
        await self._desk.open()
        self._view = await self._participant.call("view")

    async def _operate(self) -> None:
        desk = await self._desk.call("desk.view")
        while True:
            # The loop runs over what was known at its beginning; what comes meanwhile is pushed.
            for request in desk["queue"]:
                which = {"prediction": request["prediction"]}
                await self._desk.call("desk.claim", which)
                text = self._new_text()
                self._sending(text)
                desk = await self._desk.call("desk.answer", {**which, "output": {"generated_text": text}})
            pushed = await self._desk.news()
            desk = pushed if pushed["rev"] > desk["rev"] else {**desk, "queue": []}

    async def _take_turn(self) -> tuple[str, float]:
        if self._notice is not None:
            self._view = await self._act("react", reaction="accept", ms=400)
        while self._notice is None:
            news = await self._participant.news()
            if news["rev"] > self._view["rev"]:
                self._view = news
        at, notice = time.perf_counter(), self._notice
        await self._act("shown", prediction=notice["prediction"], ms=1)
        return notice["text"], at

    @property
    def _notice(self) -> JSON | None:
        if self._view["screen"]["kind"] != "show":
            raise RuntimeError(f"the flow is over for {self.name}: {self._view['screen']}")
        found: JSON | None = self._view["screen"]["notice"]
        return found

    async def _act(self, act: str, **details: Any) -> JSON:
        return await self._participant.call("act", {"place": self._view["place"], "act": act, **details})

    async def _hang_up(self) -> None:
        await self._participant.close()
        await self._desk.close()


class Chatter:
    """One Socket.IO connection to the chat: the protocol's frames over the same WebSocket client as above."""

    def __init__(self, url: str, room: str, who: str) -> None:
        self._url, self._auth = url, {"room": room, "who": who}

    async def open(self) -> None:
        self._socket = await _dial(self._url + "/socket.io/?EIO=4&transport=websocket")
        await self._socket.recv()
        await self._socket.send("40" + json.dumps(self._auth))
        answer = str(await self._socket.recv())
        if not answer.startswith("40"):
            raise RuntimeError(f"the chat refused: {answer}")

    async def say(self, text: str) -> None:
        await self._socket.send("42" + json.dumps(["text", text]))

    async def hear(self) -> JSON:
        """The next message of the room, one's own too."""
        while True:
            frame = str(await self._socket.recv())
            if frame == "2":
                await self._socket.send("3")
            elif frame.startswith("42"):
                return dict(json.loads(frame[2:])[1])

    async def close(self) -> None:
        await self._socket.close()


class ChatPair(Pair):
    """Two people in a room of the chat."""

    def __init__(self, url: str, room: str) -> None:
        super().__init__()
        self.name = room
        self._participant = Chatter(url, room, "participant")
        self._desk = Chatter(url, room, "operator")

    async def _connect(self) -> None:
        await self._participant.open()
        await self._desk.open()

    async def _operate(self) -> None:
        while True:
            if (await self._desk.hear())["who"] == "participant":
                text = self._new_text()
                self._sending(text)
                await self._desk.say(text)

    async def _take_turn(self) -> tuple[str, float]:
        await self._participant.say("next")
        while True:
            message = await self._participant.hear()
            if message["who"] == "operator":
                return message["text"], time.perf_counter()

    async def _hang_up(self) -> None:
        await self._participant.close()
        await self._desk.close()


def _tell(operator: asyncio.Task[None]) -> None:
    """An operator never ends by itself; without this, its failure would show as a text that got lost."""
    if not operator.cancelled() and (error := operator.exception()):
        print(f"an operator's client failed: {error!r}", file=sys.stderr)


async def _dial(url: str, cookie: str = "") -> ClientConnection:
    headers = {"Cookie": f"key={cookie}"} if cookie else {}
    return await connect(
        url.replace("http", "ws", 1),
        additional_headers=headers,
        open_timeout=PATIENCE,
        ping_interval=None,
    )
