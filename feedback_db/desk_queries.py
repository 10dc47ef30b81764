"""Named queries about the desk: shifts, practice, who has answered what, and what waits for a second answer."""

from __future__ import annotations

from feedback_db import rows
from feedback_db.connected import Connected
from feedback_db.desk_rows import DeskActionRow, PracticeRow, PreparedReplyRow, ShiftRow
from feedback_db.events import Event


class AtDesk(Connected):
    """What is read about operators."""

    def desk_actions(self, panel: str) -> list[DeskActionRow]:
        """What happened at the desk for a panel, in order."""
        return self._all(rows.DESK_ACTION, "WHERE panel = ? ORDER BY id", (panel,))

    def answered_by_operator(self) -> dict[tuple[str, str], int]:
        """How many requests each operator has answered, by (operator, arm); not practice, nor what was taken back."""
        sql = (
            "SELECT desk_action.operator, prediction.arm, sum(iif(kind = 'answered', 1, -1)) FROM desk_action "
            "JOIN prediction ON prediction.id = desk_action.prediction "
            "WHERE kind IN ('answered', 'retracted') "
            "AND NOT coalesce(json_extract(desk_action.payload, '$.practice'), 0) "
            "GROUP BY desk_action.operator, prediction.arm"
        )
        return {(who, arm): count for who, arm, count in self._connection.execute(sql)}

    def sent_and_unreleased(self) -> list[tuple[str, str, str]]:
        """(operator, prediction, session) of answers that operators have sent and nobody has seen, oldest first."""
        sql = (
            "SELECT operator, id, session FROM prediction WHERE status = 'answered' AND operator IS NOT NULL "
            "ORDER BY answered_at"
        )
        return list(self._connection.execute(sql))

    def wanted_twice(self, most: int) -> list[tuple[str, str, str, str]]:
        """(prediction, panel, session, operator) of the latest answers that a second operator is to give too."""
        sql = (
            "SELECT prediction, panel, session, operator FROM desk_action AS first "
            "WHERE kind = 'answered' AND json_extract(payload, '$.twice') AND NOT EXISTS ("
            "SELECT 1 FROM desk_action AS later WHERE later.prediction = first.prediction "
            "AND later.kind IN ('second_answered', 'retracted') AND later.id > first.id) ORDER BY id DESC LIMIT ?"
        )
        return list(reversed(self._connection.execute(sql, (most,)).fetchall()))

    def taken_over(self) -> list[tuple[str, str]]:
        """(session, operator) of the running sessions that an operator plays in place of their mocks."""
        sql = (
            "SELECT taken.session, taken.operator FROM desk_action AS taken "
            "JOIN session ON session.id = taken.session AND session.status = 'running' "
            "WHERE taken.kind = 'took_over' AND NOT EXISTS (SELECT 1 FROM desk_action AS later "
            "WHERE later.session = taken.session AND later.id > taken.id AND later.kind IN ('took_over', 'gave_over'))"
        )
        return list(self._connection.execute(sql))

    def shifts(self) -> list[ShiftRow]:
        """All shifts, oldest first."""
        return self._all(rows.SHIFT, "ORDER BY started_at, rowid")

    def practice(self, scenario: str | None = None) -> list[PracticeRow]:
        """Practice runs on a scenario, or all of them, oldest first."""
        return self._all(rows.PRACTICE, "WHERE ?1 IS NULL OR scenario = ?1 ORDER BY id", (scenario,))

    def practised(self) -> set[tuple[str, str]]:
        """(operator, scenario) of those who passed, or were let in without."""
        return {(row.operator, row.scenario) for row in self.practice() if row.passed}

    def practice_events(self, scenario: str | None = None) -> list[Event]:
        """How practice runs on a scenario, or on any, began and ended, in the order of the log."""
        tail = (
            "JOIN panel ON panel.id = event.panel WHERE panel.origin = 'practice' "
            "AND (?1 IS NULL OR panel.scenario = ?1) "
            "AND event.kind IN ('desk.practice_began', 'desk.practised') ORDER BY event.id"
        )
        return self._all(rows.EVENT, tail, (scenario,))

    def prepared_replies(self) -> list[PreparedReplyRow]:
        """The replies that operators kept, of all panels, oldest first."""
        return self._all(rows.PREPARED_REPLY, "ORDER BY id")
