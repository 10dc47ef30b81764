"""Events: what happened, once and for all, and the keys that make writing one twice harmless."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

_NAMESPACE = uuid.UUID("5b0c1d7e-6c1f-5b55-9a53-0f8a1d2f6e10")


class Event(NamedTuple):
    """One line of the log.

    `id` grows in the order of writing; `at` is ISO 8601 in UTC with microseconds; `period` counts from 1 and
    grows within a session that meets several arms; `version` is the scenario's SHA-256, or empty before there
    is one.
    """

    id: int
    key: str
    at: str
    kind: str
    panel: str
    session: str | None
    participant: str | None
    arm: str | None
    period: int
    version: str
    payload: dict[str, Any]


class NewEvent(NamedTuple):
    """An event that is to be written. Without a `key` it gets a random one: each writing is another event."""

    kind: str
    at: str
    panel: str
    session: str | None = None
    participant: str | None = None
    arm: str | None = None
    period: int = 1
    version: str = ""
    payload: dict[str, Any] = {}
    key: str | None = None


def key(session: str, thing: str, kind: str, revision: int = 0) -> str:
    """The key of "`kind` happened to `thing` (a prediction, a step) in `session`": same facts, same key.

    Without the revision, a second up after up and down would pass for a repetition of the first.
    """
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join((session, thing, kind, str(revision)))))
