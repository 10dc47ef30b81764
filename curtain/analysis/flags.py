"""People whose data a reviewer may want to leave out, and why: one truth value for each person, arm and reason."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from curtain.analysis.frames import PERSON, Evidence
from curtain.analysis.plan import Plan

MOSTLY = 0.5  # the share of stand-in answers from which on somebody did not meet what was to be tried out
MANY_ITEMS = 5  # with fewer, the same answer everywhere may well be meant


class Flag(NamedTuple):
    """A reason to leave somebody out: `title` on the switch, `plain` beside it."""

    name: str
    title: str
    plain: str


FLAGS = {
    flag.name: flag
    for flag in (
        Flag(
            "inattentive",
            "Failed an attention check",
            "They got a question wrong that only checks who reads.",
        ),
        Flag(
            "straight_lined",
            "Answered all alike",
            f"They gave the same answer to all items of a questionnaire with {MANY_ITEMS} or more.",
        ),
        Flag(
            "suspected", "Saw through it", "Asked what was going on, they said that a person was answering."
        ),
        Flag(
            "stood_in",
            "Mostly stand-in answers",
            "More than half of what they were answered came from the stand-in.",
        ),
    )
}


def flags(evidence: Evidence, plan: Plan, values: pd.DataFrame) -> pd.DataFrame:
    """A column of truth values for each of `FLAGS`, over (participant, arm).

    `values` has each person's measures by name. What somebody was not asked gives no flag.
    """
    nothing = pd.Series(float("nan"), index=values.index)
    found = pd.DataFrame(
        {
            "inattentive": values.get("attention", nothing).lt(1),
            "stood_in": values.get("fallback", nothing).gt(MOSTLY),
        }
    )
    for name, flagged in (
        ("straight_lined", _all_alike(evidence)),
        ("suspected", _suspected(evidence, plan)),
    ):
        # Somebody who meets several arms is the same person in all of them.
        found[name] = found.index.get_level_values("participant").isin(flagged)
    return found[list(FLAGS)]


def _all_alike(evidence: Evidence) -> set[str]:
    rows = evidence.answers[evidence.answers["instrument"].notna()]
    given = rows.groupby([*PERSON, "step", "instrument"])["value"].agg(["nunique", "size"])
    alike = given[given["nunique"].eq(1) & given["size"].ge(MANY_ITEMS)]
    return set(alike.index.get_level_values("participant"))


def _suspected(evidence: Evidence, plan: Plan) -> set[str]:
    rows = evidence.answers
    asked = rows[rows["where"].isin(list(plan.suspects)) & rows["item"].eq("guess")]
    seen = [
        value in plan.suspects[where] for where, value in zip(asked["where"], asked["value"], strict=True)
    ]
    return set(asked.loc[seen, "participant"])
