"""Who the staff are: keys that open roles, and the one cookie that remembers them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from itsdangerous import BadSignature, Signer

from curtain.engine import Engine
from curtain.errors import Refused
from feedback_db import Reading, StaffKeyRow, Writing

Role = Literal["designer", "operator", "reviewer"]
ROLES: tuple[Role, ...] = get_args(Role)

COOKIE = "key"
COOKIE_AGE = 60 * 24 * 3600  # seconds
LONGEST_NAME = 40  # characters

# A designer works alone more often than not, so that key opens every door.
KEYS: Mapping[str, tuple[Role, ...]] = {
    "designer": ROLES,
    "operator": ("operator",),
    "reviewer": ("reviewer",),
}


class Staff(NamedTuple):
    """One signed-in member of the staff, by their browser."""

    id: str
    roles: tuple[Role, ...]
    name: str


def first_keys(engine: Engine) -> dict[str, str]:
    """Make one key per role if there are none yet; gives them, to be shown this once, else an empty dict."""

    def command(tx: Writing) -> dict[str, str]:
        return {} if _valid_keys(tx) else _make_keys(engine, tx)

    return engine.store.do(command)


def new_keys(engine: Engine) -> dict[str, str]:
    """Replace all keys, and sign everybody out."""

    def command(tx: Writing) -> dict[str, str]:
        now = engine.now()
        for key in _valid_keys(tx):
            tx.put("staff_key", {**key._asdict(), "revoked_at": now})
        for session in tx.staff_sessions():
            tx.put("staff_session", {**session._asdict(), "revoked_at": session.revoked_at or now})
        return _make_keys(engine, tx)

    return engine.store.do(command)


def sign_in(engine: Engine, key: str) -> str | None:
    """Exchange a key for a cookie's value; None when no door opens to it."""

    def command(tx: Writing) -> str | None:
        found = tx.staff_key(_digest(key))
        if found is None or found.revoked_at:
            return None
        session, number = secrets.token_urlsafe(24), 1 + len(tx.staff_sessions())
        row = {"id": _digest(session), "roles": found.roles, "name": f"Operator {number}", "number": number}
        tx.put("staff_session", {**row, "made_at": engine.now()})
        return _signer(tx).sign(session).decode()

    return engine.store.do(command)


def whoami(engine: Engine, cookie: str | None) -> Staff | None:
    """Who holds this cookie. Asks the database each time, so that a revoked key counts at once.

    The one place to replace for another way of signing in.
    """
    if not cookie:
        return None
    with engine.store.reading() as reading:
        try:
            session = _signer(reading).unsign(cookie).decode()
        except (BadSignature, UnicodeDecodeError):
            return None
        row = reading.staff_session(_digest(session))
    if row is None or row.revoked_at:
        return None
    return Staff(row.id[:16], tuple(role for role in ROLES if role in row.roles), row.name)


def rename(engine: Engine, me: Staff, name: str) -> Staff:
    """Take a name that colleagues know one by. Raises `Refused` for an empty or a long one."""
    cleaned = " ".join(name.split())
    if not cleaned or len(cleaned) > LONGEST_NAME:
        raise Refused(f"A name has between 1 and {LONGEST_NAME} characters.")

    def command(tx: Writing) -> None:
        for session in tx.staff_sessions():
            if session.id.startswith(me.id):
                tx.put("staff_session", {**session._asdict(), "name": cleaned})

    engine.store.do(command)
    return me._replace(name=cleaned)


def _make_keys(engine: Engine, tx: Writing) -> dict[str, str]:
    made = {name: secrets.token_urlsafe(18) for name in KEYS}
    for name, key in made.items():
        tx.put("staff_key", {"hash": _digest(key), "roles": list(KEYS[name]), "made_at": engine.now()})
    return made


def _valid_keys(reading: Reading) -> list[StaffKeyRow]:
    return [key for key in reading.staff_keys() if not key.revoked_at]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _signer(reading: Reading) -> Signer:
    """Signed with what the keys are: new keys make old cookies worthless."""
    return Signer("".join(key.hash for key in _valid_keys(reading)) or secrets.token_hex(), salt="staff")
