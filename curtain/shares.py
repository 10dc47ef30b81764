"""Links to a panel's verdict for people without a key: they expire, can be taken back, and open nothing else."""

from __future__ import annotations

import hashlib
import secrets

from curtain.clock import later
from curtain.engine import Engine
from curtain.staff import Staff
from feedback_db import Writing
from feedback_db.remarks import ShareRow

UNDER = "/verdict/"  # the address, before the token
DAYS = (1, 7, 30)  # how long a link may open
A_DAY = 24 * 3600.0


def share(engine: Engine, by: Staff, panel: str, days: int) -> str:
    """Make a link; gives the unguessable part of its address, which is kept nowhere. Raises `ValueError` for another
    number of days."""
    if days not in DAYS:
        raise ValueError(f"a link opens for one of {DAYS} days")
    token = secrets.token_urlsafe(24)
    now = engine.clock()
    row = {
        "hash": _digest(token),
        "panel": panel,
        "name": by.name,
        "made_at": engine.now(),
        "expires_at": later(now, days * A_DAY),
    }
    engine.store.do(lambda tx: tx.put("share", row))
    return token


def opened_by(engine: Engine, token: str) -> str | None:
    """The panel whose verdict this opens; None for a link that never was, has expired, or was taken back."""
    with engine.store.reading() as reading:
        row = reading.share(_digest(token))
    if row is None or row.revoked_at or row.expires_at <= engine.now():
        return None
    return row.panel


def open_links(engine: Engine, panel: str) -> list[ShareRow]:
    """The links of a panel that still open something."""
    now = engine.now()
    with engine.store.reading() as reading:
        return [row for row in reading.shares(panel) if not row.revoked_at and row.expires_at > now]


def take_back(engine: Engine, hash: str) -> None:
    """From now on the link opens nothing. Doing it twice is doing it once."""

    def command(tx: Writing) -> None:
        row = tx.share(hash)
        if row and not row.revoked_at:
            tx.put("share", {**row._asdict(), "revoked_at": engine.now()})

    engine.store.do(command)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
