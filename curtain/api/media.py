"""The pictures, sounds, films and prototypes of scenarios, each under the digest of its content."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import NotModifiedResponse

from curtain.api.doorway import no_such_page
from scenarios.media import ADDRESS, Content, type_of

# A drawing or a prototype is a document of its own if somebody opens its address: it runs in no origin, loads nothing
# from elsewhere, and is shown in no frame but ours.
_ALONE = (
    "sandbox{may}; default-src 'none'; {loads}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_POLICIES = {
    "text/html": _ALONE.format(
        may=" allow-scripts allow-forms",
        loads="script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
        "media-src data: blob:",
    ),
    "*": _ALONE.format(may="", loads="style-src 'unsafe-inline'; img-src data:"),
}
_TEXTS = ("text/html", "image/svg+xml")


def routes(find: Callable[[str], Content | None]) -> list[BaseRoute]:
    """`GET /files/<digest>.<extension>`. `find` gives what is kept under a digest.

    Nothing in an address tells a scenario or an arm, and there is no list: who knows the digest has been shown the
    file. Whatever else is asked for answers like any page that is not there.
    """
    # Browsers ask for pieces of sounds and films; Starlette gives pieces of files.
    cache = tempfile.TemporaryDirectory(prefix="app-", ignore_cleanup_errors=True)

    async def media(request: Request) -> Response:
        match = re.fullmatch(r"([0-9a-f]{64})\.([a-z0-9]{2,5})", request.path_params["name"])
        type = type_of(match[2]) if match else None
        if match is None or type is None:
            return no_such_page()
        path = Path(cache.name) / match[0]
        if not await asyncio.to_thread(_at_hand, path, match[1], type, find):
            return no_such_page()
        headers = {
            "cache-control": "private, max-age=31536000, immutable",
            "content-security-policy": _POLICIES.get(type, _POLICIES["*"]),
            "etag": f'"{match[1]}"',
            "last-modified": "Thu, 01 Jan 1970 00:00:00 GMT",  # not that of our copy, which says who asked when
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
        full = f"{type}; charset=utf-8" if type in _TEXTS else type
        response = FileResponse(path, headers=headers, media_type=full, stat_result=path.stat())
        if _has(request, headers["etag"]):
            return NotModifiedResponse(response.headers)
        return response

    return [Route(f"{ADDRESS}{{name:path}}", media)]


def _at_hand(path: Path, digest: str, type: str, find: Callable[[str], Content | None]) -> bool:
    """Whether the file lies in the cache, or could be put there."""
    if path.exists():
        return True
    found = find(digest)
    if found is None or found.type != type:
        return False
    # Under a name of its own until it is whole: two may ask for the same file at once.
    handle, part = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(found.content)
    os.replace(part, path)
    return True


def _has(request: Request, etag: str) -> bool:
    known = request.headers.get("if-none-match", "")
    return etag in (each.strip().removeprefix("W/") for each in known.split(","))
