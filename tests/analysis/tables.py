"""Clean tables written row by row, for hand-computed examples of single measures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from curtain.analysis import Frames, Plan, Results, analyse
from curtain.analysis.plan import Asked
from scenarios.steps import MEANS


class Tables:
    """Collects rows, then computes one measure. People are finished, and meet their arms in the given order."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in Frames._fields}
        self.clock = 0

    def person(self, who: str, *arms: str, status: str = "completed", seconds: int = 60) -> Tables:
        """A person who took `seconds` for the whole session."""
        self.rows["participant"].append({"id": who, "number": 1, "withdrawn_at": None})
        self.rows["session"].append(
            {
                "id": f"s-{who}",
                "participant": who,
                "arm": arms[0] if arms else "",
                "origin": "real",
                "status": status,
                "started_at": "2026-01-01T10:00:00.000000+00:00",
                "completed_at": f"2026-01-01T10:{seconds // 60:02d}:{seconds % 60:02d}+00:00",
            }
        )
        for period, arm in enumerate(arms, 1):
            self.rows["assignment"].append({"session": f"s-{who}", "period": period, "arm": arm})
        return self

    def shown(
        self,
        id: str,
        who: str,
        arm: str,
        trial: int,
        said: str,
        truth: str | None = None,
        *,
        sure: float = 1.0,
        step: str = "warning",
        mock: str = "coin",
        feature: str = "delay",
    ) -> Tables:
        """A prediction that was released; it says a label."""
        output = [{"label": said, "score": sure}]
        self._add(
            "prediction", who, arm, id=id, step=step, trial=trial, feature=feature, mock=mock, status="released",
            task="text-classification", output=output, truth=truth, late=0, fallback=0,
        )  # fmt: skip
        return self

    def did(
        self,
        who: str,
        arm: str,
        trial: int,
        kind: str,
        about: str | None = None,
        *,
        step: str = "warning",
        **rest: Any,
    ) -> Tables:
        """A reaction; `ms` is how long it took."""
        told = {
            "value": None,
            "ms": None,
            "warned": 1,
            "truth": None,
            "distance": None,
            "quality": None,
        } | rest
        told["seen_to_pressed_ms"] = told.pop("ms")
        told = {"done_by": "person", "revision": 0, "decision": MEANS.get(kind)} | told
        self._add("reaction", who, arm, step=step, trial=trial, kind=kind, prediction=about, **told)
        return self

    def said(
        self, who: str, arm: str, place: str, item: str, value: Any, instrument: str | None = None
    ) -> Tables:
        """An answer; without an arm it was given outside of the arms."""
        self._add("answer", who, arm, step=place, item=item, value=value, instrument=instrument)
        return self

    def _add(self, table: str, who: str, arm: str, **row: Any) -> None:
        self.clock += 1
        at = f"2026-01-01T10:00:{self.clock:02d}"
        self.rows[table].append(
            {"id": self.clock, "session": f"s-{who}", "participant": who, "arm": arm, "at": at, **row}
        )

    def frames(self) -> Frames:
        return Frames(**{name: pd.DataFrame(rows) for name, rows in self.rows.items()})

    def results(self, *asked: Asked, arms: tuple[str, ...] = ("a", "b")) -> Results:
        return analyse(self.frames(), Plan(arms=arms, compare=arms, asked=asked))

    def of(self, asked: Asked, arm: str = "a", name: str = "m") -> float | None:
        """The measure's estimate in an arm."""
        return next(each.estimate for each in self.results(asked).of(name) if each.arm == arm)
