"""A session in the middle of one transaction: what the steps of its story are told with."""

from __future__ import annotations

from typing import Any

from curtain.engine import Engine, Script
from curtain.errors import RefusalKind, Worded
from curtain.state import SessionState
from feedback_db import PanelRow, Writing, key
from scenarios import Stop
from scenarios.answers import filled


class Visit:
    """A session's state, the script that it follows, and the transaction in which it moves on."""

    def __init__(self, engine: Engine, tx: Writing, state: SessionState, panel: PanelRow) -> None:
        self.engine, self.tx, self.state, self.panel = engine, tx, state, panel

    @property
    def script(self) -> Script:
        """What the person meets now; it changes with the period."""
        return self.engine.script_of(self.state, self.panel)

    @property
    def stop(self) -> Stop:
        """Where the participant is."""
        return self.script.stop(self.state.place)

    @property
    def spot(self) -> str:
        """The place, told apart from earlier visits to it: what is done on coming back is done anew."""
        times = self.state.visits.get(self.state.place, 1)
        return self.state.place if times == 1 else f"{self.state.place}~{times}"

    def refusal(self, word: str, kind: RefusalKind | None = None, **values: object) -> Worded:
        """Why an act is not possible now: one of the built-in words, which a scenario may have replaced."""
        return Worded(filled(self.script.scenario.words[word], **values), kind)

    def append(self, kind: str, thing: str, revision: int = 0, /, **payload: Any) -> bool:
        """Write that `kind` happened to `thing` (a place, a prediction); a repetition changes nothing."""
        return self.engine.append(
            self.tx, self.state, kind, payload, key(self.state.id, thing, kind, revision)
        )
