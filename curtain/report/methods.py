"""How the data came about, from the log: operators, errors, timings, versions, exclusions, statistics."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import NamedTuple

import pandas as pd

from curtain.analysis import shifts
from curtain.analysis.flags import FLAGS
from curtain.analysis.shifts import OperatorFigures
from curtain.engine import Engine
from curtain.report.gather import Gathered
from feedback_db.desk_rows import PracticeRow, ShiftRow

RULES = (
    "The unit is the person: each gives one number to a measure, however many trials they met.",
    "Intervals hold 95%. Differences in the decision are corrected for the number of arms compared (Holm 1979).",
    "The verdict is read at the planned number of people, or at the looks that were planned, with a boundary that"
    " spends the chance of an error as O'Brien and Fleming do (Lan and DeMets 1983).",
    "Where nothing varies, or too few people are there, no interval is given: cannot tell.",
)


class Errors(NamedTuple):
    """What a mock said in an arm beside the truth: of `known` answers whose truth is known, so many were wrong."""

    arm: str
    mock: str
    answers: int
    known: int
    wrong: int
    stand_ins: int
    late: int
    seconds: str  # from request to screen: median and the middle 80%


class Methods(NamedTuple):
    """The appendix, as plain data."""

    version: str
    opened: str
    closed: str
    seed: str
    software: list[tuple[str, str]]
    excluded: list[str]
    errors: list[Errors]
    operators: list[OperatorFigures]
    notes: list[str]
    limited: list[str]
    statistics: list[str]
    rules: tuple[str, ...]


def methods(engine: Engine, found: Gathered) -> Methods:
    """The appendix of a panel."""
    panel, scenario = found.counted.panel, found.counted.scenario
    with engine.store.reading() as reading:
        at_work, practised = reading.shifts(), reading.practice(panel.scenario)
        acts = reading.table(panel.id, "desk_action", panel.origin)
        asked = reading.table(panel.id, "prediction", panel.origin) if len(acts) else pd.DataFrame()
    operators = []
    if len(acts):
        shift = pd.DataFrame([tuple(row) for row in at_work], columns=list(ShiftRow._fields))
        practice = pd.DataFrame([tuple(row) for row in practised], columns=list(PracticeRow._fields))
        operators = [row for row in shifts.operators(asked, acts, shift, practice) if row.answered]
    return Methods(
        panel.version or "not frozen yet",
        panel.opened_at or panel.created_at,
        panel.closed_at or "still open",
        panel.seed,
        [("Curtain", version("curtain")), ("Python", platform.python_version()), *_libraries()],
        [FLAGS[flag].title for flag in found.excluded],
        _errors(found),
        operators,
        shifts.notes(operators, list(panel.arms)) if operators else [],
        [f"{name}: {limit}" for name, feature in scenario.features.items() for limit in _limits(feature)],
        _statistics(found),
        RULES,
    )


def _libraries() -> list[tuple[str, str]]:
    return [(name, version(name)) for name in ("pandas", "scipy", "statsmodels")]


def _errors(found: Gathered) -> list[Errors]:
    rows = found.study.trials
    rows = rows[rows["mock"].notna()]
    told = []
    for (arm, mock), given in rows.groupby(["arm", "mock"], sort=False):
        known = given["right"].dropna()
        waits = given["latency"].dropna()
        spread = (
            f"{waits.median():.1f} s [{waits.quantile(0.1):.1f}, {waits.quantile(0.9):.1f}]"
            if len(waits)
            else "–"
        )
        counts = (len(known), int(known.eq(0).sum()), int(given["fallback"].sum()), int(given["late"].sum()))
        told.append(Errors(str(arm), str(mock), len(given), *counts, spread))
    return told


def _limits(feature: object) -> list[str]:
    """What limited a feature beside its mock: planned errors, faults, limits of its answers."""
    told = []
    for name in ("errors", "faults", "limits"):
        value = getattr(feature, name)
        if value:
            told.append(f"{name}: {value}")
    return told


def _statistics(found: Gathered) -> list[str]:
    used = {each.method for each in found.results.estimates} | {
        each.method for each in found.results.differences
    }
    used |= {each.adjusted.method for each in found.carried}
    if found.doses:
        used.add("threshold: generalized estimating equations on the level, Fieller interval")
    return sorted(used - {""})
