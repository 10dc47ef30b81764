"""A panel's verdict for somebody with a link: one page to read, and nothing to press."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from curtain import shares
from curtain.api.doorway import no_such_page
from curtain.engine import Engine
from curtain.errors import CurtainError
from curtain.ledger import ledger
from curtain.report.gather import gather
from curtain.report.page import verdict_alone


def routes(engine: Engine) -> list[BaseRoute]:
    """The address. A link that opens nothing answers as any unknown address does."""

    def page(token: str) -> str | None:
        panel = shares.opened_by(engine, token)
        if panel is None:
            return None
        try:
            return verdict_alone(gather(engine, ledger(engine).counted(panel), words=False))
        except CurtainError:
            return None

    async def shown(request: Request) -> Response:
        found = await asyncio.to_thread(page, request.path_params["token"][:100])
        return HTMLResponse(found, headers={"cache-control": "no-store"}) if found else no_such_page()

    return [Route(f"{shares.UNDER}{{token}}", shown)]
