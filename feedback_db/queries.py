"""Named queries: everything that is ever read from the store. There is no SQL outside this package."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from feedback_db import frames, rows
from feedback_db.desk_queries import AtDesk
from feedback_db.errors import NotFound
from feedback_db.events import Event
from feedback_db.remarks import Remarks
from feedback_db.rows import (
    AnswerRow,
    ArmRow,
    AssignmentRow,
    ErasureRow,
    LinkRow,
    MessageRow,
    PanelRow,
    ParticipantRow,
    PredictionRow,
    R,
    ReactionRow,
    ScenarioVersion,
    SessionRow,
    StaffKeyRow,
    StaffSessionRow,
)
from feedback_db.tidy import Tidy

if TYPE_CHECKING:
    import pandas as pd

_SESSIONS = (
    rows.SESSION.select.replace(" FROM ", ", coalesce(participant.number, 0) FROM ")
    + " LEFT JOIN participant ON participant.id = session.participant"
)


class Reading(AtDesk, Remarks, Tidy):
    """One connection's view of the store. Within `Store.reading()` all queries see the same moment."""

    # The log -----------------------------------------------------------------

    def events_of(self, session: str, after: int = 0) -> list[Event]:
        """A session's events with an id above `after`, in the order of the log."""
        return self._all(rows.EVENT, "WHERE session = ? AND id > ? ORDER BY id", (session, after))

    def events(self, panel: str, after: int = 0, limit: int = 1_000) -> list[Event]:
        """A panel's events with an id above `after`, in the order of the log, at most `limit`."""
        return self._all(rows.EVENT, "WHERE panel = ? AND id > ? ORDER BY id LIMIT ?", (panel, after, limit))

    def last_event_id(self, panel: str | None = None) -> int:
        """The id of the latest event, of that panel or of all; 0 before the first."""
        if panel is None:
            return self._number("SELECT max(id) FROM event")
        return self._number("SELECT max(id) FROM event WHERE panel = ?", panel)

    def events_in(self, panel: str) -> int:
        """How many events a panel has."""
        return self._number("SELECT count(*) FROM event WHERE panel = ?", panel)

    def changed_sessions(self, panel: str, after: int) -> list[str]:
        """The sessions in which something has happened since that event."""
        found = self._connection.execute(
            "SELECT DISTINCT session FROM event WHERE id > ? AND panel = ? AND session IS NOT NULL",
            (after, panel),
        )
        return [session for (session,) in found]

    # Panels, links, people -----------------------------------------------------------------

    def panel(self, id: str) -> PanelRow:
        """Raises `NotFound`."""
        return _found(self._one(rows.PANEL, "WHERE id = ?", (id,)), "panel", id)

    def panels(self) -> list[PanelRow]:
        """All panels, oldest first."""
        return self._all(rows.PANEL, "ORDER BY created_at, rowid")

    def link(self, token: str) -> LinkRow | None:
        """The link with that token."""
        return self._one(rows.LINK, "WHERE token = ?", (token,))

    def links(self, panel: str) -> list[LinkRow]:
        """A panel's links, oldest first."""
        return self._all(rows.LINK, "WHERE panel = ? ORDER BY made_at, rowid", (panel,))

    def participant(self, id: str) -> ParticipantRow:
        """Raises `NotFound`."""
        return _found(self._one(rows.PARTICIPANT, "WHERE id = ?", (id,)), "participant", id)

    def participants(self, panel: str) -> list[ParticipantRow]:
        """A panel's people by number."""
        return self._all(rows.PARTICIPANT, "WHERE panel = ? ORDER BY number", (panel,))

    def participant_by_token(self, token: str) -> ParticipantRow | None:
        """Who holds that token; somebody who has withdrawn is still found."""
        return self._one(rows.PARTICIPANT, "WHERE token = ?", (token,))

    def next_number(self, panel: str) -> int:
        """The number for the panel's next participant. Numbers are not used twice."""
        return 1 + self._number("SELECT max(number) FROM participant WHERE panel = ?", panel)

    # Sessions -----------------------------------------------------------------

    def session(self, id: str) -> SessionRow:
        """Raises `NotFound`."""
        return _found(self._one(rows.SESSION, "WHERE session.id = ?", (id,), _SESSIONS), "session", id)

    def session_of(self, participant: str) -> SessionRow | None:
        """A participant's latest session."""
        tail = "WHERE session.participant = ? ORDER BY session.started_at DESC, session.rowid DESC LIMIT 1"
        return self._one(rows.SESSION, tail, (participant,), _SESSIONS)

    def sessions(self, panel: str, origin: str | None = None) -> list[SessionRow]:
        """A panel's sessions, of one origin or of all, oldest first."""
        tail = (
            "WHERE session.panel = ?1 AND (?2 IS NULL OR session.origin = ?2) "
            "ORDER BY session.started_at, session.rowid"
        )
        return self._all(rows.SESSION, tail, (panel, origin), _SESSIONS)

    def assignments(self, session: str) -> list[AssignmentRow]:
        """The arms that a session meets, by period."""
        return self._all(rows.ASSIGNMENT, "WHERE session = ? ORDER BY period", (session,))

    def order_counts(
        self, panel: str, origin: str, stratum: str = "", since: str = ""
    ) -> dict[tuple[str, ...], int]:
        """Sessions of a stratum by the arms that they meet, in their order: those that are completed, or running and
        active since that moment. None withdrawn, none without an arm yet."""
        sql = (
            "SELECT coalesce(arms, json_array(arm)), count(*) FROM session WHERE panel = ? AND origin = ? "
            "AND coalesce(stratum, '') = ? AND arm <> '' AND "
            "(session.status = 'completed' OR session.status = 'running' AND session.last_at >= ?) GROUP BY 1"
        )
        found = self._connection.execute(sql, (panel, origin, stratum, since)).fetchall()
        return {tuple(json.loads(arms)): count for arms, count in found}

    def persona_counts(self, panel: str, origin: str, since: str = "") -> dict[str, int]:
        """The same sessions by the persona that they were given."""
        sql = (
            "SELECT persona, count(*) FROM session WHERE panel = ? AND origin = ? AND persona IS NOT NULL "
            "AND (session.status = 'completed' OR session.status = 'running' AND session.last_at >= ?) GROUP BY persona"
        )
        return dict(self._connection.execute(sql, (panel, origin, since)).fetchall())

    def answer_counts(
        self, panel: str, origin: str, step: str, item: str, but: str, since: str = ""
    ) -> dict[Any, int]:
        """The same sessions, but one, by their answer to a question of a form."""
        sql = (
            "SELECT value, count(*) FROM answer JOIN session ON session.id = answer.session "
            "WHERE session.panel = ? AND session.origin = ? AND answer.step = ? AND answer.item = ? "
            "AND session.id <> ? AND "
            "(session.status = 'completed' OR session.status = 'running' AND session.last_at >= ?) GROUP BY value"
        )
        return dict(self._connection.execute(sql, (panel, origin, step, item, but, since)).fetchall())

    def arms(self, panel: str, origin: str) -> list[ArmRow]:
        """How many sessions of each arm run, are completed, and have withdrawn."""
        sql = (
            "SELECT arm, sum(status = 'running'), sum(status = 'completed'), sum(status = 'withdrawn') "
            "FROM session WHERE panel = ? AND origin = ? GROUP BY arm ORDER BY arm"
        )
        return [ArmRow(*row) for row in self._connection.execute(sql, (panel, origin))]

    def taken_places(self, panel: str, since: str = "") -> int:
        """How many of the planned people are done, or here and active since that moment; none withdrawn.

        Only sessions of the panel's own origin take a place.
        """
        sql = (
            "SELECT count(*) FROM session JOIN panel ON panel.id = session.panel "
            "WHERE session.panel = ? AND session.origin = panel.origin "
            "AND (session.status = 'completed' OR session.status = 'running' AND session.last_at >= ?)"
        )
        return self._number(sql, panel, since)

    # Predictions and the desk -----------------------------------------------------------------

    def prediction(self, id: str) -> PredictionRow | None:
        """The prediction with that id."""
        return self._one(rows.PREDICTION, "WHERE id = ?", (id,))

    def predictions_of(self, session: str) -> list[PredictionRow]:
        """A session's predictions, oldest first."""
        return self._all(rows.PREDICTION, "WHERE session = ? ORDER BY rowid", (session,))

    def queue(self) -> list[PredictionRow]:
        """What waits at the desk, claimed or not; oldest first."""
        return self._all(
            rows.PREDICTION, "WHERE status IN ('waiting', 'claimed') ORDER BY requested_at, rowid"
        )

    def due_at_place(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Where running sessions stand if something happens there by itself: (session, place, what was told of it)."""
        sql = (
            "SELECT event.session, session.place, event.payload FROM session JOIN event ON event.id = ("
            "SELECT max(id) FROM event WHERE event.session = session.id AND kind = 'step.entered') "
            "WHERE session.status = 'running' AND (json_extract(event.payload, '$.limit_at') IS NOT NULL "
            "OR json_extract(event.payload, '$.ask_at') IS NOT NULL)"
        )
        found = self._connection.execute(sql).fetchall()
        return [(session, place, json.loads(payload)) for session, place, payload in found]

    def open_predictions(self) -> list[PredictionRow]:
        """Everything that was asked and is not released yet, oldest first."""
        tail = "WHERE status IN ('requested', 'waiting', 'claimed', 'answered') ORDER BY requested_at, rowid"
        return self._all(rows.PREDICTION, tail)

    # What people did -----------------------------------------------------------------

    def reactions_of(self, session: str) -> list[ReactionRow]:
        """A session's reactions, every revision, in order."""
        return self._all(rows.REACTION, "WHERE session = ? ORDER BY id", (session,))

    def messages_of(self, session: str) -> list[MessageRow]:
        """What was said in a session's conversations, in order."""
        return self._all(rows.MESSAGE, "WHERE session = ? ORDER BY id", (session,))

    def answers_of(self, session: str) -> list[AnswerRow]:
        """A session's survey answers, in the order in which they were first given."""
        return self._all(rows.ANSWER, "WHERE session = ? ORDER BY rowid", (session,))

    def table(
        self,
        panel: str,
        name: str,
        origin: str | None = None,
        sessions: Collection[str] | None = None,
        only: Collection[str] | None = None,
    ) -> pd.DataFrame:
        """One clean table of a panel as a frame, of one origin or of all; JSON parsed, flags as `boolean`.

        Where `sessions` are named, only what belongs to them, and with `only` some columns. Raises `NotFound` for a
        name that is not a table of a panel.
        """
        return frames.frame(self._connection, panel, name, origin, sessions, only)

    # Scenario versions, staff, erasures -----------------------------------------------------------------

    def scenario_version(self, sha256: str) -> ScenarioVersion:
        """A frozen scenario's files. Raises `NotFound`."""
        row = self._connection.execute(
            "SELECT slug, files FROM scenario_version WHERE sha256 = ?", (sha256,)
        ).fetchone()
        slug, files = _found(row, "scenario version", sha256)
        return ScenarioVersion(slug, json.loads(files))

    def media(self, digest: str) -> tuple[str, bytes] | None:
        """The type and the bytes of a medium by its digest."""
        row = self._connection.execute(
            "SELECT type, content FROM media WHERE digest = ?", (digest,)
        ).fetchone()
        return None if row is None else (row[0], row[1])

    def staff_key(self, hash: str) -> StaffKeyRow | None:
        """The staff key with that hash; look at `revoked_at`."""
        return self._one(rows.STAFF_KEY, "WHERE hash = ?", (hash,))

    def staff_keys(self) -> list[StaffKeyRow]:
        """All staff keys, oldest first."""
        return self._all(rows.STAFF_KEY, "ORDER BY made_at, rowid")

    def staff_session(self, id: str) -> StaffSessionRow | None:
        """The signed-in browser with that id; look at `revoked_at`."""
        return self._one(rows.STAFF_SESSION, "WHERE id = ?", (id,))

    def staff_sessions(self) -> list[StaffSessionRow]:
        """All signed-in browsers, oldest first."""
        return self._all(rows.STAFF_SESSION, "ORDER BY made_at, rowid")

    def pending_erasures(self) -> list[ErasureRow]:
        """Withdrawals whose old bytes may still be in the write-ahead log."""
        return self._all(rows.ERASURE, "WHERE done_at IS NULL ORDER BY requested_at, rowid")


def _found(row: R | None, what: str, id: str) -> R:
    if row is None:
        raise NotFound(f"there is no {what} {id!r} in this store")
    return row
