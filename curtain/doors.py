"""What a participant's link leads to: a session, a fresh link of their own, or kind words at a closed door."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any, Literal, NamedTuple

from curtain import codes, session, views
from curtain.clock import later
from curtain.engine import Engine
from curtain.joining import GIVEN_UP_AFTER
from feedback_db import LinkRow, NewEvent, PanelRow, ParticipantRow, Reading, Writing, key
from scenarios.words import WORDS


class Door(NamedTuple):
    """`open` with the token to go in with (another one than was brought: go there) and the page's title, or `shut`
    with what to say."""

    state: Literal["open", "shut"]
    token: str = ""
    title: str = ""
    text: str = ""
    frames: tuple[str, ...] = ()  # other sites that may be framed there


def knock(engine: Engine, token: str) -> Door:
    """Look at what a link leads to, without starting anything (link previews and robots knock, too)."""
    with engine.store.reading() as reading:
        who = reading.participant_by_token(token)
        link = reading.link(who.link or "" if who else token)
        if link is None:
            return Door("shut", "", *unknown())
        panel = reading.panel(link.panel)
        scenario = engine.scenario_of(panel)
        words = scenario.words
        inside = Door("open", token, scenario.shown_title, frames=scenario.framed)
        if who and (who.withdrawn_at or reading.session_of(who.id)):
            return inside
        refused = _refusal(engine, reading, panel, link)
    if refused:
        return Door("shut", "", words[f"{refused}_title"], words[f"{refused}_text"])
    return inside if who or link.kind == "personal" else inside._replace(token=secrets.token_urlsafe(16))


def mint(engine: Engine, link_token: str, token: str) -> Future[None]:
    """Give somebody who came by an open or preview link a token of their own, which they are sent on to."""

    def command(tx: Writing) -> None:
        link = tx.link(link_token)
        if link and tx.participant_by_token(token) is None:
            _make_participant(engine, tx, link, token)

    return engine.store.submit(command)


def enter(engine: Engine, token: str) -> Future[dict[str, Any]]:
    """Start the session behind a token, or take it up again; gives the view to draw."""

    def command(tx: Writing) -> dict[str, Any]:
        who = tx.participant_by_token(token)
        link = tx.link(who.link or "" if who else token)
        if link is None or (who is None and link.kind != "personal"):
            return views.gone(*unknown())
        panel = tx.panel(link.panel)
        words = engine.scenario_of(panel).words
        if who and who.withdrawn_at:
            return _farewell(tx, panel, who, words)
        known = tx.session_of(who.id) if who else None
        if known:
            return views.view(engine, engine.state(tx, known.id), panel)
        refused = _refusal(engine, tx, panel, link)
        if refused:
            return views.gone(words[f"{refused}_title"], words[f"{refused}_text"], words)
        person = who or _make_participant(engine, tx, link, token)
        origin = "preview" if link.kind == "preview" else panel.origin
        state = session.start(engine, tx, panel, person, origin, link.arm)
        return views.view(engine, state, panel)

    return engine.store.submit(command)


def unknown() -> tuple[str, str]:
    """What is said at a link that nobody handed out."""
    return WORDS["unknown_title"], WORDS["unknown_text"]


def session_behind(engine: Engine, token: str) -> tuple[str, PanelRow] | None:
    """The id of the session that a token opens, if it has begun, and its panel."""
    with engine.store.reading() as reading:
        who = reading.participant_by_token(token)
        found = reading.session_of(who.id) if who else None
        return (found.id, reading.panel(found.panel)) if found else None


def _refusal(
    engine: Engine, reading: Reading, panel: PanelRow, link: LinkRow
) -> Literal["closed", "paused", "full"] | None:
    if link.kind == "preview":
        return None
    if panel.status == "closed":
        return "closed"
    if panel.status != "open":
        return "paused"
    since = later(engine.clock(), -GIVEN_UP_AFTER)
    full = panel.people is not None and reading.taken_places(panel.id, since) >= panel.people
    return "full" if full else None


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


def _farewell(tx: Writing, panel: PanelRow, who: ParticipantRow, words: Mapping[str, str]) -> dict[str, Any]:
    """Who took part is paid, whatever becomes of their data; who declined at the start has done nothing."""
    took_part = any(event.payload.get("how") == "withdraw" for event in tx.events_of(f"s-{who.id}"))
    if not took_part:
        return views.gone(words["declined_title"], words["declined_text"], words)
    code = f"{words['code_label']}: {codes.completion_code(panel, who.id)}"
    return views.gone(words["withdrawn_title"], f"{words['withdrawn_text']} {code}", words)
