"""Who the staff are: keys that open roles, and the one cookie that remembers them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from itsdangerous import BadSignature, Signer

from curtain.engine import Engine
from feedback_db import Writing

Role = Literal["designer", "operator", "reviewer"]
ROLES: tuple[Role, ...] = get_args(Role)

COOKIE = "key"
COOKIE_AGE = 60 * 24 * 3600  # seconds

# A designer works alone more often than not, so that key opens every door.
KEYS: Mapping[str, tuple[Role, ...]] = {
    "designer": ROLES,
    "operator": ("operator",),
    "reviewer": ("reviewer",),
}


class Staff(NamedTuple):
    """One signed-in member of the staff. `id` is stable for their browser; `number` tells operators apart."""

    id: str
    roles: tuple[Role, ...]
    number: int

    @property
    def name(self) -> str:
        return f"Operator {self.number}"


def first_keys(engine: Engine) -> dict[str, str]:
    """Make one key per role if there are none yet; gives them, to be shown this once, else an empty dict."""

    def command(tx: Writing) -> dict[str, str]:
        return {} if tx.staff_keys() else _make_keys(engine, tx)

    return engine.store.do(command)


def new_keys(engine: Engine) -> dict[str, str]:
    """Replace all keys, and sign everybody out."""

    def command(tx: Writing) -> dict[str, str]:
        tx.revoke_staff(engine.now())
        return _make_keys(engine, tx)

    return engine.store.do(command)


def sign_in(engine: Engine, key: str) -> str | None:
    """Exchange a key for a cookie's value; None when no door opens to it."""

    def command(tx: Writing) -> str | None:
        roles = tx.staff_key(_digest(key))
        if roles is None:
            return None
        session = secrets.token_urlsafe(24)
        tx.put_staff_session(session, roles, engine.now())
        return session

    session = engine.store.do(command)
    return _signer(engine).sign(session).decode() if session else None


def whoami(engine: Engine, cookie: str | None) -> Staff | None:
    """Who holds this cookie. Asks the database each time, so that a revoked key counts at once.

    The one place to replace for another way of signing in.
    """
    if not cookie:
        return None
    try:
        session = _signer(engine).unsign(cookie).decode()
    except (BadSignature, UnicodeDecodeError):
        return None
    with engine.store.reading() as reading:
        row = reading.staff_session(session)
    if row is None:
        return None
    return Staff(_digest(session)[:16], tuple(r for r in ROLES if r in row.roles), row.number)


def _make_keys(engine: Engine, tx: Writing) -> dict[str, str]:
    made = {name: secrets.token_urlsafe(18) for name in KEYS}
    for name, key in made.items():
        tx.put_staff_key(_digest(key), KEYS[name], engine.now())
    return made


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _signer(engine: Engine) -> Signer:
    return Signer(engine.store.secret, salt="staff")
