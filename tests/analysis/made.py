"""Studies made straight from numbers: one for each person, in the order in which they finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from curtain.analysis.encounters import COLUMNS
from curtain.analysis.flags import FLAGS
from curtain.analysis.quantities import Measure
from curtain.analysis.study import Study

Numbers = Mapping[str, Mapping[str, Sequence[float]]]  # by arm, by measure


def study_of(
    measures: Sequence[Measure], numbers: Numbers, trials: pd.DataFrame | None = None, **flags: Any
) -> Study:
    """People who meet one arm each; those of the arms come by turns. `flags` are truth values by arm."""
    rows = []
    for arm, values in numbers.items():
        for n in range(max(len(column) for column in values.values()) if values else 0):
            told = {name: column[n] if n < len(column) else None for name, column in values.items()}
            rows.append(
                _row(
                    f"{arm}-{n}",
                    arm,
                    1,
                    n,
                    told,
                    {name: by[arm][n] for name, by in flags.items() if arm in by},
                )
            )
    return _study(measures, rows, trials)


def within_study(measures: Sequence[Measure], numbers: Numbers, trials: pd.DataFrame | None = None) -> Study:
    """People who meet all arms: the n-th value of each arm is the same person's, and every other one begins with the
    last arm."""
    rows = []
    for place, (arm, values) in enumerate(numbers.items()):
        for n in range(max(len(column) for column in values.values())):
            period = place + 1 if n % 2 == 0 else len(numbers) - place
            rows.append(
                _row(f"p{n}", arm, period, n, {name: column[n] for name, column in values.items()}, {})
            )
    return _study(measures, rows, trials)


def _row(
    who: str, arm: str, period: int, n: int, told: Mapping[str, Any], flags: Mapping[str, bool]
) -> dict[str, Any]:
    at = f"2026-01-{1 + n // 24:02d}T{n % 24:02d}:00:00.000000+00:00"
    return {
        "participant": who, "number": n + 1, "arm": arm, "session": f"s-{who}", "period": period,
        "status": "completed", "counts": True, "started_at": at, "completed_at": at, "persona": None, "stratum": "",
        "done": 5, "steps": 5, "decisions": 0, "latency": None, "operator": None, "trials": 0.0, "texts": (),
        **dict.fromkeys(FLAGS, False), **flags, **told,
    }  # fmt: skip


def _study(measures: Sequence[Measure], rows: list[dict[str, Any]], trials: pd.DataFrame | None) -> Study:
    columns = [
        "participant",
        "number",
        "arm",
        "session",
        "period",
        "status",
        "counts",
        "started_at",
        "completed_at",
    ]
    columns += [
        "persona",
        "stratum",
        "done",
        "steps",
        "decisions",
        "latency",
        "operator",
        "trials",
        "texts",
        *FLAGS,
    ]
    people = pd.DataFrame(rows, columns=[*columns, *(measure.name for measure in measures)])
    people = people.astype({"counts": bool, **{measure.name: float for measure in measures}})
    people = people.astype(dict.fromkeys(FLAGS, "boolean"))
    met = pd.DataFrame(columns=list(COLUMNS)) if trials is None else trials
    return Study("real", tuple(measures), people, met)
