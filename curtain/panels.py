"""The designer's use-cases: make a panel, open, pause and close it, hand out links, try an arm."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import scenarios
from curtain.codes import completion_code
from curtain.engine import Engine
from curtain.errors import Refused
from feedback_db import LinkRow, NewEvent, PanelRow, Writing
from scenarios import Scenario

Origin = Literal["real", "practice", "simulated"]
Change = Callable[[Engine, str], None]

MOST_LINKS = 500

# Who plays, in a designer's words; a kind from a team's own plug-in goes by its name.
PLAYS = {
    "draft": "proposed, decided at the desk",
    "fixed": "always the same",
    "imperfect": "right, but for planned errors",
    "off": "nothing is predicted",
    "operator": "by hand at the desk",
    "random": "by chance",
    "remote": "by a real model",
    "replay": "as recorded",
    "rules": "by rules",
    "sequence": "one after the other",
}


class Line(NamedTuple):
    """A panel and what has come of it: only sessions of the panel's own origin are counted."""

    panel: PanelRow
    started: int
    completed: int
    withdrawn: int


class Place(NamedTuple):
    """Where one participant is: a line of the panel's board."""

    who: str
    arm: str
    origin: str
    status: str
    at: str
    done: int
    steps: int
    last_at: str
    code: str


def create(
    engine: Engine,
    slug: str,
    name: str,
    *,
    played_by: Mapping[str, str] | None = None,
    people: int | None = None,
    origin: Origin = "real",
    seed: str | None = None,
) -> str:
    """Make a draft panel; gives its id. `played_by` maps a feature to the mock that plays it in every arm; the same
    `seed` gives the same parcels, arms and draws."""
    entry = engine.entry(slug)
    scenario = entry.scenario if entry else None
    if scenario is None:
        raise Refused(f"The scenario {slug!r} cannot be read.")
    unknown = {m for m in (played_by or {}).values() if m not in scenario.mocks}
    if unknown:
        raise Refused(f"{slug!r} has no mock {', '.join(map(repr, sorted(unknown)))}.")
    made = f"p-{secrets.token_hex(4)}"
    payload = {
        "name": name.strip() or scenario.shown_title,
        "scenario": slug,
        "origin": origin,
        "played_by": dict(played_by or {}),
        "seed": seed or secrets.token_hex(8),
        "people": people,
        "arms": list(scenario.arms),
    }
    engine.store.do(lambda tx: _tell(engine, tx, made, "panel.created", payload))
    return made


def hindrances(engine: Engine, panel: PanelRow) -> list[str]:
    """What has to be mended before real people may come; empty when nothing does."""
    return scenarios.ready_for_people(engine.scenario_of(panel), panel.played_by)


def open_panel(engine: Engine, panel: str) -> None:
    """Let people in. The first opening freezes the scenario's files, and the panel keeps to them from then on.

    Raises `Refused` with what is missing.
    """
    with engine.store.reading() as reading:
        row = reading.panel(panel)
    missing = hindrances(engine, row) if row.origin == "real" else []
    if missing:
        raise Refused("Before people come: " + " ".join(missing))

    def command(tx: Writing) -> None:
        now = tx.panel(panel)
        if now.status in {"draft", "paused"}:
            version = now.version or engine.freeze(tx, now.scenario)
            _tell(engine, tx, panel, "panel.opened", {"version": version})

    engine.store.do(command)


def pause(engine: Engine, panel: str) -> None:
    """Let nobody new in for now; who is under way can go on."""
    _when(engine, panel, {"open"}, "panel.paused")


def close(engine: Engine, panel: str) -> None:
    """End the panel for good; who is under way can finish."""
    _when(engine, panel, {"draft", "open", "paused"}, "panel.closed")


def make_links(engine: Engine, panel: str, number: int) -> list[str]:
    """Personal links, each for one participant; gives their tokens."""
    if not 1 <= number <= MOST_LINKS:
        raise Refused(f"Between 1 and {MOST_LINKS} links at a time.")
    return engine.store.do(lambda tx: [_link(engine, tx, panel, "personal", None) for _ in range(number)])


def open_link(engine: Engine, panel: str) -> str:
    """The one link that may be posted anywhere: everybody who opens it gets a place of their own."""
    return _standing_link(engine, panel, "open", None)


