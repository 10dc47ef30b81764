"""What may be asked over the wire, by whom; the same calls serve the live stream and plain HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from curtain import desk, doors, session, staff, views
from curtain.acts import Act
from curtain.engine import Engine
from curtain.errors import CurtainError, Refused
from feedback_db import StoreError

JSON = dict[str, Any]
Short = Annotated[str, Field(max_length=100)]
TRUSTED = 5.0  # seconds
A_DAY = 86_400_000  # milliseconds
BUSY = "That didn't go through. It will be tried again."


class Hello(BaseModel):
    """Who calls: a participant by token, an operator at the desk (of one panel, or all), or a staff page."""

    model_config = ConfigDict(extra="forbid")

    k: Short | None = None
    desk: bool | Short | None = None
    staff: Short | None = None


@dataclass(slots=True)
class Caller:
    """Somebody who may call: what they listen to, where that stands now, and what they may do."""

    topic: str
    rev: int
    does: dict[str, Callable[[JSON], Awaitable[JSON]]]
    shows: str = ""  # the call whose answer goes along with each push
    cookie: str | None = None  # of staff
    known_at: float = 0.0  # when the cookie was last found good


async def admit(engine: Engine, hello: Hello, cookie: str | None) -> Caller | None:
    """Who this is, or None for somebody who has no business here."""
    if hello.k:
        return await _participant(engine, hello.k)
    member = staff.whoami(engine, cookie)
    if member is None:
        return None
    if hello.desk and "operator" in member.roles:
        return _operator(engine, member, hello.desk if isinstance(hello.desk, str) else None, cookie)
    if hello.staff and {"designer", "reviewer"} & set(member.roles):
        return Caller(hello.staff, engine.hub.number, {}, cookie=cookie)
    return None


async def answer(engine: Engine, caller: Caller, do: str, args: JSON) -> JSON:
    """Carry out one call; gives `{"ok": …}` or `{"error": {"say", "kind"}}`, and never raises."""
    doing = caller.does.get(do)
    if doing is None:
        return _error("There is no such thing to do here.", "bad")
    if caller.cookie and not _still_known(engine, caller):
        return _error("You have been signed out.", "gone")
    try:
        return {"ok": await doing(args)}
    except Refused as refused:
        return _error(str(refused), refused.kind)
    except (ValidationError, KeyError, TypeError):
        return _error("That could not be read.", "bad")
    except (StoreError, CurtainError):
        return _error(BUSY, "busy")


def _still_known(engine: Engine, caller: Caller) -> bool:
    """Ask the database again, once in a while: a busy desk calls far more often than keys are revoked."""
    now = time.monotonic()
    if now - caller.known_at > TRUSTED:
        if staff.whoami(engine, caller.cookie) is None:
            return False
        caller.known_at = now
    return True


def _error(say: str, kind: str) -> JSON:
    return {"error": {"say": say, "kind": kind}}


async def _participant(engine: Engine, token: str) -> Caller | None:
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
        state = await asyncio.wrap_future(session.act(engine, session_id, Act.model_validate(args)))
        return await view({}) if state.status == "withdrawn" else _brief(views.view(engine, state, panel))

    return Caller(f"session/{session_id}", first["rev"], {"view": view, "act": act}, shows="view")


def _ms(told: Any) -> int | None:
    """A time that a browser measured; None for anything that cannot be one."""
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 <= told <= A_DAY else None


def _brief(view: JSON) -> JSON:
    """A view without the built-in words: the page has had them since its first one, and they are most of the bytes."""
    return {name: part for name, part in view.items() if name != "words"}


def _always(view: JSON) -> Callable[[JSON], Awaitable[JSON]]:
    async def same(_args: JSON) -> JSON:
        return view

    return same


def _operator(engine: Engine, member: staff.Staff, panel: str | None, cookie: str | None) -> Caller:
    who = desk.Operator(member.id, member.name)

    async def view(_args: JSON) -> JSON:
        return desk.view(engine, who, panel)

    async def claim(args: JSON) -> JSON:
        await asyncio.wrap_future(desk.claim(engine, who, str(args["prediction"]), _ms(args.get("seen_ms"))))
        return await view({})

    async def send(args: JSON) -> JSON:
        which, took = str(args["prediction"]), _ms(args.get("first_key_ms"))
        await asyncio.wrap_future(desk.answer(engine, who, which, args["output"], took))
        return await view({})

    async def give_back(args: JSON) -> JSON:
        await asyncio.wrap_future(desk.give_back(engine, who, str(args["prediction"])))
        return await view({})

    async def beat(_args: JSON) -> JSON:
        await asyncio.wrap_future(desk.beat(engine, who))
        return {}

    return Caller(
        "desk" if panel is None else f"desk/{panel}",
        engine.hub.number,
        {
            "desk.view": view,
            "desk.claim": claim,
            "desk.answer": send,
            "desk.give_back": give_back,
            "desk.beat": beat,
        },
        shows="desk.view",
        cookie=cookie,
    )
