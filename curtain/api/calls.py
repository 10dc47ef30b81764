"""What may be asked over the wire, by whom; the same calls serve the live stream and plain HTTP."""

from __future__ import annotations

import time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from curtain import staff
from curtain.api import desk_calls, product_calls
from curtain.api.caller import JSON, Caller
from curtain.engine import Engine
from curtain.errors import CurtainError, Refused
from feedback_db import StoreError

Short = Annotated[str, Field(max_length=100)]
TRUSTED = 5.0  # seconds
BUSY = "That didn't go through. It will be tried again."


class Hello(BaseModel):
    """Who calls: a participant by token, an operator at the desk (of one panel, or all), a staff page, or somebody who
    looks on at a session."""

    model_config = ConfigDict(extra="forbid")

    k: Short | None = None
    desk: bool | Short | None = None
    staff: Short | None = None
    watch: Short | None = None


async def admit(engine: Engine, hello: Hello, cookie: str | None) -> Caller | None:
    """Who this is, or None for somebody who has no business here."""
    if hello.k:
        return await product_calls.caller(engine, hello.k)
    member = staff.whoami(engine, cookie)
    if member is None:
        return None
    if hello.desk and "operator" in member.roles:
        return desk_calls.caller(engine, member, hello.desk if isinstance(hello.desk, str) else None, cookie)
    if hello.watch:
        return desk_calls.watcher(engine, member, hello.watch, cookie)
    if hello.staff:
        return Caller(hello.staff, engine.hub.number, {}, cookie=cookie)
    return None


async def answer(engine: Engine, caller: Caller, do: str, args: JSON) -> JSON:
    """Carry out one call; gives `{"ok": …}` or `{"error": {"say", "kind"}}`, and never raises."""
    doing = caller.does.get(do)
    if doing is None:
        return _error("There is no such thing to do here.", "bad")
    if caller.cookie and not _still_known(engine, caller):
        return _error("You have been signed out.", "gone")
    if caller.who:
        engine.presence.called(caller.who)
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
