"""Starts the server: where the data lies, the page shell, the routes, and what lives as long as the server does."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import hashlib
import logging
import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import streamlit
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

import mocks
from curtain import staff
from curtain.api import doorway, media, shared_verdict, stream
from curtain.api.gate import Gate
from curtain.clockwork import Clockwork
from curtain.engine import Engine
from curtain.house import engine
from curtain.practice.stage import Stage
from curtain.ui.pages import ADDRESSES

log = logging.getLogger(__name__)

SHELL = Path(__file__).parent / "ui" / "shell"


def routes() -> list[BaseRoute]:
    """Our addresses; they come before Streamlit's own."""
    house = engine()
    return [
        *stream.routes(house),
        *media.routes(house.media),
        *shared_verdict.routes(house),
        *doorway.routes(house, _shell(), ADDRESSES),
    ]


def middleware() -> list[Middleware]:
    """The gate stands before everything."""
    return [Middleware(Gate, engine=engine(), staff_pages=ADDRESSES)]


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, Any] | None]:
    """Deadlines, leases, releases and practice run here, whether or not anybody has a page open."""
    house = engine()
    house.hub.bind(asyncio.get_running_loop())
    clockwork = Clockwork(house)
    await asyncio.to_thread(clockwork.recover)
    stage = Stage(house)
    await asyncio.to_thread(stage.recover)
    ticking = [asyncio.create_task(each.run()) for each in (clockwork, stage)]
    _settle_memory()
    print(welcome(house), flush=True)
    try:
        yield None
    finally:
        for each in ticking:
            each.cancel()
        await asyncio.to_thread(stage.stop)
        house.hub.bind(None)
        await asyncio.to_thread(house.close)


def _settle_memory() -> None:
    """Leave what was made at the start out of every later garbage collection: it stays, and looking it through each
    time holds everybody up."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def on_script_error(error: Exception) -> bool:
    """Keep tracebacks in the log and off people's screens; `ui.main` has said something kind."""
    log.error("a page failed", exc_info=error)
    return True


def welcome(house: Engine) -> str:
    """What the terminal says: where to click, and the keys when they are new."""
    base = base_address()
    keys = staff.first_keys(house)
    lines = ["", "  Curtain is running.", ""]
    if keys:
        lines += [
            "  Click to begin. This link signs you in, and is shown only once:",
            f"    {base}/enter?key={keys['designer']}",
            "",
            "  For colleagues who should see less:",
            f"    operators  {base}/enter?key={keys['operator']}",
            f"    reviewers  {base}/enter?key={keys['reviewer']}",
        ]
    else:
        lines += [
            f"  Open {base}/ in the browser in which you signed in before.",
            "  Lost the way in? Stop the server and run: curtain keys",
        ]
    problems = [str(problem) for entry in house.scenarios() for problem in entry.problems]
    if notes := [*problems, *mocks.warnings()]:
        lines += ["", "  Not usable yet:", *(f"    {note}" for note in notes)]
    return "\n".join([*lines, "", "  Stop with Ctrl+C.", ""])


def base_address() -> str:
    """The address under which this machine's own browser reaches the server."""
    host = streamlit.get_option("server.address") or "127.0.0.1"
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host
    return f"http://{shown}:{streamlit.get_option('server.port')}"


def quiet_path(script: str) -> Path:
    """The script under a path that tells nothing: Streamlit sends it to every browser.

    A link in a folder of ours inside the temporary directory; the script itself where that cannot be had.
    """
    real = Path(script).resolve()
    folder = Path(tempfile.gettempdir()) / f"app-{hashlib.sha256(str(real).encode()).hexdigest()[:8]}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        if hasattr(os, "getuid") and folder.stat().st_uid != os.getuid():
            return real
        link = folder / "app.py"
        if not link.is_symlink() or link.resolve() != real:
            link.unlink(missing_ok=True)
            link.symlink_to(real)
    except OSError:
        return real
    return link


def _shell() -> str:
    """Streamlit's page, without what it says of itself, and with what we put in its place."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    page = re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)
    page = re.sub(
        r"<noscript>.*?</noscript>", "<noscript>Please turn on JavaScript.</noscript>", page, flags=re.DOTALL
    )
    page = re.sub(r'<link rel="service-desc"[^>]*>', "", page)
    page = re.sub(r"<title>.*?</title>", "<title>{title}</title>", page)
    head = (SHELL / "head.html").read_text(encoding="utf-8")
    return page.replace("</head>", f"{head}</head>").replace('"./', '"/')
