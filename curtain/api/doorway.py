"""The first document that a browser gets: the page shell, a kind word at a closed door, or the way in with a key."""

from __future__ import annotations

import asyncio
from functools import cache
from html import escape
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.staticfiles import StaticFiles

from curtain import doors, staff
from curtain.api.stream import same_origin
from curtain.engine import Engine

UI = Path(__file__).parents[1] / "ui"
NOTHING_HERE = (
    "There is nothing here",
    "Please check that you have opened the whole link, just as you were given it.",
)
FRAMES = "x-frames"  # for the gate alone, which puts it into the page's policy
STAFF_ASSETS = ("desk", "pulse", "replay", "staff", "watch")  # what these names begin with is for staff alone


def routes(engine: Engine, shell: str, staff_pages: frozenset[str]) -> list[BaseRoute]:
    """The documents and assets. `shell` is the page that boots the app in a browser, with `{title}` to fill."""

    files = StaticFiles(directory=UI / "components")

    async def root(request: Request) -> Response:
        token = request.query_params.get("k")
        if token is None:
            return _page(shell, "Curtain")
        door = await asyncio.to_thread(doors.knock, engine, token)
        if door.state == "shut":
            return closed_door(door.title, door.text)
        if door.token != token:
            await asyncio.wrap_future(doors.mint(engine, token, door.token))
            return RedirectResponse(
                f"/?k={door.token}", status_code=303, headers={"cache-control": "no-store"}
            )
        return _page(shell, door.title, door.frames)

    async def staff_page(_request: Request) -> Response:
        return _page(shell, "Curtain")

    async def enter(request: Request) -> Response:
        key = request.query_params.get("key", "")
        cookie = await asyncio.to_thread(staff.sign_in, engine, key) if key and same_origin(request) else None
        if cookie is None:
            return no_such_page()
        response = RedirectResponse("/", status_code=303, headers={"cache-control": "no-store"})
        response.set_cookie(
            staff.COOKIE,
            cookie,
            max_age=staff.COOKIE_AGE,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    async def leave(_request: Request) -> Response:
        response = RedirectResponse("/enter", status_code=303)
        response.delete_cookie(staff.COOKIE, httponly=True, samesite="lax")
        return response

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name.startswith(STAFF_ASSETS) is not request.url.path.startswith("/staff-ui/"):
            return no_such_page()
        try:
            response = await files.get_response(name, request.scope)
        except HTTPException:
            return no_such_page()
        response.headers["cache-control"] = "no-cache"  # asked for each time, answered by "not modified"
        return response

    async def robots(_request: Request) -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")

    async def icon(_request: Request) -> Response:
        return Response(_ICON, media_type="image/svg+xml", headers={"cache-control": "max-age=86400"})

    return [
        Route("/", root),
        *(Route(f"/{page}", staff_page) for page in sorted(staff_pages)),
        Route("/enter", enter),
        Route("/staff-ui/leave", leave),
        Route("/ui/{name:path}", asset),
        Route("/staff-ui/{name:path}", asset),
        Route("/robots.txt", robots),
        Route("/favicon.png", icon),
    ]


def no_such_page() -> HTMLResponse:
    """What any unknown address answers, to anybody."""
    return closed_door(*NOTHING_HERE)


def closed_door(title: str, text: str) -> HTMLResponse:
    """A friendly page that leads no further; not found, whatever the reason."""
    page = _gone().replace("{title}", escape(title)).replace("{text}", escape(text))
    return HTMLResponse(page, status_code=404, headers={"cache-control": "no-store"})


def _page(shell: str, title: str, frames: tuple[str, ...] = ()) -> HTMLResponse:
    headers = {"cache-control": "no-store", **({FRAMES: " ".join(frames)} if frames else {})}
    return HTMLResponse(shell.replace("{title}", escape(title)), headers=headers)


@cache
def _gone() -> str:
    return (UI / "shell" / "gone.html").read_text(encoding="utf-8")


_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<circle cx="16" cy="16" r="13" fill="#0f766e"/></svg>'
)
