"""A browser tab that is a program: speaks Streamlit's own protocol (protobuf over a WebSocket) to a page.

async with Tab(server.url, query=f"k={token}") as tab:
    messages = await tab.rerun()        # until the script has finished
"""

from __future__ import annotations

import asyncio
from types import TracebackType
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 30.0  # seconds for a run to finish
LARGEST = 32 * 1024 * 1024  # bytes; a page's first messages may be long


class Tab:
    """One open tab on `path`, with `query` after the question mark. `cookies` as a browser holds them.

    The socket is opened on entering; nothing runs before the first `rerun`. `page` is the hash of the page that the
    last run drew, which a browser sends back with each rerun.
    """

    def __init__(
        self, url: str, *, path: str = "", query: str = "", cookies: dict[str, str] | None = None
    ) -> None:
        self.url, self.path, self.query, self.cookies = url, path, query, dict(cookies or {})
        self.page = ""
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Tab:
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._socket = await connect(
            self.url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=Origin(self.url),
            # The second place is for the anti-forgery token; Streamlit looks at it when a user is signed in to it.
            subprotocols=[Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")],
            additional_headers={"Cookie": held} if held else {},
            open_timeout=PATIENCE,
            max_size=LARGEST,
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the tab."""
        if self._socket:
            await self._socket.close()

    async def rerun(self, *, fragment: str = "") -> list[ForwardMsg]:
        """Run the page's script (or one fragment), and give all that came until it had finished.

        Raises `TimeoutError` after `PATIENCE`, and websockets' `ConnectionClosed` when the server goes.
        """
        await self.ask_for_rerun(fragment=fragment)
        return await self.until_finished()

    async def ask_for_rerun(self, *, fragment: str = "") -> None:
        """Ask, and do not wait."""
        where = urlsplit(self.url)
        state = ClientState(
            query_string=self.query,
            page_script_hash=self.page,
            page_name=self.path.strip("/"),
            fragment_id=fragment,
        )
        state.context_info.timezone = "UTC"
        state.context_info.locale = "en"
        state.context_info.url = f"{where.scheme}://{where.netloc}/{self.path.strip('/')}"
        await self._open.send(BackMsg(rerun_script=state).SerializeToString())

    async def until_finished(self) -> list[ForwardMsg]:
        """All messages up to and with the next end of a run."""
        found = []
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.receive()
                found.append(message)
                if message.WhichOneof("type") == "script_finished":
                    return found

    async def receive(self) -> ForwardMsg:
        """The next message."""
        frame = await self._open.recv(decode=False)
        message = ForwardMsg()
        message.ParseFromString(frame)
        if message.WhichOneof("type") == "new_session":
            self.page = message.new_session.page_script_hash
        return message

    @property
    def _open(self) -> ClientConnection:
        if self._socket is None:
            raise RuntimeError("the tab is not open; use `async with Tab(…) as tab`")
        return self._socket
