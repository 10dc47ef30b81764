"""The measures: each gives one number per person, however many trials, and says what it means."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from curtain.analysis import vocabulary
from curtain.analysis.frames import PERSON, PLACE, Evidence
from curtain.analysis.plan import Plan, RightShare, Scored
from curtain.analysis.quantities import (
    Group,
    Measure,
    PerPerson,
    Scale,
    a_count,
    a_score,
    a_share,
    a_time,
    mean_per_person,
    titled,
)
from scenarios.answers import BaseQuestion
from scenarios.instruments import Instrument
from scenarios.steps import MEANS

__all__ = ["CASES", "Group", "Measure", "PerPerson", "Scale", "catalogue", "decisions"]

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
        words = "Of the decisions that a person took, the share that fitted what really happened."
        yield a_share(share.name, titled(share.name), words, "decisions"), _right(share)
    for asked in plan.asked:
        yield from vocabulary.told(asked)
    for share in plan.shares[:1]:
        if "accept" not in share.right_when:
            continue
        for name, (warned, real, title, words) in CASES.items():
            yield a_share(name, title, words, "cases"), _accepted(share, warned, real)
    if "contact" in plan.reactions:
        words = "In how many trials a person contacted support."
        yield a_count("contacts", "Contacts to support", words), _contacts
    if "thumb" in plan.reactions:
        words = "Of the thumbs that a person gave, the share that pointed up."
        yield a_share("thumbs_up", "Thumbs up", words, "experience"), _thumbs
    for instrument in plan.instruments:
        yield from _questionnaire(instrument)
    if plan.shares or plan.reactions & set(MEANS):
        words = "From the moment the buttons could be seen to the press, measured in the browser."
        yield a_time("decision_time", "Time per decision", words), _decision_time
    if plan.checks:
        words = "Of the questions that only somebody who does not read gets wrong, the share that a person got right."
        yield a_share("attention", "Attention checks passed", words, "health"), _attention(plan.checks)
    late = "Predictions shown later than their drawn time, because nobody had answered."
    yield a_share("late", "Late answers", late, "health"), _flag("late")
    fallback = "Predictions given by the fallback, because the time had run out."
    yield a_share("fallback", "Stand-in answers", fallback, "health"), _flag("fallback")


def _questionnaire(instrument: Instrument) -> Iterator[tuple[Measure, PerPerson]]:
    """The score, and those of the subscales."""
    for name in ([None] if instrument.scoring else []) + list(instrument.subscales):
        asked = Scored(instrument.id, instrument, name)
        low, high = vocabulary.range_of_score(asked)
        words = f"By its published scoring, {low:g} to {high:g}."
        title = instrument.title
        if name:
            title = f"{title}: {(instrument.subscales[name].title or titled(name)).lower()}"
        else:
            words = _SCORES.get(instrument.id, words)
        named = f"{instrument.id}.{name}" if name else instrument.id
        yield a_score(named, title, words, low, high), partial(vocabulary.scores, asked)


def decisions(evidence: Evidence, share: RightShare | None) -> pd.DataFrame:
    """One row per person and trial in which they decided: for a share those where the truth is known."""
    rows = evidence.decisions
    if share is None:
        return rows
    return rows[
        rows["step"].eq(share.step) & rows["decision"].isin(list(share.right_when)) & rows["truth"].notna()
    ]


def _right(share: RightShare) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = decisions(evidence, share)
        right = rows["decision"].map(dict(share.right_when)).eq(rows["truth"]).astype(float)
        return mean_per_person(rows.assign(right=right), "right")

    return per_person


def _accepted(share: RightShare, warned: bool, real: bool) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = decisions(evidence, share)
        said = pd.to_numeric(rows["warned"], errors="coerce").fillna(0).ne(0)
        case = rows[said.eq(warned) & rows["truth"].eq(share.right_when["accept"]).eq(real)]
        return mean_per_person(case.assign(accepted=case["decision"].eq("accept").astype(float)), "accepted")

    return per_person


def _contacts(evidence: Evidence) -> pd.Series[float]:
    rows = evidence.reactions[evidence.reactions["kind"].eq("contact")].drop_duplicates(PLACE)
    return rows.groupby(PERSON).size().astype(float).reindex(evidence.everybody, fill_value=0.0)


def _thumbs(evidence: Evidence) -> pd.Series[float]:
    rows = evidence.reactions
    given = rows[rows["kind"].eq("thumb") & rows["value"].isin(["up", "down"])]
    return mean_per_person(given.assign(up=given["value"].eq("up").astype(float)), "up")


def _decision_time(evidence: Evidence) -> pd.Series[float]:
    """Seconds, as the geometric mean of a person's trials: one long pause does not carry a person."""
    timed = vocabulary.by_hand(evidence.decisions)
    logs = mean_per_person(timed.assign(log=np.log(timed["seconds"])), "log")
    return logs.map(math.exp)


def _attention(checks: Mapping[tuple[str, str], BaseQuestion]) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = evidence.answers
        cells = zip(rows["where"], rows["item"], rows["value"], strict=True)
        passed = [_passed(checks.get((where, item)), value) for where, item, value in cells]
        return mean_per_person(rows.assign(passed=pd.Series(passed, rows.index, dtype=float)), "passed")

    return per_person


def _passed(check: BaseQuestion | None, value: Any) -> float | None:
    """1 or 0; None for a question that checks nothing. Several options stand in one cell, as JSON."""
    if check is None:
        return None
    several = isinstance(check.must_be, list) and isinstance(value, str)
    return float(check.passed(json.loads(value) if several else vocabulary.as_given(value)))


def _flag(column: str) -> PerPerson:
    def per_person(evidence: Evidence) -> pd.Series[float]:
        rows = evidence.predictions[evidence.predictions["status"].isin(["answered", "released"])]
        return mean_per_person(rows.assign(flag=pd.to_numeric(rows[column], errors="coerce")), "flag")

    return per_person
