"""The measures: each gives one number per person, however many trials, and says what it means."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from curtain.analysis.frames import PERSON, Evidence
from curtain.analysis.plan import Plan, RightShare
from scenarios.instruments import Instrument

Scale = Literal["share", "count", "score", "time"]
Group = Literal["decisions", "cases", "experience", "health"]
PerPerson = Callable[[Evidence], "pd.Series[float]"]


class Measure(NamedTuple):
    """One measure. `unit` is that of an arm's estimate, `unit_of_difference` that of two arms compared.

    Values lie between `low` and `high` (in `unit`). `more` and `less` are said of a positive and a negative
    difference.
    """

    name: str
    title: str
    plain: str
    scale: Scale
    group: Group
    unit: str
    unit_of_difference: str
    low: float | None = 0.0
    high: float | None = None
    more: str = "more"
    less: str = "fewer"


CASES = {
    # name: (was a warning shown, was the event real, title, words)
    "accepted_when_right": (
        True,
        True,
        "Accepted, warning right",
        "Warned, and it was true: how often they acted on it.",
    ),
    "accepted_false_alarm": (
        True,
        False,
        "Accepted, false alarm",
        "Warned for nothing: how often they acted on it all the same.",
    ),
    "accepted_miss": (
        False,
        True,
        "Accepted, missed",
        "It happened without a warning: how often they acted by themselves.",
    ),
    "accepted_quiet": (
        False,
        False,
        "Accepted, rightly quiet",
        "All was well and no warning: how often they acted without need.",
    ),
}


_SCORES = {
    "sus": "How usable they found it: 0 to 100, and products score 68 on average.",
    "s-tias": "How far they trust it: the mean of three statements, 1 to 7.",
}


def catalogue(plan: Plan) -> Iterator[tuple[Measure, PerPerson]]:
    """The measures that this plan can have, in the order of the page, each with its computation per person.

    The computation gives a series over (participant, arm); people without a value are missing from it.
    """
    for share in plan.shares:
        title = share.name.replace("_", " ").capitalize()
        words = "Of the decisions that a person took, the share that fitted what really happened."
        yield _share(share.name, title, words, "decisions"), _right(share)
    for share in plan.shares[:1]:
        if "accept" not in share.right_when:
            continue
        for name, (warned, real, title, words) in CASES.items():
            yield _share(name, title, words, "cases"), _accepted(share, warned, real)
    if "contact" in plan.reactions:
        words = "In how many trials a person contacted support."
        yield (
            Measure(
                "contacts", "Contacts to support", words, "count", "experience", "per person", "per person"
            ),
            _contacts,
        )
    if "thumb" in plan.reactions:
        yield (
            _share(
                "thumbs_up",
                "Thumbs up",
                "Of the thumbs that a person gave, the share that pointed up.",
                "experience",
            ),
            _thumbs,
        )
    for instrument in plan.instruments:
        yield _questionnaire(instrument), _score(instrument)
    if plan.shares:
        words = "From the moment the buttons could be seen to the press, measured in the browser."
        time = Measure(
            "decision_time",
            "Time per decision",
            words,
            "time",
            "experience",
            "s",
            "times",
            more="longer",
            less="shorter",
        )
        yield time, _decision_time
    yield (
        _share(
            "late",
            "Late answers",
            "Predictions shown later than their drawn time, because nobody had answered.",
            "health",
        ),
        _flag("late"),
    )
    yield (
        _share(
            "fallback",
            "Stand-in answers",
            "Predictions given by the fallback, because the time had run out.",
            "health",
        ),
        _flag("fallback"),
    )


def _share(name: str, title: str, words: str, group: Group) -> Measure:
    return Measure(name, title, words, "share", group, "%", "percentage points", high=100.0)


def _questionnaire(instrument: Instrument) -> Measure:
    low, high = instrument.scoring.lowest, instrument.scoring.highest
    words = _SCORES.get(instrument.id, f"By its published scoring, {low:g} to {high:g}.")
    unit = f"of {high:g}"
    return Measure(instrument.id, instrument.title, words, "score", "experience", unit, "points", low, high)


def _per_person(rows: pd.DataFrame, value: str) -> pd.Series[float]:
    """The mean of `value` per person: people who met more trials weigh no more than others."""
    return rows.dropna(subset=[value]).groupby(PERSON)[value].mean()


def decisions(evidence: Evidence, share: RightShare) -> pd.DataFrame:
    """One row per person and trial in which they decided and the truth is known."""
    rows = evidence.reactions
    return rows[
        rows["step"].eq(share.step) & rows["kind"].isin(list(share.right_when)) & rows["truth"].notna()
    ]


def _right(share: RightShare) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = decisions(evidence, share)
        right = rows["kind"].map(dict(share.right_when)).eq(rows["truth"]).astype(float)
        return _per_person(rows.assign(right=right), "right")

    return per_person


def _accepted(share: RightShare, warned: bool, real: bool) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = decisions(evidence, share)
        said = pd.to_numeric(rows["warned"], errors="coerce").fillna(0).ne(0)
        case = rows[said.eq(warned) & rows["truth"].eq(share.right_when["accept"]).eq(real)]
        return _per_person(case.assign(accepted=case["kind"].eq("accept").astype(float)), "accepted")

    return per_person


def _contacts(evidence: Evidence) -> pd.Series[float]:
    rows = evidence.reactions[evidence.reactions["kind"].eq("contact")]
    everybody = pd.MultiIndex.from_frame(evidence.people)
    return rows.groupby(PERSON).size().astype(float).reindex(everybody, fill_value=0.0)


def _thumbs(evidence: Evidence) -> pd.Series[float]:
    rows = evidence.reactions
    given = rows[rows["kind"].eq("thumb") & rows["value"].isin(["up", "down"])]
    return _per_person(given.assign(up=given["value"].eq("up").astype(float)), "up")


def _decision_time(evidence: Evidence) -> pd.Series[float]:
    """Seconds, as the geometric mean of a person's trials: one long pause does not carry a person."""
    rows = evidence.reactions[evidence.reactions["slot"].eq("decision")]
    taken = pd.to_numeric(rows["seen_to_pressed_ms"], errors="coerce")
    timed = rows[taken.gt(0) & np.isfinite(taken)]
    logs = _per_person(timed.assign(log=np.log(taken[timed.index].astype(float) / 1000)), "log")
    return logs.map(math.exp)


def _score(instrument: Instrument) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = evidence.answers[evidence.answers["instrument"].eq(instrument.id)]
        value = pd.to_numeric(rows["value"], errors="coerce")
        scores: dict[tuple[str, str], float] = {}
        for (who, arm), given in rows.assign(value=value).dropna(subset=["value"]).groupby(PERSON):
            score = instrument.score(
                {str(item): int(v) for item, v in zip(given["item"], given["value"], strict=True)}
            )
            if score is not None:
                scores[str(who), str(arm)] = float(score)
        index = pd.MultiIndex.from_tuples(scores, names=PERSON)
        return pd.Series(list(scores.values()), index=index, dtype=float)

    return per_person


def _flag(column: str) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = evidence.predictions[evidence.predictions["status"].isin(["answered", "released"])]
        return _per_person(rows.assign(flag=pd.to_numeric(rows[column], errors="coerce")), "flag")

    return per_person
