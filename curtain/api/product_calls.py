"""What a participant's page may ask: its view, to act on the screen, and to say that somebody is typing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from curtain import doors, session, views
from curtain.acts import Act
from curtain.api.caller import JSON, Caller
from curtain.engine import Engine
from curtain.errors import CurtainError, Refused, Worded
from curtain.floor import page_of
from feedback_db import StoreError


async def caller(engine: Engine, token: str) -> Caller | None:
    """Who holds this token, or None for a link that nobody handed out."""
    first = await asyncio.wrap_future(doors.enter(engine, token))
    behind = await asyncio.to_thread(doors.session_behind, engine, token)
    if behind is None:
        return (
            None
            if first["screen"].get("title") == doors.unknown()[0]
            else Caller("", 0, {"view": _always(first)})
        )
    session_id, panel = behind

    async def view(_args: JSON) -> JSON:
        state = engine.peek(session_id)
        if state is None:
            return await asyncio.wrap_future(doors.enter(engine, token))
        return _brief(views.view(engine, state, panel))

    async def act(args: JSON) -> JSON:
        try:
            state = await asyncio.wrap_future(session.act(engine, session_id, Act.model_validate(args)))
        except Worded:
            raise
        except (
            CurtainError,
            StoreError,
        ) as error:  # not in the words of the scenario: the page has some for it
            raise Refused("", getattr(error, "kind", "busy")) from error
        return await view({}) if state.status == "withdrawn" else _brief(views.view(engine, state, panel))

    async def here(args: JSON) -> JSON:
        engine.presence.typing(page_of(session_id), bool(args.get("typing")))
        return {}

    does = {"view": view, "act": act, "here": here}
    return Caller(page_of(session_id), first["rev"], does, shows="view", who=page_of(session_id))


def _brief(view: JSON) -> JSON:
    """A view without the built-in words: the page has had them since its first one, and they are most of the bytes."""
    return {name: part for name, part in view.items() if name != "words"}


def _always(view: JSON) -> Callable[[JSON], Awaitable[JSON]]:
    async def same(_args: JSON) -> JSON:
        return view

    return same
