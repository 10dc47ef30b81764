"""What all tests share: a Chromium, a calm Hypothesis, a place for a store, no way out of this machine."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import browser

# No mock calls a model; a test that serves one on 127.0.0.1 says so.
os.environ["CURTAIN_OUTGOING"] = "off"
os.environ.pop("CURTAIN_MODELS_AT", None)

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, print_blob=True)
settings.register_profile("long", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("ci")

LONG_FILES = {"test_gallery_plays.py", "test_start.py", "test_bench_live.py"}
NEEDS_A_BROWSER = {
    "playwright",
    "browser",
    "browser_type",
    "launch_browser",
    "context",
    "new_context",
    "page",
}


class OutgoingConnection(Exception):
    """A test tried to leave this machine."""


def _refuse_other_machines(host: object) -> None:
    if host is None or host in ("localhost", "", b"localhost", b""):
        return
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        address = None
    if address is None or not (address.is_loopback or address.is_unspecified):
        raise OutgoingConnection(
            f"a test tried to reach {name!r}, expected this machine only: serve what it needs on 127.0.0.1"
        )


@pytest.fixture(scope="session", autouse=True)
def nobody_leaves_this_machine() -> Iterator[None]:
    """Refuse names and addresses that are not this machine's own.

    Datagram sockets may be connected, because that sends nothing: it is how one asks for one's own address.
    """
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(sock: socket.socket, address: Any) -> None:
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type != socket.SOCK_DGRAM:
            _refuse_other_machines(address[0])

    def guarded_connect(sock: socket.socket, address: Any) -> None:
        check(sock, address)
        connect(sock, address)

    def guarded_connect_ex(sock: socket.socket, address: Any) -> int:
        check(sock, address)
        return connect_ex(sock, address)

    def guarded_getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
        _refuse_other_machines(host)
        return getaddrinfo(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium that `python -m tests.browser` saw to; without one the test fails."""
    try:
        executable = browser.find()
    except browser.NoBrowser as problem:
        pytest.fail(str(problem), pytrace=False)
    arguments = [*browser_type_launch_args.get("args", []), *browser.LAUNCH_ARGUMENTS]
    return {**browser_type_launch_args, "executable_path": str(executable), "args": arguments}


@pytest.fixture(autouse=True)
def the_main_module_stays() -> Iterator[None]:
    """AppTest leaves a page's script behind as `__main__`, and every process that is spawned later would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Give the path of a store that does not exist yet."""
    return tmp_path / "feedback.sqlite"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, and let it go first, then the longest of the others: they must not come last."""
    for item in items:
        if NEEDS_A_BROWSER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    items.sort(
        key=lambda item: (item.get_closest_marker("browser") is None, item.path.name not in LONG_FILES)
    )
