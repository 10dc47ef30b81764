"""One screen of one session: what its drawing may look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import scenarios
from curtain import values
from curtain.engine import Script
from curtain.state import Asked, SessionState
from feedback_db import PanelRow
from mocks import tasks
from scenarios import Stop


class Here(NamedTuple):
    """One screen of one session. Nothing in it tells who answers."""

    script: Script
    stop: Stop
    state: SessionState
    panel: PanelRow

    @property
    def words(self) -> Mapping[str, str]:
        return self.script.scenario.words

    @property
    def asked(self) -> list[Asked]:
        """The predictions of this screen, in the order in which they were asked for."""
        return self.state.asked_at(self.stop.place)

    @property
    def reactions(self) -> Mapping[str, Mapping[str, Any]]:
        """What they did here so far, the latest of each slot."""
        return self.state.reactions.get(self.stop.place, {})

    @property
    def row(self) -> Mapping[str, Any]:
        """The trial's data; empty outside a block."""
        stop = self.stop
        return self.state.rows[stop.table][stop.trial - 1] if stop.each else {}

    def context(self, *shown: Asked) -> dict[str, Any]:
        """What a text of this screen may speak of: the row, earlier answers, and what features say once it is shown
        (those of `shown`, or all of this screen)."""
        context = values.known(self.script, self.state, self.stop)
        for asked in shown or self.asked:
            if asked.released and asked.output is not None:
                context[asked.feature] = says(asked, self.words)
        return context


def says(asked: Asked, words: Mapping[str, str]) -> dict[str, Any]:
    """What an answer says, for texts: the values of its task, and how sure it is in words."""
    told = tasks.says(asked.task, asked.output)
    if "score" in told:
        told["sure"] = scenarios.words.sureness(words, told["score"])
    return told
