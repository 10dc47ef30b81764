"""Operators as a factor of the results: what each of them did at the desk of a panel, how fast, and in which arms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from statistics import median
from typing import Any, Literal, NamedTuple

import pandas as pd

from curtain.clock import moment

Practised = Literal["passed", "not passed", "let in", "none"]
Row = dict[str, Any]

FLAGGED = ("off_script", "mistake")

_COLUMNS = {
    "prediction": ["id", "panel", "arm", "mock", "requested_at", "answered_at", "fallback"],
    "desk_action": ["id", "prediction", "operator", "kind", "at", "payload"],
    "shift": ["operator", "name", "panel", "started_at", "ended_at", "hard", "off_script", "needs"],
    "practice": ["id", "operator", "name", "answers", "right", "passed", "let_in_by"],
}


class OperatorFigures(NamedTuple):
    """One operator in one panel. Shares are from 0 to 1, times in seconds; None where there is nothing to tell.

    `answered` are answers that were not taken back, `in_time` the share of those within the target, `median_s` the
    time from request to sent, `first_key_s` that from opening a request to the first key. `fallbacks` are answers that
    the fallback gave while this operator was on shift, whoever might have answered: several operators share them.
    `given_back`, `handed_over` and `lost` (the lease ran out) are claims that ended without an answer. `off_script` and
    `mistakes` are answers that were flagged, each once. `arms` has the answers by arm.
    """

    operator: str
    name: str
    shifts: int
    answered: int
    taken_back: int
    in_time: float | None
    median_s: float | None
    first_key_s: float | None
    fallbacks: int
    given_back: int
    handed_over: int
    lost: int
    held: int
    second_answers: int
    off_script: int
    mistakes: int
    practice: Practised
    practice_right: float | None
    arms: dict[str, int]


class AfterShift(NamedTuple):
    """What an operator said at the end of a shift; empty where they said nothing."""

    operator: str
    name: str
    ended_at: str
    hard: str
    off_script: str
    needs: str


def operators(
    prediction: pd.DataFrame,
    desk_action: pd.DataFrame,
    shift: pd.DataFrame,
    practice: pd.DataFrame,
    *,
    played_by_people: Collection[str] | None = None,
) -> list[OperatorFigures]:
    """A row for each operator who did something in the panel, or in whose shift a fallback answered there.

    `prediction` and `desk_action` are those of one panel and origin, `shift` has all shifts, `practice` the runs on the
    panel's scenario; the columns are those of the data dictionary. `played_by_people` names the mocks whose fallbacks
    count; without it, those of which a request came into an operator's hands. Pauses are not taken from shifts.
    """
    asked = {row["id"]: row for row in _rows(prediction, "prediction")}
    acts = [row for row in _rows(desk_action, "desk_action") if row["kind"] != "noted"]
    acts.sort(key=lambda row: row["id"])
    panels = {row["panel"] for row in asked.values()}
    shifts = [row for row in _rows(shift, "shift") if row["panel"] is None or row["panel"] in panels]
    runs = _rows(practice, "practice")
    if played_by_people is None:
        played_by_people = {asked[row["prediction"]]["mock"] for row in acts if row["prediction"] in asked}
    missed = [row for row in asked.values() if row["fallback"] and row["mock"] in played_by_people]
    names = {row["operator"]: row["name"] for row in (*runs, *shifts)}
    found = []
    for who in dict.fromkeys(row["operator"] for row in (*shifts, *acts)):
        figures = _of(
            who, names.get(who, who), asked, acts, [row for row in shifts if row["operator"] == who], missed
        )
        if figures.fallbacks or any(row["operator"] == who for row in acts):
            done = _practised([row for row in runs if row["operator"] == who])
            found.append(figures._replace(practice=done[0], practice_right=done[1]))
    return found


def after_shifts(shift: pd.DataFrame) -> list[AfterShift]:
    """What operators said at the end of their shifts, oldest first; shifts of which they said nothing are left out."""
    rows = [row for row in _rows(shift, "shift") if row["ended_at"]]
    told = [
        AfterShift(
            row["operator"],
            row["name"],
            row["ended_at"],
            *(row[question] or "" for question in ("hard", "off_script", "needs")),
        )
        for row in sorted(rows, key=lambda row: str(row["ended_at"]))
    ]
    return [row for row in told if row.hard or row.off_script or row.needs]


def slips(desk_action: pd.DataFrame) -> set[str]:
    """The requests whose answer somebody flagged, as a mistake or as off script."""
    telling = desk_action[desk_action["kind"].isin(["answered", "retracted", "flagged"])]
    acts = sorted(_rows(telling, "desk_action"), key=lambda row: row["id"])
    answers = _answers(acts)
    return {row["prediction"] for row in acts if any(_flags(row, what, answers) for what in FLAGGED)}


def notes(figures: Sequence[OperatorFigures], arms: Collection[str]) -> list[str]:
    """What whoever reads the results has to know of the operators: who did not play in every arm, and who played
    without practice. Plain sentences; none where nothing stands out."""
    told = []
    for row in figures:
        met = [arm for arm in arms if row.arms.get(arm)]
        lacking = [arm for arm in arms if arm not in met]
        if met and lacking:
            told.append(
                f"{row.name} answered in {_listed(met)}, never in {_listed(lacking)}: what differs there may be"
                " the operator."
            )
        if row.practice == "let in":
            told.append(f"{row.name} was let in without practice.")
        elif row.practice == "not passed" and row.answered:
            told.append(f"{row.name} answered without having passed the practice.")
    return told


def _of(
    who: str,
    name: str,
    asked: dict[str, Row],
    acts: Sequence[Row],
    shifts: Sequence[Row],
    missed: Sequence[Row],
) -> OperatorFigures:
    answers = _answers(acts)
    mine = [row for row in answers.values() if row["operator"] == who]
    kinds = Counter(row["kind"] for row in acts if row["operator"] == who)
    flagged = {
        what: {
            row["prediction"] for row in acts if _flags(row, what, answers) and _whose(row, answers) == who
        }
        for what in FLAGGED
    }
    in_time = [row["payload"]["in_time"] for row in mine if row["payload"].get("in_time") is not None]
    keys = [row["payload"]["first_key_ms"] for row in mine if row["payload"].get("first_key_ms") is not None]
    arms = Counter(asked[row["prediction"]]["arm"] for row in mine if row["prediction"] in asked)
    return OperatorFigures(
        operator=who,
        name=name,
        shifts=len(shifts),
        answered=len(mine),
        taken_back=kinds["retracted"],
        in_time=sum(map(bool, in_time)) / len(in_time) if in_time else None,
        median_s=_median(_seconds(row, asked) for row in mine),
        first_key_s=_median(each / 1000 for each in keys),
        fallbacks=sum(any(_on(shift, row["answered_at"]) for shift in shifts) for row in missed),
        given_back=kinds["released_claim"],
        handed_over=kinds["handed_over"],
        lost=kinds["expired"],
        held=kinds["held"],
        second_answers=kinds["second_answered"],
        off_script=len(flagged["off_script"]),
        mistakes=len(flagged["mistake"]),
        practice="none",
        practice_right=None,
        arms={arm: count for arm, count in arms.items() if arm},
    )


def _answers(acts: Iterable[Row]) -> dict[str, Row]:
    """The answer to each request that holds: the last one that was not taken back."""
    found: dict[str, Row] = {}
    for row in acts:
        if row["kind"] == "answered":
            found[row["prediction"]] = row
        elif row["kind"] == "retracted":
            found.pop(row["prediction"], None)
    return found


def _flags(row: Row, what: str, answers: dict[str, Row]) -> bool:
    if row["kind"] == "flagged":
        return bool(row["payload"].get("what") == what)
    holds = answers.get(row["prediction"]) is row
    return what == "off_script" and holds and bool(row["payload"].get("off_script"))


def _whose(row: Row, answers: dict[str, Row]) -> Any:
    # A colleague may have flagged it; what was taken back is whoever's said so.
    return answers.get(row["prediction"], row)["operator"]


def _seconds(row: Row, asked: dict[str, Row]) -> float | None:
    told = row["payload"].get("seconds")
    if told is not None:
        return float(told)
    request = asked.get(row["prediction"])
    if request is None or not request["requested_at"]:
        return None
    return (moment(row["at"]) - moment(request["requested_at"])).total_seconds()


def _on(shift: Row, at: str | None) -> bool:
    return at is not None and shift["started_at"] <= at and (not shift["ended_at"] or at < shift["ended_at"])


def _practised(runs: Sequence[Row]) -> tuple[Practised, float | None]:
    tried = [row for row in sorted(runs, key=lambda row: row["id"]) if not row["let_in_by"]]
    latest = next((row for row in reversed(tried) if row["answers"]), None)
    right = latest["right"] / latest["answers"] if latest else None
    if any(row["passed"] for row in tried):
        return "passed", right
    if len(tried) < len(runs):
        return "let in", right
    return ("not passed" if tried else "none"), right


def _median(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 3) if known else None


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _rows(frame: pd.DataFrame, table: str) -> list[Row]:
    """The rows as plain values, None where a cell is empty: an empty table may come without columns."""
    whole = frame.reindex(columns=_COLUMNS[table]).astype(object)
    rows = whole.where(whole.notna(), None).to_dict("records")
    return [{str(name): cell for name, cell in row.items()} for row in rows]
