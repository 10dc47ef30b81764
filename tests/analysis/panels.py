"""Small panels made by hand: clean tables as the store gives them, for the tests of the analysis."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from curtain.analysis import Frames, Plan
from curtain.analysis.plan import RightShare
from scenarios import instruments
from scenarios.decision import Worth

RIGHT = RightShare("right_decisions", "warning", {"accept": "delayed", "dismiss": "on time"})


PLAN = Plan(
    arms=("no-warning", "short", "with-reason"),
    compare=("no-warning", "with-reason"),
    primary="right_decisions",
    shares=(RIGHT,),
    reactions=frozenset({"accept", "dismiss", "contact", "thumb"}),
    instruments=(instruments.get("sus"), instruments.get("s-tias")),
    people=60,
    worth_it_from=Worth(amount=10),
)


class Trial(NamedTuple):
    """What happened to one parcel: was there a warning, what was true, what the person did, and how fast."""

    warned: bool
    late: bool
    reaction: str
    ms: int | None = 2000


def good(trials: int = 4) -> list[Trial]:
    """Every decision right."""
    return [Trial(True, True, "accept"), Trial(False, False, "dismiss")] * (trials // 2)


def bad(trials: int = 4) -> list[Trial]:
    """Every decision wrong."""
    return [Trial(True, True, "dismiss"), Trial(False, False, "accept")] * (trials // 2)


class Maker:
    """Collects people, then gives the frames."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in Frames._fields}

    def person(
        self,
        arm: str,
        trials: Iterable[Trial] = (),
        *,
        status: str = "completed",
        origin: str = "real",
        contacts: Sequence[int] = (),
        thumbs: Sequence[str | None] = (),
        answers: Mapping[str, int] | None = None,
        late: Sequence[int] = (),
    ) -> str:
        """One person with one session; `contacts` are trial numbers, `thumbs` and `late` one per trial."""
        number = len(self.rows["participant"]) + 1
        who = {"session": f"s{number}", "participant": f"p{number}", "arm": arm}
        self.rows["participant"].append(
            {
                "id": f"p{number}",
                "number": number,
                "withdrawn_at": "2026-01-01" if status == "withdrawn" else None,
            }
        )
        self.rows["session"].append(
            {"id": f"s{number}", "participant": f"p{number}", "arm": arm, "origin": origin, "status": status}
        )
        for trial, done in enumerate(trials, 1):
            self.reaction(
                who,
                trial,
                done.reaction,
                ms=done.ms,
                warned=done.warned,
                truth="delayed" if done.late else "on time",
            )
        for trial in contacts:
            self.reaction(who, trial, "contact")
        for trial, thumb in enumerate(thumbs, 1):
            self.reaction(who, trial, "thumb", value=thumb)
        for item, value in (answers or {}).items():
            self.rows["answer"].append(
                {
                    **who,
                    "step": "survey",
                    "instrument": "sus" if item.startswith("sus") else "s-tias",
                    "item": item,
                    "value": value,
                    "at": "2026-01-01",
                }
            )
        for trial, flag in enumerate(late, 1):
            self.rows["prediction"].append(
                {**who, "id": f"{who['session']}/{trial}", "status": "released", "late": flag, "fallback": 0}
            )
        return f"p{number}"

    def reaction(self, who: Mapping[str, str], trial: int, kind: str, revision: int = 0, **rest: Any) -> None:
        row = {"step": "warning", "trial": trial, "kind": kind, "revision": revision}
        number = len(self.rows["reaction"])
        base = {"value": None, "ms": None, "warned": None, "truth": None} | rest
        base["seen_to_pressed_ms"] = base.pop("ms")
        self.rows["reaction"].append(
            {**who, **row, **base, "id": number, "at": f"2026-01-01T00:00:{number:09d}"}
        )

    def frames(self) -> Frames:
        return Frames(**{name: pd.DataFrame(rows) for name, rows in self.rows.items()})
