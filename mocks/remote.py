"""Kind `remote`: a real model, asked over HTTP. It calls only addresses that the house allows, and never for long.

remote_wires: what is sent and how the answer is read; remote_call: the call itself.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from mocks import remote_wires as wires
from mocks import tasks
from mocks.contract import Prediction, Request
from mocks.errors import MockError
from mocks.quantities import Seconds
from mocks.registry import mock
from mocks.settings import Settings

ALLOWED = "CURTAIN_MODELS_AT"  # origins with commas between; nothing else is called
SWITCH = "CURTAIN_OUTGOING"  # unset or "on"; anything else forbids all calls
GRACE = 5.0  # seconds that the engine waits beyond `timeout`, so that this mock gives its own reason
SHORTEST_KEY = 8  # characters; a shorter text may stand in an answer by accident
SIZES = {"b": 1, "kb": 1_000, "mb": 1_000_000}
HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")

_forbidding = threading.Lock()
_forbidden = 0


def forbid() -> None:
    """Let no remote model be called from this process any more."""
    global _forbidden
    with _forbidding:
        _forbidden += 1


@contextmanager
def forbidden() -> Iterator[None]:
    """Let no remote model be called from this process meanwhile, whichever thread asks."""
    global _forbidden
    forbid()
    try:
        yield
    finally:
        with _forbidding:
            _forbidden -= 1


def _size(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"\s*(\d{1,9}(?:\.\d{1,3})?)\s*(b|kb|mb)\s*", value, re.IGNORECASE)
    if not found:
        raise ValueError(f"expected a size such as '1 MB' or '500 kB', got {value[:40]!r}")
    return round(float(found[1]) * SIZES[found[2].lower()])


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of a plain address; None for whatever two readers might read in two ways."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    plain = url.isascii() and url.isprintable() and not re.search(r"[\s\\#]", url) and "@" not in parts.netloc
    if not plain or parts.scheme not in ("http", "https") or not HOST.fullmatch(host):
        return None
    return parts.scheme, host.lower(), port or {"http": 80, "https": 443}[parts.scheme]


def _address(url: str) -> str:
    origin = _origin(url)
    if origin is None:
        raise ValueError(
            f"expected an address such as 'https://models.example.org/delay', without a name, a password or a '#', "
            f"got {url[:80]!r}"
        )
    return origin[0] + url[len(origin[0]) :]  # "HTTPS:" is "https:"


def _repeats(key: str, model: str | None, parsed: Any) -> bool:
    try:
        return len(key) >= SHORTEST_KEY and key in f"{model} {json.dumps(parsed, ensure_ascii=False)}"
    except RecursionError:
        raise MockError("not JSON") from None


@mock("remote")
class Remote(Settings):
    """Asks the model at `url` and gives its answer in the shape of the task; `docs/mocks/remote.md` has the settings.

    `why` holds the last `status`, the number of `attempts` and the `ms` of the whole call.
    """

    at_once: ClassVar[bool] = False
    knows_truth: ClassVar[bool] = False  # what will really happen is never sent anywhere

    url: Annotated[str, AfterValidator(_address)]
    wire: wires.Wire = "rest"
    model: str | None = None
    prompt: str | None = None
    sends: str | None = None
    sends_answers: bool = True
    timeout: Seconds = 5.0
    retries: int = Field(default=1, ge=0, le=5)
    largest: Annotated[int, BeforeValidator(_size), Field(gt=0, le=100_000_000)] = 1_000_000
    key_from: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None

    @model_validator(mode="after")
    def _fits_the_wire(self) -> Self:
        if self.wire == "openai" and not self.model:
            raise PydanticCustomError(
                "model", "no model", {"problems": [(("model",), "is missing; the wire 'openai' names one")]}
            )
        if self.wire != "openai" and self.prompt is not None:
            said = f"the wire {self.wire!r} has no place for a prompt; remove it, or use 'wire: openai'"
            raise PydanticCustomError("prompt", "no prompt", {"problems": [(("prompt",), said)]})
        return self

    @property
    def deadline(self) -> float:
        """Seconds that the engine gives this mock before it asks the fallback by itself."""
        return self.timeout + GRACE

    def predict(self, request: Request) -> Prediction:
        """The model's answer. Raises `MockError` with a short reason when there is none that can be used."""
        self._may_be_called()
        asking = wires.Asking(self.wire, self.model, self.prompt, self.sends, self.sends_answers)
        try:
            body = json.dumps(wires.body(asking, request), allow_nan=False).encode()
        except (TypeError, ValueError):
            raise MockError("the input is not plain JSON data; nothing was sent") from None
        key = self._key()
        from mocks.remote_call import Call  # brings an event loop along: for those who call

        call = Call(
            wires.address(self.wire, self.url),
            body,
            key,
            timeout=self.timeout,
            retries=self.retries,
            largest=self.largest,
        )
        came = call.make()
        parsed = wires.parse(came.body)
        if key and _repeats(key, came.model, parsed):  # before anything of it is quoted in a reason
            raise MockError(f"the answer repeats the key in {self.key_from}; it is not used")
        said = wires.read(asking, request, parsed)
        tasks.check(request.task, said.output, request.answers, schema=request.schema)
        why = {"status": came.status, "attempts": came.attempts, "ms": came.ms}
        version = came.model or said.model or self.model or "remote"
        return Prediction(said.output, model_version=version, why=why)

    def _may_be_called(self) -> None:
        if _forbidden or os.environ.get(SWITCH, "on").strip().lower() not in ("", "on"):
            raise MockError(f"outgoing calls are forbidden here; set {SWITCH}=on to allow them")
        origin = _origin(self.url)
        if origin not in {_origin(each.strip()) for each in os.environ.get(ALLOWED, "").split(",")}:
            scheme, host, port = origin or ("", "", 0)
            shown = f"[{host}]" if ":" in host else host
            raise MockError(f"this address is not allowed; set {ALLOWED} to {scheme}://{shown}:{port}")

    def _key(self) -> str | None:
        """Read at each call and kept nowhere."""
        if self.key_from is None:
            return None
        key = os.environ.get(self.key_from, "").strip()
        if not key:
            raise MockError(f"the key is missing; set the environment variable {self.key_from}")
        if not re.fullmatch(r"[\x21-\x7e]+", key):
            raise MockError(f"the key in {self.key_from} holds signs that no header may have")
        return key