def preview_link(engine: Engine, panel: str, arm: str) -> str:
    """A link that plays one arm and never counts."""
    return _standing_link(engine, panel, "preview", arm)


def links(engine: Engine, panel: str) -> list[LinkRow]:
    """The personal links of a panel, oldest first."""
    with engine.store.reading() as reading:
        return [link for link in reading.links(panel) if link.kind == "personal"]


def links_csv(engine: Engine, panel: str, base: str) -> str:
    """The personal links as CSV: address, and whether somebody has come by it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["address", "used"])
    writer.writerows(
        [address(base, link.token), "yes" if link.participant else "no"] for link in links(engine, panel)
    )
    return out.getvalue()


def address(base: str, token: str) -> str:
    """The address that a token is handed out as."""
    return f"{base}/?k={token}"


def board(engine: Engine, panel: str) -> list[Place]:
    """Who is where now, the latest first."""
    with engine.store.reading() as reading:
        row = reading.panel(panel)
        people = {who.id: who for who in reading.participants(panel)}
        found = reading.sessions(panel)
    return [
        Place(
            f"Participant {people[s.participant].number}",
            s.arm,
            s.origin,
            s.status,
            (s.place or "").replace("/", " · "),
            s.done,
            s.steps,
            s.last_at,
            completion_code(row, s.participant) if s.status == "completed" else "",
        )
        for s in sorted(found, key=lambda s: s.last_at, reverse=True)
    ]


def overview(engine: Engine) -> list[Line]:
    """All panels but practice with what has come of them, the latest first."""
    lines = []
    with engine.store.reading() as reading:
        for panel in reversed(reading.panels()):
            if panel.origin != "practice":
                found = [s.status for s in reading.sessions(panel.id, panel.origin)]
                lines.append(Line(panel, len(found), found.count("completed"), found.count("withdrawn")))
    return lines


def players(scenario: Scenario) -> dict[str, str]:
    """Every mock of the scenario with who plays, in plain words: {"coin": "coin (by chance)"}."""
    return {
        name: f"{name} ({PLAYS.get(settings['kind'], settings['kind'])})"
        for name, settings in scenario.mocks.items()
    }


def try_out(engine: Engine, scenario: Scenario, arm: str) -> tuple[str, str]:
    """A practice panel played by a live operator, with the scenario as its file is now; gives it and the token of a
    fresh participant in that arm. It never counts."""
    slug = scenario.slug
    version = scenarios.freeze(engine.library_folder / slug / f"{slug}.yaml").sha256
    panel = None
    with engine.store.reading() as reading:
        known = [
            p for p in reading.panels() if (p.origin, p.scenario, p.status) == ("practice", slug, "open")
        ]
    for row in known:
        if row.version == version:
            panel = row.id
        else:
            close(engine, row.id)
    if panel is None:
        played_by = scenarios.operators(scenario)
        panel = create(engine, slug, f"Try it out: {slug}", played_by=played_by, origin="practice")
        open_panel(engine, panel)
    return panel, engine.store.do(lambda tx: _link(engine, tx, panel, "personal", arm))


def _when(engine: Engine, panel: str, statuses: set[str], kind: str) -> None:
    def command(tx: Writing) -> None:
        if tx.panel(panel).status in statuses:
            _tell(engine, tx, panel, kind, {})

    engine.store.do(command)


def _standing_link(engine: Engine, panel: str, kind: str, arm: str | None) -> str:
    def command(tx: Writing) -> str:
        for link in tx.links(panel):
            if (link.kind, link.arm) == (kind, arm):
                return link.token
        return _link(engine, tx, panel, kind, arm)

    return engine.store.do(command)


def _link(engine: Engine, tx: Writing, panel: str, kind: str, arm: str | None) -> str:
    token = secrets.token_urlsafe(16)
    _tell(engine, tx, panel, "link.made", {"token": token, "kind": kind, "arm": arm})
    return token


def _tell(engine: Engine, tx: Writing, panel: str, kind: str, payload: Mapping[str, Any]) -> None:
    tx.append(NewEvent(kind=kind, at=engine.now(), panel=panel, payload=dict(payload)))
