"""One HTTP call to a model: its retries, its size and its redirects kept in bounds, and all of it inside one deadline.

The deadline holds for finding the host, connecting, each header, each byte and each pause. The call runs in an event
loop of its own, since only there can all of these be cut off at one moment; httpx by itself counts each read anew.
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mocks.errors import MockError
from mocks.remote_wires import version

if TYPE_CHECKING:
    import ssl

    import httpx

TRY_AGAIN = frozenset({429, 502, 503, 504})
FIRST_PAUSE = 0.1  # seconds before the first retry; doubled before each further one


class Came(NamedTuple):
    """An answer with a good status: its body, the model's name from the header, how many attempts it took, and how
    many milliseconds they took together."""

    status: int
    body: bytes
    model: str | None
    attempts: int = 1
    ms: int = 0


class _Failed(MockError):
    """One attempt failed. `again` says whether another one may help, `pause` how long the server asks to wait."""

    def __init__(self, reason: str, *, again: bool = False, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.again, self.pause = again, pause


class Call:
    """One question to the model, with its retries, inside one deadline.

    `timeout` is in seconds, `largest` in bytes; `key` goes into the header and is shown nowhere.
    """

    def __init__(
        self, address: str, body: bytes, key: str | None, *, timeout: float, retries: int, largest: int
    ) -> None:
        self.address, self.body, self._key = address, body, key
        self.timeout, self.retries, self.largest = timeout, retries, largest
        self._attempts = 0

    def make(self) -> Came:
        """What came. Raises `MockError` with a short reason when nothing did that can be used."""
        import httpx  # noqa: F401  # loading it takes longer than many a call, and is not the model's fault

        started = time.monotonic()
        came = _in_own_loop(self._run())
        return came._replace(attempts=self._attempts, ms=round((time.monotonic() - started) * 1000))

    async def _run(self) -> Came:
        ends = time.monotonic() + self.timeout
        try:
            async with asyncio.timeout(self.timeout):
                while True:
                    self._attempts += 1
                    try:
                        return await self._attempt()
                    except _Failed as failed:
                        pause = max(failed.pause, FIRST_PAUSE * 2 ** (self._attempts - 1))
                        spent = self._attempts > self.retries or time.monotonic() + pause >= ends
                        if spent or not failed.again:
                            raise MockError(str(failed)) from None
                    await asyncio.sleep(pause)
        except TimeoutError:
            raise MockError(f"no answer within {self.timeout:g} s") from None

    async def _attempt(self) -> Came:
        import httpx

        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        # A few compressed bytes can stand for gigabytes, so none are asked for.
        headers["Accept-Encoding"] = "identity"
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        try:
            # A client for each attempt: no cookie and no connection is carried on to the next.
            async with (
                httpx.AsyncClient(
                    verify=False if self.address.startswith("http:") else _certificates(),
                    trust_env=False,
                    follow_redirects=False,
                    timeout=None,  # the one deadline of `_run` is stricter than httpx's, which are for each read
                ) as client,
                client.stream("POST", self.address, content=self.body, headers=headers) as response,
            ):
                return await self._take(response)
        except httpx.TransportError as error:
            raise _Failed(_gone(error), again=not _for_good(error)) from None
        except MockError:
            raise
        except Exception as error:
            # Not chained and not quoted: a message about a header could hold the key.
            raise MockError(f"the call failed: {type(error).__name__}") from None

    async def _take(self, response: httpx.Response) -> Came:
        status = response.status_code
        if response.is_redirect:
            raise _Failed(f"refused: {status}, it points elsewhere; redirects are not followed")
        if not response.is_success:
            raise _Failed(f"refused: {status}", again=status in TRY_AGAIN, pause=_asked_pause(response))
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise _Failed("not JSON: the answer is compressed, which was not asked for")
        body = bytearray()
        async for piece in response.aiter_raw():
            body += piece
            if len(body) > self.largest:
                raise _Failed(f"too large an answer: over {_in_words(self.largest)}")
        return Came(status, bytes(body), version(response.headers.get("x-model-version")))


def _in_own_loop(work: Coroutine[Any, Any, Came]) -> Came:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return _drive(work)
    # A notebook has a loop already, and a thread can have only one.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(_drive, work).result()


def _drive(work: Coroutine[Any, Any, Came]) -> Came:
    # Not asyncio.run: that waits at its end for a look-up of the host's name that may hang.
    loop = asyncio.SelectorEventLoop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(found) < 20:
        one = waiting.pop()
        if one is not None and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
    return found


def _for_good(error: BaseException) -> bool:
    """Whether the same would happen again: a certificate that does not fit, a host that has no such name."""
    return any(
        type(one).__name__.startswith("SSLCert") or isinstance(one, socket.gaierror) for one in _causes(error)
    )


def _gone(error: BaseException) -> str:
    causes = _causes(error)
    if any(isinstance(one, ConnectionRefusedError) for one in causes):
        return "gone: connection refused"
    if any(isinstance(one, socket.gaierror) for one in causes):
        return "gone: no such host"
    if any(type(one).__name__.startswith("SSL") for one in causes):
        return "gone: no safe connection (TLS)"
    if any(isinstance(one, ConnectionError) or type(one).__name__ == "RemoteProtocolError" for one in causes):
        return "gone: it hung up"
    return "gone: no connection"


def _asked_pause(response: httpx.Response) -> float:
    """Seconds of a `Retry-After`; a date counts as none (RFC 9110, 10.2.3)."""
    said = response.headers.get("retry-after", "").strip()
    return float(said) if re.fullmatch(r"\d{1,6}", said) else 0.0


def _in_words(size: int) -> str:
    for unit, one in (("MB", 1_000_000), ("kB", 1_000)):
        if size % one == 0:
            return f"{size // one} {unit}"
    return f"{size} B"
