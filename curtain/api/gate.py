"""Who may see which address. Everything outside a short list does not exist; staff addresses exist for staff only."""

from __future__ import annotations

from http.cookies import SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from curtain import shares, staff
from curtain.api import stream
from curtain.api.doorway import FRAMES, no_such_page
from curtain.engine import Engine
from scenarios.media import ADDRESS

HEALTH = "/_stcore/health"
HOST_CONFIG = "/_stcore/host-config"
EVERYBODY = ("/_stcore/stream", HOST_CONFIG, "/live", "/enter", "/robots.txt", "/favicon.png")
EVERYBODY_UNDER = ("/static/", "/ui/", shares.UNDER, ADDRESS)
STAFF_UNDER = ("/staff-ui/", "/media/", "/_stcore/bidi-components/", "/component/")

HEADERS = {
    "referrer-policy": "no-referrer",  # a participant's token stands in the address
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
    "content-security-policy": (
        "default-src 'self' blob: data:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss: blob: data:; frame-ancestors 'self'; "
        "form-action 'self'; base-uri 'self'; object-src 'none'"
    ),
}


class Gate:
    """ASGI middleware. `staff_pages` are the paths of the staff's screens, without the leading slash."""

    def __init__(self, app: ASGIApp, engine: Engine, staff_pages: frozenset[str]) -> None:
        self.app, self.engine, self.live = app, engine, stream.live(engine)
        self.staff_paths = frozenset(f"/{page}" for page in staff_pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        if not self._exists(scope):
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            else:
                await no_such_page()(scope, receive, send)
            return

        if scope["type"] == "websocket" and scope["path"] == stream.PATH:
            # Past what Streamlit wraps around its own: that has no business here, and would cost each message dear.
            await self.live(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    # A drawing or a prototype is served with a stricter policy of its own.
                    if not (scope["path"].startswith(ADDRESS) and name in headers):
                        headers[name] = value
                if FRAMES in headers:
                    headers["content-security-policy"] += f"; frame-src 'self' {headers[FRAMES]}"
                    del headers[FRAMES]
                # Streamlit's own cookie bears its name, and is for uploads, which participants never make.
                if scope["path"] == HEALTH and not self._is_staff(scope):
                    del headers["set-cookie"]
            await send(message)

        app = self._host_config(scope) if scope["path"] == HOST_CONFIG else self.app
        await app(scope, receive, with_headers)

    def _host_config(self, scope: Scope) -> ASGIApp:
        """Streamlit's settings for a page inside another site, of which we are none: nobody may steer it from outside,
        and participants, who have our own notice, are not told in a dialogue that a Streamlit server is gone."""
        return JSONResponse(
            {
                "allowedOrigins": [],
                "useExternalAuthToken": False,
                "enableCustomParentMessages": False,
                "enforceDownloadInNewTab": False,
                "metricsUrl": "",
                "blockErrorDialogs": not self._is_staff(scope),
                "resourceCrossOriginMode": None,
            },
            headers={"cache-control": "no-store"},
        )

    def _exists(self, scope: Scope) -> bool:
        path: str = scope["path"]
        if ".." in path or "//" in path:
            return False
        if path in EVERYBODY or path.startswith(EVERYBODY_UNDER):
            return True
        if path == "/" and "k" in parse_qs(scope["query_string"].decode("latin-1")):
            return True
        if path == HEALTH:
            return True
        if path != "/" and path not in self.staff_paths and not path.startswith(STAFF_UNDER):
            return False
        return self._is_staff(scope)

    def _is_staff(self, scope: Scope) -> bool:
        return staff.whoami(self.engine, cookie_of(scope)) is not None


def cookie_of(scope: Scope) -> str | None:
    """The staff cookie of a request or a handshake."""
    morsel = SimpleCookie(Headers(scope=scope).get("cookie", "")).get(staff.COOKIE)
    return morsel.value if morsel else None
