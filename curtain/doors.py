"""What a participant's link leads to: a session, a fresh link of their own, or kind words at a closed door."""

from __future__ import annotations

import secrets
from concurrent.futures import Future
from typing import Any, Literal, NamedTuple

from curtain import session, views
from curtain.clock import later
from curtain.engine import Engine
from feedback_db import LinkRow, NewEvent, PanelRow, ParticipantRow, Reading, Writing, key

GIVEN_UP_AFTER = 3600.0  # seconds without a sign of life, after which a place is no longer held

UNKNOWN = ("This link doesn't work", "Please check that you have opened the whole link, just as you were given it.")
PAUSED = ("We're taking a short break", "Please open this link again a little later. Your place is kept.")
CLOSED = ("This has ended", "Thank you for your interest. Nothing more is needed from you.")
FULL = ("All places are taken", "Thank you for coming! Every place has been filled, so nothing more is needed from you.")
DELETED = ("Your answers are deleted", "Nothing of what you did here is kept. Thank you for your time.")


class Door(NamedTuple):
    """`open` with the token to go in with (another one than was brought: go there) and the page's title, or `shut`
    with what to say."""

    state: Literal["open", "shut"]
    token: str = ""
    title: str = ""
    text: str = ""


def knock(engine: Engine, token: str) -> Door:
    """Look at what a link leads to, without starting anything (link previews and robots knock, too)."""
    with engine.store.reading() as reading:
        who = reading.participant_by_token(token)
        link = None if who else reading.link(token)
        if who is None and link is None:
            return Door("shut", "", *UNKNOWN)
        panel = reading.panel(who.panel if who else link.panel)
        title = engine.scenario_of(panel).shown_title
        if who and (who.withdrawn_at or reading.session_of(who.id)):
            return Door("open", token, title)
        link = link or reading.link(who.link)
        words = _refusal(engine, reading, panel, preview=link.kind == "preview")
    if words:
        return Door("shut", "", *words)
    return Door("open", token if who or link.kind == "personal" else secrets.token_urlsafe(16), title)


def mint(engine: Engine, link_token: str, token: str) -> Future[None]:
    """Give somebody who came by an open or preview link a token of their own, which they are sent on to."""

    def command(tx: Writing) -> None:
        link = tx.link(link_token)
        if link and tx.participant_by_token(token) is None:
            _make_participant(engine, tx, link, token)

    return engine.store.submit(command)


def enter(engine: Engine, token: str) -> Future[dict[str, Any]]:
    """Start the session behind a token, or take it up again; gives the view to draw. Never raises for a person."""

    def command(tx: Writing) -> dict[str, Any]:
        who = tx.participant_by_token(token)
        link = tx.link(who.link if who else token)
        if link is None or (who is None and link.kind != "personal"):
            return views.gone(*UNKNOWN)
        panel = tx.panel(link.panel)
        if who and who.withdrawn_at:
            return views.gone(DELETED[0], _farewell(tx, panel, who))
        known = tx.session_of(who.id) if who else None
        if known:
            return views.view(engine, engine.state(tx, known.id), panel)
        words = _refusal(engine, tx, panel, preview=link.kind == "preview")
        if words:
            return views.gone(*words)
        person = who or _make_participant(engine, tx, link, token)
        origin = "preview" if link.kind == "preview" else panel.origin
        state = session.start(engine, tx, panel, person, origin, link.arm)
        return views.view(engine, state, panel)

    return engine.store.submit(command)


def session_behind(engine: Engine, token: str) -> tuple[str, PanelRow] | None:
    """The id of the session that a token opens, if it has begun, and its panel."""
    with engine.store.reading() as reading:
        who = reading.participant_by_token(token)
        found = reading.session_of(who.id) if who else None
        return (found.id, reading.panel(found.panel)) if found else None


def _refusal(engine: Engine, reading: Reading, panel: PanelRow, *, preview: bool) -> tuple[str, str] | None:
    if preview:
        return None
    if panel.status == "closed":
        return CLOSED
    if panel.status != "open":
        return PAUSED
    since = later(engine.clock(), -GIVEN_UP_AFTER)
    if panel.people is not None and reading.taken_places(panel.id, since) >= panel.people:
        return FULL
    return None


def _make_participant(engine: Engine, tx: Writing, link: LinkRow, token: str) -> ParticipantRow:
    participant = secrets.token_hex(8)
    tx.append(
        NewEvent(
            kind="participant.made",
            at=engine.now(),
            panel=link.panel,
            participant=participant,
            payload={"token": token, "number": tx.next_number(link.panel), "link": link.token},
            key=key(participant, "participant", "made"),
        )
    )
    made = tx.participant(participant)
    assert made is not None
    return made


def _farewell(tx: Writing, panel: PanelRow, who: ParticipantRow) -> str:
    """Who took part to the end is paid, whatever becomes of their data; who declined at the start has done nothing."""
    tombstones = tx.events_of(f"s-{who.id}")
    finished = any(event.payload.get("how") == "withdraw" for event in tombstones)
    return f"{DELETED[1]} Your code: {views.completion_code(panel, who.id)}" if finished else DELETED[1]
